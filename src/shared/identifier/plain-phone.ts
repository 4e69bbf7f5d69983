/**
 * Numbers that are written as they will be kept, `+` and digits: the common case of a log, answered from the numbering
 * plan alone, because the library takes 10 to 50 µs for any number it has not seen.
 *
 * Only calling codes of one country, and only digits in which the plan sees no national prefix (`+49 (0)171 …`): then
 * the library would change nothing and ask for a possible length. Everything else is for the library.
 */

import type { CountryCode, NumberingPlan } from 'libphonenumber-js/max';
import { getCountries, getCountryCallingCode, Metadata } from 'libphonenumber-js/max';

interface Plan {
  readonly lengths: readonly number[];
  /** What the plan takes for a national prefix; null: it knows none. */
  readonly prefix: RegExp | null;
}

/** The library has the method but leaves it out of its types. */
type UntypedPlan = NumberingPlan & { nationalPrefixForParsing?(): string | undefined };

const PLUS = 0x2b;
const ZERO = 0x30;
const NINE = 0x39;
const LONGEST_CALLING_CODE = 3;

let plans: ReadonlyMap<string, Plan> | null = null;

/** True: it is its own E.164 form; false: not possible; null: the library has to look. */
export function isPossibleAsWritten(text: string): boolean | null {
  if (text.charCodeAt(0) !== PLUS || text.charCodeAt(1) === ZERO) return null;
  for (let i = 1; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < ZERO || code > NINE) return null;
  }
  plans ??= makePlans();
  for (let length = 1; length <= LONGEST_CALLING_CODE; length += 1) {
    const plan = plans.get(text.slice(1, 1 + length));
    if (plan === undefined) continue;
    const national = text.slice(1 + length);
    if (plan.prefix?.test(national) === true) return null;
    return plan.lengths.includes(national.length);
  }
  return null;
}

/** Calling code → plan, for the codes that one country has for itself. */
function makePlans(): ReadonlyMap<string, Plan> {
  const made = new Map<string, Plan>();
  const shared = new Set<string>();
  for (const country of getCountries()) {
    const code = getCountryCallingCode(country);
    if (shared.has(code)) continue;
    const plan = made.has(code) ? null : planOf(country);
    if (plan !== null) {
      made.set(code, plan);
      continue;
    }
    shared.add(code);
    made.delete(code);
  }
  return made;
}

function planOf(country: CountryCode): Plan | null {
  const metadata = new Metadata();
  metadata.selectNumberingPlan(country);
  const plan: UntypedPlan | undefined = metadata.numberingPlan;
  if (plan?.nationalPrefixForParsing === undefined) return null;
  const prefix = plan.nationalPrefixForParsing();
  return { lengths: plan.possibleLengths(), prefix: prefix ? new RegExp(`^(?:${prefix})`) : null };
}
