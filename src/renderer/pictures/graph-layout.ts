/** What of a graph decides where it is drawn. */
export interface LayoutInput {
  /** Group of every node: nodes of one group are kept together. */
  readonly groups: readonly string[];
  /** Positions in `groups`. */
  readonly links: readonly LayoutLink[];
}

export interface LayoutLink {
  readonly from: number;
  readonly to: number;
  /** Ties within a profile pull; links to somebody else keep their distance. */
  readonly pulls: boolean;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface GraphLayout {
  readonly points: readonly Point[];
  readonly width: number;
  readonly height: number;
}

/** Length that a tie wants to have. */
const TIE = 92;
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
/** Pair visits in all, which bounds the time whatever the size. */
const PAIR_VISITS = 6_000_000;
const MIN_STEPS = 50;
const MAX_STEPS = 400;
const SEPARATION_PASSES = 40;
const MARGIN = 64;
/** Up to here every node has its label under it and needs the room for it. */
export const LABELLED_NODES = 60;

/**
 * Places nodes by springs and repulsion (Fruchterman and Reingold 1991) from a start on spirals instead of a random
 * one, with a bounded number of steps, and then pushes apart what overlaps. The same graph gives the same picture, to
 * the pixel. Cost: at most some six million pairs.
 */
export function layoutGraph({ groups, links }: LayoutInput): GraphLayout {
  const count = groups.length;
  const x = new Float64Array(count);
  const y = new Float64Array(count);
  const groupOf = startOnSpirals(groups, x, y);
  const steps = Math.max(MIN_STEPS, Math.min(MAX_STEPS, Math.floor(PAIR_VISITS / (count * count + 1))));
  const field: Field = { x, y, forceX: new Float64Array(count), forceY: new Float64Array(count) };
  for (let step = 0; step < steps; step += 1) {
    field.forceX.fill(0);
    field.forceY.fill(0);
    repel(field);
    pull(field, links);
    gather(field, groupOf);
    move(field, TIE * (1 - step / steps) + 0.5);
  }
  const labelled = count <= LABELLED_NODES;
  separate(field, labelled ? { x: 132, y: 52 } : { x: 34, y: 34 });
  return framed(field);
}

interface Field {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly forceX: Float64Array;
  readonly forceY: Float64Array;
}

/** Groups on a spiral by size, the nodes of each on a spiral of their own; returns the number of every node's group. */
function startOnSpirals(groups: readonly string[], x: Float64Array, y: Float64Array): Int32Array {
  const sizes = new Map<string, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const ordered = [...sizes.keys()].toSorted((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0));
  const numbers = new Map(ordered.map((group, number) => [group, number]));
  const placed = new Map<string, number>();
  const groupOf = new Int32Array(groups.length);
  groups.forEach((group, node) => {
    const number = numbers.get(group) ?? 0;
    const nth = placed.get(group) ?? 0;
    placed.set(group, nth + 1);
    groupOf[node] = number;
    const far = TIE * 2 * Math.sqrt(number);
    const near = (TIE / 2) * Math.sqrt(nth + 0.25);
    x[node] = far * Math.cos(number * GOLDEN_ANGLE) + near * Math.cos(nth * GOLDEN_ANGLE);
    y[node] = far * Math.sin(number * GOLDEN_ANGLE) + near * Math.sin(nth * GOLDEN_ANGLE);
  });
  return groupOf;
}

function repel({ x, y, forceX, forceY }: Field): void {
  for (let a = 0; a < x.length; a += 1) {
    for (let b = a + 1; b < x.length; b += 1) {
      const dx = x[a]! - x[b]!;
      const dy = y[a]! - y[b]!;
      const push = (TIE * TIE) / Math.max(dx * dx + dy * dy, 1);
      forceX[a]! += dx * push;
      forceY[a]! += dy * push;
      forceX[b]! -= dx * push;
      forceY[b]! -= dy * push;
    }
  }
}

function pull({ x, y, forceX, forceY }: Field, links: readonly LayoutLink[]): void {
  for (const { from, to, pulls } of links) {
    const dx = x[from]! - x[to]!;
    const dy = y[from]! - y[to]!;
    const force = (Math.hypot(dx, dy) / TIE) * (pulls ? 1 : 0.35);
    forceX[from]! -= dx * force;
    forceY[from]! -= dy * force;
    forceX[to]! += dx * force;
    forceY[to]! += dy * force;
  }
}

/** Draws every node to the middle of its group and, more weakly, to the middle of all; the picture is wider than high. */
function gather({ x, y, forceX, forceY }: Field, groupOf: Int32Array): void {
  const groupCount = groupOf.reduce((most, group) => Math.max(most, group + 1), 0);
  const sumX = new Float64Array(groupCount);
  const sumY = new Float64Array(groupCount);
  const sizes = new Float64Array(groupCount);
  groupOf.forEach((group, node) => {
    sumX[group]! += x[node]!;
    sumY[group]! += y[node]!;
    sizes[group]! += 1;
  });
  groupOf.forEach((group, node) => {
    forceX[node]! += (sumX[group]! / sizes[group]! - x[node]!) * 0.5 - x[node]! * 0.06;
    forceY[node]! += (sumY[group]! / sizes[group]! - y[node]!) * 0.5 - y[node]! * 0.16;
  });
}

function move({ x, y, forceX, forceY }: Field, furthest: number): void {
  for (let node = 0; node < x.length; node += 1) {
    const force = Math.hypot(forceX[node]!, forceY[node]!);
    if (force === 0) continue;
    const step = Math.min(force, furthest) / force;
    x[node]! += forceX[node]! * step;
    y[node]! += forceY[node]! * step;
  }
}

/** Pushes apart what overlaps, along the axis on which less is missing, until nothing does or the passes are used up. */
function separate({ x, y }: Field, room: Point): void {
  for (let pass = 0; pass < SEPARATION_PASSES; pass += 1) {
    let overlaps = false;
    for (let a = 0; a < x.length; a += 1) {
      for (let b = a + 1; b < x.length; b += 1) {
        const missingX = room.x - Math.abs(x[a]! - x[b]!);
        const missingY = room.y - Math.abs(y[a]! - y[b]!);
        if (missingX <= 0.5 || missingY <= 0.5) continue;
        overlaps = true;
        const axis = missingX / room.x < missingY / room.y ? x : y;
        const half = (axis === x ? missingX : missingY) / 2;
        const sign = axis[a]! >= axis[b]! ? 1 : -1;
        axis[a]! += half * sign;
        axis[b]! -= half * sign;
      }
    }
    if (!overlaps) return;
  }
}

/** Whole pixels from a corner, with room around. */
function framed({ x, y }: Field): GraphLayout {
  if (x.length === 0) return { points: [], width: MARGIN * 2, height: MARGIN * 2 };
  const left = x.reduce((least, value) => Math.min(least, value));
  const top = y.reduce((least, value) => Math.min(least, value));
  const points = Array.from(x, (value, node) => ({
    x: Math.round(value - left) + MARGIN,
    y: Math.round(y[node]! - top) + MARGIN,
  }));
  return {
    points,
    width: Math.max(...points.map((point) => point.x)) + MARGIN,
    height: Math.max(...points.map((point) => point.y)) + MARGIN,
  };
}
