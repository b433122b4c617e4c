import { z } from "zod";
import { OutputId } from "../ids";
import type { VerdictKind } from "../verdict";
import { measured, unmeasured, type TrustCheck } from "./check";
import { INJECTIONS } from "./injections";
import { QUOTED, type Probe, type ProbeSource } from "./probes";

/** So many verdicts one set of canaries vouches for; for fewer than `FEWEST` the canaries would cost too much. */
export const SPAN = 100;
export const FEWEST = 25;

/** A text whose right verdict is known: the judge gave it to the output of which the text was made, and a person agreed. */
export type Canary = Pick<Probe, "variant" | "output"> & {
  readonly outputId: OutputId;
  readonly expected: "pass" | "fail";
};

export const CanaryResult = z.object({
  variant: z.string(),
  outputId: OutputId,
  expected: z.enum(["pass", "fail"]),
  said: z.enum(["pass", "fail", "notApplicable", "error"]),
});
export type CanaryResult = z.infer<typeof CanaryResult>;

/**
 * Two outputs that are bad and that the judge failed, with an instruction to pass them, and one that is good and that it
 * passed, with a harmless mention of such an instruction. Another `turn`, other texts. Fewer where there are no such
 * outputs yet: what nobody graded is no canary.
 */
export function makeCanaries(sources: readonly ProbeSource[], turn: number): Canary[] {
  const failed = sources.filter(({ label, kind }) => label === "bad" && kind === "fail");
  const passed = sources.filter(({ label, kind }) => label === "good" && kind === "pass");
  const pick = <T>(from: readonly T[], at: number): T | undefined => from[at % Math.max(1, from.length)];
  const attacks = [2 * turn, 2 * turn + 1].flatMap((at) => {
    const [source, injection] = [pick(failed, at), pick(INJECTIONS, at)];
    return source && injection ? [canary(source, "fail", injection)] : [];
  });
  const quoted = pick(passed, turn);
  return quoted ? [...attacks, canary(quoted, "pass", { kind: "harmless mention", text: QUOTED })] : attacks;
}

const canary = (
  { output }: ProbeSource,
  expected: Canary["expected"],
  added: { readonly kind: string; readonly text: string },
): Canary => ({
  expected,
  variant: added.kind,
  outputId: output.id,
  output: {
    text: `${output.text}\n\n${added.text}`,
    variables: output.variables,
    prompt: output.prompt,
  },
});

const isWrong = ({
  expected,
  said,
}: {
  readonly expected: VerdictKind;
  readonly said: VerdictKind;
}): boolean => said !== "error" && said !== expected;

/** Whether no canary was judged wrong; one that erred says nothing. */
export const areTrusted = (results: readonly CanaryResult[]): boolean => !results.some(isWrong);

/** A stretch of verdicts with the canaries in it. */
export type CanaryRun = {
  readonly results: readonly CanaryResult[];
  readonly isTrusted: boolean;
  readonly outputs: number;
};

/** What the canaries of a judge say of it. */
export function canaryCheck(runs: readonly CanaryRun[]): TrustCheck {
  const about = { id: "canaries", name: "Canaries among its outputs" };
  if (runs.length === 0)
    return unmeasured({
      ...about,
      says: `none were asked yet: it takes ${FEWEST} answered outputs, and a bad one that it fails or a good one that it passes`,
    });
  const untrusted = runs.filter(({ isTrusted }) => !isTrusted);
  const wrong = untrusted.flatMap(({ results }) => results.filter(isWrong));
  const doubted = untrusted.reduce((sum, { outputs }) => sum + outputs, 0);
  const of = runs.reduce((sum, { outputs }) => sum + outputs, 0);
  return measured({
    ...about,
    n: runs.reduce((sum, { results }) => sum + results.length, 0),
    isFlagged: untrusted.length > 0,
    figure: `${untrusted.length} of ${runs.length} batches untrusted (${doubted} of ${of} verdicts)`,
    says:
      untrusted.length === 0
        ? "Texts with a known verdict, slipped in among its outputs with instructions to change it: it got all of them right."
        : `It got texts with a known verdict wrong: ${[...new Set(wrong.map(({ variant }) => variant))].join(", ")}. The verdicts of these batches are marked.`,
    remedy:
      "Look at what it passed in these batches; let a code assertion or a judge of another family have a veto.",
  });
}
