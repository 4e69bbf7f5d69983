/**
 * What a person does in one visit: a short list of steps, and at which of them they say who they are. The plan keeps
 * the promise of a clean log: whatever part of a person's life it shows, everything it shows of them hangs together.
 */

import type { Device, Person } from './people.ts';
import { makeDevice } from './people.ts';
import type { Random } from './random.ts';
import type { GivenIdentity, StepKind } from './record.ts';

export interface VisitStep {
  readonly kind: StepKind;
  readonly gives: GivenIdentity | null;
}

export interface Visit {
  /** null: an import by the shop's own system. */
  readonly device: Device | null;
  readonly steps: VisitStep[];
  next: number;
}

const LONGEST_BROWSE = 6;
const SHARE_OF_NEW_DEVICES = 0.25;
const MOST_DEVICES = 3;
const SHARE_OF_FIRST_IDENTIFIED = 0.6;
const SHARE_OF_LATER_IDENTIFIED = 0.3;
const SHARE_OF_PURCHASES = 0.24;
const SHARE_OF_NAMED_PURCHASES = 0.35;
const SHARE_OF_PHONE_FIRST = 0.35;
const SHARE_OF_KIOSK_LOGINS = 0.6;

/** A visitor who looks around and never says who they are. */
export function planBounce(person: Person, at: number, random: Random): Visit {
  return { device: deviceFor(person, at, random), steps: browse(random.between(1, 5), random), next: 0 };
}

/** The shop's own system makes the customer known: no browser, an address and a customer number. */
export function planImport(person: Person): Visit {
  const gives = person.phone === null ? 'email' : 'both';
  return { device: null, steps: [{ kind: 'identify', gives }], next: 0 };
}

/** A visit of a customer on a device of their own. */
export function planVisit(person: Person, at: number, random: Random): Visit {
  const device = deviceFor(person, at, random);
  const steps = browse(random.between(1, LONGEST_BROWSE), random);
  const isKnown = person.gaveEmail || person.gavePhone;
  const mustTie = isKnown && !device.isLinked;
  const share = isKnown ? SHARE_OF_LATER_IDENTIFIED : SHARE_OF_FIRST_IDENTIFIED;
  const identified = mustTie || random.chance(share);
  if (identified)
    steps.splice(random.between(1, steps.length), 0, step('identify', whatToGive(person, mustTie, random)));
  if (random.chance(SHARE_OF_PURCHASES)) {
    const named =
      person.gaveEmail && (device.isLinked || identified) && random.chance(SHARE_OF_NAMED_PURCHASES);
    steps.push(step('cart', null), step('checkout', null), step('purchase', named ? 'email' : null));
  }
  if (person.company !== null && !person.gaveCompany && person.gaveEmail && device.isLinked)
    steps.push(step('group', 'email'));
  return { device, steps, next: 0 };
}

/** A visit at a device that others use as well, before and after. */
export function planKioskVisit(person: Person, kiosk: Device, random: Random): Visit {
  const steps = browse(random.between(1, LONGEST_BROWSE), random);
  if (random.chance(SHARE_OF_KIOSK_LOGINS)) {
    steps.splice(random.between(0, steps.length), 0, step('identify', whatToGive(person, true, random)));
    if (random.chance(SHARE_OF_PURCHASES)) steps.push(step('cart', null), step('purchase', null));
  }
  return { device: kiosk, steps, next: 0 };
}

/** Notes what a step has told the shop. */
export function noteStep(person: Person, device: Device | null, { kind, gives }: VisitStep): void {
  if (kind === 'group') person.gaveCompany = true;
  if (gives === null) return;
  if (gives !== 'phone') person.gaveEmail = true;
  if (gives !== 'email') person.gavePhone = true;
  if (device !== null && !device.isKiosk) device.isLinked = true;
}

/** A known customer may come with another device; who is not known yet keeps to the first. */
function deviceFor(person: Person, at: number, random: Random): Device {
  const { devices } = person;
  const isKnown = person.gaveEmail || person.gavePhone;
  const mayChange = devices.length === 0 || (isKnown && devices.length < MOST_DEVICES);
  if (mayChange && (devices.length === 0 || random.chance(SHARE_OF_NEW_DEVICES)))
    devices.push(makeDevice(at, random, false));
  return random.pick(devices);
}

/** On a device that is to be tied only what was given before ties: an address nobody knows would found another person. */
function whatToGive(person: Person, mustTie: boolean, random: Random): GivenIdentity {
  if (mustTie && person.gavePhone && !person.gaveEmail) return 'phone';
  if (person.phone === null || person.gaveEmail) return 'email';
  if (random.chance(SHARE_OF_PHONE_FIRST)) return 'phone';
  return random.chance(0.5) ? 'both' : 'email';
}

function browse(count: number, random: Random): VisitStep[] {
  const steps = [step('page', null)];
  while (steps.length < count) {
    const turn = random.fraction();
    if (turn < 0.6) steps.push(step('product', null));
    else if (turn < 0.8) steps.push(step('category', null));
    else if (turn < 0.9) steps.push(step('search', null));
    else steps.push(step('page', null));
  }
  return steps;
}

function step(kind: StepKind, gives: GivenIdentity | null): VisitStep {
  return { kind, gives };
}
