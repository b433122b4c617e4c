import { findAssertion } from "@/lib/db/assertions";
import { listCanaryRuns, listPassesToReview, type PassToReview } from "@/lib/db/canary-runs";
import { findOutputs } from "@/lib/db/outputs";
import { listPerturbations } from "@/lib/db/perturbations";
import { findProbeRun, type ProbeRun } from "@/lib/db/probe-runs";
import type { Assertion } from "@/lib/domain/assertion";
import type { Criterion } from "@/lib/domain/criterion";
import { hasMeaning } from "@/lib/domain/criterion";
import type { AssertionId, ProjectId } from "@/lib/domain/ids";
import { latestMarks } from "@/lib/domain/labels";
import { reportCard } from "@/lib/domain/report-card";
import { againstPeople, type ManyGrades } from "@/lib/domain/trust/against-people";
import { canaryCheck } from "@/lib/domain/trust/canaries";
import { fitnessOf, type Fitness } from "@/lib/domain/trust/fitness";
import { checksOfProbes } from "@/lib/domain/trust/from-probes";
import type { JudgedGrade } from "@/lib/domain/trust/judged-grade";
import { checksOfVerdicts, type OtherJudge } from "@/lib/domain/trust/from-verdicts";
import type { TrustCheck } from "@/lib/domain/trust/check";
import type { Perturbation } from "@/lib/domain/trust/perturbation";
import { modelsInUse } from "./connections";
import { withLanguage } from "./guess-language";
import { readBoard, type Board } from "./read-board";

export type Trust = {
  readonly assertion: Assertion;
  readonly criterion: Criterion;
  readonly fitness: Fitness;
  /** Read off verdicts and grades that are there. */
  readonly fromVerdicts: readonly TrustCheck[];
  /** From texts that were made to test it. */
  readonly fromProbes: readonly TrustCheck[];
  /** Null: it was never tried. */
  readonly probed: Pick<ProbeRun, "at" | "model"> | null;
  readonly isConnected: boolean;
  /** Outputs that it passed though something speaks against it, most reasons first. */
  readonly toReview: readonly PassToReview[];
  readonly variants: {
    /** Not looked at by a person yet, with the outputs that they were made of; oldest first. */
    readonly proposed: readonly (Perturbation & { readonly original: string })[];
    readonly confirmed: number;
  };
};

const MOST_TO_REVIEW = 20;

/** How far a judge can be trusted, test by test; null: there is no such judge of a criterion in play. */
export async function readTrust(projectId: ProjectId, assertionId: AssertionId): Promise<Trust | null> {
  const [board, assertion, run, connection, canaries, toReview] = await Promise.all([
    readBoard(projectId),
    findAssertion(projectId, assertionId),
    findProbeRun(assertionId),
    modelsInUse(projectId),
    listCanaryRuns(assertionId),
    listPassesToReview(assertionId, MOST_TO_REVIEW),
  ]);
  const criterion = board.criteria.find(({ id }) => id === assertion?.criterionId);
  if (!assertion || assertion.implementation.kind !== "judge" || !criterion) return null;
  const { matrix, labels, assertions } = board;
  const graded = [...(labels.byCriterion.get(criterion.id)?.labels ?? [])].filter(
    ([id]) => matrix.kind(assertionId, id) !== null,
  );
  const labelOf = new Map(graded);
  const outputs = await findOutputs(projectId, [...labelOf.keys()]);
  const grades = outputs.flatMap(({ id, text, metadata }): JudgedGrade[] => {
    const [label, kind] = [labelOf.get(id), matrix.kind(assertionId, id)];
    return !label || kind === null
      ? []
      : [{ label, kind, length: text.length, metadata: withLanguage(metadata, text) }];
  });
  const variants = (await listPerturbations(criterion.id)).filter(({ revisionId }) =>
    hasMeaning(criterion, revisionId),
  );
  const { design } = assertion.implementation;
  const others = assertions
    .filter(
      ({ id, implementation, revisionId }) =>
        id !== assertionId && implementation.kind === "judge" && hasMeaning(criterion, revisionId),
    )
    .map(({ id, name, implementation }): OtherJudge => ({
      name,
      isSameDesign: implementation.kind === "judge" && implementation.design === design,
      kinds: graded.map(([output]) => matrix.kind(id, output)),
    }));
  const figures = reportCard(board)
    .criteria.flatMap(({ candidates }) => candidates)
    .find((candidate) => candidate.assertion.id === assertionId);
  if (!figures) return null;
  return {
    assertion,
    criterion,
    fitness: fitnessOf(figures.confusion, canaries),
    fromVerdicts: [
      ...checksOfVerdicts({ grades, others, judgeModel: connection?.judging.model ?? null }),
      againstPeople(manyGrades(board, criterion, assertionId)),
    ],
    fromProbes: [canaryCheck(canaries), ...checksOfProbes(run?.results ?? [])],
    probed: run && { at: run.at, model: run.model },
    isConnected: connection !== null,
    toReview,
    variants: {
      proposed: await withOriginals(
        projectId,
        variants.filter(({ state }) => state === "proposed"),
      ),
      confirmed: variants.filter(({ state }) => state === "confirmed").length,
    },
  };
}

async function withOriginals(
  projectId: ProjectId,
  variants: readonly Perturbation[],
): Promise<readonly (Perturbation & { readonly original: string })[]> {
  const outputs = await findOutputs(
    projectId,
    variants.map(({ outputId }) => outputId),
  );
  const texts = new Map(outputs.map(({ id, text }) => [id, text]));
  return variants.map((variant) => ({ ...variant, original: texts.get(variant.outputId) ?? "" }));
}

/** What each grader says of an output under the wording of today, and the judge. */
function manyGrades({ events, matrix }: Board, criterion: Criterion, judge: AssertionId): ManyGrades[] {
  const own = events.filter(
    ({ criterionId, revisionId }) => criterionId === criterion.id && hasMeaning(criterion, revisionId),
  );
  return [...latestMarks(own)].flatMap(([outputId, { byGrader }]): ManyGrades[] => {
    const kind = matrix.kind(judge, outputId);
    if (kind === null) return [];
    const marks = [...byGrader].flatMap(([grader, { mark }]) =>
      mark === "good" || mark === "bad" ? [[grader, mark] as const] : [],
    );
    return [{ byGrader: new Map(marks), kind }];
  });
}
