import { Explained } from "@/components/ui/explained";
import { Rate } from "@/components/ui/rate";
import type { AtAnyTime } from "@/lib/domain/criterion-findings";
import type { StopRule } from "@/lib/domain/stop-rule";
import { sayStop } from "@/components/ui/say-stop";

export type CriterionStop = {
  readonly name: string;
  readonly rule: StopRule;
  /** Null: nothing is selected. */
  readonly atAnyTime: AtAnyTime | null;
};

type Props = { readonly stop: readonly CriterionStop[] };

/** Whether one may stop, criterion by criterion; folded, since the answer is rarely what one grades for. */
export function StopProgress({ stop }: Props) {
  if (stop.length === 0) return null;
  const reached = stop.filter(({ rule }) => rule.isReached).length;
  return (
    <details className="text-sm text-muted">
      <summary className="cursor-pointer">
        {reached === stop.length
          ? "✓ you can stop now: every criterion has what it needs"
          : `when to stop: ${reached} of ${stop.length} criteria have what they need`}
      </summary>
      <ul className="mt-2 flex max-w-[80ch] flex-col gap-1">
        {stop.map(({ name, rule, atAnyTime }) => (
          <li key={name}>
            <span
              className={rule.isReached ? "text-good" : ""}
            >{`${rule.isReached ? "✓" : "○"} ${name}`}</span>
            {`: ${sayStop(rule)}`}
            {atAnyTime && (
              <span className="block pl-5">
                {"coverage "}
                <Rate ratio={atAnyTime.coverage} interval={atAnyTime.coverageInterval} />
                {", false failure rate "}
                <Rate ratio={atAnyTime.falseFailureRate} interval={atAnyTime.falseFailureRateInterval} />
              </span>
            )}
          </li>
        ))}
      </ul>
      <p className="mt-2 max-w-[80ch]">
        <Explained
          anchor="looking-at-every-grade"
          says="Wider than those of the report, because who looks after each grade will see a lucky moment."
        >
          These intervals
        </Explained>
        {" hold however often you look."}
      </p>
    </details>
  );
}
