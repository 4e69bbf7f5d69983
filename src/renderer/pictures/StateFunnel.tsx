import './state-funnel.css';

export interface FunnelStep {
  readonly label: string;
  readonly note: string;
  readonly count: number;
  readonly state: 'anonymous' | 'known' | 'unified';
}

interface Props {
  readonly steps: readonly FunnelStep[];
  /** Writes a count and its share of the whole. */
  readonly format: (count: number) => string;
  readonly whole: number;
}

const WIDTH = 640;
const STEP_HEIGHT = 56;
const BAR_HEIGHT = 24;
const LABEL_WIDTH = 240;
const BAR_WIDTH = WIDTH - LABEL_WIDTH;

/**
 * Anonymous → known → unified as bars on one scale, each with the ink of its state. Where a bar is narrower than the
 * one above, the band between them shows what did not come along.
 */
export function StateFunnel({ steps, format, whole }: Props) {
  const scale = (count: number) => (whole === 0 ? 0 : (count / whole) * BAR_WIDTH);
  const height = steps.length * STEP_HEIGHT - (STEP_HEIGHT - BAR_HEIGHT) + 8;
  const description = steps.map((step) => `${step.label}: ${format(step.count)}`).join('; ');
  return (
    <svg className="state-funnel" viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={description}>
      {steps.map((step, index) => {
        const y = index * STEP_HEIGHT + 4;
        const width = scale(step.count);
        const next = steps[index + 1];
        return (
          <g key={step.label}>
            {next !== undefined && (
              <path
                className="funnel-band"
                d={`M${LABEL_WIDTH} ${y + BAR_HEIGHT}h${width}L${LABEL_WIDTH + scale(next.count)} ${y + STEP_HEIGHT}H${LABEL_WIDTH}z`}
              />
            )}
            <rect
              className="funnel-track"
              x={LABEL_WIDTH}
              y={y}
              width={BAR_WIDTH}
              height={BAR_HEIGHT}
              rx="2"
            />
            <rect
              className={`funnel-bar funnel-${step.state}`}
              x={LABEL_WIDTH}
              y={y}
              width={Math.max(width, step.count > 0 ? 2 : 0)}
              height={BAR_HEIGHT}
              rx="2"
            />
            <text x="0" y={y + 10} className="funnel-label">
              {step.label}
            </text>
            <text x="0" y={y + 25} className="funnel-note">
              {step.note}
            </text>
            <text x={LABEL_WIDTH - 12} y={y + 16} className="funnel-count">
              {format(step.count)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
