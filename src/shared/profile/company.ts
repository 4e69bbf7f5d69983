/** A company as its events describe it: traits with survivorship, a name, when it was first and last spoken of. */

import type { EventIndex } from '../event/event-store.ts';
import type { CompanyIndex, EngineView } from './engine-view.ts';
import { perRevision } from './engine-view.ts';
import { isBlankText, plainFieldName } from './names.ts';
import type { Trait } from './survivorship.ts';
import { computeCompanyTraits } from './survivorship.ts';

export interface Company {
  readonly company: CompanyIndex;
  readonly id: string;
  /** Its name as last said, else its first identifier. */
  readonly name: string;
  readonly traits: readonly Trait[];
  readonly events: readonly EventIndex[];
}

const COMPANY_NAMES = new Set([
  'name',
  'companyname',
  'company',
  'groupname',
  'accountname',
  'organizationname',
]);

export function buildCompany(engine: EngineView, company: CompanyIndex): Company {
  const events = engine.companies.eventsOf(company);
  const traits = computeCompanyTraits(engine.store, events, engine.ruleset.survivorship);
  return {
    company,
    id: engine.companies.id(company),
    name: nameOf(engine, company, traits),
    traits,
    events,
  };
}

/** Present profiles that are linked to a company and have not left. */
export function memberCount(engine: EngineView, company: CompanyIndex): number {
  return engine.companies.membersOf(company).filter((link) => link.to < 0).length;
}

/** CompanyIndex → its name, as far as it was asked for: a company of many members is read once. */
const knownNames = perRevision((): (string | undefined)[] => []);

export function companyName(engine: EngineView, company: CompanyIndex): string {
  const names = knownNames(engine);
  const name = names[company] ?? buildCompany(engine, company).name;
  names[company] = name;
  return name;
}

function nameOf(engine: EngineView, company: CompanyIndex, traits: readonly Trait[]): string {
  let named: Trait | null = null;
  for (const trait of traits) {
    if (!COMPANY_NAMES.has(plainFieldName(trait.name)) || isBlankText(trait.winner.value)) continue;
    if (named === null || engine.compareEvents(named.winner.event, trait.winner.event) < 0) named = trait;
  }
  if (named !== null) return (JSON.parse(named.winner.value) as string).trim();
  const first = engine.companies.identifiersOf(company)[0];
  return first === undefined ? '' : engine.store.identifierTable.valueText(first);
}
