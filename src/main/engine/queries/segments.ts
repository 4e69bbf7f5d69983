/** A segment before it is saved: how many, what is left after each condition, who for example; and what can be asked. */

import { presentProfiles } from '#shared/profile/engine-view.ts';
import type { SegmentFields, SegmentPreview } from '#shared/protocol/results/segment.ts';
import { evaluate } from '#shared/segment/evaluate.ts';
import { segmentFields } from '#shared/segment/fields.ts';
import type { Predicate } from '#shared/segment/predicate.ts';
import { predicateSentence } from '#shared/segment/sentence.ts';
import type { QueryContext } from './context.ts';
import { profileRow } from './context.ts';

const SAMPLE_SIZE = 20;

/** The sample is the first members in the order of the list. `milliseconds` is what counting them took. */
export function segmentPreview(
  context: QueryContext,
  params: { readonly predicate: Predicate },
): SegmentPreview {
  const { engine } = context;
  const startedAt = performance.now();
  const { members, funnel } = evaluate(engine, params.predicate);
  const milliseconds = performance.now() - startedAt;
  return {
    revision: engine.revision,
    count: members.length,
    total: presentProfiles(engine).length,
    funnel,
    sentence: predicateSentence(params.predicate),
    sample: Array.from(members.subarray(0, SAMPLE_SIZE), (profile) => profileRow(engine, profile)),
    milliseconds,
  };
}

export function segmentFieldsGet({ engine }: QueryContext): SegmentFields {
  return { revision: engine.revision, ...segmentFields(engine) };
}
