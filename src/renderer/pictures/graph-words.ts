import type { GraphEdge, GraphNode, GraphView } from '#shared/protocol/results/graph.ts';
import { formatCount, formatCounted, revealInvisible } from '../format.ts';

/** What the picture says, in words: for readers, for the tables beside it and for its tests. */

export const EDGE_TEXTS: { readonly [kind in GraphEdge['kind']]: string } = {
  evidence: 'together on events',
  refused: 'refused',
  'handed-over': 'handed over',
};

/** Whether the profile holds or held it; others are in the picture for the link to them. */
export function wasHere(node: GraphNode): boolean {
  return node.isHeld || node.events > 0;
}

/** `1`, `1 and 2`, `1 to 4`. */
export function mergeNumbers(numbers: readonly number[]): string {
  const [first] = numbers;
  const last = numbers.at(-1);
  if (first === undefined || last === undefined) return '';
  if (numbers.length === 1) return String(first);
  if (numbers.length === 2) return `${first} and ${last}`;
  return last - first === numbers.length - 1 ? `${first} to ${last}` : numbers.join(', ');
}

export function nodeWords(node: GraphNode): string {
  const now = `, belongs to ${node.elsewhere === null ? 'nobody' : 'somebody else'} now`;
  return `${node.namespace} ${revealInvisible(node.value)}, ${formatCounted(node.events, 'event')}${node.isHeld ? '' : now}`;
}

export function edgeWords(edge: GraphEdge, from: GraphNode, to: GraphNode): string {
  const parts = [
    `${revealInvisible(from.value)} and ${revealInvisible(to.value)}: ${EDGE_TEXTS[edge.kind]}`,
    formatCounted(edge.events, 'event'),
  ];
  if (edge.bridge) parts.push('a bridge');
  if (edge.merges.length === 1) parts.push(`merge ${mergeNumbers(edge.merges)} came about here`);
  if (edge.merges.length > 1) parts.push(`merges ${mergeNumbers(edge.merges)} came about here`);
  return parts.join(', ');
}

/** The whole picture in a few sentences. */
export function graphSentence({ nodes, edges, merges, omitted }: GraphView): string {
  const own = nodes.filter(wasHere);
  const moved = own.filter((node) => !node.isHeld).length;
  const former = new Set(own.map((node) => node.group)).size;
  const ties = edges.filter((edge) => edge.kind === 'evidence');
  const bridges = ties.filter((edge) => edge.bridge).length;
  const refused = edges.filter((edge) => edge.kind === 'refused').length;
  const handed = edges.filter((edge) => edge.kind === 'handed-over').length;
  const away =
    moved === 0 ? '' : ` (${formatCount(moved)} of them ${moved === 1 ? 'is' : 'are'} no longer its own)`;
  const sentences = [
    `${formatCounted(own.length, 'identifier')}${away}, ${formatCounted(ties.length, 'pair')} together on events.`,
    merges.length === 0
      ? 'No merge was needed.'
      : `${formatCounted(merges.length, 'merge')} joined ${formatCounted(Math.max(former, merges.length + 1), 'former profile')}.`,
  ];
  if (bridges > 0)
    sentences.push(
      bridges === 1
        ? '1 tie is a bridge: without it the profile falls in two.'
        : `${formatCount(bridges)} ties are bridges: without any one of them the profile falls in two.`,
    );
  if (refused > 0) sentences.push(`${formatCounted(refused, 'link')} to somebody else refused.`);
  if (handed > 0)
    sentences.push(`${formatCounted(handed, 'link')} to somebody a device was handed over to or from.`);
  if (omitted > 0)
    sentences.push(`${formatCounted(omitted, 'identifier')} with the fewest events left out of the picture.`);
  return sentences.join(' ');
}
