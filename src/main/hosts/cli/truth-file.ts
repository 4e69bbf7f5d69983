/**
 * `--truth FILE`: who each line of a log is of, as `weft sample --truth` writes it: a JSON object
 * `{"line", "eventId", "person"}` a line. Of several logs each has a file of its own; one name is one person in all. Where both sides know an event's id, the two must agree: a truth about
 * another log would otherwise be believed.
 */

import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from '#shared/base/zod.ts';
import type { EventStore } from '#shared/event/event-store.ts';
import type { Truth } from '#shared/identity/quality.ts';
import { Fault } from '#shared/protocol/fault.ts';
import { fileFault } from '../../sources/byte-source.ts';

const answer = z.object({
  line: z.int().min(1),
  eventId: z.string().nullable(),
  person: z.string(),
});

/** Line of the log → what is said of it. */
type Answers = ReadonlyMap<number, { readonly person: number; readonly eventId: string | null }>;

/** Assumes a file for each source of the store, in the order of their numbers. */
export async function readTruths(paths: readonly string[], store: EventStore): Promise<Truth> {
  const people = new Map<string, number>();
  const answers: Answers[] = [];
  for (const path of paths) answers.push(await readAnswers(path, people));
  const personOf = new Int32Array(store.rowCount).fill(-1);
  for (let row = 0; row < store.rowCount; row += 1) {
    const line = store.line.at(row);
    const source = store.source.at(row);
    const said = answers[source]!.get(line);
    if (said === undefined) continue;
    if (said.eventId !== null && store.hasOwnId(row) && store.ownId(row) !== said.eventId) {
      throw truthFault(
        paths[source]!,
        `line ${line} of the log is "${store.ownId(row)}", the truth says "${said.eventId}"`,
      );
    }
    personOf[row] = said.person;
  }
  return { personOf, personCount: people.size };
}

/** `people`: the numbers of those named so far; further ones are added. */
async function readAnswers(path: string, people: Map<string, number>): Promise<Answers> {
  const byLine = new Map<number, { person: number; eventId: string | null }>();
  const input = createReadStream(path);
  let place = 0;
  try {
    for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      place += 1;
      if (text === '') continue;
      const { line, eventId, person } = readAnswer(path, place, text);
      let number = people.get(person);
      if (number === undefined) {
        number = people.size;
        people.set(person, number);
      }
      byLine.set(line, { person: number, eventId });
    }
  } catch (cause) {
    throw cause instanceof Fault ? cause : fileFault(path, cause);
  }
  return byLine;
}

function readAnswer(path: string, place: number, text: string): z.infer<typeof answer> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw truthFault(
      path,
      `line ${place} is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  }
  const parsed = answer.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw truthFault(path, `line ${place}: ${issue?.path.join('.')}: ${issue?.message}`);
}

function truthFault(path: string, what: string): Fault {
  return new Fault('bad-request', `"${path}" is no truth of this log: ${what}`, { context: { file: path } });
}
