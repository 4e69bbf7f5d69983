/**
 * Which dialect a sample of records is written in. Every dialect looks at every record of the sample; its share of the
 * votes is its confidence.
 */

import type { JsonValue } from '../base/types.ts';
import { amplitudeDialect } from './dialects/amplitude.ts';
import { customerlabsDialect } from './dialects/customerlabs.ts';
import { customerlabsRowsDialect } from './dialects/customerlabs-rows.ts';
import { ga4Dialect } from './dialects/ga4.ts';
import { mixpanelDialect } from './dialects/mixpanel.ts';
import { mparticleDialect } from './dialects/mparticle.ts';
import { posthogDialect } from './dialects/posthog.ts';
import { segmentDialect } from './dialects/segment.ts';
import { segmentWarehouseDialect } from './dialects/segment-warehouse.ts';
import { snowplowDialect } from './dialects/snowplow.ts';
import { weftDialect } from './dialects/weft.ts';
import type { Detection, Dialect } from './event.ts';

export interface Candidate extends Detection {
  readonly dialect: string;
  readonly title: string;
}

/** In the order in which they are asked; `table` is made from a mapping. */
export const DIALECTS: readonly Dialect[] = [
  snowplowDialect,
  ga4Dialect,
  mparticleDialect,
  amplitudeDialect,
  customerlabsDialect,
  customerlabsRowsDialect,
  posthogDialect,
  mixpanelDialect,
  segmentDialect,
  segmentWarehouseDialect,
  weftDialect,
];

export function dialectNamed(name: string): Dialect | null {
  return DIALECTS.find((dialect) => dialect.name === name) ?? null;
}

/** Candidates with any vote, most confident first; of equals the more specific. Empty when nothing was recognised. */
export function detectDialect(records: readonly JsonValue[]): Candidate[] {
  const candidates: Candidate[] = [];
  for (const dialect of DIALECTS) {
    let sum = 0;
    let best: Detection = { confidence: 0, reason: '' };
    for (const record of records) {
      const detection = dialect.detect(record);
      sum += detection.confidence;
      if (detection.confidence > best.confidence) best = detection;
    }
    if (sum === 0) continue;
    const { name, title } = dialect;
    const confidence = sum / records.length;
    candidates.push({ dialect: name, title, confidence, reason: best.reason });
  }
  return candidates.sort((a, b) => b.confidence - a.confidence);
}
