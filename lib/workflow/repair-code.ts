import { retireAssertion } from "@/lib/db/assertions";
import { addLlmCall } from "@/lib/db/llm-calls";
import { readErrors } from "@/lib/db/verdicts";
import type { Assertion, Implementation } from "@/lib/domain/assertion";
import type { LlmClient } from "@/lib/llm/client";
import { repairCode } from "@/lib/llm/tasks/repair-code";
import { askWithinBudget } from "./ask-within-budget";
import { storeCandidates } from "./edit-assertions";
import { pinnedOf, type Garden } from "./garden";
import type { Ports } from "./ports";
import { withActivity } from "./with-activity";

type Code = Extract<Implementation, { kind: "javascript" | "python" }>;
type Broken = {
  readonly assertion: Assertion;
  readonly code: Code;
  /** What happened, for the person. */
  readonly what: string;
  readonly errors: readonly string[];
};

/**
 * Code by a model that raised errors is given back to the model once; then, or when that is no help, it is taken out of
 * play. Without a model at hand it stays, and is shown with its errors. Returns how many were taken out.
 */
export async function repairBroken(ports: Ports, garden: Garden): Promise<number> {
  const broken = await findBroken(garden);
  const model = broken.some(({ assertion }) => assertion.origin === "model")
    ? await ports.connectedModel(garden.projectId)
    : null;
  let removed = 0;
  for (const one of broken) {
    const why =
      one.assertion.origin === "repaired"
        ? `${one.what}, also after it was repaired`
        : await repair(ports, garden, { ...one, model });
    if (why === null) continue;
    await retireAssertion(garden.projectId, one.assertion.id, { at: ports.now(), why });
    removed += 1;
  }
  return removed;
}

async function findBroken(garden: Garden): Promise<Broken[]> {
  const pinned = pinnedOf(garden);
  const broken: Broken[] = [];
  for (const assertion of garden.mine) {
    const { id, origin, implementation } = assertion;
    const isCode = implementation.kind === "javascript" || implementation.kind === "python";
    const { error, missing, ...decided } = garden.board.matrix.counts(id);
    const mayGo = (origin === "model" || origin === "repaired") && id !== pinned;
    if (!isCode || !mayGo || error === 0 || missing > 0) continue;
    const errors = (await readErrors(garden.projectId, id)).map(({ message }) => message);
    const of = error + decided.pass + decided.fail + decided.notApplicable;
    const what = `it could not be run on ${error} of ${of} outputs (${errors[0] ?? "unknown error"})`;
    broken.push({ assertion, code: implementation, what, errors });
  }
  return broken;
}

/** Why the broken one is to go; null: it stays for now, since the model could not be asked. */
async function repair(
  ports: Ports,
  { projectId, criterion }: Garden,
  { assertion, code, what, errors, model }: Broken & { readonly model: LlmClient | null },
): Promise<string | null> {
  if (!model) return null;
  const { name, wording } = criterion.revision;
  let why: string | null = null;
  const title = `Repair “${assertion.name}”`;
  await withActivity(ports, { projectId, kind: "write", title }, async (activityId) => {
    const input = {
      ...{ criterion: `${name}\n${wording}`, errors },
      ...{ language: code.kind, source: code.source },
    };
    const setting = { projectId, now: ports.now() };
    const outcome = await askWithinBudget(model, { task: repairCode, input }, setting);
    if (outcome === null) return "it waits, as the judges do";
    await addLlmCall(projectId, { ...outcome.call, activityId });
    if (outcome.kind === "unavailable") return `the model did not help: ${outcome.why}`;
    const source = outcome.kind === "answered" ? outcome.answer.source : "";
    const isMended = source.trim() !== "" && source !== code.source;
    const added = isMended
      ? await storeCandidates({ projectId, criterion }, [
          {
            name: assertion.name,
            implementation: { kind: code.kind, source },
            origin: "repaired",
            parentId: assertion.id,
          },
        ])
      : 0;
    why = added > 0 ? `${what}; a repaired one took its place` : `${what}, and the model could not repair it`;
    return added > 0 ? "1 repaired" : "it could not be repaired";
  });
  return why;
}
