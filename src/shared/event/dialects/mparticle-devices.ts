/**
 * Ids of the device and of advertisers in an mParticle batch: `device_info` of the mobile SDKs, the flags that the web
 * SDK's capture of integrations sets (`mparticle-web-sdk`, capture-integrations), and `partner_identities`.
 */

import type { JsonValue } from '../../base/types.ts';
import { noteTouchField } from '../touch.ts';
import type { EventDraft } from './record.ts';
import { isObject } from './record.ts';

const DEVICE_FIELDS = [
  ['android_uuid', 'android.id'],
  ['android_advertising_id', 'android.idfa'],
  ['ios_advertising_id', 'ios.idfa'],
  ['ios_idfv', 'idfv'],
  ['push_token', 'push_token'],
] as const;

/** Cookies name the browser; Facebook's click cookie outlives the click and is no sign of a visit. */
const COOKIE_FLAGS = [
  ['Facebook.BrowserId', 'facebook__fbp'],
  ['Facebook.ClickId', 'facebook__fbc'],
  ['SnapchatConversions.Cookie1', '_scid'],
] as const;
const CLICK_FLAGS = [
  ['GoogleEnhancedConversions.Gclid', 'gclid'],
  ['GoogleEnhancedConversions.Gbraid', 'gbraid'],
  ['GoogleEnhancedConversions.Wbraid', 'wbraid'],
  ['TikTok.Callback', 'ttclid'],
  ['SnapchatConversions.ClickId', 'sccid'],
] as const;

export function readMparticleDevice(draft: EventDraft, device: JsonValue | undefined): void {
  if (!isObject(device)) return;
  for (const [field, namespace] of DEVICE_FIELDS)
    draft.identify(namespace, device[field], `device_info.${field}`);
}

export function readMparticleFlags(
  draft: EventDraft,
  flags: JsonValue | undefined,
  partners: JsonValue | undefined,
): void {
  if (isObject(flags)) {
    for (const [flag, namespace] of COOKIE_FLAGS)
      draft.identify(namespace, flags[flag], `events.0.data.custom_flags.${flag}`);
    for (const [flag, name] of CLICK_FLAGS) noteTouchField(draft.touch, name, flags[flag]);
  }
  if (isObject(partners))
    draft.identify('_ttp', partners['tiktok_cookie_id'], 'partner_identities.tiktok_cookie_id');
}
