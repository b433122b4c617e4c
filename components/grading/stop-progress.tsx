import type { StopRule } from "@/lib/domain/stop-rule";
import { sayStop } from "@/components/ui/say-stop";

type Props = { readonly stop: readonly { readonly name: string; readonly rule: StopRule }[] };

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
        {stop.map(({ name, rule }) => (
          <li key={name}>
            <span
              className={rule.isReached ? "text-good" : ""}
            >{`${rule.isReached ? "✓" : "○"} ${name}`}</span>
            {`: ${sayStop(rule)}`}
          </li>
        ))}
      </ul>
    </details>
  );
}
