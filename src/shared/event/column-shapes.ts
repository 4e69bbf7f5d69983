/**
 * What values look like by themselves, for columns whose header says nothing: addresses, numbers, cookies and click ids
 * by their published forms, times, money, order numbers. The first shape that most values have is the column's; the
 * more forms of other things a shape could be, the less it is believed.
 */

import { must } from '../base/assert.ts';
import { normalizeEmail } from '../identifier/email.ts';
import type { ColumnTarget } from './mapping.ts';
import { parseAmount } from './order.ts';
import { parseTime } from './time.ts';
import { parseTimeFormat, TIME_PATTERNS } from './time-format.ts';

export interface Shape {
  readonly name: string;
  readonly target: ColumnTarget;
  readonly confidence: number;
  /** What a header may mean and the values still be what they look like. */
  readonly outweighs: readonly ColumnTarget['kind'][];
  readonly fits: (value: string) => boolean;
}

const ALL_BUT_TRAITS: Shape['outweighs'] = ['time', 'name', 'id', 'identifier', 'company', 'property'];
const SURE = 0.8;
const LIKELY = 0.6;

/** ISO 4217, of the currencies that shops use. */
const CURRENCIES = new Set(
  (
    'AED ARS AUD BGN BHD BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR ISK JPY KES KRW KWD ' +
    'MAD MXN MYR NGN NOK NZD PEN PHP PKR PLN QAR RON RSD RUB SAR SEK SGD THB TND TRY TWD UAH USD UYU VND ZAR'
  ).split(' '),
);
const MONEY_MARK = /^[€$£¥₹]|[€$£¥₹]$|^[A-Z]{3}\s?\d|\d\s?[A-Z]{3}$/;
/** What numbers of orders begin with in shops' exports. */
const ORDER_NUMBER = /^#\d{3,12}$|^(?:ord|order|inv|po|so|auftrag|bestellung|cmd)[-_ #]?\d{2,}[\w-]*$/i;
const NATIONAL_PHONE = /^[+(\d][\d ()./-]{5,20}$/;
/** Groups of digits that begin with the trunk prefix; digits alone could be any number. */
const SPACED_PHONE = /^\(?0\d{1,5}\)?[ /-]\d[\d /-]{4,14}$/;

export const SHAPES: readonly Shape[] = [
  identifier('an e-mail address', 'email', isEmail),
  identifier('a Facebook browser id', 'facebook__fbp', (value) => /^fb\.\d\.\d+\.\d+$/.test(value)),
  property('a Facebook click id', 'facebook__fbc', (value) => /^fb\.\d\.\d+\.[\w-]+$/.test(value)),
  identifier('a Google Analytics client id', 'google_analytics__client_id', (value) =>
    /^(?:GA\d\.\d\.)?\d{4,12}\.\d{9,10}$/.test(value),
  ),
  property('a Google click id', 'gclid', (value) => /^(?:Cj0KCQ|CjwKCA|EAIaIQ)[\w-]{15,}$/.test(value)),
  identifier('an international phone number', 'phone', (value) => /^\+\d[\d ()./-]{6,20}$/.test(value)),
  { ...identifier('a phone number', 'phone', (value) => SPACED_PHONE.test(value)), confidence: LIKELY },
  time('a time', undefined, isTime),
  ...TIME_PATTERNS.map((format) => {
    const pattern = must(parseTimeFormat(format), 'a pattern of times');
    return time(`a time as ${format}`, format, (value) => pattern.parse(value, 'UTC') !== null);
  }),
  property('a currency', 'currency', (value) => CURRENCIES.has(value)),
  {
    ...property(
      'an amount of money',
      'value',
      (value) => MONEY_MARK.test(value) && parseAmount(value) !== null,
    ),
    confidence: LIKELY,
  },
  {
    ...property('a number of an order', 'order_id', (value) => ORDER_NUMBER.test(value)),
    confidence: LIKELY,
    // Shopify's export calls the number of an order its name.
    outweighs: ['trait'],
  },
];

export function isEmail(value: string): boolean {
  return value.includes('@') && normalizeEmail(value) !== null;
}

export function isPhone(value: string): boolean {
  return NATIONAL_PHONE.test(value);
}

/** Digits alone are a time only with as many as seconds or milliseconds of our days have. */
function isTime(value: string): boolean {
  if (/^-?\d+(?:\.\d+)?$/.test(value) && !/^1\d{9}(?:\d{3}|\d{6})?(?:\.\d+)?$/.test(value)) return false;
  return parseTime(value, { zone: 'UTC' }) !== null;
}

type Fits = Shape['fits'];

function identifier(name: string, namespace: string, fits: Fits): Shape {
  return {
    name,
    target: { kind: 'identifier', namespace },
    confidence: SURE,
    outweighs: ALL_BUT_TRAITS,
    fits,
  };
}

function property(name: string, field: string, fits: Fits): Shape {
  return { name, target: { kind: 'property', name: field }, confidence: SURE, outweighs: [], fits };
}

function time(name: string, format: string | undefined, fits: Fits): Shape {
  const target: ColumnTarget = format === undefined ? { kind: 'time' } : { kind: 'time', format };
  return { name, target, confidence: SURE, outweighs: [], fits };
}
