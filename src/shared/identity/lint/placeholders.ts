/**
 * Values that look as if they stood for "nobody" and are not blocked, as far as more than one person appears with
 * them: repeated or ascending characters, words such as `test`, addresses at domains that are nobody's.
 */

import { CHEAP_ITEMS } from '../../base/slices.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import { isPlaceholder } from '../../identifier/placeholders.ts';
import type { Finding, Lint, LintSubject } from './finding.ts';
import { aboutShared, Gravest, mending, nameOf, profilesWith } from './finding.ts';
import { offer } from './rule-change.ts';

const WORDS: ReadonlySet<string> = new Set(
  (
    'test testing tester testuser dummy fake sample example demo default placeholder noname nobody noemail none nomail ' +
    'missing empty unknownuser nouser user customer anonymoususer guestuser xxx tbd todo qwerty asdf asdfgh abc abc123'
  ).split(' '),
);
/** Names reserved by RFC 2606, and names that people make up in their place. */
const DOMAINS: ReadonlySet<string> = new Set(
  'example.com example.org example.net test.com none.com noemail.com nomail.com fake.com email.com domain.com a.com'.split(
    ' ',
  ),
);
const ASCENDING = '01234567890123456789';
/** A shorter run is found in honest numbers. */
const SHORTEST_RUN = 5;

export const placeholders: Lint = {
  kind: 'placeholder',
  *find(subject) {
    const { engine, census } = subject;
    const gravest = new Gravest<IdentifierIndex>();
    for (let identifier = 0; identifier < census.keys.length; identifier += 1) {
      if (identifier % CHEAP_ITEMS === 0) yield;
      if (!census.isKey(identifier) || census.events(identifier) < 2) continue;
      if (!looksEmpty(engine.store.identifierTable.valueText(identifier))) continue;
      const people = peopleBehind(subject, identifier);
      if (people >= 2) gravest.add(people, identifier);
    }
    return gravest.found((identifier) => describe(subject, identifier));
  },
};

function peopleBehind({ engine, census }: LintSubject, identifier: IdentifierIndex): number {
  return Math.max(
    census.names[identifier]!,
    census.contacts[identifier]!,
    profilesWith(engine, identifier).length,
  );
}

function looksEmpty(value: string): boolean {
  if (isPlaceholder(value)) return true;
  const at = value.lastIndexOf('@');
  if (at > 0 && DOMAINS.has(value.slice(at + 1).toLowerCase())) return true;
  return isEmptyWord(at > 0 ? value.slice(0, at) : value);
}

function isEmptyWord(text: string): boolean {
  const plain = text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  if (WORDS.has(plain)) return true;
  if (/^\d+$/.test(plain)) return isEmptyNumber(plain);
  return plain.length >= 3 && isOneCharacter(plain);
}

/** One digit repeated, or ascending digits; before them at most a country code and the 0 of a trunk line. */
function isEmptyNumber(digits: string): boolean {
  for (let start = 0; start <= 4 && digits.length - start >= SHORTEST_RUN; start += 1) {
    const run = digits.slice(start);
    if (isOneCharacter(run) || ASCENDING.includes(run)) return true;
    if (digits.length < 10) return false;
  }
  return false;
}

function isOneCharacter(text: string): boolean {
  return text === text[0]!.repeat(text.length);
}

function describe(subject: LintSubject, identifier: IdentifierIndex): Finding {
  const { engine, census } = subject;
  const people = peopleBehind(subject, identifier);
  const { namespace, value } = engine.store.identifierTable.get(identifier);
  return {
    kind: 'placeholder',
    severity: 'high',
    ...aboutShared(subject, identifier, people),
    sentence: `${nameOf(engine, identifier)} looks like a placeholder, and ${people} people appear with it on ${census.events(identifier)} events`,
    ...mending(
      offer(engine.ruleset, { kind: 'block', namespace, value }),
      'leave the field out where nothing is known',
    ),
  };
}
