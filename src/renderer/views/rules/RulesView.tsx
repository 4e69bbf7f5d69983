import { SegmentedControl, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import type { RulesView as Rules } from '#shared/protocol/results/rules.ts';
import { Loaded } from '../../panels/Loaded.tsx';
import { useWorkspaceId } from '../../state/engine-context.ts';
import { useEngine } from '../../state/use-engine.ts';
import { Sentence } from '../../widgets/Sentence.tsx';
import { TierTable } from './TierTable.tsx';
import { ValueList } from './ValueList.tsx';
import './rules.css';

const route = getRouteApi('/w/$workspace/rules');

/** The rules in force, to be read by people or as the document they are. */
export function RulesView() {
  const workspace = useWorkspaceId();
  const state = useEngine('rules.get', { workspace });
  const { show = 'readable' } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>Rules</h1>
          <p className="muted">What joins events into one person, and what may not.</p>
        </div>
        <SegmentedControl
          aria-label="Show the rules"
          value={show}
          onChange={(value) =>
            void navigate({ search: (before) => ({ ...before, show: value }), replace: true })
          }
          data={[
            { value: 'readable', label: 'To read' },
            { value: 'json', label: 'As JSON' },
          ]}
        />
      </header>
      <Loaded state={state}>
        {(rules) => (show === 'json' ? <RulesDocument rules={rules} /> : <ReadableRules rules={rules} />)}
      </Loaded>
    </div>
  );
}

function ReadableRules({ rules }: { rules: Rules }) {
  const { q = '' } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <>
      <p className="meta">
        Ruleset {rules.name} · policy {rules.policy} · of competing trait values, the {rules.survivorship}{' '}
        counts · fingerprint <span className="mono">{rules.fingerprint}</span>
      </p>
      <section className="panel">
        <h2>Identifiers, strongest first</h2>
        <p className="meta">
          An event is read from the top: the first identifier that has an owner says whose it is.
        </p>
        <TierTable tiers={rules.tiers} />
      </section>
      <section className="panel">
        <h2>In words</h2>
        <ol className="rule-sentences">
          {rules.sentences.map((sentence) => (
            <li key={sentence}>
              <Sentence text={sentence} />
            </li>
          ))}
        </ol>
      </section>
      <section className="panel">
        <div className="page-head">
          <div>
            <h2>Values that join nobody</h2>
            <p className="meta">
              Compared after normalisation. A pattern stands between slashes; “info@” is that mailbox at any
              domain.
            </p>
          </div>
          <TextInput
            aria-label="Search the lists"
            placeholder="Search the lists"
            leftSection={<IconSearch size={14} />}
            value={q}
            onChange={(event) => {
              const text = event.currentTarget.value;
              void navigate({ search: (before) => ({ ...before, q: text }), replace: true });
            }}
          />
        </div>
        <div className="value-lists">
          <ValueList
            title="Blocked"
            note="Placeholders: dropped as if they were not there."
            values={rules.blocked}
            search={q}
          />
          <ValueList
            title="Demoted"
            note="Used by many people: recorded, never a key."
            values={rules.demoted}
            search={q}
          />
        </div>
      </section>
    </>
  );
}

function RulesDocument({ rules }: { rules: Rules }) {
  return (
    <pre className="rules-json" tabIndex={0} aria-label="Ruleset as JSON">
      {JSON.stringify(rules.json, null, 2)}
    </pre>
  );
}
