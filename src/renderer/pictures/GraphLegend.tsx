import type { ReactNode } from 'react';
import { NamespaceGlyph } from '../widgets/NamespaceGlyph.tsx';
import './graph-legend.css';

/** What the signs of the graph mean, and its keys. */
export function GraphLegend() {
  return (
    <div className="graph-legend">
      <h2>How to read it</h2>
      <ul>
        <Entry sign={<GlyphSign elsewhere={false} />}>an identifier of this profile</Entry>
        <Entry sign={<GlyphSign elsewhere />}>one that it does not hold</Entry>
        <Entry sign={<LineSign kind="evidence" />}>together on events; the wider, the more</Entry>
        <Entry sign={<LineSign kind="evidence" bridge />}>a bridge: nothing else ties the two sides</Entry>
        <Entry sign={<LineSign kind="refused" />}>refused: a rule kept them apart</Entry>
        <Entry sign={<LineSign kind="handed-over" />}>handed over to or from somebody else</Entry>
        <Entry sign={<DiscSign />}>the merge of this number came about here</Entry>
        <Entry sign={<HullSign />}>a former profile</Entry>
      </ul>
      <h3>Keys</h3>
      <p className="meta">
        Arrows walk along the links, Tab goes through the links of one identifier, Enter opens, Escape lets
        go, + and - zoom, f fits. Drag to move.
      </p>
    </div>
  );
}

function Entry({ sign, children }: { sign: ReactNode; children: ReactNode }) {
  return (
    <li>
      <svg width="40" height="22" viewBox="0 0 40 22" aria-hidden>
        {sign}
      </svg>
      <span>{children}</span>
    </li>
  );
}

function GlyphSign({ elsewhere }: { elsewhere: boolean }) {
  return (
    <g className={`graph-node${elsewhere ? ' elsewhere' : ''}`} transform="translate(11 2)">
      <NamespaceGlyph namespace="email" size={18} decorative />
    </g>
  );
}

function LineSign({
  kind,
  bridge = false,
}: {
  kind: 'evidence' | 'refused' | 'handed-over';
  bridge?: boolean;
}) {
  return (
    <g className={`graph-edge edge-${kind}`}>
      {bridge ? (
        <>
          <path d="M2 11H38" className="edge-bridge" strokeWidth="8" />
          <path d="M2 11H38" className="edge-bridge-gap" strokeWidth="4" />
        </>
      ) : (
        <path d="M2 11H38" className="edge-line" strokeWidth="4" />
      )}
      {kind === 'refused' && <path d="M20 3V19" className="refusal-bar" />}
    </g>
  );
}

function DiscSign() {
  return (
    <g transform="translate(20 11)">
      <circle r="9" className="merge-disc" />
      <text className="merge-number">1</text>
    </g>
  );
}

function HullSign() {
  return <rect x="4" y="2" width="32" height="18" rx="9" className="graph-hull" />;
}
