/**
 * One step of a visit as a line of CustomerLabs' own event format: descriptors of type and value, an address or a
 * phone number that identifies carries `ib`, a company's website `igb`. Lines are put together as text, because
 * every value is known to need no escaping and a generated log is mostly written to measure how fast it can be read.
 */

import type { Campaign, Product } from './catalogue.ts';
import type { Device, Person } from './people.ts';

export type StepKind =
  | 'page'
  | 'category'
  | 'product'
  | 'search'
  | 'cart'
  | 'checkout'
  | 'purchase'
  | 'identify'
  | 'group';

export type GivenIdentity = 'email' | 'phone' | 'both';

export interface StepFacts {
  readonly kind: StepKind;
  readonly person: Person;
  /** null: the shop's own system speaks, not a browser. */
  readonly device: Device | null;
  readonly campaign: Campaign | null;
  readonly clickId: string;
  readonly product: Product;
  readonly category: string;
  readonly search: string;
  readonly quantity: number;
  readonly orderId: string;
  /** What of the person is said on this event; null for nothing. */
  readonly gives: GivenIdentity | null;
  /** Stands where the device id belongs, as broken tags write it. */
  readonly deviceIdInstead: string | null;
  /** Said in place of the phone number. */
  readonly phoneInstead: string | null;
  /** A later version of the same event says something else. */
  readonly isAmended: boolean;
}

const SHOP = 'https://fernhill.example';

const EVENT_NAMES: { readonly [K in StepKind]: string } = {
  page: 'Page viewed',
  category: 'Category viewed',
  product: 'Product viewed',
  search: 'Search made',
  cart: 'Added to cart',
  checkout: 'Checkout made',
  purchase: 'Purchased',
  identify: 'Create user',
  group: 'Create group',
};

/** The line, without its end. `eventId` null: the record has none. */
export function renderRecord(facts: StepFacts, at: string, eventId: string | null): string {
  const deviceId = facts.deviceIdInstead ?? facts.device?.id ?? null;
  const device = deviceId === null ? '' : `,"customerlabs_user_id":"${deviceId}"`;
  const id = eventId === null ? '' : `,"event_id":"${eventId}"`;
  const products = withProducts(facts.kind) ? `,"productProperties":[${productEntry(facts)}]` : '';
  return `{"event":"${EVENT_NAMES[facts.kind]}"${device},"timestamp":"${at}"${id},"properties":{"customProperties":{${customProperties(facts)}}${products}}}`;
}

function withProducts(kind: StepKind): boolean {
  return kind === 'product' || kind === 'cart' || kind === 'checkout' || kind === 'purchase';
}

function customProperties(facts: StepFacts): string {
  let text = facts.device === null ? '' : page(facts);
  if (facts.kind === 'search') text += `,"search_string":${string(facts.search)}`;
  if (facts.kind === 'category') text += `,"category_name":${string(facts.category)}`;
  if (withProducts(facts.kind)) text += amount(facts);
  if (facts.isAmended) text += ',"note":{"t":"string","v":"amended"}';
  text += identity(facts);
  if (facts.kind === 'group') text += group(facts.person);
  return text.startsWith(',') ? text.slice(1) : text;
}

function page(facts: StepFacts): string {
  const { campaign } = facts;
  let query = '';
  if (campaign !== null) query = `?${campaign.query}`;
  if (campaign !== null && campaign.clickKey !== null) query += `&${campaign.clickKey}=${facts.clickId}`;
  const title = facts.kind === 'page' ? `,"page_title":${string('Fernhill, plants and pots')}` : '';
  return `"page_url":${string(`${SHOP}${pagePath(facts)}${query}`)}${title}`;
}

function pagePath(facts: StepFacts): string {
  switch (facts.kind) {
    case 'page':
      return '/';
    case 'category':
      return `/c/${facts.category.toLowerCase()}`;
    case 'product':
    case 'cart':
      return `/p/${facts.product.id}`;
    case 'search':
      return `/search?q=${encodeURIComponent(facts.search)}`;
    case 'checkout':
      return '/checkout';
    case 'purchase':
      return '/thanks';
    case 'identify':
    case 'group':
      return '/account';
  }
}

function amount(facts: StepFacts): string {
  const value = Math.round(facts.product.price * facts.quantity * 100) / 100;
  const order =
    facts.kind === 'purchase'
      ? `,"transaction_id":${string(facts.orderId)},"transaction_total":{"t":"number","v":${value}}`
      : '';
  return `,"value":{"t":"number","v":${value}},"currency":${string(facts.person.currency)}${order}`;
}

function productEntry({ product, quantity }: StepFacts): string {
  return `{"product_id":${string(product.id)},"product_name":${string(product.name)},"product_category":${string(product.category)},"product_price":{"t":"number","v":${product.price}},"product_quantity":{"t":"number","v":${quantity}}}`;
}

function identity(facts: StepFacts): string {
  const { person, gives, kind, device } = facts;
  const saysEmail = gives === 'email' || gives === 'both';
  const phone = facts.phoneInstead ?? (gives === 'phone' || gives === 'both' ? person.phone : null);
  const external: string[] = [];
  if (device?.fbp) external.push(`"facebook__fbp":${string(device.fbp)}`);
  if (device?.gaClientId) external.push(`"google_analytics__client_id":${string(device.gaClientId)}`);
  if (device === null) external.push(`"crm_user_id":${string(person.crmId)}`);
  let text = '';
  if (kind === 'identify') text += traits(person, saysEmail);
  if (saysEmail) text += `,"identify_by_email":{"t":"string","v":"${person.email}","ib":true}`;
  if (phone !== null && saysEmail) external.push(`"identify_by_phone":${string(phone)}`);
  if (phone !== null && !saysEmail) text += `,"identify_by_phone":{"t":"string","v":"${phone}","ib":true}`;
  if (external.length > 0) text += `,"external_ids":{"t":"Object","v":{${external.join(',')}}}`;
  return text;
}

function traits(person: Person, saysEmail: boolean): string {
  const email = saysEmail ? `"email":${string(person.email)},` : '';
  return `,"user_traits":{"t":"Object","v":{${email}"first_name":${string(person.firstName)},"last_name":${string(person.lastName)},"city":${string(person.city)}}}`;
}

function group({ company }: Person): string {
  const website = company ?? '';
  return `,"group_traits":{"t":"Object","v":{"company_name":${string(website.split('.')[0]!)},"company_website":${string(website)}}},"identify_by_website":{"t":"string","v":"${website}","igb":true}`;
}

function string(value: string): string {
  return `{"t":"string","v":"${value}"}`;
}
