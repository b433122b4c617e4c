"use client";
import { useRef, useState, type PointerEvent, type RefObject } from "react";

/** Where the pointer is nearer to the edge of the window than this many pixels, the page scrolls along. */
const EDGE = 60;
const SCROLL_STEP = 24;

type Drag = { readonly from: number; readonly to: number };

export type Handle = {
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerUp: () => void;
  readonly onPointerCancel: () => void;
};

type DragOrder = {
  /** Goes on the element whose children are put in order. */
  readonly list: RefObject<HTMLDivElement | null>;
  readonly handleOf: (index: number) => Handle;
  /** What is dragged, and the place to which it would go; null: nothing is. */
  readonly drag: Drag | null;
};

/** Puts children of a list into another order by a handle on each: with a mouse, a pen or a finger. */
export function useDragOrder(onMove: (from: number, to: number) => void): DragOrder {
  const list = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const handleOf = (index: number): Handle => ({
    onPointerDown: (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      event.currentTarget.setPointerCapture(event.pointerId);
      setDrag({ from: index, to: index });
    },
    onPointerMove: ({ clientY }) => {
      if (drag === null) return;
      if (clientY < EDGE) window.scrollBy(0, -SCROLL_STEP);
      if (clientY > window.innerHeight - EDGE) window.scrollBy(0, SCROLL_STEP);
      setDrag({ ...drag, to: placeAt(list.current, clientY, drag.from) });
    },
    onPointerUp: () => {
      if (drag !== null && drag.to !== drag.from) onMove(drag.from, drag.to);
      setDrag(null);
    },
    onPointerCancel: () => setDrag(null),
  });
  return { list, handleOf, drag };
}

/** The place that the child at `from` gets when it is let go at this height: past each neighbour whose middle it passed. */
function placeAt(list: HTMLElement | null, y: number, from: number): number {
  const children = [...(list?.children ?? [])];
  const middles = children.map((child) => {
    const { top, height } = child.getBoundingClientRect();
    return top + height / 2;
  });
  const above = middles.filter((middle, i) => i < from && middle < y).length;
  const below = middles.filter((middle, i) => i > from && middle < y).length;
  return below > 0 ? from + below : above;
}
