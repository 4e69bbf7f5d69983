/**
 * Where a visit came from: campaign parameters and click ids, from properties, from a campaign object and from the
 * query of the page's address; the first place that says something wins. A page view whose referrer is another site is
 * a touch too, without campaign.
 *
 * Names of parameters follow what analytics libraries read by default (Google, Meta, Microsoft, TikTok, LinkedIn …).
 * Parameters that are no ids of a click, such as `gad_source`, are left in the address.
 */

import type { JsonObject, JsonValue } from '../base/types.ts';
import { CLICK_ID_NAMESPACES } from '../identifier/namespaces.ts';
import { normalizeIdentifier } from '../identifier/normalize.ts';
import type { EventType, Identifier, TouchFact } from './event.ts';

type Parameter = 'source' | 'medium' | 'campaign' | 'term' | 'content';

export interface TouchDraft {
  source: string | null;
  medium: string | null;
  campaign: string | null;
  term: string | null;
  content: string | null;
  referrer: string | null;
  pageUrl: string | null;
  /** null until there is one: most events have none. */
  clickIds: Identifier[] | null;
}

type Field =
  | { readonly kind: 'parameter'; readonly parameter: Parameter }
  | { readonly kind: 'click-id'; readonly namespace: string }
  | { readonly kind: 'page' }
  | { readonly kind: 'referrer' };

const PARAMETERS: readonly (readonly [string, Parameter])[] = [
  ['utm_source', 'source'],
  ['utm_medium', 'medium'],
  ['utm_campaign', 'campaign'],
  ['utm_term', 'term'],
  ['utm_content', 'content'],
];
const PAGE_FIELDS = ['page_url', 'url', 'page_location', 'pageUrl'];
const REFERRER_FIELDS = ['referrer', 'page_referrer', 'referer'];
/** `facebook__fbc` is a cookie that outlives the click by 90 days: an external id, but no sign of a visit. */
const OUTLIVES_CLICK = 'facebook__fbc';
const MAX_VALUE_LENGTH = 2000;

const fields = makeFields();

export function makeTouchDraft(): TouchDraft {
  return {
    source: null,
    medium: null,
    campaign: null,
    term: null,
    content: null,
    referrer: null,
    pageUrl: null,
    clickIds: null,
  };
}

/** Takes a property into account if its name is one of a touch. */
export function noteTouchField(touch: TouchDraft, name: string, value: JsonValue | undefined): void {
  const field = fields.get(name);
  if (field === undefined || typeof value !== 'string') return;
  const text = value.trim();
  if (text === '') return;
  if (field.kind === 'page') notePage(touch, text);
  else if (field.kind === 'referrer') touch.referrer ??= text;
  else noteParameter(touch, field, text);
}

/** A campaign as Segment and its kin write it: `name`, `source`, `medium`, `term`, `content`. */
export function noteCampaign(touch: TouchDraft, campaign: JsonObject): void {
  for (const [name, parameter] of PARAMETERS) {
    const value =
      parameter === 'campaign'
        ? (campaign['name'] ?? campaign[name])
        : (campaign[parameter] ?? campaign[name]);
    if (typeof value === 'string' && value.trim() !== '') touch[parameter] ??= value.trim();
  }
}

export function notePage(touch: TouchDraft, url: string): void {
  touch.pageUrl ??= url;
  const mark = url.indexOf('?');
  if (mark >= 0) noteQuery(touch, url, mark + 1);
}

/** Reads the pairs of a query, from `start` to the fragment. */
export function noteQuery(touch: TouchDraft, text: string, start: number): void {
  const fragment = text.indexOf('#', start);
  const end = fragment < 0 ? text.length : fragment;
  let at = start;
  while (at < end) {
    const next = text.indexOf('&', at);
    const pairEnd = next < 0 || next > end ? end : next;
    const equals = text.indexOf('=', at);
    if (equals > at && equals < pairEnd - 1) {
      const field = fields.get(text.slice(at, equals));
      if (field?.kind === 'parameter' || field?.kind === 'click-id')
        noteParameter(touch, field, decode(text.slice(equals + 1, pairEnd)));
    }
    at = pairEnd + 1;
  }
}

/** null when the event says nothing of where the visit came from. */
export function finishTouch(touch: TouchDraft, type: EventType): TouchFact | null {
  const { source, medium, campaign, term, content, referrer, clickIds } = touch;
  const hasCampaign =
    source !== null || medium !== null || campaign !== null || term !== null || content !== null;
  if (!hasCampaign && clickIds === null && !isFromElsewhere(touch, type)) return null;
  return { source, medium, campaign, term, content, clickIds: clickIds ?? [], referrer };
}

function noteParameter(
  touch: TouchDraft,
  field: Extract<Field, { kind: 'parameter' | 'click-id' }>,
  text: string,
): void {
  const value = text.length > MAX_VALUE_LENGTH ? text.slice(0, MAX_VALUE_LENGTH) : text;
  if (field.kind === 'parameter') {
    touch[field.parameter] ??= value;
    return;
  }
  const clickId = normalizeIdentifier(field.namespace, value, { country: null });
  touch.clickIds ??= [];
  const isKnown = touch.clickIds.some(
    (other) => other.namespace === clickId.namespace && other.value === clickId.value,
  );
  if (!isKnown && clickId.value !== '') touch.clickIds.push(clickId);
}

function isFromElsewhere(touch: TouchDraft, type: EventType): boolean {
  if (type !== 'page' || touch.referrer === null || touch.pageUrl === null) return false;
  const from = hostOf(touch.referrer);
  const to = hostOf(touch.pageUrl);
  if (from === null || to === null) return false;
  return from !== to && !from.endsWith(`.${to}`) && !to.endsWith(`.${from}`);
}

/** Host of an absolute address, in lower case and without `www.`; null when there is none. */
function hostOf(url: string): string | null {
  const scheme = url.indexOf('://');
  if (scheme < 0) return null;
  let end = scheme + 3;
  while (end < url.length && !'/?#:'.includes(url.charAt(end))) end += 1;
  const host = url.slice(scheme + 3, end).toLowerCase();
  if (host === '') return null;
  return host.startsWith('www.') ? host.slice(4) : host;
}

/** Malformed escapes are kept as they are written. */
function decode(text: string): string {
  if (!text.includes('%') && !text.includes('+')) return text;
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch (error) {
    if (error instanceof URIError) return spaced;
    throw error;
  }
}

function makeFields(): ReadonlyMap<string, Field> {
  const map = new Map<string, Field>();
  for (const [name, parameter] of PARAMETERS) map.set(name, { kind: 'parameter', parameter });
  for (const name of PAGE_FIELDS) map.set(name, { kind: 'page' });
  for (const name of REFERRER_FIELDS) map.set(name, { kind: 'referrer' });
  for (const namespace of CLICK_ID_NAMESPACES)
    if (namespace !== OUTLIVES_CLICK) map.set(namespace, { kind: 'click-id', namespace });
  map.set('ScCid', { kind: 'click-id', namespace: 'sccid' });
  return map;
}
