import { findProject } from "@/lib/db/projects";
import type { Card } from "@/lib/domain/card";
import { foldedBecause } from "@/lib/domain/candidate-view";
import { CHOSEN, type GradeEvent } from "@/lib/domain/grade";
import type { CriterionId, OutputId, ProjectId } from "@/lib/domain/ids";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { chooseNext, suspicion, voteEntropy, type GradingOrder } from "@/lib/domain/sampling";
import { readBoard, type Board } from "./read-board";
import { toCards } from "./to-cards";

export type NextCards = {
  readonly projectId: ProjectId;
  readonly grader: string;
  readonly count: number;
  /** Cards that the browser holds already. */
  readonly exclude: readonly OutputId[];
  readonly order?: GradingOrder;
  /** Only the candidates of this criterion are asked where they disagree; null: all of them. */
  readonly aim?: CriterionId | null;
};

export type Queue = {
  readonly cards: readonly Card[];
  /** Outputs that this grader has neither graded nor skipped. */
  readonly left: number;
};

/** The next cards for a grader, in the order in which they should be shown. */
export async function nextCards({
  projectId,
  grader,
  count,
  exclude,
  order = "balanced",
  aim = null,
}: NextCards): Promise<Result<Queue>> {
  const project = await findProject(projectId);
  if (!project) return fail({ code: "not-found", what: "project" });
  const board = await readBoard(projectId);
  const seen = seenBy(board.events, grader);
  const held = new Set([...exclude]);
  const open = openTo(board, seen);
  const opinions = opinionsOn(board, { open, aim });
  const graded = [...seen.keys()];
  const chosen: { outputId: OutputId; shown: Card["shown"] }[] = [];
  while (chosen.length < count) {
    const ungraded = open
      .filter((id) => !held.has(id))
      .map((outputId) => ({ outputId, ...(opinions.get(outputId) ?? { disagreement: 0, suspicion: 0 }) }));
    const next = chooseNext({
      ungraded,
      graded: graded.filter((id) => !held.has(id)),
      rank: seen.size + held.size + 1,
      seed: project.seed,
      order,
    });
    if (!next) break;
    held.add(next.outputId);
    chosen.push(next);
  }
  // Skipped ones come back when nothing else is left.
  if (chosen.length === 0) {
    const skipped = [...seen].find(([id, wasSkipped]) => wasSkipped && !held.has(id));
    if (skipped) chosen.push({ outputId: skipped[0], shown: CHOSEN });
  }
  return ok({ cards: await toCards(projectId, board, { chosen, grader }), left: open.length });
}

/**
 * What a grader may still be asked: not what an audit set holds back, which is graded in its own queue, and of outputs
 * that are (almost) the same only the first, unless another of them was seen.
 */
function openTo({ matrix, auditSet, alike }: Board, seen: ReadonlyMap<OutputId, boolean>): OutputId[] {
  const heldBack = new Set(auditSet?.outputIds);
  const familiar = new Set([...seen.keys(), ...heldBack].map((id) => alike.get(id) ?? id));
  return matrix.outputIds.filter((id) => !alike.has(id) && !familiar.has(id) && !heldBack.has(id));
}

/** What a grader has dealt with, oldest first, and whether only by skipping it; what was taken back is open again. */
function seenBy(events: readonly GradeEvent[], grader: string): Map<OutputId, boolean> {
  const seen = new Map<OutputId, boolean>();
  for (const { outputId, criterionId, mark, grader: by } of events) {
    if (by !== grader || criterionId !== null) continue;
    if (mark === "withdrawn") seen.delete(outputId);
    else seen.set(outputId, mark === "skipped");
  }
  return seen;
}

type Opinion = { readonly disagreement: number; readonly suspicion: number };

/** What the candidates say of each output together, one vote a behaviour; constant ones have no say. */
function opinionsOn(
  { matrix, assertions }: Board,
  { open, aim }: { readonly open: readonly OutputId[]; readonly aim: CriterionId | null },
): Map<OutputId, Opinion> {
  const asked = assertions
    .filter(({ criterionId }) => aim === null || criterionId === aim)
    .map(({ id }) => id);
  const twins = new Set(matrix.clusters(asked).flatMap(([, ...rest]) => rest));
  const voters = asked
    .filter((id) => !twins.has(id) && foldedBecause(matrix.counts(id)) === null)
    .map((id) => {
      const { pass, fail: failed } = matrix.counts(id);
      return { id, passRate: pass / Math.max(1, pass + failed) };
    });
  return new Map(
    open.map((outputId) => {
      const failing: number[] = [];
      let votes = 0;
      for (const { id, passRate } of voters) {
        const kind = matrix.kind(id, outputId);
        if (kind === "fail") failing.push(passRate);
        if (kind === "fail" || kind === "pass") votes += 1;
      }
      return [outputId, { disagreement: voteEntropy(failing.length, votes), suspicion: suspicion(failing) }];
    }),
  );
}

/** A particular output as a card: picked by a person from a table, or gone back to. */
export async function cardOf(target: {
  readonly projectId: ProjectId;
  readonly outputId: OutputId;
  readonly grader: string;
}): Promise<Result<Card>> {
  const board = await readBoard(target.projectId);
  const [card] = await toCards(target.projectId, board, {
    chosen: [{ outputId: target.outputId, shown: CHOSEN }],
    grader: target.grader,
  });
  return card ? ok(card) : fail({ code: "not-found", what: "output" });
}
