import { z } from "zod";
import type { Verdict } from "@/lib/domain/verdict";
import type { SandboxItem } from "./sandbox";

/** What the host sends: one message a chunk. */
export type Chunk = {
  readonly type: "run";
  readonly source: string;
  readonly items: readonly SandboxItem[];
  readonly perItemMs: number;
};

/** What a child may say. It is trusted to run the guest, but what it says is parsed all the same. */
export const FromChild = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready") }),
  /** A sign of life: the item that it is at. */
  z.object({ type: z.literal("at"), index: z.number().int().nonnegative() }),
  z.object({
    type: z.literal("done"),
    /** p(ass), f(ail) or e(rror), and the reason or message; empty when there is none. */
    results: z.array(z.tuple([z.enum(["p", "f", "e"]), z.string()])),
    /** Why the items after this chunk need not be tried; empty when they should. */
    gaveUp: z.string(),
  }),
]);
export type FromChild = z.infer<typeof FromChild>;
export type ChildResult = FromChild & { type: "done" };

const MAX_DETAIL = 500;

/** A child's result as a verdict. */
export function toVerdict([code, detail]: readonly ["p" | "f" | "e", string]): Verdict {
  const text = detail.slice(0, MAX_DETAIL);
  switch (code) {
    case "p":
      return text === "" ? { kind: "pass" } : { kind: "pass", reason: text };
    case "f":
      return text === "" ? { kind: "fail" } : { kind: "fail", reason: text };
    case "e":
      return { kind: "error", message: text === "" ? "it failed without a message" : text };
  }
}
