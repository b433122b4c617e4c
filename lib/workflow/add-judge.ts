import { findCriterion } from "@/lib/db/criteria";
import { foldedBecause } from "@/lib/domain/candidate-view";
import { hasMeaning, type Criterion } from "@/lib/domain/criterion";
import type { CriterionId, ProjectId } from "@/lib/domain/ids";
import { chooseExemplars } from "@/lib/domain/judge-designs/choose-exemplars";
import { LEVELS, type Judge } from "@/lib/domain/judge-designs/judge";
import type { JudgeChoice } from "@/lib/domain/judge-designs/judge-choice";
import { juryOf } from "@/lib/domain/judge-designs/compose-jury";
import { draftsOf } from "@/lib/domain/judge-designs/variants";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { storeCandidates } from "./edit-assertions";
import { gradedOutputs } from "./graded-outputs";
import { questionOf } from "./plain-judges";
import { readBand } from "./read-band";
import { readBoard } from "./read-board";
import { mayChangeAtOnce } from "./require-review";

export type JudgeToAdd = {
  readonly projectId: ProjectId;
  readonly criterionId: CriterionId;
  readonly choice: JudgeChoice;
};

const sentence = (text: string): Result<never> => fail({ code: "bad-input", sentence: text });

/** Adds a judge in the design that the person chose, with the variants that come free with it. */
export async function addJudge({ projectId, criterionId, choice }: JudgeToAdd): Promise<Result<null>> {
  const criterion = await findCriterion(projectId, criterionId);
  if (!criterion) return fail({ code: "not-found", what: "criterion" });
  const may = await mayChangeAtOnce(projectId, "Choose “Propose to use it” instead.");
  if (!may.ok) return may;
  const judge = await judgeOf({ projectId, criterion, choice });
  if (!judge.ok) return judge;
  const drafts = draftsOf(judge.value, originOf(judge.value));
  const added = await storeCandidates({ projectId, criterion }, drafts, { bringBack: true });
  return added > 0 ? ok(null) : sentence("This criterion has exactly this judge already.");
}

/** Outside of this band the cheap model is taken at its word, until grades show what it is worth. */
const UNPROVEN_BAND = { low: 0.1, high: 0.9 } as const;

/** Where grades have set its band they flatter it when they measure it, too. */
export const originOf = (judge: Judge): "refined" | "hand" =>
  judge.design === "cascade" && (judge.low !== UNPROVEN_BAND.low || judge.high !== UNPROVEN_BAND.high)
    ? "refined"
    : "hand";

/** The judge that a person asks for; a problem where the grades do not suffice for its design. */
export async function judgeOf({
  projectId,
  criterion,
  choice,
}: {
  readonly projectId: ProjectId;
  readonly criterion: Criterion;
  readonly choice: JudgeChoice;
}): Promise<Result<Judge>> {
  const common = { kind: "judge", question: questionOf(criterion) } as const;
  switch (choice.design) {
    case "direct":
    case "critique":
    case "for-and-against":
      return ok({ ...common, design: choice.design });
    case "checklist":
      return ok({
        ...common,
        design: "checklist",
        items: choice.questions.map((item, i) => ({ ...item, id: `q${i + 1}` })),
        rule: { kind: "all" },
      });
    case "rubric":
      return ok({ ...common, design: "rubric", levels: choice.levels, passFrom: LEVELS - 1 });
    case "probability":
      return ok({ ...common, design: "probability", samples: choice.samples, threshold: 0.5 });
    case "cascade": {
      const { samples } = choice;
      const first = { ...common, design: "probability", samples, threshold: 0.5 } as const;
      const band = await readBand(await readBoard(projectId), criterion, first);
      return ok({ ...common, design: "cascade", samples, ...(band ?? UNPROVEN_BAND) });
    }
    case "few-shot":
    case "pairwise": {
      const board = await readBoard(projectId);
      const exemplars = chooseExemplars(await gradedOutputs(projectId, criterion, board));
      if (!exemplars)
        return sentence("Grade at least two good and two bad outputs first: they are its examples.");
      return ok({ ...common, design: choice.design, exemplars: [...exemplars] });
    }
    case "jury": {
      const { assertions, matrix } = await readBoard(projectId);
      const telling = assertions.filter(
        ({ id, revisionId }) =>
          hasMeaning(criterion, revisionId) && foldedBecause(matrix.counts(id)) === null,
      );
      const jury = juryOf(telling, common.question);
      return jury
        ? ok(jury)
        : sentence("A jury needs at least two judges of different questions or designs.");
    }
  }
}
