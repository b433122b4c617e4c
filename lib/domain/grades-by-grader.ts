import type { Criterion } from "./criterion";
import { eventsOf } from "./detect-grader-drift";
import type { Answer, GradeEvent, Label } from "./grade";
import type { CriterionId, OutputId } from "./ids";
import { labelsOf, latestMarks, type Labelling } from "./labels";

export type GivenAnswer = { readonly grader: string; readonly answer: Answer; readonly note: string };

/** What everybody said of one output, and what it comes to. */
export type GivenGrades = {
  readonly answers: readonly GivenAnswer[];
  /** What was decided, else what the grades come to (`labelsOf`); null: a tie, or nobody could tell. */
  readonly consensus: Label | null;
  /** The decision where graders differ; null: none was made. */
  readonly decision: { readonly by: string; readonly label: Label; readonly note: string } | null;
};

/** The grades of the whole output (criterion null), or of one criterion under its current meaning. */
export type GradesOn = {
  readonly criterionId: CriterionId | null;
  readonly name: string;
  /** Those who answered, in alphabetical order. */
  readonly graders: readonly string[];
  readonly byOutput: ReadonlyMap<OutputId, GivenGrades>;
};

/** What each grader said last, of the whole output and of every criterion; from events in the order in which they were given. */
export function gradesByGrader(
  events: readonly GradeEvent[],
  criteria: readonly Criterion[],
  labelling: Labelling,
): GradesOn[] {
  return [null, ...criteria].map((criterion) => {
    const own = eventsOf(criterion, events);
    const answers = lastAnswers(own);
    const standing = latestMarks(own);
    const { labels } = labelsOf(standing, labelling);
    const byOutput = new Map(
      [...standing].flatMap(([outputId, marks]): [OutputId, GivenGrades][] => {
        const given = [...(answers.get(outputId)?.values() ?? [])];
        const decision = decisionOf(marks.decision);
        if (given.length === 0 && decision === null) return [];
        return [[outputId, { answers: given, consensus: labels.get(outputId) ?? null, decision }]];
      }),
    );
    const graders = new Set([...byOutput.values()].flatMap((one) => one.answers.map(({ grader }) => grader)));
    return {
      criterionId: criterion?.id ?? null,
      name: criterion?.revision.name ?? "overall",
      graders: [...graders].toSorted(),
      byOutput,
    };
  });
}

const decisionOf = (event: GradeEvent | null): GivenGrades["decision"] =>
  event && (event.mark === "good" || event.mark === "bad")
    ? { by: event.grader, label: event.mark, note: event.note }
    : null;

/** A skip leaves what was said before, a withdrawal nothing; what was carried over by rule nobody said. */
function lastAnswers(own: readonly GradeEvent[]): Map<OutputId, Map<string, GivenAnswer>> {
  const answers = new Map<OutputId, Map<string, GivenAnswer>>();
  for (const { outputId, grader, mark, note, shown } of own) {
    if (shown.policy === "adjudication" || shown.policy === "carried" || mark === "skipped") continue;
    const ofOutput = answers.get(outputId) ?? new Map<string, GivenAnswer>();
    answers.set(outputId, ofOutput);
    if (mark === "withdrawn") ofOutput.delete(grader);
    else ofOutput.set(grader, { grader, answer: mark, note });
  }
  return answers;
}
