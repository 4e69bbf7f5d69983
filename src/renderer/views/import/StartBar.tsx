import { Button, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { FaultData } from '#shared/protocol/fault.ts';
import { toFaultData } from '#shared/protocol/fault.ts';
import type { ImportOptions } from '#shared/protocol/requests.ts';
import type { SourceInspection } from '#shared/protocol/results/source.ts';
import { formatBytes, formatCounted, revealInvisible } from '../../format.ts';
import { FaultPanel } from '../../panels/FaultPanel.tsx';
import type { Engine } from '../../state/engine-context.ts';
import { useEngineContext } from '../../state/engine-context.ts';
import { applyProgress } from '../../state/jobs.ts';
import { clearPendingFiles } from '../../state/view-state.ts';
import type { Draft } from './draft.ts';
import { EMPTY_DRAFT, importOptionsOf, mappingProblem } from './draft.ts';

interface Props {
  /** null: into a new workspace. */
  readonly workspace: string | null;
  readonly tokens: readonly string[];
  readonly inspections: ReadonlyMap<string, SourceInspection>;
  readonly drafts: ReadonlyMap<string, Draft>;
}

interface ChosenSource {
  readonly token: string;
  readonly options: ImportOptions;
}

/** Where the files go, and the button that starts. */
export function StartBar({ workspace, tokens, inspections, drafts }: Props) {
  const engine = useEngineContext();
  const navigate = useNavigate();
  const [name, setName] = useState<string | null>(null);
  const [starting, setStarting] = useState(false);
  const [fault, setFault] = useState<FaultData | null>(null);

  const sources: ChosenSource[] = [];
  let bytes = 0;
  let problem: string | null = null;
  for (const token of tokens) {
    const inspection = inspections.get(token);
    const options = inspection && importOptionsOf(inspection, drafts.get(token) ?? EMPTY_DRAFT);
    if (!inspection || !options) continue;
    sources.push({ token, options });
    bytes += inspection.size;
    const wrong = mappingProblem(options);
    if (wrong !== null) problem ??= `${revealInvisible(inspection.name)}: ${wrong}`;
  }
  const chosenName = name ?? defaultName(tokens, inspections);

  async function handleStart() {
    setStarting(true);
    setFault(null);
    try {
      const id = await startImport(engine, { workspace, name: chosenName, sources });
      clearPendingFiles();
      await navigate({ to: '/w/$workspace/overview', params: { workspace: id } });
    } catch (thrown) {
      setFault(toFaultData(thrown));
      setStarting(false);
    }
  }

  return (
    <footer className="start-bar">
      {fault !== null && <FaultPanel fault={fault} onRetry={() => void handleStart()} />}
      <div className="start-bar-row">
        {workspace === null && (
          <TextInput
            label="New workspace"
            w={280}
            maxLength={200}
            value={chosenName}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        )}
        <p className="muted">
          {problem ?? `${formatCounted(sources.length, 'file')} of ${tokens.length}, ${formatBytes(bytes)}`}
        </p>
        <Button
          variant="filled"
          size="sm"
          loading={starting}
          disabled={
            sources.length === 0 || problem !== null || (workspace === null && chosenName.trim() === '')
          }
          onClick={() => void handleStart()}
        >
          Start the import
        </Button>
      </div>
    </footer>
  );
}

function defaultName(tokens: readonly string[], inspections: ReadonlyMap<string, SourceInspection>): string {
  const first = inspections.get(tokens[0] ?? '')?.name ?? '';
  return first.replace(/(\.(ndjson|jsonl|json|csv|tsv|txt|gz))+$/i, '').slice(0, 200);
}

async function startImport(
  engine: Engine,
  { workspace, name, sources }: { workspace: string | null; name: string; sources: readonly ChosenSource[] },
): Promise<string> {
  const { bridge } = engine;
  const id = workspace ?? (await bridge.request('workspace.create', { name: name.trim() })).id;
  await engine.openWorkspace(id, () => undefined);
  applyProgress(id, await bridge.request('import.start', { workspace: id, sources: [...sources] }));
  return id;
}
