import type { GivenGrades, GradesOn } from "@/lib/domain/grades-by-grader";
import type { Label } from "@/lib/domain/grade";
import type { Output } from "@/lib/domain/output";

/**
 * Grades as JSON lines, a line an output and what was graded of it, in the form that imports and the command line read
 * (labelled-rows.ts). "Can't tell" has no label; `answer` says so.
 */
export function gradesJsonl(
  output: Output,
  subjects: readonly GradesOn[],
  nameOf: (grader: string) => string,
): string {
  return subjects
    .flatMap(({ criterionId, name, byOutput }) => {
      const given = byOutput.get(output.id);
      return given ? [`${JSON.stringify(toLine(output, criterionId === null ? null : name, given))}\n`] : [];
    })
    .join("");

  function toLine(
    { id, externalId, variables, prompt, text, metadata }: Output,
    criterion: string | null,
    { answers, consensus, decision }: GivenGrades,
  ) {
    return {
      id: externalId ?? String(id),
      ...{ input: variables, prompt, output: text, criterion, metadata },
      grades: answers.map(({ grader, answer, note }) => ({
        ...{ grader: nameOf(grader), answer, note },
        label: answer === "unsure" ? null : (answer satisfies Label),
      })),
      consensus,
      decision: decision && { ...decision, by: nameOf(decision.by) },
    };
  }
}
