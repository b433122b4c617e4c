import type { CriterionFindings as Findings } from "@/lib/domain/criterion-findings";
import type { AssertionId } from "@/lib/domain/ids";
import { Explained } from "@/components/ui/explained";
import { percent } from "@/components/ui/rate";
import { AgreementLine } from "./agreement-line";
import { sayStop } from "@/components/ui/say-stop";

type Props = { readonly findings: Findings; readonly nameOf: (id: AssertionId) => string };

/** How sure the choice is, what it is worth on other grades, and whether one may stop. */
export function CriterionFindings({ findings, nameOf }: Props) {
  const { certainty, honest, notes, note, stopRule } = findings;
  return (
    <div className="flex max-w-[85ch] flex-col gap-1 text-sm text-muted">
      {note.kind === "no usable assertion" && (
        <p className="text-warn">
          No usable assertion: nothing shows that any candidate is better than a coin. Grade more, ask for
          more candidates, or leave this criterion to people.
        </p>
      )}
      {note.kind === "over the limit" && (
        <p className="text-warn">{`Every candidate fails more good outputs than the limit allows; the least is ${percent(note.lowest)}.`}</p>
      )}
      {certainty?.isUndecided && (
        <p className="text-warn">
          <Explained
            anchor="certainty-of-a-choice"
            says="Grades are drawn again many times: how often does the selected one stay the best?"
          >
            Undecided
          </Explained>
          {`: the selected one is the best in ${percent(certainty.best)} of resamples${certainty.strongestRival === null ? "" : `; its strongest rival is “${nameOf(certainty.strongestRival)}”`}.`}
        </p>
      )}
      {certainty && !certainty.isUndecided && (
        <p>{`The selected one is the best in ${percent(certainty.best)} of resamples.`}</p>
      )}
      {note.kind === "selected" && honest && honest.alignment !== null && (
        <p>
          <Explained
            anchor="honest-estimate"
            says="What choosing among these candidates reaches on grades that took no part in the choice."
          >
            honest alignment
          </Explained>
          {` ${honest.alignment.toFixed(2)}${honest.interval.alignment ? ` (${honest.interval.alignment.map((bound) => bound.toFixed(2)).join("–")})` : ""}, n = ${honest.n}`}
        </p>
      )}
      <AgreementLine notes={notes} />
      <p className={stopRule.isReached ? "text-good" : ""}>
        <Explained
          anchor="stop-rule"
          says="Enough grades of both kinds, narrow intervals, a sure winner, and a wording that has settled."
        >
          {stopRule.isReached ? "✓ you can stop grading this" : "before you stop"}
        </Explained>
        {`: ${sayStop(stopRule)}`}
      </p>
    </div>
  );
}
