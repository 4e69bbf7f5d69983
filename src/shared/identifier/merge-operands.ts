/**
 * Which fields of a vendor's own calls are operands of a merge, in the order in which the call takes them: what is merged
 * into first, what is merged next.
 *
 * PostHog and Mixpanel's original API know one kind of id. Their calls name two of it, each in a field of its own:
 *
 *     $identify  distinct_id: ada  $anon_distinct_id: 0190…   →   distinct_id:ada  distinct_id:0190…
 *
 * So the name of the field says which operand an id is and not of which kind it is, and only the order of an event's
 * identifiers can keep what it said. A published case gives both ids the namespace `distinct_id`, in this order; the engine
 * keeps the order of the record and knows nothing of fields. In any other call the same fields are properties like all
 * others and no identifiers. Dialects read logs, whose records say more: there an id is a user's or a device's, so that
 * rulesets with other kinds of ids can protect the one and hand over the other.
 *
 * Sources: PostHog's ingestion of persons (plugin-server, person merging), Mixpanel's reference of `$identify`,
 * `$create_alias` and `$merge`.
 */

/** The one kind of id. */
const OPERAND_NAMESPACE = 'distinct_id';

/** Name of a call → its operands' fields. */
type Calls = ReadonlyMap<string, readonly string[]>;

const POSTHOG_CALLS: Calls = new Map([
  ['$identify', ['distinct_id', '$anon_distinct_id']],
  ['$create_alias', ['distinct_id', 'alias']],
  ['$merge_dangerously', ['distinct_id', 'alias']],
]);

const MIXPANEL_CALLS: Calls = new Map([
  ['$identify', ['$identified_id', '$anon_id']],
  ['$create_alias', ['distinct_id', 'alias']],
  ['$merge', ['$distinct_ids']],
]);

/** Name of a policy → the calls of its vendor. */
const CALLS: ReadonlyMap<string, Calls> = new Map([
  ['posthog', POSTHOG_CALLS],
  ['mixpanel-original', MIXPANEL_CALLS],
]);

/**
 * What a record's identifying fields say under a vendor's calls: operands first, in their order and as one kind of id;
 * then the other fields as they are. Operands of other calls than this one are left out. A vendor that knows several
 * kinds of ids has its fields back unchanged.
 */
export function inOperandOrder<T>(
  vendor: string,
  call: string,
  fields: readonly (readonly [name: string, value: T])[],
): (readonly [name: string, value: T])[] {
  const calls = CALLS.get(vendor);
  if (calls === undefined) return [...fields];
  const operands = calls.get(call) ?? [OPERAND_NAMESPACE];
  const everyOperand = new Set([OPERAND_NAMESPACE, ...[...calls.values()].flat()]);
  return [
    ...operands.flatMap((operand) =>
      fields
        .filter(([name]) => name === operand)
        .map(([, value]): readonly [string, T] => [OPERAND_NAMESPACE, value]),
    ),
    ...fields.filter(([name]) => !everyOperand.has(name)),
  ];
}
