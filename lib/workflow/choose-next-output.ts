import { findProject } from "@/lib/db/projects";
import { findOutputs } from "@/lib/db/outputs";
import type { Card } from "@/lib/domain/card";
import { foldedBecause } from "@/lib/domain/candidate-view";
import type { GradeEvent } from "@/lib/domain/grade";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { chooseNext, voteEntropy } from "@/lib/domain/sampling";
import { readBoard, type Board } from "./read-board";

export type NextCards = {
  readonly projectId: ProjectId;
  readonly grader: string;
  readonly count: number;
  /** Cards that the browser holds already. */
  readonly exclude: readonly OutputId[];
};

export type Queue = {
  readonly cards: readonly Card[];
  /** Outputs that this grader has neither graded nor skipped. */
  readonly left: number;
};

/** The next cards for a grader, in the order in which they should be shown. */
export async function nextCards({ projectId, grader, count, exclude }: NextCards): Promise<Result<Queue>> {
  const project = await findProject(projectId);
  if (!project) return fail({ code: "not-found", what: "project" });
  const board = await readBoard(projectId);
  const seen = seenBy(board.events, grader);
  const held = new Set([...exclude]);
  const open = board.matrix.outputIds.filter((id) => !seen.has(id));
  const disagreement = disagreements(board, open);
  const graded = [...seen.keys()];
  const chosen: { outputId: OutputId; shown: Card["shown"] }[] = [];
  while (chosen.length < count) {
    const ungraded = open
      .filter((id) => !held.has(id))
      .map((outputId) => ({ outputId, disagreement: disagreement.get(outputId) ?? 0 }));
    const next = chooseNext({
      ungraded,
      graded: graded.filter((id) => !held.has(id)),
      rank: seen.size + held.size + 1,
      seed: project.seed,
    });
    if (!next) break;
    held.add(next.outputId);
    chosen.push(next);
  }
  // Skipped ones come back when nothing else is left.
  if (chosen.length === 0) {
    const skipped = [...seen].find(([id, wasSkipped]) => wasSkipped && !held.has(id));
    if (skipped)
      chosen.push({
        outputId: skipped[0],
        shown: { policy: "chosen", inclusionProbability: null, rank: null, seed: null },
      });
  }
  return ok({ cards: await toCards(projectId, board, { chosen, grader }), left: open.length });
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

/** How much the candidates disagree on each output, one vote a behaviour; constant ones have no say. */
function disagreements({ matrix, assertions }: Board, open: readonly OutputId[]): Map<OutputId, number> {
  const twins = new Set(matrix.clusters(assertions.map(({ id }) => id)).flatMap(([, ...rest]) => rest));
  const voters = assertions
    .map(({ id }) => id)
    .filter((id) => !twins.has(id) && foldedBecause(matrix.counts(id)) === null);
  return new Map(
    open.map((outputId) => {
      let fails = 0;
      let votes = 0;
      for (const id of voters) {
        const kind = matrix.kind(id, outputId);
        if (kind === "fail") fails += 1;
        if (kind === "fail" || kind === "pass") votes += 1;
      }
      return [outputId, voteEntropy(fails, votes)];
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
  const shown = { policy: "chosen", inclusionProbability: null, rank: null, seed: null } as const;
  const [card] = await toCards(target.projectId, board, {
    chosen: [{ outputId: target.outputId, shown }],
    grader: target.grader,
  });
  return card ? ok(card) : fail({ code: "not-found", what: "output" });
}

async function toCards(
  projectId: ProjectId,
  board: Board,
  {
    chosen,
    grader,
  }: {
    readonly chosen: readonly { readonly outputId: OutputId; readonly shown: Card["shown"] }[];
    readonly grader: string;
  },
): Promise<Card[]> {
  const outputs = await findOutputs(
    projectId,
    chosen.map(({ outputId }) => outputId),
  );
  return outputs.flatMap((output) => {
    const shown = chosen.find(({ outputId }) => outputId === output.id)?.shown;
    if (!shown) return [];
    // A silent repeat does not show what was said before.
    const events =
      shown.policy === "repeat"
        ? []
        : board.events.filter((event) => event.outputId === output.id && event.grader === grader);
    return [{ output, shown, mine: latestMine(events) }];
  });
}

function latestMine(events: readonly GradeEvent[]): Card["mine"] {
  const latest = new Map<string | null, GradeEvent>();
  for (const event of events) latest.set(event.criterionId, event);
  return [...latest.values()].flatMap(({ criterionId, revisionId, mark, note }) =>
    mark === "good" || mark === "bad" ? [{ criterionId, revisionId, mark, note }] : [],
  );
}
