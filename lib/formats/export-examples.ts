import { tally, type Confusion } from "@/lib/domain/confusion";
import type { EvaluatorAssertion, EvaluatorManifest, PublishedExample } from "@/lib/domain/evaluator";
import { figuresOf, type Figures } from "@/lib/domain/figures";
import type { OutputId } from "@/lib/domain/ids";
import type { Output } from "@/lib/domain/output";
import { setVerdict } from "@/lib/domain/set-verdict";
import type { VerdictKind } from "@/lib/domain/verdict";
import { isAskable, type JudgeAssertion } from "./export-judges";

export type CodeAssertion = Extract<EvaluatorAssertion, { kind: "javascript" | "python" }>;

/**
 * A member that can run outside the app. Recorded verdicts cannot, for they were made elsewhere; nor can a judge that
 * needs two models, which `touchstone run` asks of one.
 */
export type Runnable = CodeAssertion | JudgeAssertion;

export const isRunnable = (assertion: EvaluatorAssertion): assertion is Runnable =>
  isCode(assertion) || isAskable(assertion);
export const isCode = (assertion: EvaluatorAssertion): assertion is CodeAssertion =>
  assertion.kind === "javascript" || assertion.kind === "python";

/** What every writer starts from: the members that run, and the examples whose texts are known. */
export type ExportInput = {
  readonly manifest: EvaluatorManifest;
  readonly members: readonly Runnable[];
  readonly excluded: readonly EvaluatorAssertion[];
  readonly examples: readonly { readonly output: Output; readonly published: PublishedExample }[];
};

export function exportInput(manifest: EvaluatorManifest, outputs: readonly Output[]): ExportInput {
  const byId = new Map<OutputId, Output>(outputs.map((output) => [output.id, output]));
  return {
    manifest,
    members: manifest.assertions.filter(isRunnable),
    excluded: manifest.assertions.filter((assertion) => !isRunnable(assertion)),
    examples: (manifest.examples ?? []).flatMap((published) => {
      const output = byId.get(published.outputId);
      return output ? [{ output, published }] : [];
    }),
  };
}

/** What each exported member said of an example, by the member's name. */
export const publishedVerdicts = (
  { manifest }: ExportInput,
  { verdicts }: PublishedExample,
): { readonly assertion: EvaluatorAssertion; readonly kind: VerdictKind | null }[] =>
  manifest.assertions.map((assertion, i) => ({ assertion, kind: verdicts[i] ?? null }));

/**
 * Whether a run elsewhere must come to the same verdicts: code that passed or failed this output does so again, but
 * an error (a time-out, say) may depend on the machine, and a verdict that was never given cannot be compared.
 */
const isComparable = (input: ExportInput, example: PublishedExample): boolean =>
  publishedVerdicts(input, example).every(
    ({ assertion, kind }) => !isRunnable(assertion) || (kind !== null && kind !== "error"),
  );

/** What the exported members together reached on the comparable examples when the evaluator was published. */
export function expectedFigures(input: ExportInput): Figures & { readonly n: number } {
  const comparable = input.examples.filter(({ published }) => isComparable(input, published));
  const confusion: Confusion = tally(
    comparable.map(({ published }) => [
      published.label,
      setVerdict(
        publishedVerdicts(input, published)
          .filter(({ assertion }) => isRunnable(assertion))
          .map(({ kind }) => kind),
      ),
    ]),
  );
  return { ...figuresOf(confusion), n: comparable.length };
}

/**
 * The examples as labelled rows: the form that `touchstone report` and `run` read, so that the published figures can
 * be computed again from this file alone.
 */
export function examplesJsonl(input: ExportInput): string {
  return input.examples
    .map(({ output, published }) => {
      const row = {
        id: output.externalId ?? String(output.id),
        input: output.variables,
        prompt: output.prompt,
        output: output.text,
        ...(published.reference === undefined ? {} : { reference: published.reference }),
        meta: output.metadata,
        consensus: published.label,
        judge_verdicts: publishedVerdicts(input, published).map(({ assertion, kind }) => ({
          judge: assertion.name,
          label: kind === "pass" ? "good" : kind === "fail" ? "bad" : null,
          kind,
        })),
        comparable: isComparable(input, published),
      };
      // Valid in JSON, but some readers take them for the end of a line.
      return `${JSON.stringify(row).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029")}\n`;
    })
    .join("");
}
