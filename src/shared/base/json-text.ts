/**
 * A value as JSON, however deep. JSON is parsed at any depth but printed only as deep as the stack allows; what lies
 * deeper is replaced by a JSON text that says so, because one record must not end an import.
 */

import type { JsonValue } from './types.ts';

const TOO_DEEP = '"(nested too deeply to keep)"';

export function jsonText(value: JsonValue): string {
  try {
    return JSON.stringify(value);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    return TOO_DEEP;
  }
}
