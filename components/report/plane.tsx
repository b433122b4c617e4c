import type { CriterionReport } from "@/lib/domain/report-card";
import { valueOf } from "@/lib/domain/ratio";

const SIZE = 320;
const PAD = 40;
const LEFT = 54;
const x = (rate: number) => LEFT + rate * (SIZE - LEFT - 18);
const y = (rate: number) => SIZE - PAD - rate * (SIZE - PAD - 12);

type Dot = {
  readonly key: string;
  readonly name: string;
  readonly caught: number;
  readonly failed: number;
  readonly isSelected: boolean;
};

/** Coverage against false failures, a dot a candidate: up and to the left is better. */
export function Plane({ criteria }: { readonly criteria: readonly CriterionReport[] }) {
  const dots: Dot[] = criteria.flatMap(({ criterion, candidates }) =>
    candidates.flatMap((candidate) => {
      const caught = valueOf(candidate.coverage);
      const failed = valueOf(candidate.falseFailureRate);
      if (caught === null || failed === null || candidate.folded !== null) return [];
      return [
        {
          key: String(candidate.assertion.id),
          name: `${criterion.revision.name}: ${candidate.assertion.name}`,
          caught,
          failed,
          isSelected: candidate.isSelected,
        },
      ];
    }),
  );
  if (dots.length === 0)
    return <p className="text-sm text-muted">Not measured yet: the plot needs a good and a bad grade.</p>;
  return (
    <figure className="max-w-md">
      <svg
        viewBox={`0 0 ${SIZE} ${SIZE}`}
        role="img"
        aria-label={`Coverage and false failure rate of ${dots.length} candidates; the tables below hold the figures.`}
        className="w-full"
      >
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
        {dots.map((dot) => (
          <circle
            key={dot.key}
            cx={x(dot.failed)}
            cy={y(dot.caught)}
            r={dot.isSelected ? 6 : 4}
            className={dot.isSelected ? "fill-accent" : "fill-none stroke-muted"}
            strokeWidth={1.5}
          >
            <title>{`${dot.name}: coverage ${Math.round(dot.caught * 100)} %, false failures ${Math.round(dot.failed * 100)} %`}</title>
          </circle>
        ))}
      </svg>
      <figcaption className="text-sm text-muted">
        Filled: selected. On the dashed line a candidate is no better than chance.
      </figcaption>
    </figure>
  );
}
