/** Units and small shapes that every folder shares. */

/** Milliseconds since 1970-01-01T00:00:00Z; may be negative or far in the future. */
export type EpochMs = number;
/** A length of time in milliseconds. */
export type DurationMs = number;

export type JsonScalar = string | number | boolean | null;
export type JsonValue = JsonScalar | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

export type Result<T, E> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };
