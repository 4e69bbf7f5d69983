import { Button, CloseButton } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { use, useMemo, useRef } from 'react';
import { DECISION_ACTIONS } from '#shared/identity/identity.ts';
import type { DecisionFilter } from '#shared/protocol/requests.ts';
import type { mergesSearch, Search } from '../../app/search.ts';
import { formatCounted, revealInvisible } from '../../format.ts';
import { ExportButton } from '../../panels/ExportButton.tsx';
import { PagedTable } from '../../panels/PagedTable.tsx';
import { ACTION_TEXTS } from '../../reason-texts.ts';
import { useWorkspaceId } from '../../state/engine-context.ts';
import { useEngine } from '../../state/use-engine.ts';
import { usePages } from '../../state/use-pages.ts';
import { useZone } from '../../state/use-time.ts';
import { showEvent } from '../../state/view-state.ts';
import { DecisionIcon } from '../../widgets/DecisionMark.tsx';
import { EmptyState } from '../../widgets/EmptyState.tsx';
import { SearchBox } from '../../widgets/SearchBox.tsx';
import { ToggleFilter } from '../../widgets/ToggleFilter.tsx';
import { TableSettingsContext } from '../../widgets/table-settings.ts';
import { usePageKeys } from '../../widgets/use-page-keys.ts';
import { ledgerColumns } from './ledger-columns.tsx';
import './merges.css';

const route = getRouteApi('/w/$workspace/merges');

/** Three lines of a sentence and the space around them. */
const LEDGER_ROW = 64;

type LedgerSearch = Search<typeof mergesSearch>;

/** The ledger: every decision as one sentence with its evidence. */
export function MergesView() {
  const workspace = useWorkspaceId();
  const asked: LedgerSearch = route.useSearch();
  const navigate = route.useNavigate();
  const zone = useZone();
  const page = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const { toGrid } = usePageKeys(page, input);
  const { letterKeys } = use(TableSettingsContext);
  const tall = useMemo(() => ({ rowHeight: LEDGER_ROW, letterKeys }), [letterKeys]);
  const filter: DecisionFilter = {
    actions: [...(asked.actions ?? [])],
    profile: asked.profile ?? null,
    search: asked.q ?? '',
  };
  const pages = usePages('decisions.page', { workspace, filter });
  const columns = useMemo(() => ledgerColumns(workspace, zone), [workspace, zone]);
  const counts = pages.latest?.actions;
  const total =
    counts === undefined ? undefined : Object.values(counts).reduce((sum, count) => sum + count, 0);

  function change(next: LedgerSearch) {
    void navigate({ search: next, replace: true });
  }

  return (
    <div ref={page} className="page fills">
      <header className="page-head">
        <div>
          <h1>Merges</h1>
          <p className="muted" role="status">
            {pages.latest === null ? 'Counting …' : formatCounted(pages.total, 'decision')}, in the order in
            which the events came. Each says what was done, and why.
          </p>
        </div>
        <div className="page-tools">
          <ExportButton
            workspace={workspace}
            what={{ kind: 'refusals' }}
            noun="all refusals"
            disabled={pages.latest === null}
          />
          <ExportButton
            workspace={workspace}
            what={{ kind: 'decisions', filter }}
            noun="decisions"
            disabled={pages.total === 0}
          />
        </div>
      </header>
      <div className="filter-row">
        <SearchBox
          input={input}
          label="Search decisions"
          placeholder="Words of the sentence, or an identifier   ( / )"
          value={asked.q ?? ''}
          onSearch={(q) => change({ ...asked, q })}
          onLeave={toGrid}
        />
        {asked.profile !== undefined && (
          <ProfileFilter
            workspace={workspace}
            profile={asked.profile}
            onClear={() => {
              const { profile: _profile, ...rest } = asked;
              change(rest);
            }}
          />
        )}
        <ToggleFilter
          label="Kinds of decisions"
          total={total}
          // Only some rules cut links.
          options={DECISION_ACTIONS.filter((action) => action !== 'cut' || (counts?.cut ?? 0) > 0).map(
            (action) => ({
              value: action,
              label: ACTION_TEXTS[action],
              mark: <DecisionIcon action={action} />,
              count: counts?.[action],
            }),
          )}
          chosen={filter.actions}
          onChange={(actions) => change({ ...asked, actions: [...actions] })}
        />
      </div>
      <TableSettingsContext value={tall}>
        <div className="ledger">
          <PagedTable
            pages={pages}
            label="Decisions"
            columns={columns}
            onOpen={(row) => showEvent(row.evidence.event)}
            empty={<NoDecision filtered={isFiltered(asked)} onClear={() => change({})} />}
          />
        </div>
      </TableSettingsContext>
    </div>
  );
}

function isFiltered({ actions = [], profile, q = '' }: LedgerSearch): boolean {
  return actions.length > 0 || profile !== undefined || q.trim() !== '';
}

/** Whose decisions are shown; the name is asked for, the address has the id only. */
function ProfileFilter({
  workspace,
  profile,
  onClear,
}: {
  workspace: string;
  profile: string;
  onClear: () => void;
}) {
  const { value } = useEngine('profile.get', { workspace, id: profile });
  return (
    <span className="profile-filter">
      Only{' '}
      <Link to="/w/$workspace/profiles/$profile" params={{ workspace, profile }}>
        <bdi>{revealInvisible(value?.title ?? profile)}</bdi>
      </Link>
      <CloseButton size="xs" aria-label="Show decisions about everybody" onClick={onClear} />
    </span>
  );
}

function NoDecision({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  if (!filtered) {
    return (
      <EmptyState title="Nothing decided yet">
        Add event logs, and every merge, refusal and hand-over is written down here.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No such decision" action={<Button onClick={onClear}>Show all decisions</Button>}>
      No decision is of these kinds and contains these words.
    </EmptyState>
  );
}
