import { z } from "zod";
import type { LlmTask } from "../client";
import { announce, FENCE_CONTRACT, fenceFor } from "../fence";
import { readStructured } from "../read-structured";

const Answer = z.object({
  scores: z.array(
    z.object({ proposal: z.number().int(), why: z.string(), score: z.number().int().min(1).max(5) }),
  ),
});

export type RankInput = {
  readonly criterion: string;
  /** What each proposal does: its source, or its question. */
  readonly proposals: readonly string[];
};

/** In the order of the proposals; from 1 to 5. */
export type Ranked = readonly { readonly score: number; readonly why: string }[];

/** From this score on a proposal is worth being run. */
export const ACCEPTED_FROM = 3;

/** Proposals are looked at by a second reading, under a rubric for what is worth running (CORE, Wadhwa et al. 2024). */
export const rankProposals: LlmTask<RankInput, Ranked> = {
  name: "rank-proposals",
  version: 1,
  role: "writing",
  maxOutputTokens: 8_000,
  schema: Answer,
  prompt: ({ criterion, proposals }) => {
    const fence = fenceFor(criterion, ...proposals);
    return {
      system: `You review proposed checks for one criterion of the outputs of an LLM pipeline. ${FENCE_CONTRACT}\nScore each: 5 decides the criterion, edge cases included; 4 decides it but for rare cases; 3 a rough sign of it, with mistakes either way; 2 checks something beside the criterion, or cannot be decided from the output and its input; 1 always gives the same answer, or the opposite of what is asked. A strict and a generous check may both be good: a person's grades will choose between them. Answer with a JSON object {"scores": [{"proposal": its number, "why": one short sentence, "score": 1 to 5}]}, one for each proposal.`,
      user: [
        announce(fence),
        fence.wrap("criterion", criterion),
        ...proposals.map((proposal, i) => fence.wrap(`proposal ${i + 1}`, proposal)),
        "Score the proposals.",
      ].join("\n\n"),
    };
  },
  read: (text, { proposals }) => {
    const byNumber = new Map(readStructured(text, Answer)?.scores.map((one) => [one.proposal, one]));
    const ranked = proposals.flatMap((_, i) => {
      const one = byNumber.get(i + 1);
      return one ? [{ score: one.score, why: one.why }] : [];
    });
    return ranked.length === proposals.length && byNumber.size === proposals.length ? ranked : null;
  },
};
