import { addLlmCall } from "@/lib/db/llm-calls";
import type { AssertionDraft } from "@/lib/domain/assertion";
import type { Criterion } from "@/lib/domain/criterion";
import type { ProjectId } from "@/lib/domain/ids";
import type { LlmClient } from "@/lib/llm/client";
import { ACCEPTED_FROM, rankProposals } from "@/lib/llm/tasks/rank-proposals";

const CLIP = 4_000;

const contentOf = ({ implementation }: AssertionDraft): string => {
  switch (implementation.kind) {
    case "javascript":
    case "python":
      return implementation.source;
    case "judge":
      return implementation.question;
    case "recorded":
      return implementation.evaluator;
  }
};

/** The proposals that a second reading accepts, and why others were left out. Where it is no help, all are kept. */
export async function rankWritten(
  drafts: readonly AssertionDraft[],
  criterion: Criterion,
  context: { readonly model: LlmClient; readonly projectId: ProjectId; readonly activityId: number },
): Promise<{ readonly accepted: readonly AssertionDraft[]; readonly rejected: readonly string[] }> {
  if (drafts.length === 0) return { accepted: [], rejected: [] };
  const { model, projectId, activityId } = context;
  const { name, wording } = criterion.revision;
  const outcome = await model.ask(rankProposals, {
    criterion: `${name}\n${wording}`,
    proposals: drafts.map((draft) => contentOf(draft).slice(0, CLIP)),
  });
  await addLlmCall(projectId, { ...outcome.call, activityId });
  if (outcome.kind !== "answered") return { accepted: drafts, rejected: [] };
  const ranked = drafts.map((draft, i) => ({ draft, ranked: outcome.answer[i] }));
  return {
    accepted: ranked
      .filter(({ ranked: one }) => (one?.score ?? ACCEPTED_FROM) >= ACCEPTED_FROM)
      .map(({ draft }) => draft),
    rejected: ranked.flatMap(({ draft, ranked: one }) =>
      one && one.score < ACCEPTED_FROM ? [`“${draft.name}” (${one.why.slice(0, 200)})`] : [],
    ),
  };
}
