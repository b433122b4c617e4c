import { z } from "zod";
import type { Verdict } from "@/lib/domain/verdict";

/** What the host sends: one message a chunk. */
export type Chunk = {
  readonly type: "run";
  /** Random, echoed in every answer: what belongs to another chunk is not taken for this one's. */
  readonly token: string;
  readonly source: string;
  /** The items as one JSON array, so that it is parsed only where it is used. */
  readonly text: string;
  readonly count: number;
  readonly perItemMs: number;
  /** What is left of the job's time. */
  readonly jobMs: number;
  readonly memoryMb: number;
};

/** What a child may say. It is trusted to run the guest, but what it says is parsed all the same. */
export const FromChild = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready") }),
  /** A sign of life. */
  z.object({ type: z.literal("at"), token: z.string() }),
  z.object({
    type: z.literal("done"),
    token: z.string(),
    /** p(ass), f(ail) or e(rror), and the reason or message; empty when there is none. */
    results: z.array(z.tuple([z.enum(["p", "f", "e"]), z.string()])),
    /** Why the items after this chunk need not be tried; empty when they should. */
    gaveUp: z.string(),
  }),
]);
export type FromChild = z.infer<typeof FromChild>;
export type ChildResult = FromChild & { type: "done" };

const MAX_DETAIL = 500;
/** Short, and free of what a database takes for no text: NUL and halves of characters. */
const tidy = (detail: string) =>
  detail
    .slice(0, MAX_DETAIL)
    .replaceAll("\u0000", "")
    .replace(/\p{Surrogate}/gu, "\uFFFD");

/** A child's result as a verdict. Its message is one line: what an assertion throws may have many. */
export function toVerdict([code, detail]: readonly ["p" | "f" | "e", string]): Verdict {
  const text = tidy(detail);
  switch (code) {
    case "p":
      return text === "" ? { kind: "pass" } : { kind: "pass", reason: text };
    case "f":
      return text === "" ? { kind: "fail" } : { kind: "fail", reason: text };
    case "e":
      return { kind: "error", message: text.replace(/\s*\n\s*/g, " ") || "it failed without a message" };
  }
}
