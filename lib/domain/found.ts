import { z } from "zod";
import type { CriterionId, OutputId, ProjectId } from "./ids";

/** What somebody looks for by name; nothing typed finds what is nearest at hand. `page` counts from 1 and turns the outputs. */
export const FindQuery = z.object({
  words: z.string().trim().max(200).default(""),
  page: z.number().int().min(1).max(1000).default(1),
});
export type FindQuery = z.infer<typeof FindQuery>;

/** An output by name: neither labels nor verdicts, nor anything else that a grader must not know beforehand. */
export type FoundOutput = {
  readonly id: OutputId;
  readonly name: string;
  /** Some of the text around what was looked for. */
  readonly excerpt: string;
};

/** What was found: names and where they lead. */
export type Found = {
  /** Other projects in which the person has a part. */
  readonly projects: readonly { readonly id: ProjectId; readonly name: string }[];
  /** Criteria in play. */
  readonly criteria: readonly { readonly id: CriterionId; readonly name: string }[];
  readonly outputs: readonly FoundOutput[];
  /** Whether another page of outputs follows. */
  readonly hasMore: boolean;
};

/** Whether all the words stand in a name; case aside. */
export const isNamed = (name: string, words: string): boolean =>
  words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => name.toLowerCase().includes(word));
