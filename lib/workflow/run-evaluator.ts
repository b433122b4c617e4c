import pLimit from "p-limit";
import type { Connection } from "@/lib/domain/connection";
import type { EvaluatorAssertion, EvaluatorManifest } from "@/lib/domain/evaluator";
import type { Label } from "@/lib/domain/grade";
import type { CheckContext } from "@/lib/domain/output";
import { ratio, valueOf } from "@/lib/domain/ratio";
import { passesGate } from "@/lib/domain/set-verdict";
import type { Verdict, VerdictKind } from "@/lib/domain/verdict";
import { createOpenAiClient } from "@/lib/llm/openai-client";
import type { LlmClient } from "@/lib/llm/client";
import { createSandbox } from "@/lib/sandbox/process-sandbox";
import type { Sandbox } from "@/lib/sandbox/sandbox";
import { askJudge, type JudgeQuestion } from "./ask-judge";

const AT_ONCE = 8;

/** An output to judge; `recorded` holds what evaluators said of it elsewhere, by their names. */
export type EvaluatorRow = {
  readonly id: string;
  readonly output: string;
  readonly context: CheckContext;
  /** What a person verified as a right answer, for judges that want one; null or absent: there is none. */
  readonly reference?: string | null;
  readonly recorded: ReadonlyMap<string, Label>;
};

export type EvaluatorRun = {
  readonly rows: number;
  /**
   * In [0, 1]: of the rows to which an assertion applies, those that every one of these passes. A row on which one
   * errs counts as not passed. Null: no assertion applies to any row.
   */
  readonly passRate: number | null;
  readonly assertions: readonly ({ readonly name: string } & Counts)[];
  readonly results: readonly {
    readonly id: string;
    /** Null: undecided, because an assertion erred or none applies. */
    readonly pass: boolean | null;
    readonly verdicts: Readonly<Record<string, Said>>;
  }[];
};

type Counts = {
  readonly passed: number;
  readonly failed: number;
  readonly notApplicable: number;
  readonly errors: number;
};
type Said = { readonly kind: VerdictKind; readonly reason?: string };

/** How to reach what an evaluator needs; the model is the one that a judge was measured with unless it is named. */
export type EvaluatorSetting = {
  /** Null: no model is connected, so judges give errors. */
  readonly connection: Pick<Connection, "baseUrl" | "apiKey"> | null;
  readonly model: string | null;
  readonly cacheFolder: string | null;
};

/** Runs an evaluator on rows, code in the sandbox. Nothing is stored; needs no database. */
export async function runEvaluator(
  manifest: EvaluatorManifest,
  rows: readonly EvaluatorRow[],
  setting: EvaluatorSetting,
): Promise<EvaluatorRun> {
  const sandbox = createSandbox({ cacheFolder: setting.cacheFolder });
  try {
    const columns: { readonly name: string; readonly verdicts: readonly Verdict[] }[] = [];
    for (const assertion of manifest.assertions) {
      columns.push({
        name: assertion.name,
        verdicts: await judgeRows(assertion, rows, { sandbox, setting }),
      });
    }
    return summarise(rows, columns);
  } finally {
    await sandbox.close();
  }
}

async function judgeRows(
  assertion: EvaluatorAssertion,
  rows: readonly EvaluatorRow[],
  { sandbox, setting }: { readonly sandbox: Sandbox; readonly setting: EvaluatorSetting },
): Promise<readonly Verdict[]> {
  switch (assertion.kind) {
    case "javascript":
    case "python":
      return sandbox.run({ language: assertion.kind, source: assertion.source, items: rows });
    case "judge": {
      const model = modelOf(assertion, setting);
      if (typeof model === "string") return rows.map(() => ({ kind: "error", message: model }));
      return pLimit(AT_ONCE).map(rows, async ({ output, context, reference = null }) =>
        askOne(model, {
          judge: assertion,
          output: { text: output, prompt: context.prompt, variables: context.input },
          reference,
        }),
      );
    }
    case "recorded":
      return rows.map(({ recorded }) => recordedVerdict(assertion, recorded));
  }
}

type Judge = Extract<EvaluatorAssertion, { kind: "judge" }>;

/** The model that answers, or the sentence that says what is missing. */
function modelOf(judge: Judge, { connection, model }: EvaluatorSetting): LlmClient | string {
  if (!connection) return "no model is connected: set OPENAI_API_KEY";
  const name = model ?? judge.model ?? null;
  if (name === null) return "no model is named: set OPENAI_MODEL";
  return createOpenAiClient(
    { ...connection, writingModel: name, judgingModel: name },
    // Nobody comes back later for a row that was not judged: each has all its attempts.
    { coolDown: null },
  );
}

async function askOne(
  model: LlmClient,
  question: Pick<JudgeQuestion, "judge" | "output" | "reference">,
): Promise<Verdict> {
  const verdict = await askJudge(model, { ...question, onCall: async () => undefined });
  return verdict.kind === "unavailable"
    ? { kind: "error", message: `the model did not answer: ${verdict.why}` }
    : verdict;
}

function recordedVerdict(
  { name, evaluator }: Extract<EvaluatorAssertion, { kind: "recorded" }>,
  recorded: ReadonlyMap<string, Label>,
): Verdict {
  const label = recorded.get(evaluator) ?? recorded.get(name);
  if (label === undefined)
    return { kind: "error", message: `this row has no recorded verdict of ${evaluator}` };
  return { kind: label === "good" ? "pass" : "fail" };
}

const say = (verdict: Verdict): Said => {
  if (verdict.kind === "error") return { kind: "error", reason: verdict.message };
  return { kind: verdict.kind, ...(verdict.reason === undefined ? {} : { reason: verdict.reason }) };
};

function summarise(
  rows: readonly EvaluatorRow[],
  columns: readonly { readonly name: string; readonly verdicts: readonly Verdict[] }[],
): EvaluatorRun {
  const results = rows.map(({ id }, i) => {
    const verdicts = columns.map(({ name, verdicts: column }) => {
      const verdict = column[i];
      if (!verdict) throw new Error(`${name} gave no verdict for row ${i + 1}`);
      return [name, say(verdict)] as const;
    });
    const kinds = verdicts.map(([, { kind }]) => kind);
    return { id, kinds, pass: passesGate(kinds), verdicts: Object.fromEntries(verdicts) };
  });
  const judged = results.filter(({ kinds }) => kinds.some((kind) => kind !== "notApplicable"));
  return {
    rows: rows.length,
    passRate: valueOf(ratio(judged.filter(({ pass }) => pass === true).length, judged.length)),
    assertions: columns.map(({ name, verdicts }) => ({ name, ...countsOf(verdicts) })),
    results: results.map(({ id, pass, verdicts }) => ({ id, pass, verdicts })),
  };
}

function countsOf(verdicts: readonly Verdict[]): Counts {
  const count = (wanted: VerdictKind) => verdicts.filter(({ kind }) => kind === wanted).length;
  return {
    passed: count("pass"),
    failed: count("fail"),
    notApplicable: count("notApplicable"),
    errors: count("error"),
  };
}
