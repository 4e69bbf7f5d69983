/** Requests about jobs: starting, going on, cancelling and choosing. */

import { Fault } from '#shared/protocol/fault.ts';
import type { ImportOptions, Params } from '#shared/protocol/requests.ts';
import type { Manifest, ManifestSource } from '../../journal/manifest.ts';
import { findSource, unreadSource, updateSource } from '../../journal/manifest.ts';
import { openContainer } from '../../sources/container.ts';
import type { JobSource } from '../import-job.ts';
import { jobSourceOf } from '../job-source.ts';
import type { OfferedSource } from '../source-tokens.ts';
import type { Handlers, Services } from './handler.ts';

type ImportMethod = 'import.start' | 'import.resume' | 'job.cancel' | 'job.choose';

/** Sources are numbered in 16 bits in the engine, and no number is given out twice. */
const MAX_SOURCES = 65_535;

export function importHandlers({ workspaces, tokens, now }: Services): Handlers<ImportMethod> {
  return {
    'import.start': async ({ workspace, sources }, signal) => {
      const looked = await lookInto(sources, (token) => tokens.get(token));
      const open = await workspaces.ready(workspace, signal);
      open.checkIdle();
      const plan = planImport(open.keeper.manifest, looked, now());
      open.keeper.change(() => plan.manifest);
      await open.keeper.save();
      return open.startJob({ sources: plan.sources, repeats: plan.repeats });
    },
    'import.resume': async ({ workspace, source }, signal) => {
      const open = await workspaces.ready(workspace, signal);
      const entry = findSource(open.keeper.manifest, source);
      if (entry === null || entry.complete)
        throw new Fault('not-found', 'There is no such unfinished source', { context: { source } });
      const job = jobSourceOf(entry);
      await (await job.open()).close();
      open.keeper.change((manifest) => updateSource(manifest, source, { kept: false }));
      return open.startJob({ sources: [job] });
    },
    'job.cancel': ({ workspace, job }) => {
      workspaces.get(workspace).jobNamed(job).cancel();
      return null;
    },
    'job.choose': async ({ workspace, job, choice }) => {
      await workspaces.get(workspace).choose(job, choice);
      return null;
    },
  };
}

interface LookedInto extends Pick<ManifestSource, 'name' | 'size' | 'fingerprint' | 'container'> {
  readonly offered: OfferedSource;
  readonly options: ImportOptions;
}

/** Nothing begins unless every file is there and holds events. Rejects with the first file's Fault. */
async function lookInto(
  sources: Params<'import.start'>['sources'],
  offeredAs: (token: string) => OfferedSource,
): Promise<LookedInto[]> {
  const looked: LookedInto[] = [];
  for (const { token, options } of sources) {
    const offered = offeredAs(token);
    const file = await offered.open();
    try {
      const { kind: container } = await openContainer(file, { items: null });
      const { name, size, fingerprint } = file;
      looked.push({ name, size, fingerprint, container, offered, options });
    } finally {
      await file.close();
    }
  }
  return looked;
}

interface ImportPlan {
  readonly manifest: Manifest;
  readonly sources: readonly JobSource[];
  readonly repeats: readonly string[];
}

/** Files become sources of their own, except one that is here in part with the same settings: it is gone on with. */
function planImport(manifest: Manifest, looked: readonly LookedInto[], importedAt: number): ImportPlan {
  let next = manifest;
  const sources: JobSource[] = [];
  const repeats: string[] = [];
  for (const { offered, ...file } of looked) {
    const begun = next.sources.find(
      (source) => isBegun(source, file) && !sources.some((job) => job.source === source.source),
    );
    if (begun !== undefined) {
      next = updateSource(next, begun.source, { kept: false, path: offered.path });
      sources.push({ source: begun.source, open: offered.open });
      continue;
    }
    if (next.sources.some(({ fingerprint }) => fingerprint === file.fingerprint)) repeats.push(file.name);
    const source = next.nextSource;
    if (source >= MAX_SOURCES)
      throw new Fault('bad-request', 'The workspace has had too many sources', {
        context: { expected: MAX_SOURCES },
      });
    const entry = unreadSource({ ...file, source, path: offered.path, importedAt });
    next = { ...next, nextSource: source + 1, sources: [...next.sources, entry] };
    sources.push({ source, open: offered.open });
  }
  return { manifest: next, sources, repeats };
}

function isBegun(source: ManifestSource, file: Omit<LookedInto, 'offered'>): boolean {
  const hasSameOptions = JSON.stringify(source.options) === JSON.stringify(file.options);
  return !source.complete && source.fingerprint === file.fingerprint && hasSameOptions;
}
