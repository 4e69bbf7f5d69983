import type { RulesView } from '#shared/protocol/results/rules.ts';
import { revealInvisible } from '../../format.ts';
import { ROLE_TEXTS } from '../../reason-texts.ts';
import { NamespaceGlyph } from '../../widgets/NamespaceGlyph.tsx';

/** What main writes where a tier takes all the namespaces that no other names. */
const EVERY_OTHER = 'every other';

export function TierTable({ tiers }: Pick<RulesView, 'tiers'>) {
  return (
    <div className="scroll-x">
      <table className="plain-table tier-table">
        <thead>
          <tr>
            <th className="number">Rank</th>
            <th>Role</th>
            <th>Namespaces</th>
            <th>Limit</th>
          </tr>
        </thead>
        <tbody>
          {tiers.map((tier) => (
            <tr key={`${tier.rank} ${tier.role} ${tier.namespaces.join()}`}>
              <td className="number">{tier.rank ?? '–'}</td>
              <td>
                <strong>{tier.role}</strong>
                <div className="meta">{ROLE_TEXTS[tier.role]}</div>
              </td>
              <td>
                <ul className="namespace-list">
                  {tier.namespaces.map((namespace) => (
                    <li key={namespace}>
                      {namespace !== EVERY_OTHER && <NamespaceGlyph namespace={namespace} decorative />}
                      {revealInvisible(namespace)}
                    </li>
                  ))}
                </ul>
              </td>
              <td>{tier.limit ?? <span className="muted">none</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
