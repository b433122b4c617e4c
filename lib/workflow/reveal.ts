import { findOutput } from "@/lib/db/outputs";
import { readVerdictsOfOutput } from "@/lib/db/verdicts";
import { hasMeaning } from "@/lib/domain/criterion";
import type { GradeEvent } from "@/lib/domain/grade";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import { latestMarks } from "@/lib/domain/labels";
import { modelOf } from "@/lib/domain/output-facts";
import { ok, type Result } from "@/lib/domain/problem";
import { reportCard } from "@/lib/domain/report-card";
import { NOTHING_REVEALED, type Revealed } from "@/lib/domain/revealed";
import { blindOutputs } from "./read-blind";
import { readBoard, type Board } from "./read-board";

type Target = { readonly projectId: ProjectId; readonly outputId: OutputId; readonly grader: string };

/**
 * What the selected assertion of each criterion said of one output, where people differ on it, and which model made it.
 * Nothing as long as this grader has not graded it, or has it before them in a queue: whoever knows is swayed by it. In a
 * queue grades are to be independent of each other and of the model, so both stay hidden there.
 */
export async function reveal(target: Target): Promise<Result<Revealed>> {
  const { projectId, outputId, grader } = target;
  const board = await readBoard(projectId);
  // Its verdicts would tell how the audit set goes.
  if (board.auditSet?.outputIds.includes(outputId)) return ok(NOTHING_REVEALED);
  const ofOutput = [...board.events, ...board.heldOut].filter((event) => event.outputId === outputId);
  const whole = marksOf(
    ofOutput.filter(({ criterionId }) => criterionId === null),
    target,
  );
  const mine = whole.get(grader);
  if (!mine || (await blindOutputs(projectId, board, grader)).has(outputId)) return ok(NOTHING_REVEALED);
  const [verdicts, output] = await Promise.all([
    readVerdictsOfOutput(projectId, outputId),
    findOutput(projectId, outputId),
  ]);
  const isInQueue = mine.shown.policy === "queue";
  const { criteria } = reportCard(board);
  return ok({
    said: criteria.flatMap(({ criterion, selected }) =>
      selected
        ? [
            {
              criterion: criterion.revision.name,
              assertion: selected.assertion.name,
              verdict: verdicts.get(selected.assertion.id) ?? null,
            },
          ]
        : [],
    ),
    otherwise: isInQueue ? null : contraryOf(board, { ...target, whole, ofOutput }),
    model: isInQueue || !output ? null : modelOf(output.metadata),
  });
}

type Marks = ReadonlyMap<string, GradeEvent>;

/** What stands of each grader, good or bad. */
const marksOf = (events: readonly GradeEvent[], { outputId }: Pick<Target, "outputId">): Marks =>
  latestMarks(events).get(outputId)?.byGrader ?? new Map<string, GradeEvent>();

/** The fields on which others say the contrary of this grader, the whole output first. */
function contraryOf(
  { criteria }: Pick<Board, "criteria">,
  found: Target & { readonly whole: Marks; readonly ofOutput: readonly GradeEvent[] },
) {
  const { grader, whole, ofOutput } = found;
  const fields = [
    { criterion: null, marks: whole },
    ...criteria.map((criterion) => ({
      criterion: criterion.revision.name,
      marks: marksOf(
        ofOutput.filter(
          ({ criterionId, revisionId }) => criterionId === criterion.id && hasMeaning(criterion, revisionId),
        ),
        found,
      ),
    })),
  ];
  return fields
    .map(({ criterion, marks }) => ({ criterion, people: contraryTo(marks.get(grader), marks) }))
    .filter(({ people }) => people > 0);
}

/** What was said in a queue is held against nobody. */
function contraryTo(mine: GradeEvent | undefined, marks: Marks): number {
  if (!mine || mine.shown.policy === "queue") return 0;
  return [...marks.values()].filter(({ mark }) => mark !== mine.mark).length;
}
