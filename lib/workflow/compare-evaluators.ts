import { listByHash, type Published } from "@/lib/db/assertions";
import { listEvaluators } from "@/lib/db/evaluators";
import { namesIn } from "@/lib/db/members";
import { findProject } from "@/lib/db/projects";
import { readVerdictColumns } from "@/lib/db/verdicts";
import type { Evaluator, EvaluatorAssertion } from "@/lib/domain/evaluator";
import { diffMembers, headOf, type EvaluatorDiff } from "@/lib/domain/evaluator-diff";
import { hideInChanges } from "@/lib/domain/hide-outputs";
import type { AssertionId, OutputId, ProjectId } from "@/lib/domain/ids";
import type { VerdictKind } from "@/lib/domain/verdict";
import { verdictChanges, type SetKinds } from "@/lib/domain/verdict-changes";
import { evaluatorDiffMarkdown } from "@/lib/formats/evaluator-diff-markdown";
import { hiddenFrom } from "./read-blind";
import { nameOutputs } from "./name-outputs";
import { readBoard } from "./read-board";

export type ComparedEvaluators = {
  /** All versions, newest first. */
  readonly numbers: readonly number[];
  /** Null: there are not two versions yet, or not those that were asked for. */
  readonly diff: EvaluatorDiff | null;
  /** Of the outputs on which the two differ. */
  readonly outputNames: ReadonlyMap<OutputId, string>;
};

/** Which versions to compare; null: the newest, and the one before the other. */
export type Versions = { readonly before: number | null; readonly after: number | null };

/** Two published versions held against each other: their members, their figures, and where their verdicts differ now. */
export async function compareEvaluators(projectId: ProjectId, wanted: Versions): Promise<ComparedEvaluators> {
  const versions = await listEvaluators(projectId);
  const numbers = versions.map(({ number }) => number);
  const after = versions.find(({ number }) => wanted.after === null || number === wanted.after);
  const before = versions.find(({ number }) =>
    wanted.before === null ? number < (after?.number ?? 0) : number === wanted.before,
  );
  if (!after || !before) return { numbers, diff: null, outputNames: new Map() };
  const diff = await diffOf(projectId, before, after);
  const changed = diff.verdicts.changes.map(({ outputId }) => outputId);
  return { numbers, diff, outputNames: await nameOutputs(projectId, changed) };
}

async function diffOf(projectId: ProjectId, before: Evaluator, after: Evaluator): Promise<EvaluatorDiff> {
  const [olds, news] = [before.manifest.assertions, after.manifest.assertions];
  const [board, kinds] = await Promise.all([
    readBoard(projectId),
    Promise.all([readMemberKinds(projectId, olds), readMemberKinds(projectId, news)]),
  ]);
  return {
    before: headOf(before),
    after: headOf(after),
    members: diffMembers(olds, news),
    verdicts: verdictChanges(
      board.matrix.outputIds,
      { before: kinds[0], after: kinds[1] },
      board.labels.whole,
    ),
  };
}

/** What the members of a published version say now. */
export async function readMemberKinds(
  projectId: ProjectId,
  members: readonly EvaluatorAssertion[],
): Promise<SetKinds> {
  const hashes = members.flatMap(({ hash }) => hash ?? []);
  const published = await listByHash(projectId, hashes);
  const ids = new Set(members.flatMap((member) => idOf(member, published) ?? []));
  const verdicts = await readVerdicts([...ids]);
  const columns = members.map((member) => verdicts.get(idOf(member, published) ?? null));
  return (outputId) => columns.map((column) => column?.get(outputId) ?? null);
}

/** The assertion behind a member, of the same wording if there is one; null: it is not in the project (any more). */
function idOf({ hash, revision }: EvaluatorAssertion, published: readonly Published[]): AssertionId | null {
  const same = published.filter((one) => one.hash === hash);
  return (same.find((one) => one.revision === revision) ?? same[0])?.id ?? null;
}

type Column = ReadonlyMap<OutputId, VerdictKind>;

async function readVerdicts(ids: readonly AssertionId[]): Promise<ReadonlyMap<AssertionId | null, Column>> {
  const columns = await readVerdictColumns(ids, new Map());
  return new Map(
    columns.map(({ assertionId, outputIds, kinds }) => [
      assertionId,
      new Map(
        outputIds.flatMap((id, i) => {
          const kind = kinds[i];
          return kind ? [[id, kind] as const] : [];
        }),
      ),
    ]),
  );
}

/** The comparison as a report in Markdown; null: there is no such project, or there are no two such versions. */
export async function exportComparison(
  projectId: ProjectId,
  person: string,
  wanted: Versions,
): Promise<string | null> {
  const [project, { diff, outputNames }, people, hidden] = await Promise.all([
    findProject(projectId),
    compareEvaluators(projectId, wanted),
    namesIn(projectId),
    hiddenFrom(projectId, person),
  ]);
  if (!project || !diff) return null;
  const verdicts = hideInChanges(diff.verdicts, hidden);
  return evaluatorDiffMarkdown({ ...diff, verdicts }, { project: project.name, outputNames, people });
}
