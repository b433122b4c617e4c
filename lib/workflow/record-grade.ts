import { findCriterion, listRevisions } from "@/lib/db/criteria";
import { addGrades, findStandingGrade, hasGrade, type NewGrade } from "@/lib/db/grades";
import { findOutputs } from "@/lib/db/outputs";
import { findProject } from "@/lib/db/projects";
import { releaseOutputs } from "@/lib/db/queues";
import type { GradeInput } from "@/lib/domain/card";
import { hasMeaning } from "@/lib/domain/criterion";
import type { Answer } from "@/lib/domain/grade";
import type { CriterionId, ProjectId } from "@/lib/domain/ids";
import { outputName } from "@/lib/domain/output";
import { countLabels } from "@/lib/domain/labels";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { MIN_PER_CLASS } from "@/lib/domain/select-per-criterion";
import { publish } from "@/lib/jobs/notify";
import { enqueue } from "@/lib/jobs/queue";
import { saysWhatIsLearnt } from "./induce-assertions";
import { readBoard } from "./read-board";

export type GradesToRecord = {
  readonly projectId: ProjectId;
  readonly grader: string;
  readonly grades: readonly GradeInput[];
};

export type Recorded = {
  /** Keys that need not be sent again: stored, or never storable. */
  readonly settled: readonly string[];
  /** Sentences for those that could not be stored as they were given. */
  readonly notices: readonly string[];
};

/**
 * Stores grade events; sending one twice stores it once. A grade for a removed criterion is kept with the criterion
 * and counts again when that is brought back. Then looks whether there is enough to induce candidates from.
 */
export async function recordGrades({ projectId, grader, grades }: GradesToRecord): Promise<Result<Recorded>> {
  if (!(await findProject(projectId))) return fail({ code: "not-found", what: "project" });
  const outputs = await findOutputs(projectId, [...new Set(grades.map(({ outputId }) => outputId))]);
  const names = new Map(outputs.map((output) => [output.id, outputName(output)]));
  const notices: string[] = [];
  const rows: NewGrade[] = [];
  for (const grade of grades) {
    const name = names.get(grade.outputId);
    const taken =
      name === undefined
        ? { row: null, says: ["It was deleted meanwhile; its grade could not be kept."] }
        : await take(grade, { projectId, grader, earlier: rows });
    if (taken.row) rows.push(taken.row);
    notices.push(...taken.says.map((sentence) => `Output ${name ?? grade.outputId}: ${sentence}`));
  }
  await addGrades(rows);
  const skipped = rows.filter(({ mark, shown }) => mark === "skipped" && shown.policy === "queue");
  await releaseOutputs(
    projectId,
    grader,
    skipped.map(({ outputId }) => outputId),
  );
  await publish(projectId, "grades");
  await askForInduction(projectId);
  await enqueue({ kind: "drift", projectId, fresh: null });
  return ok({ settled: grades.map(({ key }) => key), notices });
}

type Taken = { readonly row: NewGrade | null; readonly says: readonly string[] };

/** A grade as it is to be stored, and what its grader should know of it; row null: it cannot be kept. */
async function take(
  { was, undoes, ...given }: GradeInput,
  by: {
    readonly projectId: ProjectId;
    readonly grader: string;
    /** Grades that come with this one, before it. */
    readonly earlier: readonly NewGrade[];
  },
): Promise<Taken> {
  const { projectId, grader, earlier } = by;
  const place = await placeOf(projectId, given);
  if (place === null)
    return { row: null, says: ["A criterion of it was deleted meanwhile; its grade could not be kept."] };
  const row = { ...given, ...place.ids, projectId, grader };
  if (undoes !== undefined) {
    const undo: NewGrade = { ...row, undoes, mark: "withdrawn", note: "" };
    return { row: (await isThere(undo, undoes, earlier)) ? undo : null, says: [] };
  }
  const conflict = was === undefined ? null : await conflictOf(row, { was, earlier });
  const field = place.name === null ? "" : `“${place.name}”: `;
  return {
    row,
    says: [
      ...(conflict === null ? [] : [`${field}${conflict}`]),
      ...(place.notice === null ? [] : [place.notice]),
    ],
  };
}

/** Whether what an undo takes back is stored, or comes with it: else there is nothing to take back. */
const isThere = async (undo: NewGrade, key: string, earlier: readonly NewGrade[]): Promise<boolean> =>
  earlier.some((row) => row.key === key && isOfSameField(row, undo)) || hasGrade({ ...undo, key });

const isOfSameField = (a: NewGrade, b: NewGrade): boolean =>
  a.outputId === b.outputId && a.criterionId === b.criterionId;

/**
 * What to say where this grader said something else meanwhile, in another tab or on another device; null: nothing. `earlier`:
 * grades that come with this one, before it.
 */
async function conflictOf(
  row: NewGrade,
  { was, earlier }: { readonly was: Answer | null; readonly earlier: readonly NewGrade[] },
): Promise<string | null> {
  if (earlier.some((other) => isOfSameField(other, row))) return null;
  const standing = await findStandingGrade(row.projectId, row);
  if (!standing || standing.key === row.key || standing.mark === was || standing.mark === row.mark)
    return null;
  return `In another tab or on another device you had said “${SAYS[standing.mark]}” of this output; what you said last counts, and both stay in its history.`;
}

const SAYS: Readonly<Record<Answer, string>> = { good: "good", bad: "bad", unsure: "can’t tell" };

/** Where a grade belongs; null when its criterion or wording does not exist in this project. */
async function placeOf(
  projectId: ProjectId,
  { criterionId, revisionId }: Pick<GradeInput, "criterionId" | "revisionId">,
) {
  if (criterionId === null) return { ids: { criterionId: null, revisionId: null }, name: null, notice: null };
  const criterion = await findCriterion(projectId, criterionId);
  if (!criterion) return null;
  const isOld = revisionId !== null && !hasMeaning(criterion, revisionId);
  if (isOld && !(await listRevisions(projectId, criterionId)).some(({ id }) => id === revisionId))
    return null;
  const notice =
    criterion.retiredAt !== null
      ? `“${criterion.revision.name}” was removed meanwhile. Your grade is kept and counts again if it is brought back.`
      : isOld
        ? `“${criterion.revision.name}” was reworded meanwhile. Your grade is kept under the old wording and asked again.`
        : null;
  const { name, id } = criterion.revision;
  return { ids: { criterionId, revisionId: revisionId ?? id }, name, notice };
}

/** Grades at which candidates are induced anew: often while each grade says much, seldom later. */
const INDUCE_AT = new Set([
  6, 8, 10, 12, 15, 18, 22, 26, 32, 40, 50, 64, 80, 100, 130, 160, 200, 260, 320, 400, 500,
]);

async function askForInduction(projectId: ProjectId): Promise<void> {
  const { criteria, labels, assertions } = await readBoard(projectId);
  if (assertions.some(({ implementation }) => implementation.kind === "judge"))
    await enqueue({ kind: "judge", projectId });
  const ready: CriterionId[] = [];
  for (const { id } of criteria) {
    const own = labels.byCriterion.get(id);
    if (!own || !saysWhatIsLearnt(own, criteria.length)) continue;
    const { good, bad } = countLabels(own.labels);
    if (good >= MIN_PER_CLASS && bad >= MIN_PER_CLASS && INDUCE_AT.has(good + bad)) ready.push(id);
  }
  for (const criterionId of ready) {
    await enqueue({ kind: "induce", projectId, criterionId });
    await enqueue({ kind: "tend", projectId, criterionId });
  }
}
