import type { CompanyLinkRow } from '#shared/protocol/results/profile.ts';
import { scalarText } from '#shared/segment/text-operators.ts';
import { formatCounted, formatTime, revealInvisible } from '../../format.ts';
import { EvidenceLink } from '../../panels/EvidenceLink.tsx';
import { useZone } from '../../state/use-time.ts';
import { IdentifierChip } from '../../widgets/IdentifierChip.tsx';
import { NamespaceGlyph } from '../../widgets/NamespaceGlyph.tsx';

/** Companies the person belongs to. Members of one company stay people of their own. */
export function CompaniesSection({ companies }: { companies: readonly CompanyLinkRow[] }) {
  if (companies.length === 0) {
    return (
      <section className="panel">
        <h2>Companies</h2>
        <p className="muted">No event says that the person belongs to a company.</p>
      </section>
    );
  }
  return (
    <div className="touches">
      {companies.map((company) => (
        <Company key={`${company.id} ${company.evidence.event}`} company={company} />
      ))}
    </div>
  );
}

function Company({ company }: { company: CompanyLinkRow }) {
  const zone = useZone();
  return (
    <section className="panel">
      <h2 dir="auto">
        <NamespaceGlyph namespace="company" decorative /> {revealInvisible(company.name)}
      </h2>
      <p className="meta">
        Member from {formatTime(company.from, zone)}
        {company.to !== null && ` until ${formatTime(company.to, zone)}`}{' '}
        <EvidenceLink evidence={company.evidence} />
      </p>
      <dl className="fact-list">
        <dt>Members</dt>
        <dd>{formatCounted(company.members, 'profile')}</dd>
        <dt>Identifiers</dt>
        <dd>
          {company.identifiers.map((identifier) => (
            <div key={`${identifier.namespace}:${identifier.value}`}>
              <IdentifierChip identifier={identifier} named max={36} />
            </div>
          ))}
        </dd>
        {company.traits.map(({ name, value }) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt dir="auto">{revealInvisible(name)}</dt>
            <dd dir="auto">{revealInvisible(scalarText(value))}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
