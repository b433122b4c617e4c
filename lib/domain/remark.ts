import { z } from "zod";
import { Cause } from "./cause";
import { CriterionId, OutputId } from "./ids";
import { Passage } from "./passage";

/** A short name for a kind of failure, in the person's words. */
export const FailureTag = z
  .string()
  .trim()
  .min(1, "A tag needs a word.")
  .max(60, "Keep a tag under 60 characters; what is longer is a note.");

export const MOST_TAGS = 20;
export const TOO_MANY_TAGS = "Twenty tags are enough.";

/** A passage that a person pointed at, with what is wrong (or right) there; it belongs to a grade of the same output. */
export const MarkedPassage = z.object({
  /** Made by the browser; a later event with the same id replaces this one. */
  id: z.string().min(8).max(64),
  passage: Passage,
  note: z.string().max(2_000, "A note on a passage can be at most 2,000 characters."),
  /** The grade that it belongs to; null: that of the whole output. */
  criterionId: CriterionId.nullable(),
});
export type MarkedPassage = z.infer<typeof MarkedPassage>;

/** What a grader says of an output beside the grade. Append-only: of the same passage, or the tags, the latest counts. */
export const OwnRemark = z.discriminatedUnion("kind", [
  MarkedPassage.extend({ kind: z.literal("passage") }),
  z.object({ kind: z.literal("passageRemoved"), id: z.string().min(8).max(64) }),
  z.object({ kind: z.literal("tags"), tags: z.array(FailureTag).max(MOST_TAGS, TOO_MANY_TAGS) }),
]);
export type OwnRemark = z.infer<typeof OwnRemark>;

/** What somebody says that a reason (`reason` of the grader `of`) comes down to; null: to nothing. The latest counts. */
export const CauseLink = z.object({
  kind: z.literal("cause"),
  of: z.string(),
  reason: z.string().min(1).max(200),
  cause: Cause.nullable(),
});

export const Remark = z.discriminatedUnion("kind", [...OwnRemark.options, CauseLink]);
export type Remark = z.infer<typeof Remark>;

/** A remark as the browser sends it. `key` is made there: one that is sent twice is stored once. */
export const RemarkInput = z.object({
  key: z.string().min(8).max(64),
  outputId: OutputId,
  remark: OwnRemark,
});
export type RemarkInput = z.infer<typeof RemarkInput>;

export type RemarkEvent = {
  readonly outputId: OutputId;
  readonly grader: string;
  readonly remark: Remark;
};

/** What one grader's remarks on one output come to. */
export type Remarks = { readonly passages: readonly MarkedPassage[]; readonly tags: readonly string[] };

export const NO_REMARKS: Remarks = { passages: [], tags: [] };

/** Remarks after one more; passages stay in the order in which they were first marked. */
export function withRemark({ passages, tags }: Remarks, remark: OwnRemark): Remarks {
  switch (remark.kind) {
    case "passage": {
      const { id, passage, note, criterionId } = remark;
      const marked = { id, passage, note, criterionId };
      const isKnown = passages.some((other) => other.id === id);
      return {
        passages: isKnown
          ? passages.map((other) => (other.id === id ? marked : other))
          : [...passages, marked],
        tags,
      };
    }
    case "passageRemoved":
      return { passages: passages.filter(({ id }) => id !== remark.id), tags };
    case "tags":
      return { passages, tags: [...new Set(remark.tags)] };
  }
}

/** What stands of the remarks on one output, by grader, from events in the order in which they were made. */
export function standingRemarks(events: readonly RemarkEvent[]): Map<string, Remarks> {
  const standing = new Map<string, Remarks>();
  for (const { grader, remark } of events)
    if (remark.kind !== "cause") standing.set(grader, withRemark(standing.get(grader) ?? NO_REMARKS, remark));
  return standing;
}

/** The tags that stand somewhere, those used most first; ties in alphabetical order. */
export function tagsByUse(events: readonly RemarkEvent[]): string[] {
  const latest = new Map<string, readonly string[]>();
  for (const { outputId, grader, remark } of events)
    if (remark.kind === "tags") latest.set(`${outputId}:${grader}`, remark.tags);
  const uses = new Map<string, number>();
  for (const tag of [...latest.values()].flat()) uses.set(tag, (uses.get(tag) ?? 0) + 1);
  return [...uses].toSorted((a, b) => b[1] - a[1] || a[0].localeCompare(b[0], "en")).map(([tag]) => tag);
}
