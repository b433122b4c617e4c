import { findOutputs } from "@/lib/db/outputs";
import { namesIn } from "@/lib/db/members";
import { findQueue } from "@/lib/db/queues";
import { gradesByGrader, type GradesOn } from "@/lib/domain/grades-by-grader";
import type { GradesQuery } from "@/lib/domain/grades-file";
import type { OutputId, ProjectId, QueueId } from "@/lib/domain/ids";
import { hideRows } from "@/lib/domain/hide-outputs";
import type { Output } from "@/lib/domain/output";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { gradesCsv, type OutputColumns } from "@/lib/formats/grades-csv";
import { gradesJsonl } from "@/lib/formats/grades-jsonl";
import { blindOutputs } from "./read-blind";
import { readBoard } from "./read-board";

/** So many outputs are in memory at a time. */
const PAGE = 500;

/** Grades for whoever takes them away. */
export type GradesFile = {
  readonly pieces: AsyncGenerator<string, void>;
  /** Graded outputs that are not in it, since whoever asks has still to grade them in a queue. */
  readonly leftOut: number;
};

/**
 * What every grader said of the graded outputs of a project, or of one of its queues, in pieces of text. What an open
 * audit set holds back stays out until it is spent, and what the person has still to grade in a queue until they have.
 */
export async function exportGrades(
  projectId: ProjectId,
  { format, queue }: GradesQuery,
  person: string,
): Promise<Result<GradesFile>> {
  const asked = await askedFor(projectId, queue, person);
  if (!asked) return fail({ code: "not-found", what: "queue" });
  const names = await namesIn(projectId);
  const given = gradesByGrader(asked.events, asked.criteria, asked.labelling);
  const subjects = given.filter(({ byOutput }) => byOutput.size > 0);
  const nameOf = (grader: string) => names.get(grader) ?? grader;
  const pieces = format === "csv" ? csv(projectId, subjects, nameOf) : jsonl(projectId, subjects, nameOf);
  return ok({ pieces, leftOut: asked.leftOut });
}

/** How many graded outputs a download of a queue, or of the whole project (null), leaves out for a person. */
export const countLeftOut = async (
  projectId: ProjectId,
  queueId: QueueId | null,
  person: string,
): Promise<number> => (await askedFor(projectId, queueId, person))?.leftOut ?? 0;

/** Null: the project has no such queue. */
async function askedFor(projectId: ProjectId, queueId: QueueId | null, person: string) {
  const queue = queueId === null ? null : await findQueue(projectId, queueId);
  if (queueId !== null && !queue) return null;
  const board = await readBoard(projectId);
  const hidden = await blindOutputs(projectId, board, person);
  const wanted = queue && new Set(queue.outputs.map(({ outputId }) => outputId));
  const asked = wanted ? board.events.filter(({ outputId }) => wanted.has(outputId)) : board.events;
  const graded = new Set(asked.map(({ outputId }) => outputId));
  const leftOut = [...graded].filter((id) => hidden.has(id)).length;
  const { criteria, labelling } = board;
  return { events: hideRows(asked, hidden), criteria, labelling, leftOut };
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
