import { Autocomplete, Checkbox, NumberInput, Select, TextInput } from '@mantine/core';
import { unreachable } from '#shared/base/assert.ts';
import { PROFILE_STATES } from '#shared/identity/identity.ts';
import type { SegmentFields } from '#shared/protocol/results/segment.ts';
import type { Condition } from '#shared/segment/predicate.ts';
import { TRAIT_OPERATORS } from '#shared/segment/predicate.ts';
import { STATE_LABELS } from '../../widgets/StateBadge.tsx';
import { EventFields } from './EventFields.tsx';

interface Props {
  readonly condition: Condition;
  readonly fields: SegmentFields;
  readonly currencies: readonly string[];
  readonly onChange: (condition: Condition) => void;
}

type Of<K extends Condition['kind']> = Extract<Condition, { kind: K }>;

/** The fields of one kind of condition. Suggestions come from the log; anything else may be typed as well. */
export function ConditionFields({ condition, fields, currencies, onChange }: Props) {
  switch (condition.kind) {
    case 'state':
      return <StateFields condition={condition} onChange={onChange} />;
    case 'trait':
      return <TraitFields condition={condition} fields={fields} onChange={onChange} />;
    case 'has-identifier':
      return <IdentifierFields condition={condition} fields={fields} onChange={onChange} />;
    case 'event':
      return <EventFields condition={condition} fields={fields} onChange={onChange} />;
    case 'revenue':
      return <RevenueFields condition={condition} currencies={currencies} onChange={onChange} />;
    default:
      return unreachable(condition);
  }
}

function StateFields({ condition, onChange }: { condition: Of<'state'>; onChange: Props['onChange'] }) {
  return (
    <Checkbox.Group
      aria-label="States"
      value={condition.states}
      onChange={(chosen) =>
        onChange({ ...condition, states: PROFILE_STATES.filter((state) => chosen.includes(state)) })
      }
    >
      <div className="field-row">
        <span>that are</span>
        {PROFILE_STATES.map((state) => (
          <Checkbox key={state} value={state} label={STATE_LABELS[state]} />
        ))}
      </div>
    </Checkbox.Group>
  );
}

const OPERATOR_TEXTS: { readonly [operator in Of<'trait'>['operator']]: string } = {
  is: 'is',
  'is-not': 'is not',
  contains: 'contains',
  'starts-with': 'starts with',
  exists: 'is known',
  missing: 'is unknown',
  'at-least': 'is at least',
  'at-most': 'is at most',
};

const WITHOUT_VALUE: ReadonlySet<string> = new Set<Of<'trait'>['operator']>(['exists', 'missing']);

function TraitFields({
  condition,
  fields,
  onChange,
}: {
  condition: Of<'trait'>;
  fields: SegmentFields;
  onChange: Props['onChange'];
}) {
  const values = fields.traits.find((trait) => trait.name === condition.name)?.values ?? [];
  return (
    <div className="field-row">
      <span>whose</span>
      <Autocomplete
        size="xs"
        aria-label="Trait"
        placeholder="trait"
        data={distinct(fields.traits.map((trait) => trait.name))}
        value={condition.name}
        limit={50}
        onChange={(name) => onChange({ ...condition, name })}
      />
      <Select
        aria-label="Comparison"
        w={120}
        data={TRAIT_OPERATORS.map((value) => ({ value, label: OPERATOR_TEXTS[value] }))}
        value={condition.operator}
        onChange={(value) => {
          const operator = TRAIT_OPERATORS.find((other) => other === value);
          if (operator !== undefined) onChange({ ...condition, operator });
        }}
      />
      {!WITHOUT_VALUE.has(condition.operator) && (
        <Autocomplete
          size="xs"
          aria-label="Value"
          placeholder="value"
          data={distinct(values)}
          value={condition.value}
          limit={50}
          onChange={(value) => onChange({ ...condition, value })}
        />
      )}
    </div>
  );
}

function IdentifierFields({
  condition,
  fields,
  onChange,
}: {
  condition: Of<'has-identifier'>;
  fields: SegmentFields;
  onChange: Props['onChange'];
}) {
  return (
    <div className="field-row">
      <Select
        aria-label="With or without"
        w={96}
        data={[
          { value: 'with', label: 'with' },
          { value: 'without', label: 'without' },
        ]}
        value={condition.present ? 'with' : 'without'}
        onChange={(value) => onChange({ ...condition, present: value === 'with' })}
      />
      <span>a</span>
      <Autocomplete
        size="xs"
        aria-label="Kind of identifier"
        placeholder="email, phone, gclid …"
        data={distinct(fields.namespaces)}
        value={condition.namespace}
        limit={50}
        onChange={(namespace) => onChange({ ...condition, namespace })}
      />
    </div>
  );
}

function RevenueFields({
  condition,
  currencies,
  onChange,
}: {
  condition: Of<'revenue'>;
  currencies: readonly string[];
  onChange: Props['onChange'];
}) {
  return (
    <div className="field-row">
      <span>with revenue of at least</span>
      <NumberInput
        aria-label="Amount"
        size="xs"
        w={110}
        decimalScale={2}
        value={condition.atLeast}
        onChange={(value) =>
          onChange({ ...condition, atLeast: typeof value === 'number' ? value : Number.NaN })
        }
      />
      {currencies.length > 0 ? (
        <Autocomplete
          size="xs"
          aria-label="Currency"
          w={90}
          data={distinct(currencies)}
          value={condition.currency}
          maxLength={10}
          onChange={(currency) => onChange({ ...condition, currency: currency.toUpperCase() })}
        />
      ) : (
        <TextInput
          aria-label="Currency"
          w={90}
          value={condition.currency}
          maxLength={10}
          onChange={(event) => onChange({ ...condition, currency: event.currentTarget.value.toUpperCase() })}
        />
      )}
    </div>
  );
}

/** Each suggestion once, and none that is empty: the list throws on anything else. */
function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((text) => text !== '');
}
