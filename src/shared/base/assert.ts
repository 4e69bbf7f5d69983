/** Assertions are for bugs only: what a file, a person or a network can cause is a Result or a Fault. */

export function invariant(condition: unknown, expected: string): asserts condition {
  if (!condition) throw new Error(`broken invariant: expected ${expected}`);
}

export function must<T>(value: T | null | undefined, expected: string): T {
  if (value === null || value === undefined) throw new Error(`broken invariant: expected ${expected}`);
  return value;
}

export function unreachable(value: never): never {
  throw new Error(`broken invariant: unexpected ${String(value)}`);
}
