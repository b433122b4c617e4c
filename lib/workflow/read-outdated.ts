import { listAssertions } from "@/lib/db/assertions";
import { listJudgeAnswers, listJudgeModels } from "@/lib/db/llm-calls";
import type { Assertion } from "@/lib/domain/assertion";
import { firstAsked, outdatedJudges, type ModelsNow, type Outdated } from "@/lib/domain/detect-judge-drift";
import type { AssertionId, ProjectId } from "@/lib/domain/ids";
import { askingOf } from "@/lib/domain/judge-designs/describe";
import type { Judge } from "@/lib/domain/judge-designs/judge";
import { reportCard, type ReportCard } from "@/lib/domain/report-card";
import { hashImplementation } from "./hash-implementation";
import type { Board } from "./read-board";

/** The judges that speak for a criterion and have verdicts in force of models that they would not ask now. */
export async function readOutdated(
  board: Board,
  {
    projectId,
    now,
    card = reportCard(board),
  }: { readonly projectId: ProjectId; readonly now: ModelsNow; readonly card?: ReportCard },
): Promise<Outdated[]> {
  const inForce = card.criteria.flatMap(({ selected }) =>
    selected?.assertion.implementation.kind === "judge"
      ? [{ assertion: selected.assertion, judge: selected.assertion.implementation }]
      : [],
  );
  if (inForce.length === 0) return [];
  const all = await listAssertions(projectId, { retiredToo: true });
  const judges = inForce.map((one) => ({ ...one, sources: sourcesOf(one, all) }));
  const ids = judges.flatMap(({ assertion, sources }) => [assertion.id, ...sources]);
  const [answers, models] = await Promise.all([
    listJudgeAnswers(projectId, [...new Set(ids)]),
    listJudgeModels(projectId),
  ]);
  const of = (wanted: readonly AssertionId[]) =>
    answers.filter(({ assertionId }) => wanted.includes(assertionId));
  return outdatedJudges({
    judges: judges.map(({ sources, ...one }) => ({
      ...one,
      own: of([one.assertion.id]),
      others: one.judge.design === "jury" ? of(sources) : firstAsked(of(sources)),
    })),
    ...{ models, now },
    hasVerdict: (assertionId, outputId) => board.matrix.kind(assertionId, outputId) !== null,
  });
}

/** The assertions whose answers a judge takes over instead of asking: those that ask the same, and a jury's members. */
function sourcesOf(
  { assertion, judge }: { readonly assertion: Assertion; readonly judge: Judge },
  all: readonly Assertion[],
): AssertionId[] {
  const asking = judge.design === "jury" ? null : askingOf(judge);
  const members = new Set(
    judge.design === "jury" ? judge.members.map(({ judge: member }) => hashImplementation(member)) : [],
  );
  return all
    .filter(
      ({ id, hash, implementation }) =>
        id !== assertion.id &&
        (members.has(hash) ||
          (asking !== null && implementation.kind === "judge" && askingOf(implementation) === asking)),
    )
    .map(({ id }) => id);
}
