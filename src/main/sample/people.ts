/**
 * The people behind a generated log. A person is made when they first arrive and forgotten when their last session is
 * over, so a log of any length needs memory only for those who are about.
 */

import { CITIES, FIRST_NAMES, LAST_NAMES, MAIL_HOSTS } from './catalogue.ts';
import type { Random } from './random.ts';

export interface Device {
  readonly id: string;
  /** Cookies of its browser; null where the visitor refused them. */
  readonly fbp: string | null;
  readonly gaClientId: string | null;
  /** True once an event tied it to something else its owner is known by. Shared devices never count as tied. */
  isLinked: boolean;
  readonly isKiosk: boolean;
}

export interface Person {
  /** What the truth calls them. */
  readonly name: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly city: string;
  readonly email: string;
  /** null: gives no phone number. */
  readonly phone: string | null;
  readonly crmId: string;
  /** Website of the company they buy for, or null. */
  readonly company: string | null;
  readonly currency: 'EUR' | 'GBP';
  readonly devices: Device[];
  /** What the shop has already been told. */
  gaveEmail: boolean;
  gavePhone: boolean;
  gaveCompany: boolean;
}

/** National numbers of seven digits: a step coprime with their count visits each once before any repeats. */
const PHONE_NUMBERS = 10_000_000;
const PHONE_STEP = 6_180_339;
const MOBILE_PREFIXES: readonly string[] = ['170', '171', '175', '160'];
const PEOPLE_PER_COMPANY = 60;
const SHARE_WITH_PHONE = 0.4;
const SHARE_OF_COMPANY_BUYERS = 0.16;
const SHARE_OF_POUNDS = 0.2;
const SHARE_WITH_FBP = 0.55;
const SHARE_WITH_GA = 0.6;

export function makePerson(serial: number, random: Random): Person {
  const firstName = random.pick(FIRST_NAMES);
  const lastName = random.pick(LAST_NAMES);
  const mailbox = `${firstName}.${lastName}.${serial.toString(36)}`.toLowerCase();
  const company = random.chance(SHARE_OF_COMPANY_BUYERS)
    ? `studio-${Math.floor(serial / PEOPLE_PER_COMPANY)}.example`
    : null;
  return {
    name: `person-${serial}`,
    firstName,
    lastName,
    city: random.pick(CITIES),
    email: `${mailbox}@${random.pick(MAIL_HOSTS)}`,
    phone: random.chance(SHARE_WITH_PHONE) ? phoneOf(serial) : null,
    crmId: `CRM-${String(serial).padStart(6, '0')}`,
    company,
    currency: random.chance(SHARE_OF_POUNDS) ? 'GBP' : 'EUR',
    devices: [],
    gaveEmail: false,
    gavePhone: false,
    gaveCompany: false,
  };
}

export function makeDevice(at: number, random: Random, isKiosk: boolean): Device {
  const seconds = Math.floor(at / 1000);
  const tenDigits = (): number => 1_000_000_000 + (random.word() % 1_000_000_000);
  return {
    id: `CL-${random.uuid()}`,
    fbp: random.chance(SHARE_WITH_FBP) ? `fb.1.${seconds}000.${tenDigits()}` : null,
    gaClientId: random.chance(SHARE_WITH_GA) ? `GA1.1.${tenDigits()}.${seconds}` : null,
    isLinked: false,
    isKiosk,
  };
}

function phoneOf(serial: number): string {
  const prefix = MOBILE_PREFIXES[Math.floor(serial / PHONE_NUMBERS) % MOBILE_PREFIXES.length]!;
  const number = (serial * PHONE_STEP + 3_920_011) % PHONE_NUMBERS;
  return `+49${prefix}${String(number).padStart(7, '0')}`;
}
