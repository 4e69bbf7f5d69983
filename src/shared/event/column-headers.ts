/**
 * What the header of a column says by itself, in English, German and French. Headers are compared in lower case without
 * accents, spaces, `_`, `-` and dots, and a table of people is told from one of events by what its headers speak of.
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
    [
      'email',
      'emailaddress',
      'mail',
      'useremail',
      'customeremail',
      'contactemail',
      'email1',
      'billingemail',
      'emailadresse',
      'mailadresse',
      'kundenemail',
      'courriel',
      'adresseemail',
      'adressemail',
    ],
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
      'telefon',
      'telefonnummer',
      'telefonnr',
      'rufnummer',
      'handy',
      'handynummer',
      'mobil',
      'mobilnummer',
      'mobiltelefon',
      'numerodetelephone',
      'telephoneportable',
      'portable',
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
  'kundennummer',
  'kundennr',
  'kundenid',
  'mitgliedsnummer',
  'numeroclient',
  'numerodeclient',
  'idclient',
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
  'datum',
  'zeit',
  'uhrzeit',
  'zeitpunkt',
  'zeitstempel',
  'bestelldatum',
  'kaufdatum',
  'auftragsdatum',
  'rechnungsdatum',
  'erstelltam',
  'heure',
  'horodatage',
  'datedecommande',
  'datecommande',
  'dateachat',
  'datedachat',
  'datedecreation',
  'paidat',
  'processedat',
  'startedat',
  'subscribedat',
];
const NAMES = [
  'event',
  'eventname',
  'action',
  'activity',
  'eventtype',
  'eventtext',
  'ereignis',
  'aktion',
  'aktivitat',
  'evenement',
];
const IDS = ['id', 'eventid', 'messageid', 'uuid', 'insertid'];
/** Properties under the name by which orders and touches are read. */
const PROPERTIES: readonly (readonly [property: string, headers: readonly string[]])[] = [
  [
    'order_id',
    [
      'orderid',
      'ordernumber',
      'orderno',
      'transactionid',
      'invoiceid',
      'invoicenumber',
      'bestellnummer',
      'bestellnr',
      'auftragsnummer',
      'auftragsnr',
      'rechnungsnummer',
      'numerodecommande',
      'numerocommande',
      'nocommande',
      'ndecommande',
      'numerodefacture',
    ],
  ],
  ['order_status', ['orderstatus', 'financialstatus', 'paymentstatus', 'bestellstatus', 'auftragsstatus']],
  ['order_status', ['zahlungsstatus', 'statutcommande', 'statutdelacommande']],
  [
    'value',
    [
      'value',
      'amount',
      'revenue',
      'total',
      'ordertotal',
      'totalprice',
      'totalamount',
      'ordervalue',
      'grandtotal',
      'betrag',
      'gesamtbetrag',
      'gesamtsumme',
      'bestellwert',
      'rechnungsbetrag',
      'summe',
      'umsatz',
      'montant',
      'montanttotal',
      'totalttc',
    ],
  ],
  ['currency', ['currency', 'currencycode', 'wahrung', 'waehrung', 'devise', 'monnaie']],
  ['product_id', ['productid', 'sku', 'itemid', 'productsku', 'lineitemsku', 'artikelnummer', 'artikelnr']],
  ['product_name', ['productname', 'itemname', 'product', 'lineitemname', 'artikel', 'produkt', 'produit']],
  [
    'product_quantity',
    ['quantity', 'qty', 'productquantity', 'lineitemquantity', 'menge', 'anzahl', 'quantite'],
  ],
  ['product_price', ['price', 'unitprice', 'productprice', 'lineitemprice', 'preis', 'einzelpreis', 'prix']],
  ['page_url', ['pageurl', 'url', 'pagelocation', 'landingpage']],
  ['referrer', ['referrer', 'referer', 'pagereferrer']],
];
const TRAITS: readonly (readonly [trait: string, headers: readonly string[]])[] = [
  ['first_name', ['firstname', 'givenname', 'vorname', 'fname', 'prenom']],
  ['last_name', ['lastname', 'surname', 'familyname', 'nachname', 'lname', 'nom', 'nomdefamille']],
  ['name', ['name', 'fullname', 'customername']],
  [
    'company',
    [
      'company',
      'companyname',
      'organization',
      'organisation',
      'firma',
      'unternehmen',
      'entreprise',
      'societe',
    ],
  ],
  ['city', ['city', 'town', 'ort', 'stadt', 'ville']],
  ['country', ['country', 'countrycode', 'land', 'pays']],
  ['state', ['state', 'province', 'region', 'bundesland']],
  ['zip', ['zip', 'zipcode', 'postalcode', 'postcode', 'plz', 'postleitzahl', 'codepostal']],
  ['gender', ['gender', 'sex', 'geschlecht', 'sexe']],
  [
    'birthday',
    ['birthday', 'birthdate', 'dateofbirth', 'dob', 'geburtsdatum', 'geburtstag', 'datedenaissance'],
  ],
  ['address', ['address', 'street', 'address1', 'strasse', 'anschrift', 'adresse', 'rue']],
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
  const plain = header.toLowerCase().replaceAll('ß', 'ss').normalize('NFD');
  return plain.replace(/[\s._\p{M}'’/°-]+/gu, '');
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
