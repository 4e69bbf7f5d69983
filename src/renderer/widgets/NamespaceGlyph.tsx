import { namespaceFamily } from './namespace-family.ts';
import './namespace-glyph.css';

interface Props {
  readonly namespace: string;
  readonly size?: number;
  /** Set where the namespace is also written beside the glyph. */
  readonly decorative?: boolean;
}

/** The sign of a namespace: hue, letter and shape. */
export function NamespaceGlyph({ namespace, size = 16, decorative = false }: Props) {
  const { hue, letter, shape } = namespaceFamily(namespace);
  const accessibility = decorative
    ? ({ 'aria-hidden': true } as const)
    : ({ role: 'img', 'aria-label': namespace } as const);
  return (
    <svg
      className={`namespace-glyph hue-${hue}`}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      {...accessibility}
    >
      {!decorative && <title>{namespace}</title>}
      {shape === 'ring' && <circle cx="8" cy="8" r="7" className="glyph-ring" />}
      {shape === 'diamond' && <path d="M8 0 16 8 8 16 0 8z" className="glyph-fill" />}
      {shape === 'square' && <rect width="16" height="16" rx="3" className="glyph-fill" />}
      {shape === 'block' && <rect width="16" height="16" className="glyph-fill" />}
      <text
        x="8"
        y="8"
        className="glyph-letter"
        fontSize={shape === 'square' || shape === 'block' ? 10.5 : 9}
      >
        {letter}
      </text>
    </svg>
  );
}
