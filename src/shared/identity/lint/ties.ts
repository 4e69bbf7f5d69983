/**
 * Memberships that may hang on a tie, one finding an event: a refusal or hand-over on an event that happened at the same time as another event of
 * the same two profiles, where nothing but a hash says which of them came first. What holds no such event hangs on no
 * tie; whether the other order would really end otherwise is not tried.
 *
 * Accepted events stand in canonical order, so tied ones stand together. Cost: linear, and n log n for the rows.
 */

import { CHEAP_ITEMS } from '../../base/slices.ts';
import type { EventIndex, EventStore } from '../../event/event-store.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import type { DecisionIndex, ProfileIndex } from '../identity.ts';
import type { Finding, Lint, LintSubject } from './finding.ts';
import { Gravest, listed, MOST_EVIDENCE, mending, nameOf } from './finding.ts';

export const ties: Lint = {
  kind: 'tie',
  *find(subject) {
    const { engine, census } = subject;
    const runs = runsOfTies(engine.store, census.rows);
    yield;
    const owners = new OwnersOfRun(subject, runs);
    const tiesByEvent: Tie[] = [];
    const disputes = disputesByRun(subject, runs.runOf);
    for (const [place, row] of disputes.entries()) {
      if (place % CHEAP_ITEMS === 0) yield;
      const decision = engine.decision(row);
      const last = tiesByEvent.at(-1);
      if (last?.event === decision.event) {
        last.identifiers.add(decision.identifier);
        continue;
      }
      owners.read(runs.runOf[decision.event]!);
      const [ours, theirs] = [engine.canonical(decision.profile), engine.canonical(decision.other)];
      const inOurs = owners.eventBeside(ours, decision.event);
      const tied = inOurs >= 0 ? inOurs : owners.eventBeside(theirs, decision.event);
      if (tied < 0) continue;
      const identifiers = new Set([decision.identifier]);
      tiesByEvent.push({ row, event: decision.event, tied, identifiers });
    }
    const gravest = new Gravest<Tie>();
    for (const tie of tiesByEvent) gravest.add(engine.decision(tie.row).count, tie);
    return gravest.found((tie) => describe(subject, tie));
  },
};

/** An event on which somebody came or stayed away, as it might not have in another order. */
interface Tie {
  readonly row: DecisionIndex;
  readonly event: EventIndex;
  readonly tied: EventIndex;
  readonly identifiers: Set<IdentifierIndex>;
}

interface Runs {
  /** EventIndex → number of its run of tied events, -1 when it has no equal. */
  readonly runOf: Int32Array;
  /** Run → where it starts in the events in canonical order; runs of one are numbered too. */
  readonly starts: readonly number[];
}

/** Of one run at a time, the first two events of every profile. */
class OwnersOfRun {
  readonly #subject: LintSubject;
  readonly #runs: Runs;
  /** ProfileIndex → the run that its events below are of. */
  readonly #noted: Int32Array;
  readonly #first: Int32Array;
  readonly #second: Int32Array;
  #run = -1;

  constructor(subject: LintSubject, runs: Runs) {
    const { profileCount } = subject.engine;
    this.#subject = subject;
    this.#runs = runs;
    this.#noted = new Int32Array(profileCount).fill(-1);
    this.#first = new Int32Array(profileCount);
    this.#second = new Int32Array(profileCount);
  }

  read(run: number): void {
    if (run === this.#run) return;
    this.#run = run;
    const { engine, census } = this.#subject;
    for (let i = this.#runs.starts[run]!; i < this.#runs.starts[run + 1]!; i += 1) {
      const event = census.rows[i]!;
      const owner = engine.creditOf(event);
      if (owner < 0) continue;
      if (this.#noted[owner] !== run) {
        this.#noted[owner] = run;
        this.#first[owner] = event;
        this.#second[owner] = -1;
      } else if (this.#second[owner]! < 0) {
        this.#second[owner] = event;
      }
    }
  }

  /** An event of the profile in the run other than this one, or -1. */
  eventBeside(profile: ProfileIndex, event: EventIndex): EventIndex {
    if (this.#noted[profile] !== this.#run) return -1;
    return this.#first[profile] === event ? this.#second[profile]! : this.#first[profile]!;
  }
}

function runsOfTies(store: EventStore, rows: Uint32Array): Runs {
  const runOf = new Int32Array(store.rowCount).fill(-1);
  const starts: number[] = [];
  let start = 0;
  for (let i = 1; i <= rows.length; i += 1) {
    if (i < rows.length && areTied(store, rows[i - 1]!, rows[i]!)) continue;
    if (i - start > 1) {
      for (let k = start; k < i; k += 1) runOf[rows[k]!] = starts.length;
    }
    starts.push(start);
    start = i;
  }
  starts.push(rows.length);
  return { runOf, starts };
}

function areTied(store: EventStore, a: EventIndex, b: EventIndex): boolean {
  return (
    Object.is(store.at.at(a), store.at.at(b)) &&
    Object.is(store.receivedAt.at(a), store.receivedAt.at(b)) &&
    (store.sequence.length === 0 || Object.is(store.sequence.at(a), store.sequence.at(b)))
  );
}

/**
 * Refusals and hand-overs between two profiles on tied events, those of one run and of one event together, hand-overs
 * first.
 */
function disputesByRun({ engine }: LintSubject, runOf: Int32Array): DecisionIndex[] {
  const disputes: DecisionIndex[] = [];
  for (let row = 0; row < engine.decisionCount; row += 1) {
    if (!engine.isDecision(row)) continue;
    const { action, event, other } = engine.decision(row);
    if ((action === 'refuse' || action === 'hand-over') && other >= 0 && runOf[event]! >= 0)
      disputes.push(row);
  }
  const isHandOver = (row: DecisionIndex): boolean => engine.decision(row).action === 'hand-over';
  return disputes.sort((rowA, rowB) => {
    const [a, b] = [engine.decision(rowA), engine.decision(rowB)];
    return (
      runOf[a.event]! - runOf[b.event]! ||
      a.event - b.event ||
      Number(isHandOver(rowB)) - Number(isHandOver(rowA)) ||
      a.identifier - b.identifier
    );
  });
}

function describe({ engine }: LintSubject, { row, event, tied, identifiers }: Tie): Finding {
  const { action, profile, other, count } = engine.decision(row);
  const shown = [...identifiers].slice(0, MOST_EVIDENCE);
  const what = action === 'refuse' ? 'did not join two profiles' : 'passed to another profile';
  return {
    kind: 'tie',
    severity: action === 'hand-over' ? 'medium' : 'low',
    identifiers: shown,
    profiles: [...new Set([engine.canonical(profile), engine.canonical(other)])],
    namespaces: [...new Set(shown.map((one) => engine.store.identifierTable.namespaceName(one)))],
    counts: [{ of: 'tied events', count: 2 }],
    evidence: [event, tied],
    sentence: `${listed(shown.map((one) => nameOf(engine, one)))} ${what} on an event that happened at the same time as another of theirs; in the other order they might hold something else`,
    touched: { events: count, profiles: 2 },
    ...mending(null, 'send times to the millisecond, or a number that rises with every event'),
  };
}
