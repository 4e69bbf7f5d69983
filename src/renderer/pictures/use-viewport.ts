import type { PointerEvent, RefObject } from 'react';
import { useRef, useState } from 'react';
import type { Point } from './graph-layout.ts';

/** The part of a picture in view, as an SVG viewBox. */
export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const STEP = 1.3;
const CLOSEST = 6;
const FURTHEST = 2;
/** A press that moves less than this is a click. */
const DRAG_PX = 4;

/** Zoom and pan over a picture that fits as a whole at first. Nothing moves by itself. */
export function useViewport(svg: RefObject<SVGSVGElement | null>, whole: Viewport) {
  const [view, setView] = useState<Viewport | null>(null);
  const drag = useRef<{ readonly at: Point; readonly view: Viewport; moved: boolean } | null>(null);
  const shown = view ?? whole;

  function zoom(factor: number) {
    const width = Math.min(whole.width * FURTHEST, Math.max(whole.width / CLOSEST, shown.width / factor));
    const height = (shown.height * width) / shown.width;
    setView({
      x: shown.x + (shown.width - width) / 2,
      y: shown.y + (shown.height - height) / 2,
      width,
      height,
    });
  }

  return {
    view: shown,
    closer: () => zoom(STEP),
    further: () => zoom(1 / STEP),
    fit: () => setView(null),
    /** Brings a place into view that lies outside of it. */
    reveal: ({ x, y }: Point) => {
      const inside =
        x >= shown.x && y >= shown.y && x <= shown.x + shown.width && y <= shown.y + shown.height;
      if (!inside) setView({ ...shown, x: x - shown.width / 2, y: y - shown.height / 2 });
    },
    dragging: {
      onPointerDown: (event: PointerEvent) => {
        if (event.button === 0)
          drag.current = { at: { x: event.clientX, y: event.clientY }, view: shown, moved: false };
      },
      onPointerMove: (event: PointerEvent) => {
        const start = drag.current;
        const box = svg.current?.getBoundingClientRect();
        if (start === null || box === undefined || event.buttons === 0 || box.width === 0) return;
        const dx = event.clientX - start.at.x;
        const dy = event.clientY - start.at.y;
        if (!start.moved && Math.hypot(dx, dy) < DRAG_PX) return;
        start.moved = true;
        const scale = Math.max(start.view.width / box.width, start.view.height / box.height);
        setView({ ...start.view, x: start.view.x - dx * scale, y: start.view.y - dy * scale });
      },
    },
    /** True once after a drag, whose final click selects nothing. */
    endDrag: () => {
      const moved = drag.current?.moved === true;
      drag.current = null;
      return moved;
    },
  };
}
