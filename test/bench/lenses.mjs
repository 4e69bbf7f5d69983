/**
 * What looking at a whole log costs once it is resolved: other rules, received time, a cut, the linter, the risk of
 * every merge. Seconds; runs in a process of its own.
 */

import { openEngine, openModules, secondsSince } from './modules.mjs';

const [file, workerFile] = process.argv.slice(2);
const { load, close } = await openModules();
const { resolve } = await load('/src/shared/identity/resolution.ts');
const { SHIPPED_RULESETS } = await load('/src/shared/identity/rulesets.ts');
const { compare } = await load('/src/shared/identity/compare/compare.ts');
const { orderLens } = await load('/src/shared/identity/compare/order-lens.ts');
const { Census } = await load('/src/shared/identity/census.ts');
const { lint } = await load('/src/shared/identity/lint/lint.ts');
const { readRisk } = await load('/src/shared/identity/risk/risk.ts');

const { engine, append } = await openEngine(load, workerFile);
await append(file, 0);
engine.settle();

const result = {};
const measure = (name, run) => {
  const from = performance.now();
  const value = run();
  result[name] = secondsSince(from);
  return value;
};
const other = measure('whatIf', () => resolve(engine, { ruleset: SHIPPED_RULESETS.components }));
measure('compare', () => compare(engine, other));
measure('vendor', () => resolve(engine, { ruleset: SHIPPED_RULESETS['segment-unify'] }));
measure('orderLens', () => orderLens(engine));
const census = measure('census', () => new Census(engine));
measure('lint', () => lint(engine, census));
measure('risk', () => readRisk(census));

const sides = sidesOfMiddleMerge();
if (sides !== null) {
  const [a, b] = sides;
  const read = engine.work.eventsRead;
  measure('cut', () => {
    engine.setOverrides([{ kind: 'cut', a, b, reason: 'bench', at: '2026-01-01T00:00:00Z' }]);
    engine.settle();
  });
  result.cutReadPercent = ((engine.work.eventsRead - read) / engine.store.rowCount) * 100;
}

process.stdout.write(JSON.stringify(result));
await close();
process.exit(0);

/** Two identifiers that the merge in the middle of the ledger brought together; null when nothing merged. */
function sidesOfMiddleMerge() {
  const { identifierTable } = engine.store;
  for (let row = engine.decisionCount >> 1; row < engine.decisionCount; row += 1) {
    if (!engine.isDecision(row)) continue;
    const { action, identifier, via } = engine.decision(row);
    if (action === 'merge' && via >= 0) return [identifierTable.get(identifier), identifierTable.get(via)];
  }
  return null;
}
