import { findOutputs } from "@/lib/db/outputs";
import { listCriteria } from "@/lib/db/criteria";
import { namesIn } from "@/lib/db/members";
import type { Cause } from "@/lib/domain/cause";
import { hideInReasons } from "@/lib/domain/hide-outputs";
import type { CriterionId, OutputId, ProjectId, QueueId } from "@/lib/domain/ids";
import { outputName } from "@/lib/domain/output";
import { fail, ok, type Result } from "@/lib/domain/problem";
import type { QueueQuery } from "@/lib/domain/queue-page";
import type { Reason } from "@/lib/domain/reasons";
import { smallTable, type TableContent } from "@/lib/domain/table-file";
import { readPairResults } from "../compare-pairs";
import { readQueueRows } from "../read-queues";
import { readReasons } from "../read-reasons";
import { agreementOf } from "./report-tables";

type OfQueue = {
  readonly projectId: ProjectId;
  readonly queueId: QueueId;
  readonly me: string;
  readonly now: Date;
};

/** So many outputs are in memory at a time. */
const PART = 500;

/** The outputs of a queue with who has graded them; never what was said of them. */
export async function queueTable(
  { queueId, ...asked }: OfQueue,
  show: QueueQuery["show"],
): Promise<Result<TableContent>> {
  const found = await readQueueRows(asked, queueId, show);
  if (!found) return fail({ code: "not-found", what: "queue" });
  const rows = async function* () {
    for (let i = 0; i < found.rows.length; i += PART) {
      const part = new Map(found.rows.slice(i, i + PART));
      for (const output of await findOutputs(asked.projectId, [...part.keys()])) {
        const row = part.get(output.id);
        if (!row) continue;
        const { mine, needs, doneBy, heldBy, isOverlap, isDisputed } = row;
        const people = [[...doneBy], [...heldBy]].map((names) => names.join(", "));
        yield [outputName(output), mine, doneBy.length, needs, ...people, isOverlap, isDisputed, output.text];
      }
    }
  };
  const facts = ["id", "you", "graded", "of", "graded by", "in hand", "all grade it", "they differ"];
  return ok({ columns: [...facts, "output"], rows: rows() });
}

/** How well people agree on the outputs of a queue. */
export async function queueAgreementTable({ queueId, ...asked }: OfQueue): Promise<Result<TableContent>> {
  const found = await readQueueRows(asked, queueId, "all");
  return found ? ok(agreementOf(found.view.boards)) : fail({ code: "not-found", what: "queue" });
}

/** What comparisons of pairs came to. Who grades and has not compared anything yet is not told how others do. */
export async function pairsTable(
  target: { readonly projectId: ProjectId; readonly criterionId: CriterionId },
  asked: { readonly by: string | null; readonly person: string; readonly isGrader: boolean },
): Promise<Result<TableContent>> {
  const found = await readPairResults(target, asked);
  if (!found) return fail({ code: "not-found", what: "criterion" });
  const { by, mine, values } = found.results;
  if (asked.isGrader && mine === 0)
    return fail({ code: "bad-input", sentence: "Compare a pair first: then you see how others do." });
  return ok(
    smallTable(values, [
      [by ?? "value", ({ value }) => value],
      ["won (equal is half)", ({ wins }) => wins.count],
      ["compared", ({ wins }) => wins.of],
      ["share from", ({ interval }) => interval?.[0] ?? null],
      ["share to", ({ interval }) => interval?.[1] ?? null],
      ["strength (Bradley-Terry)", ({ strength }) => strength],
    ]),
  );
}

type Row = { readonly outputId: OutputId; readonly isExplained: boolean; readonly reason: Reason | null };

/** What is held against the bad outputs: a row a reason, and one for every output that has none. */
export async function reasonsTable(
  projectId: ProjectId,
  hidden: ReadonlySet<OutputId>,
): Promise<TableContent> {
  const [all, names, criteria] = await Promise.all([
    readReasons(projectId),
    namesIn(projectId),
    listCriteria(projectId),
  ]);
  const { explainedOutputs, unexplainedOutputs } = hideInReasons(all, hidden);
  const rowsOf = (outputs: typeof explainedOutputs, isExplained: boolean): Row[] =>
    outputs.flatMap(({ outputId, reasons }) =>
      (reasons.length === 0 ? [null] : reasons).map((reason) => ({ outputId, isExplained, reason })),
    );
  const sayCause = (cause: Cause | null): string | null => {
    if (cause === null) return null;
    if (cause.kind === "criterion")
      return criteria.find(({ id }) => id === cause.criterionId)?.revision.name ?? null;
    return cause.kind === "proposed" ? cause.name : cause.fix;
  };
  return smallTable(
    [...rowsOf(unexplainedOutputs, false), ...rowsOf(explainedOutputs, true)],
    [
      ["id", ({ outputId }) => all.names.get(outputId)?.id ?? String(outputId)],
      ["output begins", ({ outputId }) => all.names.get(outputId)?.beginning ?? null],
      ["explained", ({ isExplained }) => isExplained],
      ["grader", ({ reason }) => (reason ? (names.get(reason.grader) ?? reason.grader) : null)],
      ["kind", ({ reason }) => reason?.kind ?? null],
      ["reason", ({ reason }) => reason?.text ?? null],
      ["comes down to", ({ reason }) => reason?.cause?.kind ?? null],
      ["which", ({ reason }) => sayCause(reason?.cause ?? null)],
    ],
  );
}
