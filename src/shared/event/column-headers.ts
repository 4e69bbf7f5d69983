/**
 * What the header of a column says by itself. Headers are compared in lower case without spaces, `_`, `-` and dots, and
 * a table of people is told from one of events by what its headers speak of.
 */

import {
  CLICK_ID_NAMESPACES,
  COMPANY_NAMESPACES,
  COOKIE_NAMESPACES,
  canonicalNamespace,
  DEVICE_NAMESPACES,
  STRONG_NAMESPACES,
} from '../identifier/namespaces.ts';
import type { ColumnTarget } from './mapping.ts';

const CONTACTS: readonly (readonly [namespace: string, headers: readonly string[]])[] = [
  [
    'email',
    ['email', 'emailaddress', 'mail', 'useremail', 'customeremail', 'contactemail', 'email1', 'billingemail'],
  ],
  [
    'phone',
    [
      'phone',
      'phonenumber',
      'mobile',
      'mobilenumber',
      'mobilephone',
      'cell',
      'tel',
      'telephone',
      'customerphone',
    ],
  ],
];
/** Ids of other systems: each keeps its header as the name of its namespace. */
const FOREIGN_IDS = [
  'customerid',
  'contactid',
  'crmid',
  'crmuserid',
  'memberid',
  'clientid',
  'shopifycarttoken',
  'leadid',
];
const TIMES = [
  'timestamp',
  'time',
  'date',
  'datetime',
  'at',
  'ts',
  'eventtime',
  'eventtimestamp',
  'eventdate',
  'occurredat',
  'createdat',
  'orderdate',
  'triggeredts',
  'purchasedat',
  'signupdate',
  'originaltimestamp',
  'receivedat',
];
const NAMES = ['event', 'eventname', 'action', 'activity', 'eventtype', 'eventtext'];
const IDS = ['id', 'eventid', 'messageid', 'uuid', 'insertid'];
/** Properties under the name by which orders and touches are read. */
const PROPERTIES: readonly (readonly [property: string, headers: readonly string[]])[] = [
  ['order_id', ['orderid', 'ordernumber', 'orderno', 'transactionid', 'invoiceid', 'invoicenumber']],
  ['value', ['value', 'amount', 'revenue', 'total', 'ordertotal', 'totalprice', 'ordervalue', 'grandtotal']],
  ['currency', ['currency', 'currencycode']],
  ['product_id', ['productid', 'sku', 'itemid', 'productsku']],
  ['product_name', ['productname', 'itemname', 'product']],
  ['quantity', ['quantity', 'qty', 'productquantity']],
  ['price', ['price', 'unitprice', 'productprice']],
  ['page_url', ['pageurl', 'url', 'pagelocation', 'landingpage']],
  ['referrer', ['referrer', 'referer', 'pagereferrer']],
];
const TRAITS: readonly (readonly [trait: string, headers: readonly string[]])[] = [
  ['first_name', ['firstname', 'givenname', 'vorname', 'fname']],
  ['last_name', ['lastname', 'surname', 'familyname', 'nachname', 'lname']],
  ['name', ['name', 'fullname', 'customername']],
  ['company', ['company', 'companyname', 'organization', 'organisation']],
  ['city', ['city', 'town']],
  ['country', ['country', 'countrycode']],
  ['state', ['state', 'province', 'region']],
  ['zip', ['zip', 'zipcode', 'postalcode', 'postcode', 'plz']],
  ['gender', ['gender', 'sex']],
  ['birthday', ['birthday', 'birthdate', 'dateofbirth', 'dob']],
  ['address', ['address', 'street', 'address1']],
  ['title', ['title', 'jobtitle']],
];

const targets = makeTargets();

/** null when the header says nothing by itself. */
export function targetOfHeader(header: string): ColumnTarget | null {
  const folded = foldHeader(header);
  const known = targets.get(folded);
  if (known !== undefined) return known;
  if (FOREIGN_IDS.includes(folded)) return { kind: 'identifier', namespace: canonicalNamespace(header) };
  return folded.startsWith('utm') ? { kind: 'property', name: header.trim().toLowerCase() } : null;
}

function foldHeader(header: string): string {
  return header.toLowerCase().replace(/[\s._-]+/g, '');
}

function makeTargets(): ReadonlyMap<string, ColumnTarget> {
  const map = new Map<string, ColumnTarget>();
  const put = (header: string, target: ColumnTarget): void => {
    map.set(foldHeader(header), target);
  };
  for (const list of [STRONG_NAMESPACES, DEVICE_NAMESPACES, COOKIE_NAMESPACES])
    for (const namespace of list) put(namespace, { kind: 'identifier', namespace });
  for (const namespace of COMPANY_NAMESPACES) put(namespace, { kind: 'company', namespace });
  for (const name of CLICK_ID_NAMESPACES) put(name, { kind: 'property', name });
  for (const [namespace, headers] of CONTACTS)
    for (const header of [...headers, `identify_by_${namespace}`])
      put(header, { kind: 'identifier', namespace });
  for (const header of TIMES) put(header, { kind: 'time' });
  for (const header of NAMES) put(header, { kind: 'name' });
  for (const header of IDS) put(header, { kind: 'id' });
  for (const [name, headers] of PROPERTIES)
    for (const header of headers) put(header, { kind: 'property', name });
  for (const [name, headers] of TRAITS) for (const header of headers) put(header, { kind: 'trait', name });
  return map;
}
