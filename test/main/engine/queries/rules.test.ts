import { expect, it } from 'vitest';
import { rulesGet } from '#main/engine/queries/rules.ts';
import type { DeviceOwner } from '#shared/identity/rules.ts';
import { contextOf } from '../../../support/engines.ts';
import { withOwners } from '../../../support/rulesets.ts';

it.each<[DeviceOwner, string[]]>([
  ['hand-over', []],
  ['first', ['does not change hands: it stays with its first owner.']],
  [
    'last',
    ['belongs to whoever logged in on it last, with all events that name nothing else, earlier ones too.'],
  ],
  ['nobody', ['belongs to nobody once somebody else has logged in on it, until the next login.']],
])('the owner %s of a device is said where it is not the usual one', (owner, said) => {
  const context = contextOf([]);
  context.engine.setRuleset(withOwners(owner));
  context.engine.settle();
  const { names } = context.engine.ruleset.namespaces.find((rule) =>
    rule.names.includes('customerlabs_user_id'),
  )!;
  const start = `${names.join(', ')} `;
  const found = rulesGet(context).sentences.filter((text) => text.startsWith(start));
  expect(found.map((text) => text.slice(start.length))).toEqual(said);
});
