/** The pair that everything is joined by. Profiles, rules and graphs know identifiers only in this form. */

/** A namespace and a value in normal form. Raw spellings are found in the record itself. */
export interface Identifier {
  readonly namespace: string;
  readonly value: string;
}
