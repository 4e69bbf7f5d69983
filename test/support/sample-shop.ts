/** The sample shop, read by its dialect and resolved under the shipped rules. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { JsonValue } from '#shared/base/types.ts';
import { BatchBuilder } from '#shared/event/batch-builder.ts';
import { customerlabsDialect } from '#shared/event/dialects/customerlabs.ts';
import { IdentityEngine } from '#shared/identity/engine.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { presentProfiles, textOf } from './summaries.ts';

const SHOP_FILE = fileURLToPath(new URL('../../samples/shop.ndjson', import.meta.url));

export interface Shop {
  readonly engine: IdentityEngine;
  readonly read: number;
  readonly rejected: readonly { readonly line: number; readonly reason: string }[];
  /** 1-based line of a row. */
  readonly lineOf: (row: number) => number;
  /** The present profile that an identifier founded. */
  readonly foundedBy: (text: string) => number;
}

export function openShop(ruleset = SHIPPED_RULESETS.customerlabs): Shop {
  const builder = new BatchBuilder();
  const rejected: { line: number; reason: string }[] = [];
  const lines = readFileSync(SHOP_FILE, 'utf8').trimEnd().split('\n');
  lines.forEach((text, index) => {
    const record = parse(text);
    if (record === undefined) {
      rejected.push({ line: index + 1, reason: 'not-json' });
      return;
    }
    const event = customerlabsDialect.toEvent(record, { country: null, zone: 'UTC' });
    if (event.ok) builder.add(event.value, index, 0);
    else rejected.push({ line: index + 1, reason: event.error.reason });
  });
  const engine = new IdentityEngine(ruleset);
  engine.append(builder.finish(), 0, 1);
  engine.settle();
  return {
    engine,
    read: lines.length,
    rejected,
    lineOf: (row) => engine.store.line.at(row),
    foundedBy: (text) => {
      const found = presentProfiles(engine).find((one) => textOf(engine, engine.founder(one)) === text);
      if (found === undefined) throw new Error(`no present profile was founded by ${text}`);
      return found;
    },
  };
}

function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
