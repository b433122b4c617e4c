import { listAssertions, retireAssertion } from "@/lib/db/assertions";
import { findCriterion } from "@/lib/db/criteria";
import { countReferences } from "@/lib/db/references";
import { readFindings } from "@/lib/db/verdicts";
import type { Assertion, AssertionDraft } from "@/lib/domain/assertion";
import { foldedBecause } from "@/lib/domain/candidate-view";
import { hasMeaning, type Criterion } from "@/lib/domain/criterion";
import type { AssertionId, CriterionId, ProjectId } from "@/lib/domain/ids";
import { chooseExemplars } from "@/lib/domain/judge-designs/choose-exemplars";
import { juryOf } from "@/lib/domain/judge-designs/compose-jury";
import { askingOf } from "@/lib/domain/judge-designs/describe";
import { LEVELS, type Judge } from "@/lib/domain/judge-designs/judge";
import { lookAlikes } from "@/lib/domain/judge-designs/look-alikes";
import { draftsOf } from "@/lib/domain/judge-designs/variants";
import { CORRECTNESS_LEVELS } from "@/lib/domain/reference";
import { FAIL_CODE } from "@/lib/domain/verdict-matrix";
import { publish } from "@/lib/jobs/notify";
import { questionOf } from "./add-judge";
import { storeCandidates } from "./edit-assertions";
import { gradedOutputs } from "./graded-outputs";
import { hashImplementation } from "./hash-implementation";
import { saysWhatIsLearnt } from "./induce-assertions";
import type { Ports } from "./ports";
import { readBoard, type Board } from "./read-board";

/** What is known of one criterion's candidates; `ever` has those that were retired, too. */
type Garden = {
  readonly projectId: ProjectId;
  readonly criterion: Criterion;
  readonly board: Board;
  readonly mine: readonly Assertion[];
  readonly ever: readonly Assertion[];
};

/**
 * Looks after the candidates of one criterion once verdicts or grades have come: takes out those that say what a
 * cheaper one says, and adds the designs that have become possible (graders.md §3.2). Safe to repeat: what was made or
 * removed once is not made again.
 */
export async function tendCandidates(
  ports: Ports,
  { projectId, criterionId }: { readonly projectId: ProjectId; readonly criterionId: CriterionId },
): Promise<void> {
  const criterion = await findCriterion(projectId, criterionId);
  if (!criterion || criterion.retiredAt !== null) return;
  const dropped = await dropLookAlikes(ports, await readGarden(projectId, criterion));
  if (dropped > 0) await publish(projectId, "assertions");
  const garden = await readGarden(projectId, criterion);
  if (criterion.kind === "code") return;
  const drafts = [
    ...(await sureOnes(garden)),
    ...(await fromGrades(garden)),
    ...(await againstReferences(garden)),
    ...jury(garden),
  ];
  const known = new Set(garden.ever.map(({ hash }) => hash));
  const fresh = drafts.filter(({ implementation }) => !known.has(hashImplementation(implementation)));
  if (fresh.length > 0) await storeCandidates({ projectId, criterion }, fresh);
}

async function readGarden(projectId: ProjectId, criterion: Criterion): Promise<Garden> {
  const [board, all] = await Promise.all([
    readBoard(projectId),
    listAssertions(projectId, { retiredToo: true }),
  ]);
  const ofMeaning = (assertions: readonly Assertion[]) =>
    assertions.filter(({ revisionId }) => hasMeaning(criterion, revisionId));
  return { projectId, criterion, board, mine: ofMeaning(board.assertions), ever: ofMeaning(all) };
}

const judgesOf = (assertions: readonly Assertion[]): Judge[] =>
  assertions.flatMap(({ implementation }) => (implementation.kind === "judge" ? [implementation] : []));

/** What a model proposed, and judges that come by themselves; never what a person wrote. */
const isProposed = ({ origin, implementation }: Assertion): boolean =>
  origin === "model" ||
  origin === "repaired" ||
  origin === "refined" ||
  (origin === "library" && implementation.kind === "judge");

async function dropLookAlikes(ports: Ports, { projectId, criterion, board, mine }: Garden): Promise<number> {
  const { matrix, choices } = board;
  const choice = choices.get(criterion.id);
  const pinned = choice?.kind === "pin" ? choice.assertionId : null;
  // A jury goes on counting its members' verdicts.
  const members = new Set(
    judgesOf(mine).flatMap((judge) =>
      judge.design === "jury" ? judge.members.map(({ judge: member }) => hashImplementation(member)) : [],
    ),
  );
  const columns = matrix.columnsOf(matrix.outputIds);
  const codes = new Map(mine.map(({ id }) => [id, matrix.codes(id, columns)]));
  const found = lookAlikes(
    mine.filter(({ id }) => foldedBecause(matrix.counts(id)) === null),
    {
      codesOf: (id) => codes.get(id) ?? new Uint8Array(),
      failCode: FAIL_CODE,
      mayDrop: (assertion) =>
        isProposed(assertion) && assertion.id !== pinned && !members.has(assertion.hash),
    },
  );
  for (const { drop, keep, same } of found) {
    const why = `the same verdict as “${keep.name}” on ${same.count} of ${same.of} outputs, and no cheaper`;
    await retireAssertion(projectId, drop.id, { at: ports.now(), why });
  }
  return found.length;
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

/** One judge that is shown the person's own grades, as soon as there are two of each class. */
async function fromGrades({ projectId, criterion, board, ever }: Garden): Promise<AssertionDraft[]> {
  const own = board.labels.byCriterion.get(criterion.id);
  const hasOne = judgesOf(ever).some(({ design }) => design === "few-shot");
  if (hasOne || !own || !saysWhatIsLearnt(own, board.criteria.length)) return [];
  const exemplars = chooseExemplars(await gradedOutputs(projectId, criterion, board));
  if (!exemplars) return [];
  const question = questionOf(criterion);
  return draftsOf({ kind: "judge", design: "few-shot", question, exemplars: [...exemplars] }, "library");
}

/** A rubric for correctness, as soon as a person verified a reference; its thresholds cost no further call. */
async function againstReferences({ projectId, criterion, ever }: Garden): Promise<AssertionDraft[]> {
  if (judgesOf(ever).some(({ design }) => design === "rubric")) return [];
  if ((await countReferences(projectId)) === 0) return [];
  const common = { kind: "judge", question: questionOf(criterion) } as const;
  return draftsOf(
    { ...common, design: "rubric", levels: [...CORRECTNESS_LEVELS], passFrom: LEVELS - 1 },
    "library",
  );
}

const JURY_FROM = 3;

/** One jury, as soon as three judges of different questions or designs have judged every output. */
function jury({ criterion, board, mine, ever }: Garden): AssertionDraft[] {
  if (judgesOf(ever).some(({ design }) => design === "jury")) return [];
  const telling = mine.filter(({ id, implementation }) => {
    const counts = board.matrix.counts(id);
    return (
      implementation.kind === "judge" &&
      askingOf(implementation) !== null &&
      counts.missing === 0 &&
      foldedBecause(counts) === null
    );
  });
  const composed = juryOf(telling, questionOf(criterion));
  return composed && composed.members.length >= JURY_FROM ? draftsOf(composed, "library") : [];
}
