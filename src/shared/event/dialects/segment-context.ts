/**
 * Identifiers that libraries put into `context`: external ids, the device and its advertising id, and the cookies that
 * Jitsu collects under `clientIds`. Names of device ids are those of Segment's identity resolution.
 */

import type { JsonObject, JsonValue } from '../../base/types.ts';
import { canonicalNamespace } from '../../identifier/namespaces.ts';
import type { EventDraft } from './record.ts';
import { isObject, scalarText } from './record.ts';

/** Collections of `externalIds` that are not people. */
const COMPANY_COLLECTIONS = new Set(['accounts', 'groups']);

export function readSegmentContext(draft: EventDraft, context: JsonObject): void {
  readExternalIds(draft, context['externalIds'], 'context.externalIds');
  readExternalIds(draft, context['externalId'], 'context.externalId');
  if (isObject(context['device'])) readDevice(draft, context['device']);
  if (isObject(context['clientIds'])) readClientIds(draft, context['clientIds']);
}

function readExternalIds(draft: EventDraft, value: JsonValue | undefined, field: string): void {
  if (value === undefined || value === null) return;
  const list: readonly JsonValue[] = Array.isArray(value) ? value : [value];
  for (const entry of list) {
    const type = isObject(entry) ? scalarText(entry['type']) : null;
    if (type === null || !isObject(entry)) {
      draft.fail(field, entry, 'objects with "id" and "type"');
      continue;
    }
    const namespace = canonicalNamespace(type);
    const collection = entry['collection'];
    if (typeof collection === 'string' && COMPANY_COLLECTIONS.has(collection.toLowerCase()))
      draft.identifyCompany(namespace, entry['id'], `${field}.id`);
    else draft.identify(namespace, entry['id'], `${field}.id`);
  }
}

function readDevice(draft: EventDraft, device: JsonObject): void {
  const type = typeof device['type'] === 'string' ? device['type'].toLowerCase() : '';
  const platform = type === 'android' || type === 'ios' ? type : null;
  const fields = [
    ['id', platform === null ? 'device_id' : `${platform}.id`],
    ['advertisingId', platform === null ? 'advertising_id' : `${platform}.idfa`],
    ['token', platform === null ? 'push_token' : `${platform}.push_token`],
  ] as const;
  for (const [field, namespace] of fields)
    draft.identify(namespace, device[field], `context.device.${field}`);
}

function readClientIds(draft: EventDraft, ids: JsonObject): void {
  const analytics = ids['ga4'];
  if (isObject(analytics))
    draft.identify('google_analytics__client_id', analytics['clientId'], 'context.clientIds.ga4.clientId');
  const firebase = ids['firebase'];
  if (isObject(firebase))
    draft.identify(
      'google_analytics__app_instance_id',
      firebase['appInstanceId'],
      'context.clientIds.firebase.appInstanceId',
    );
  draft.identify('facebook__fbp', ids['fbp'], 'context.clientIds.fbp');
  draft.identify('facebook__fbc', ids['fbc'], 'context.clientIds.fbc');
}
