import { VerdictMark } from "@/components/ui/marks";
import type { Shown } from "@/lib/domain/grade";
import type { RevealedCard } from "./grading-store";

/** After the grade: what the assertions had said, who says otherwise, which model it was, and why it was shown. */
export function RevealStrip({ revealed }: { readonly revealed: RevealedCard }) {
  const { name, shown, said, otherwise, model } = revealed;
  return (
    <aside aria-label="The output before" className="rounded-md bg-raised px-3 py-2 text-sm break-words">
      <span className="text-muted">
        {`the output before (${name}): ${why(shown)}`}
        {model !== null && ` · made by ${model}`}
      </span>
      {otherwise?.map(({ criterion, people }) => (
        <p key={criterion ?? ""} className="text-warn">
          {`⚠ ${people === 1 ? "One other person says" : `${people} others say`} the contrary of ${name} ${
            criterion === null ? "as a whole" : `on “${criterion}”`
          }: it is disputed.`}
        </p>
      ))}
      {said.length > 0 && (
        <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-0.5">
          {said.map(({ criterion, verdict }) => (
            <li key={criterion}>
              {criterion} <VerdictMark kind={verdict?.kind ?? null} />
            </li>
          ))}
        </ul>
      )}
    </aside>
  );
}

function why({ policy, inclusionProbability }: Shown): string {
  const chance =
    inclusionProbability === null
      ? ""
      : ` (chance ${inclusionProbability < 0.001 ? "below 0.1" : (inclusionProbability * 100).toFixed(1)} %)`;
  switch (policy) {
    case "uniform":
      return `drawn at random${chance}`;
    case "audit-set":
      return "drawn at random for the audit set";
    case "audit":
      return `drawn at random, as an audit${chance}`;
    case "disagreement":
      return `drawn with weight on outputs on which the assertions disagree${chance}`;
    case "repeat":
      return "shown again, to see whether you grade it the same";
    case "alternate":
      return "the most or the least suspicious one, in turn";
    case "queue":
      return `handed out in a grading queue${chance}`;
    case "chosen":
      return "picked by you";
    case "imported":
      return "imported";
    case "relook":
      return "shown again, because a criterion changed its meaning";
    case "carried":
      return "carried over from a criterion that was split or merged";
    case "adjudication":
      return "decided where graders differ";
  }
}
