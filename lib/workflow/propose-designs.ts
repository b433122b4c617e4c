import { countReferences } from "@/lib/db/references";
import { readFindings } from "@/lib/db/verdicts";
import type { AssertionDraft } from "@/lib/domain/assertion";
import { foldedBecause } from "@/lib/domain/candidate-view";
import type { AssertionId } from "@/lib/domain/ids";
import { chooseExemplars } from "@/lib/domain/judge-designs/choose-exemplars";
import { juryOf } from "@/lib/domain/judge-designs/compose-jury";
import { askingOf } from "@/lib/domain/judge-designs/describe";
import { isShownStanding } from "@/lib/domain/judge-designs/exemplar-edit";
import { LEVELS } from "@/lib/domain/judge-designs/judge";
import { draftsOf } from "@/lib/domain/judge-designs/variants";
import { CORRECTNESS_LEVELS } from "@/lib/domain/reference";
import { questionOf } from "./plain-judges";
import { judgesOf, type Garden } from "./garden";
import { gradedOutputs } from "./graded-outputs";
import { saysWhatIsLearnt } from "./induce-assertions";
import type { Board } from "./read-board";

/** Designs that have become possible since the candidates of the criterion were written (graders.md §3.2). */
export async function proposeDesigns(garden: Garden): Promise<AssertionDraft[]> {
  return [
    ...(await sureOnes(garden)),
    ...(await fromGrades(garden)),
    ...(await againstReferences(garden)),
    ...jury(garden),
  ];
}

/** Outputs looked at to see whether the model tells how sure it is. */
const LOOK_AT = 20;

/** Thresholds on the probability of a one-word answer, as soon as the model is seen to give one: they cost no call. */
async function sureOnes({ mine, board }: Garden): Promise<AssertionDraft[]> {
  const drafts: AssertionDraft[] = [];
  for (const { id, implementation } of mine) {
    if (implementation.kind !== "judge" || implementation.design !== "direct") continue;
    if (!(await givesProbabilities(id, board))) continue;
    const { question } = implementation;
    drafts.push(
      ...draftsOf(
        { kind: "judge", design: "probability", question, samples: null, threshold: 0.5 },
        "library",
      ),
    );
  }
  return drafts;
}

async function givesProbabilities(id: AssertionId, { matrix }: Board): Promise<boolean> {
  const judged = matrix.outputIds.filter((outputId) => matrix.kind(id, outputId) !== null).slice(0, LOOK_AT);
  const findings = await readFindings([id], judged);
  return [...findings.values()].some(({ probability }) => probability !== null);
}

/** One judge that is shown the person's own grades, as soon as there are two of each class; another when they change. */
async function fromGrades({ projectId, criterion, board, ever }: Garden): Promise<AssertionDraft[]> {
  const own = board.labels.byCriterion.get(criterion.id);
  if (!own) return [];
  const question = questionOf(criterion);
  const hasOne = judgesOf(ever).some(
    (judge) =>
      judge.design === "few-shot" && judge.question === question && isShownStanding(judge, own.labels),
  );
  if (hasOne || !saysWhatIsLearnt(own, board.criteria.length)) return [];
  const exemplars = chooseExemplars(await gradedOutputs(projectId, criterion, board));
  if (!exemplars) return [];
  return draftsOf({ kind: "judge", design: "few-shot", question, exemplars: [...exemplars] }, "library");
}

/** A rubric for correctness, as soon as a person verified a reference; its thresholds cost no further call. */
async function againstReferences({ projectId, criterion, ever }: Garden): Promise<AssertionDraft[]> {
  const common = { kind: "judge", question: questionOf(criterion) } as const;
  const hasOne = judgesOf(ever).some(
    ({ design, question }) => design === "rubric" && question === common.question,
  );
  if (hasOne || (await countReferences(projectId)) === 0) return [];
  return draftsOf(
    { ...common, design: "rubric", levels: [...CORRECTNESS_LEVELS], passFrom: LEVELS - 1 },
    "library",
  );
}

const JURY_FROM = 3;

/**
 * One jury, as soon as three judges of different questions or designs have judged every output, or every graded one:
 * who is asked about the rest depends on the figures.
 */
function jury({ criterion, board, mine, ever }: Garden): AssertionDraft[] {
  if (judgesOf(ever).some(({ design }) => design === "jury")) return [];
  const graded = board.labels.byCriterion.get(criterion.id)?.labels ?? new Map<never, never>();
  const cells = board.matrix.labelled(graded);
  const telling = mine.filter(({ id, implementation }) => {
    const counts = board.matrix.counts(id);
    const isMeasured = graded.size > 0 && board.matrix.confusion(id, cells).unjudged === 0;
    return (
      implementation.kind === "judge" &&
      askingOf(implementation) !== null &&
      (counts.missing === 0 || isMeasured) &&
      foldedBecause(counts) === null
    );
  });
  const composed = juryOf(telling, questionOf(criterion));
  return composed && composed.members.length >= JURY_FROM ? draftsOf(composed, "library") : [];
}
