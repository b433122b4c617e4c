import { findOutputs } from "@/lib/db/outputs";
import { namesIn } from "@/lib/db/members";
import { findQueue } from "@/lib/db/queues";
import { gradesByGrader, type GradesOn } from "@/lib/domain/grades-by-grader";
import type { GradesQuery } from "@/lib/domain/grades-file";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import type { Output } from "@/lib/domain/output";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { gradesCsv, type OutputColumns } from "@/lib/formats/grades-csv";
import { gradesJsonl } from "@/lib/formats/grades-jsonl";
import { readBoard } from "./read-board";

/** So many outputs are in memory at a time. */
const PAGE = 500;

/**
 * What every grader said of the graded outputs of a project, or of one of its queues, in pieces of text. What an open
 * audit set holds back stays out until it is spent.
 */
export async function exportGrades(
  projectId: ProjectId,
  { format, queue: queueId }: GradesQuery,
): Promise<Result<AsyncGenerator<string, void>>> {
  const stored = queueId === null ? null : await findQueue(projectId, queueId);
  if (queueId !== null && !stored) return fail({ code: "not-found", what: "queue" });
  const [{ events, criteria }, names] = await Promise.all([readBoard(projectId), namesIn(projectId)]);
  const wanted = stored && new Set(stored.outputs.map(({ outputId }) => outputId));
  const counted = wanted ? events.filter(({ outputId }) => wanted.has(outputId)) : events;
  const subjects = gradesByGrader(counted, criteria).filter(({ byOutput }) => byOutput.size > 0);
  const nameOf = (grader: string) => names.get(grader) ?? grader;
  return ok(format === "csv" ? csv(projectId, subjects, nameOf) : jsonl(projectId, subjects, nameOf));
}

type Naming = (grader: string) => string;

async function* csv(projectId: ProjectId, subjects: readonly GradesOn[], nameOf: Naming) {
  const variables = new Set<string>();
  const metadata = new Set<string>();
  for await (const output of gradedOutputs(projectId, subjects)) {
    for (const key of Object.keys(output.variables)) variables.add(key);
    for (const key of Object.keys(output.metadata)) metadata.add(key);
  }
  const columns: OutputColumns = { variables: [...variables], metadata: [...metadata] };
  const { head, rowOf } = gradesCsv(columns, subjects, nameOf);
  yield head;
  for await (const output of gradedOutputs(projectId, subjects)) yield rowOf(output);
}

async function* jsonl(projectId: ProjectId, subjects: readonly GradesOn[], nameOf: Naming) {
  for await (const output of gradedOutputs(projectId, subjects)) yield gradesJsonl(output, subjects, nameOf);
}

async function* gradedOutputs(projectId: ProjectId, subjects: readonly GradesOn[]): AsyncGenerator<Output> {
  const ids: OutputId[] = [...new Set(subjects.flatMap(({ byOutput }) => [...byOutput.keys()]))];
  ids.sort((a, b) => a - b);
  for (let i = 0; i < ids.length; i += PAGE) yield* await findOutputs(projectId, ids.slice(i, i + PAGE));
}
