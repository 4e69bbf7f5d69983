import './state-flow.css';

type State = 'anonymous' | 'known' | 'unified';

interface Props {
  /** Profiles by their present state. */
  readonly states: { readonly [state in State]: number };
  /** Profiles that were anonymous at some time, present ones included. */
  readonly started: number;
  readonly format: (count: number) => string;
}

interface End {
  readonly key: State | 'started' | 'named';
  readonly label: string;
  readonly note: string;
  readonly count: number;
}

interface Placed extends End {
  readonly y: number;
  readonly height: number;
}

interface Flow {
  readonly from: End['key'];
  readonly to: State;
  readonly count: number;
}

const WIDTH = 660;
const HEIGHT = 168;
const GAP = 36;
const BAR = 14;
const LEFT = 216;
const RIGHT = 476;
/** Above and below the picture, where the label of an end without height goes. */
const ROOM_FOR_LABEL = 14;
const LEAST_HEIGHT = 2;

/**
 * Where people began and what they are now, as bands whose width is their number. Ends are in an order in which no
 * two bands cross: anonymous and unified come from those seen anonymously, known from both.
 */
export function StateFlow({ states, started, format }: Props) {
  const all = states.anonymous + states.known + states.unified;
  const knownBefore = Math.max(0, started - states.anonymous - states.unified);
  const left = place([
    { key: 'started', label: 'Seen anonymously', note: 'a device without a name', count: started },
    { key: 'named', label: 'Came with a name', note: 'email, phone or login', count: all - started },
  ]);
  const right = place([
    { key: 'anonymous', label: 'Anonymous', note: 'still without a name', count: states.anonymous },
    { key: 'unified', label: 'Unified', note: 'history and name joined', count: states.unified },
    { key: 'known', label: 'Known', note: 'no anonymous history', count: states.known },
  ]);
  const flows: Flow[] = [
    { from: 'started', to: 'anonymous', count: states.anonymous },
    { from: 'started', to: 'unified', count: states.unified },
    { from: 'started', to: 'known', count: knownBefore },
    { from: 'named', to: 'known', count: states.known - knownBefore },
  ];
  const description = [...left, ...right].map((end) => `${end.label}: ${format(end.count)}`).join('; ');
  return (
    <svg
      className="state-flow"
      viewBox={`0 ${-ROOM_FOR_LABEL} ${WIDTH} ${HEIGHT + 2 * ROOM_FOR_LABEL}`}
      role="img"
      aria-label={description}
    >
      {bandsOf(flows, left, right, all).map((band) => (
        <path key={band.key} d={band.path} className="flow-band" />
      ))}
      {left.map((end) => (
        <FlowEnd
          key={end.key}
          end={end}
          x={LEFT - BAR}
          textX={LEFT - BAR - 10}
          anchor="end"
          format={format}
        />
      ))}
      {right.map((end) => (
        <FlowEnd key={end.key} end={end} x={RIGHT} textX={RIGHT + BAR + 10} anchor="start" format={format} />
      ))}
    </svg>
  );
}

interface FlowEndProps {
  readonly end: Placed;
  readonly x: number;
  readonly textX: number;
  readonly anchor: 'start' | 'end';
  readonly format: Props['format'];
}

function FlowEnd({ end, x, textX, anchor, format }: FlowEndProps) {
  const middle = end.y + end.height / 2;
  return (
    <g textAnchor={anchor}>
      <rect x={x} y={end.y} width={BAR} height={end.height} className={`flow-end flow-${end.key}`} />
      <text x={textX} y={middle - 3} className="flow-label">
        {end.label} <tspan className="flow-count">{format(end.count)}</tspan>
      </text>
      <text x={textX} y={middle + 12} className="flow-note">
        {end.note}
      </text>
    </g>
  );
}

/** Stacks ends from the top, heights by count, with room for the labels of the small ones. */
function place(ends: readonly End[]): Placed[] {
  const all = ends.reduce((sum, end) => sum + end.count, 0);
  const room = HEIGHT - GAP * (MOST_ENDS - 1);
  let y = (GAP * (MOST_ENDS - ends.length)) / 2;
  return ends.map((end) => {
    const height = all === 0 ? 0 : (end.count / all) * room;
    const placed = { ...end, y, height: end.count > 0 ? Math.max(height, LEAST_HEIGHT) : 0 };
    y += height + GAP;
    return placed;
  });
}

const MOST_ENDS = 3;

function bandsOf(
  flows: readonly Flow[],
  left: readonly Placed[],
  right: readonly Placed[],
  all: number,
): { readonly key: string; readonly path: string }[] {
  const room = HEIGHT - GAP * (MOST_ENDS - 1);
  const used = new Map<string, number>();
  const take = (side: string, end: Placed, height: number) => {
    const start = used.get(side) ?? end.y;
    used.set(side, start + height);
    return start;
  };
  return flows.flatMap(({ from, to, count }) => {
    const source = left.find((end) => end.key === from);
    const target = right.find((end) => end.key === to);
    if (count <= 0 || source === undefined || target === undefined) return [];
    const height = (count / all) * room;
    const a = take(`left ${from}`, source, height);
    const b = take(`right ${to}`, target, height);
    const middle = (LEFT + RIGHT) / 2;
    const there = `M${LEFT} ${a}C${middle} ${a} ${middle} ${b} ${RIGHT} ${b}`;
    const back = `V${b + height}C${middle} ${b + height} ${middle} ${a + height} ${LEFT} ${a + height}z`;
    return [{ key: `${from} ${to}`, path: there + back }];
  });
}
