import { findAssertion, listAssertions, retireAssertion } from "@/lib/db/assertions";
import { findCriterion } from "@/lib/db/criteria";
import type { AssertionId, ProjectId } from "@/lib/domain/ids";
import { chooseExemplars } from "@/lib/domain/judge-designs/choose-exemplars";
import { withExemplars, type ExemplarEdit } from "@/lib/domain/judge-designs/exemplar-edit";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { isSuspicious } from "@/lib/domain/suspicion";
import { publish } from "@/lib/jobs/notify";
import { storableDraft, storeCandidates } from "./edit-assertions";
import { gradedOutputs } from "./graded-outputs";
import { withHash } from "./hash-implementation";
import { hiddenFrom } from "./read-blind";
import { readBoard } from "./read-board";
import { recordJudgeEdits, speaking } from "./record-judge-edit";
import { mayChangeAtOnce } from "./require-review";

type Target = { readonly projectId: ProjectId; readonly assertionId: AssertionId };

/** A graded output that can be an example, as a person picks it. */
export type PossibleExemplar = ExemplarEdit & { readonly label: "good" | "bad"; readonly text: string };

/** Of a text, enough to tell it from others. */
const CLIP = 300;

async function graded({ projectId, assertionId }: Target) {
  const assertion = await findAssertion(projectId, assertionId);
  const criterion =
    assertion?.criterionId != null ? await findCriterion(projectId, assertion.criterionId) : null;
  if (!assertion || !criterion) return null;
  return {
    assertion,
    criterion,
    outputs: await gradedOutputs(projectId, criterion, await readBoard(projectId)),
  };
}

/**
 * The graded outputs of which a judge's examples can be chosen; those that teach most first, and none that this person has
 * still to grade in a queue.
 */
export async function listPossibleExemplars({
  person,
  ...target
}: Target & { readonly person: string }): Promise<Result<readonly PossibleExemplar[]>> {
  const found = await graded(target);
  if (!found) return fail({ code: "not-found", what: "assertion" });
  const hidden = await hiddenFrom(target.projectId, person);
  const best = new Set(chooseExemplars(found.outputs)?.map(({ outputId }) => outputId));
  return ok(
    found.outputs
      .filter(({ output }) => !hidden.has(output.id))
      .toSorted((a, b) => Number(best.has(b.output.id)) - Number(best.has(a.output.id)))
      .map(({ output, label, note, doubt }) => ({
        outputId: output.id,
        label,
        note,
        text: output.text.slice(0, CLIP),
        borderline: doubt >= 0.5,
      })),
  );
}

/** Gives a judge other examples: that is another candidate, which takes the place of this one. */
export async function changeExemplars({
  exemplars,
  ...target
}: Target & { readonly exemplars: readonly ExemplarEdit[] }): Promise<Result<null>> {
  const found = await graded(target);
  if (found?.assertion.implementation.kind !== "judge") return fail({ code: "not-found", what: "assertion" });
  const { assertion, criterion, outputs } = found;
  const may = await mayChangeAtOnce(target.projectId, "Choose “Propose these examples” instead.");
  if (!may.ok) return may;
  if (exemplars.some(({ note }) => isSuspicious(note)))
    return fail({
      code: "bad-input",
      sentence: "A note looks like a verdict or a role. Put it in other words.",
    });
  const implementation = withExemplars(found.assertion.implementation, exemplars, outputs);
  if ("sentence" in implementation) return fail({ code: "bad-input", sentence: implementation.sentence });
  const { projectId } = target;
  const spoke = await speaking(projectId);
  const draft = { name: assertion.name, implementation, origin: "hand", parentId: assertion.id } as const;
  const added = await storeCandidates({ projectId, criterion }, [draft], { bringBack: true });
  if (added === 0)
    return fail({
      code: "bad-input",
      sentence: "This criterion has a judge with exactly these examples already.",
    });
  await retireAssertion(projectId, assertion.id, { at: new Date(), why: "its examples were changed" });
  const { hash } = withHash(storableDraft(draft));
  const pairs = (await listAssertions(projectId))
    .filter((other) => other.hash === hash && spoke.ids.has(assertion.id))
    .map((child) => ({ parent: assertion.id, child: child.id }));
  await recordJudgeEdits(projectId, pairs, spoke.before);
  await publish(projectId, "assertions");
  return ok(null);
}
