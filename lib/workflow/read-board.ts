import { listAssertions } from "@/lib/db/assertions";
import { findOpenAuditSet } from "@/lib/db/audit-sets";
import { listChoices } from "@/lib/db/choices";
import { listCriteria } from "@/lib/db/criteria";
import { listGradeEvents, sumGrades } from "@/lib/db/grades";
import { listAlike, listOutputIds } from "@/lib/db/outputs";
import { findLabelling } from "@/lib/db/projects";
import { readVerdictColumns } from "@/lib/db/verdicts";
import type { AuditSet, HeldOutGrades } from "@/lib/domain/audit-set";
import type { GradeEvent } from "@/lib/domain/grade";
import type { AssertionId, OutputId, ProjectId } from "@/lib/domain/ids";
import { labelBoard, type Labelling } from "@/lib/domain/labels";
import type { ReportInput } from "@/lib/domain/report-input";
import { needsReference } from "@/lib/domain/judge-designs/judge";
import { VerdictMatrix } from "@/lib/domain/verdict-matrix";

/** Verdicts of two writers may become visible out of order: so many are read again, which changes nothing. */
const OVERLAP = 5_000n;
/** Projects kept in memory; the one that was read longest ago makes room. */
const KEPT = 8;

type Kept = {
  readonly matrix: VerdictMatrix;
  readonly lastSeq: Map<AssertionId, bigint>;
  readonly events: GradeEvent[];
  /** Of outputs that are (almost) the same, all but the first, each with the first. */
  alike: ReadonlyMap<OutputId, OutputId>;
  /** Reads of one project happen one after the other, so that none sees half of another's update. */
  queue: Promise<unknown>;
};

const remembered = globalThis as typeof globalThis & { touchstoneBoards?: Map<ProjectId, Kept> };
const boards = (remembered.touchstoneBoards ??= new Map());

/** `events` are those that count; grades of the outputs that an audit set holds back are in `heldOut` instead. */
export type Board = ReportInput &
  HeldOutGrades & {
    readonly events: readonly GradeEvent[];
    readonly labelling: Labelling;
    readonly auditSet: AuditSet | null;
    /** Outputs that are (almost) the same as an earlier one, with that one: it is graded for them. */
    readonly alike: ReadonlyMap<OutputId, OutputId>;
  };

/**
 * Everything of a project from which reports are computed. Facts only ever grow, so what is in memory is kept and
 * what is new is fetched.
 */
export async function readBoard(projectId: ProjectId): Promise<Board> {
  const kept = keep(projectId);
  const next = kept.queue.then(() => update(projectId, kept));
  kept.queue = next.catch(() => undefined);
  return next;
}

function keep(projectId: ProjectId): Kept {
  const kept = boards.get(projectId) ?? {
    matrix: new VerdictMatrix(),
    lastSeq: new Map<AssertionId, bigint>(),
    events: [],
    alike: new Map(),
    queue: Promise.resolve(),
  };
  boards.delete(projectId);
  boards.set(projectId, kept);
  for (const oldest of boards.keys()) {
    if (boards.size <= KEPT) break;
    boards.delete(oldest);
  }
  return kept;
}

async function update(projectId: ProjectId, kept: Kept): Promise<Board> {
  const [criteria, assertions, choices, outputIds, auditSet, labelling] = await Promise.all([
    listCriteria(projectId),
    listAssertions(projectId),
    listChoices(projectId),
    listOutputIds(projectId),
    findOpenAuditSet(projectId),
    findLabelling(projectId),
    newEvents(projectId, kept.events),
  ]);
  if (outputIds.length > kept.matrix.outputIds.length) kept.alike = await listAlike(projectId);
  kept.matrix.addOutputs(outputIds);
  const since = new Map([...kept.lastSeq].map(([id, seq]) => [id, seq > OVERLAP ? seq - OVERLAP : 0n]));
  // Verdicts go when their reference does: these few are read anew each time.
  for (const { id, implementation } of assertions) {
    if (implementation.kind !== "judge" || !needsReference(implementation)) continue;
    kept.matrix.clear(id);
    since.delete(id);
  }
  const columns = await readVerdictColumns(
    assertions.map(({ id }) => id),
    since,
  );
  for (const { assertionId, lastSeq, outputIds: judged, kinds } of columns) {
    kept.matrix.setMany(assertionId, judged, kinds);
    kept.lastSeq.set(assertionId, lastSeq);
  }
  const heldBack = new Set(auditSet?.outputIds);
  const events = kept.events.filter(({ outputId }) => !heldBack.has(outputId));
  return {
    criteria,
    assertions,
    matrix: kept.matrix,
    labels: labelBoard(events, criteria, labelling),
    labelling,
    choices,
    events,
    auditSet,
    alike: kept.alike,
    heldOut: auditSet ? kept.events.filter(({ outputId }) => heldBack.has(outputId)) : [],
  };
}

/**
 * Adds the grades that are new. Those of another writer (an import is one long transaction) may become visible behind
 * later ones, and an undo takes an earlier one out: then the sums do not fit, and all are read anew.
 */
async function newEvents(projectId: ProjectId, events: GradeEvent[]): Promise<void> {
  for (const event of await listGradeEvents(projectId, events.at(-1)?.id ?? 0)) events.push(event);
  const { count, ids } = await sumGrades(projectId);
  if (count === events.length && ids === events.reduce((sum, { id }) => sum + id, 0)) return;
  const all = await listGradeEvents(projectId);
  events.length = 0;
  for (const event of all) events.push(event);
}
