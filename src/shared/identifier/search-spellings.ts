/** What a person may mean by text typed into a search box, as identifiers to look up. */

import { normalizeEmail } from './email.ts';
import type { Identifier } from './identifier.ts';
import { canonicalNamespace } from './namespaces.ts';
import { normalizeIdentifier } from './normalize.ts';
import { normalizePhone } from './phone.ts';

/** Stands for every namespace of the log: the value is to be looked up in each. */
export const ANY_NAMESPACE = '*';

/**
 * Identifiers in order of likelihood, without repeats: `namespace:value` first, then the text as an address, as a
 * number (of the country, or international without its `+`), and as an id of any kind.
 */
export function searchSpellings(text: string, country: string | null): Identifier[] {
  const query = text.trim();
  const found: Identifier[] = [];
  if (query === '') return found;
  const colon = query.indexOf(':');
  if (colon > 0 && colon < query.length - 1) {
    const namespace = canonicalNamespace(query.slice(0, colon));
    const value = query.slice(colon + 1);
    add(found, normalizeIdentifier(namespace, value, { country }));
    add(found, { namespace, value: value.trim() });
  }
  const address = normalizeEmail(query.toLowerCase().startsWith('mailto:') ? query.slice(7) : query);
  if (address !== null) add(found, { namespace: 'email', value: address });
  for (const wasNumber of [false, true]) {
    const number = normalizePhone(query, { country, wasNumber });
    if (number !== null) add(found, { namespace: 'phone', value: number });
  }
  const id = normalizeIdentifier(ANY_NAMESPACE, query, { country });
  add(found, id);
  if (id.value !== query) add(found, { namespace: ANY_NAMESPACE, value: query });
  return found;
}

function add(found: Identifier[], identifier: Identifier): void {
  if (identifier.value === '') return;
  const isKnown = found.some(
    (other) => other.namespace === identifier.namespace && other.value === identifier.value,
  );
  if (!isKnown) found.push(identifier);
}
