import { createHash } from "node:crypto";
import type { EvaluatorAssertion, EvaluatorManifest, PublishedExample } from "@/lib/domain/evaluator";
import { publishFigures } from "@/lib/domain/evaluator";
import { figuresOf } from "@/lib/domain/figures";
import { OutputId } from "@/lib/domain/ids";
import type { Output } from "@/lib/domain/output";
import { setVerdict } from "@/lib/domain/set-verdict";
import { tally } from "@/lib/domain/confusion";
import type { VerdictKind } from "@/lib/domain/verdict";

export const anOutput = (id: number, text: string, variables: Record<string, string> = {}): Output => ({
  id: OutputId.parse(id),
  externalId: null,
  variables,
  prompt: null,
  text,
  metadata: {},
});

const hashOf = (kind: string, content: string) =>
  createHash("sha256").update(`${kind}\n${content}`).digest("hex");

export const javascript = (name: string, source: string): EvaluatorAssertion => ({
  name,
  criterion: `criterion of ${name}`,
  wording: "No apology, please.",
  revision: 2,
  kind: "javascript",
  source,
  hash: hashOf("javascript", source),
});

export const python = (name: string, source: string): EvaluatorAssertion => ({
  ...javascript(name, source),
  kind: "python",
  source,
  hash: hashOf("python", source),
});

export const judge = (name: string, question: string): EvaluatorAssertion => ({
  name,
  criterion: "polite",
  kind: "judge",
  question,
  design: "critique",
  model: "stand-in",
});

/** A published evaluator over graded outputs: rows of output, label and what each assertion says of it. */
export function anEvaluator(
  assertions: readonly EvaluatorAssertion[],
  rows: readonly {
    readonly output: Output;
    readonly label: "good" | "bad";
    readonly verdicts: readonly (VerdictKind | null)[];
  }[],
): { readonly manifest: EvaluatorManifest; readonly outputs: readonly Output[] } {
  const examples: PublishedExample[] = rows.map(({ output, label, verdicts }) => ({
    outputId: output.id,
    label,
    verdicts: [...verdicts],
  }));
  const good = rows.filter(({ label }) => label === "good").length;
  return {
    outputs: rows.map(({ output }) => output),
    manifest: {
      touchstone: 1,
      name: "support replies",
      project: "Support",
      version: 3,
      publishedAt: "2026-11-20T10:00:00.000Z",
      grades: { graded: rows.length, good, bad: rows.length - good, graders: 1 },
      set: {
        ...publishFigures(figuresOf(tally(rows.map(({ label, verdicts }) => [label, setVerdict(verdicts)])))),
        inSample: true,
      },
      assertions: [...assertions],
      examples,
    },
  };
}

export const SHORT_JS = `// Long replies tire.
const LIMIT = 20;
function check(output, context) {
  if (output.length <= LIMIT) return true;
  return { pass: false, reason: output.length + " characters, asked: " + context.input["question"] };
}
`;

export const NO_APOLOGY_PY = `import re
SORRY = re.compile(r"\\bsorry\\b", re.I)

def check(output, context):
    """No apology."""
    return SORRY.search(output) is None
`;

/** Two code members, in both languages, on four graded outputs; one good output is wrongly failed. */
export const twoMembers = () =>
  anEvaluator(
    [javascript("short", SHORT_JS), python("no apology", NO_APOLOGY_PY)],
    [
      {
        output: anOutput(1, "It ships tomorrow.", { question: "Where?" }),
        label: "good",
        verdicts: ["pass", "pass"],
      },
      {
        output: anOutput(2, "Sorry, so sorry.", { question: "Where?" }),
        label: "bad",
        verdicts: ["pass", "fail"],
      },
      {
        output: anOutput(3, "It will ship on the very next day of the week.", { question: "When\u2028?" }),
        label: "good",
        verdicts: ["fail", "pass"],
      },
      {
        output: anOutput(4, "Sorry 🙁 — we do not know anything about it.", { question: "Why?" }),
        label: "bad",
        verdicts: ["fail", "fail"],
      },
    ],
  );
