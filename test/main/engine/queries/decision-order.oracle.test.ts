import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decisionOrder } from '#main/engine/queries/decision-order.ts';
import { DECISION_ACTIONS } from '#shared/identity/identity.ts';
import { drawnEvent, toEvent } from '../../../support/drawn-events.ts';
import { lateEngineOf } from '../../../support/engines.ts';
import { checkLaw } from '../../../support/seeds.ts';

describe('decisionOrder', () => {
  it('lists every living decision in canonical order, those of one event as they were taken', () => {
    checkLaw({
      law: 'decision-order',
      cases: fc.array(drawnEvent, { maxLength: 25 }),
      runs: 200,
      holds: (log) => {
        const engine = lateEngineOf(log.map(toEvent));
        const living = Array.from({ length: engine.decisionCount }, (_, index) => index).filter((index) =>
          engine.isDecision(index),
        );
        const eventOf = (index: number): number => engine.decision(index).event;
        living.sort((a, b) => engine.compareEvents(eventOf(a), eventOf(b)) || a - b);
        const { decisions, actions } = decisionOrder(engine);
        expect([...decisions]).toEqual(living);
        for (const index of living)
          expect(DECISION_ACTIONS[actions[index]!]).toBe(engine.decision(index).action);
      },
    });
  });
});
