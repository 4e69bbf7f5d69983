import { expect, test } from 'vitest';
import { SettleBudget } from '#main/engine/settle-budget.ts';

function budgetAt() {
  let now = 0;
  const budget = new SettleBudget(() => now);
  const pass = (ms: number): void => {
    now += ms;
  };
  return { budget, pass, settle: (ms: number) => budget.spend(() => pass(ms)) };
}

test('resolves at once when nothing is imported', () => {
  const { budget, settle } = budgetAt();
  settle(10_000);
  expect(budget.waitMs()).toBe(0);
  expect(budget.takeTurn()).toBe(false);
});

test('renews the picture every second while it is cheap', () => {
  const { budget, pass, settle } = budgetAt();
  budget.begin();
  pass(999);
  expect(budget.takeTurn()).toBe(false);
  pass(1);
  expect(budget.takeTurn()).toBe(true);
  settle(50);
  expect(budget.takeTurn()).toBe(false);
});

test('renews it also when queries had the newest rows resolved meanwhile', () => {
  const { budget, pass, settle } = budgetAt();
  budget.begin();
  pass(900);
  settle(50);
  pass(50);
  expect(budget.takeTurn()).toBe(true);
});

test('renews it the later the dearer the questions were that the last time brought', () => {
  const { budget, pass } = budgetAt();
  budget.begin();
  pass(1000);
  expect(budget.takeTurn()).toBe(true);
  expect(budget.answer(() => (pass(300), 'answer'))).toBe('answer');
  budget.answer(() => pass(100));
  pass(3599);
  expect(budget.takeTurn()).toBe(false);
  pass(1);
  expect(budget.takeTurn()).toBe(true);
  pass(1000);
  expect(budget.takeTurn()).toBe(true);
});

test('never spends more than a tenth of the time, however dear it is', () => {
  const { budget, pass, settle } = budgetAt();
  budget.begin();
  let spent = 0;
  let elapsed = 0;
  for (let step = 0; step < 500; step += 1) {
    pass(100);
    elapsed += 100;
    if (!budget.takeTurn()) continue;
    const cost = 300 + step;
    settle(cost);
    spent += cost;
    elapsed += cost;
  }
  expect(spent).toBeGreaterThan(0);
  // One settle may begin just within the budget and cost more than was left.
  expect(spent - 800).toBeLessThan(elapsed * 0.1 + 100);
});

test('tells a waiting query how long', () => {
  const { budget, pass, settle } = budgetAt();
  budget.begin();
  settle(300);
  expect(budget.waitMs()).toBe(1700);
  pass(1700);
  expect(budget.waitMs()).toBe(0);
});
