import { Link } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import type { IdentifierRow, ProfileView, TraitRow } from '#shared/protocol/results/profile.ts';
import { scalarText } from '#shared/segment/text-operators.ts';
import { formatCount, formatCounted, formatShortTime, revealInvisible, zoneName } from '../../format.ts';
import { EvidenceLink } from '../../panels/EvidenceLink.tsx';
import { ROLE_TEXTS } from '../../reason-texts.ts';
import { useWorkspaceId } from '../../state/engine-context.ts';
import { useZone } from '../../state/use-time.ts';
import { selectIdentifier, useViewState } from '../../state/view-state.ts';
import { IdentifierChip } from '../../widgets/IdentifierChip.tsx';

/** Keys the profile holds or held, and the traits that survived with where they come from. */
export function IdentitySection({ identity }: { identity: ProfileView['identity'] }) {
  return (
    <>
      <section className="panel">
        <h2>Identifiers</h2>
        <p className="meta">
          In the order in which they came. One that was handed over belongs to somebody else since.
        </p>
        {identity.identifiers.length === 0 ? (
          <p className="muted">It holds no identifier any more: all of them were handed over.</p>
        ) : (
          <IdentifierTable label="Identifiers" rows={identity.identifiers} held />
        )}
      </section>
      <section className="panel">
        <h2>Traits</h2>
        <p className="meta">The value that won, by which rule, and where it was said.</p>
        {identity.traits.length === 0 ? (
          <p className="muted">No event says anything about the person, such as a name or a city.</p>
        ) : (
          <TraitTable traits={identity.traits} />
        )}
      </section>
    </>
  );
}

/** Click ids, cookies of ad platforms and the like: kept and shown, never a key. */
export function ExternalIdsSection({ externalIds }: { externalIds: readonly IdentifierRow[] }) {
  return (
    <section className="panel">
      <h2>External IDs</h2>
      <p className="meta">What other systems call this person. They are kept for exports and join nobody.</p>
      {externalIds.length === 0 ? (
        <p className="muted">No event carries the id of another system, such as a click id.</p>
      ) : (
        <IdentifierTable label="External IDs" rows={externalIds} held={false} />
      )}
    </section>
  );
}

function IdentifierTable({
  label,
  rows,
  held,
}: {
  label: string;
  rows: readonly IdentifierRow[];
  /** Whether they are held from some time on, or merely seen. */
  held: boolean;
}) {
  const zone = useZone();
  const selected = useViewState((state) => state.selectedIdentifier);
  return (
    <div className="scroll-x">
      <table className="plain-table" aria-label={label}>
        <thead>
          <tr>
            <th>Identifier</th>
            <th>{held ? `Held from (${zoneName(zone)})` : `First seen (${zoneName(zone)})`}</th>
            <th>{held ? 'Until' : 'Last seen'}</th>
            <th className="number">Events</th>
            <th>Belongs to</th>
            <th>Evidence</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => {
            const key = `${row.namespace}:${row.value}`;
            return (
              <tr key={`${key} ${index}`}>
                <td title={ROLE_TEXTS[row.role]}>
                  <IdentifierChip
                    identifier={row}
                    named
                    max={40}
                    selected={selected === key}
                    onSelect={() => selectIdentifier(selected === key ? null : key)}
                  />
                </td>
                <td>{formatShortTime(held ? row.from : row.firstSeenAt, zone)}</td>
                <td>{held ? <Until row={row} /> : formatShortTime(row.lastSeenAt, zone)}</td>
                <td className="number">{formatCount(row.events)}</td>
                <td>
                  <Sharing row={row} held={held} />
                </td>
                <td>
                  <EvidenceLink evidence={row.evidence} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Until({ row }: { row: IdentifierRow }) {
  const zone = useZone();
  if (row.to === null) return <span className="muted">held now</span>;
  return <>handed over {formatShortTime(row.to, zone)}</>;
}

/** With how many others; an identifier of several people is worth a look. */
function Sharing({ row, held }: { row: IdentifierRow; held: boolean }) {
  const workspace = useWorkspaceId();
  if (row.profiles <= 1)
    return <span className="muted">{held ? 'this profile only' : 'seen here only'}</span>;
  const others = formatCounted(row.profiles - 1, 'other profile');
  if (!held) return <strong>also seen with {others}</strong>;
  return (
    <strong>
      <Link to="/w/$workspace/profiles" params={{ workspace }} search={{ q: row.value }}>
        {others} at some time
      </Link>
    </strong>
  );
}

function TraitTable({ traits }: { traits: readonly TraitRow[] }) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  function toggle(name: string) {
    const next = new Set(open);
    if (!next.delete(name)) next.add(name);
    setOpen(next);
  }
  return (
    <div className="scroll-x">
      <table className="plain-table" aria-label="Traits">
        <thead>
          <tr>
            <th>Trait</th>
            <th>Value</th>
            <th>Rule</th>
            <th>Evidence</th>
            <th>Other values</th>
          </tr>
        </thead>
        <tbody>
          {traits.map((trait) => (
            <Fragment key={trait.name}>
              <tr>
                <th scope="row" dir="auto">
                  {revealInvisible(trait.name)}
                </th>
                <td className="trait-value">
                  <TraitValue json={trait.value} />
                </td>
                <td>{trait.rule}</td>
                <td>
                  <EvidenceLink evidence={trait.evidence} />
                </td>
                <td>
                  {trait.others.length === 0 ? (
                    <span className="muted">none</span>
                  ) : (
                    <button
                      type="button"
                      className="evidence-link"
                      aria-expanded={open.has(trait.name)}
                      onClick={() => toggle(trait.name)}
                    >
                      {formatCount(trait.others.length)} {open.has(trait.name) ? 'shown' : 'more'}
                    </button>
                  )}
                </td>
              </tr>
              {open.has(trait.name) && <OtherValues trait={trait} />}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function OtherValues({ trait }: { trait: TraitRow }) {
  const zone = useZone();
  return trait.others.map(({ value, evidence }, index) => (
    <tr key={index} className="other-value">
      <td />
      <td className="trait-value">
        <TraitValue json={value} />
      </td>
      <td className="muted">said {formatShortTime(evidence.at, zone)}</td>
      <td>
        <EvidenceLink evidence={evidence} />
      </td>
      <td />
    </tr>
  ));
}

/** Long values are cut by the cell; the whole one is in the tooltip and can be reached by focus. */
function TraitValue({ json }: { json: string }) {
  const text = revealInvisible(scalarText(json));
  if (text === '') return <span className="muted">empty</span>;
  return (
    <span className="cut-text" dir="auto" title={text} tabIndex={text.length > 60 ? 0 : undefined}>
      {text}
    </span>
  );
}
