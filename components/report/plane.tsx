"use client";
import { useRef, type PointerEvent } from "react";
import type { AssertionId } from "@/lib/domain/ids";
import { valueOf } from "@/lib/domain/ratio";
import type { CriterionReport } from "@/lib/domain/report-card";
import { paretoFront } from "@/lib/domain/select-at-limit";

const SIZE = 320;
const PAD = 40;
const LEFT = 54;
const SPAN = SIZE - LEFT - 18;
const x = (rate: number) => LEFT + rate * SPAN;
const y = (rate: number) => SIZE - PAD - rate * (SIZE - PAD - 12);

type Props = {
  readonly criteria: readonly CriterionReport[];
  readonly selected: ReadonlySet<AssertionId>;
  readonly ffrLimit: number;
  readonly onLimit: (ffrLimit: number) => void;
};

/** Coverage against false failures, a dot a candidate: up and to the left is better. The FFR limit can be dragged. */
export function Plane({ criteria, selected, ffrLimit, onLimit }: Props) {
  const svg = useRef<SVGSVGElement>(null);
  const dots = dotsOf(criteria);
  const front = paretoFront(criteria.flatMap(({ candidates }) => candidates));

  function follow({ clientX, currentTarget, pointerId }: PointerEvent<SVGElement>) {
    const box = svg.current?.getBoundingClientRect();
    if (!box || !currentTarget.hasPointerCapture(pointerId)) return;
    const at = (((clientX - box.left) / box.width) * SIZE - LEFT) / SPAN;
    onLimit(Math.round(Math.min(1, Math.max(0, at)) * 100) / 100);
  }

  return (
    <svg
      ref={svg}
      viewBox={`0 0 ${SIZE} ${SIZE}`}
      role="img"
      aria-label={`Coverage and false failure rate of ${dots.length} candidates; the tables below hold the figures.`}
      className="w-full touch-pan-y"
    >
      <rect
        x={x(0)}
        y={y(1)}
        width={x(ffrLimit) - x(0)}
        height={y(0) - y(1)}
        className="fill-accent opacity-5"
      />
      <Axes />
      <polyline
        points={front.map((point) => `${x(point.falseFailureRate)},${y(point.coverage)}`).join(" ")}
        className="fill-none stroke-accent opacity-40"
      />
      {dots.map((dot) => {
        const isSelected = selected.has(dot.id);
        return (
          <circle
            key={dot.id}
            cx={x(dot.failed)}
            cy={y(dot.caught)}
            r={isSelected ? 6 : 4}
            className={isSelected ? "fill-accent" : "fill-none stroke-muted"}
            strokeWidth={1.5}
          >
            <title>{`${dot.name}: coverage ${Math.round(dot.caught * 100)} %, false failures ${Math.round(dot.failed * 100)} %`}</title>
          </circle>
        );
      })}
      <line x1={x(ffrLimit)} x2={x(ffrLimit)} y1={y(0)} y2={y(1)} className="stroke-bad" strokeWidth={1.5} />
      <rect
        data-testid="limit-line"
        x={x(ffrLimit) - 9}
        y={y(1)}
        width={18}
        height={y(0) - y(1)}
        className="cursor-ew-resize fill-transparent"
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={follow}
      />
    </svg>
  );
}

function Axes() {
  return (
    <>
      <line x1={x(0)} x2={x(1)} y1={y(0)} y2={y(0)} className="stroke-line" />
      <line x1={x(0)} x2={x(0)} y1={y(0)} y2={y(1)} className="stroke-line" />
      <line x1={x(0)} x2={x(1)} y1={y(0)} y2={y(1)} className="stroke-line" strokeDasharray="3 3" />
      {[0, 0.5, 1].map((rate) => (
        <g key={rate} className="fill-muted text-[10px]">
          <text x={x(rate)} y={y(0) + 14} textAnchor="middle">{`${rate * 100} %`}</text>
          <text x={x(0) - 5} y={y(rate) + 3} textAnchor="end">{`${rate * 100} %`}</text>
        </g>
      ))}
      <text x={x(0.5)} y={SIZE - 6} textAnchor="middle" className="fill-muted text-[11px]">
        false failure rate
      </text>
      <text
        x={12}
        y={y(0.5)}
        textAnchor="middle"
        transform={`rotate(-90 12 ${y(0.5)})`}
        className="fill-muted text-[11px]"
      >
        coverage
      </text>
    </>
  );
}

type Dot = {
  readonly id: AssertionId;
  readonly name: string;
  readonly caught: number;
  readonly failed: number;
};

/** The candidates that are measured and say something of their own. */
export function dotsOf(criteria: readonly CriterionReport[]): Dot[] {
  return criteria.flatMap(({ criterion, candidates }) =>
    candidates.flatMap(({ assertion, coverage, falseFailureRate, folded }) => {
      const caught = valueOf(coverage);
      const failed = valueOf(falseFailureRate);
      if (caught === null || failed === null || folded !== null) return [];
      return [{ id: assertion.id, name: `${criterion.revision.name}: ${assertion.name}`, caught, failed }];
    }),
  );
}
