import type { Assertion } from "./assertion";
import type { Alarm, Since } from "./drift-alarms";
import type { Label } from "./grade";
import { AssertionId, type OutputId } from "./ids";
import { askingOf } from "./judge-designs/describe";
import { exemplarsOf, type Judge } from "./judge-designs/judge";
import { ratio, type Ratio } from "./ratio";
import type { VerdictMatrix } from "./verdict-matrix";
import { wordDiff } from "./word-diff";

/** A judge that came after another one: it was made from it, or took its place. */
export type JudgeEdit = { readonly parent: Assertion; readonly child: Assertion };

/** The judge that asks something else and the one before it, by the key of an entry; null: it is about something else. */
export function editedJudges(
  key: string,
): { readonly parent: AssertionId; readonly child: AssertionId } | null {
  const [, parent, child] = /^alarm:prompt:(\d+)>(\d+)#/.exec(key) ?? [];
  return parent === undefined || child === undefined
    ? null
    : { parent: AssertionId.parse(Number(parent)), child: AssertionId.parse(Number(child)) };
}

/**
 * Judges that ask something else than the ones that they were made from: another question, other examples. Told once of
 * each, and not where only the rule is another one by which answers become verdicts.
 */
export function detectJudgeEdits(edits: readonly JudgeEdit[], since: Since): Alarm[] {
  return edits.flatMap(({ parent, child }): Alarm[] => {
    const [was, is] = [parent.implementation, child.implementation];
    const subject = `prompt:${parent.id}>${child.id}`;
    if (was.kind !== "judge" || is.kind !== "judge" || since(subject) !== null) return [];
    const lines = saysOtherwise(was, is);
    if (lines.length === 0) return [];
    return [
      {
        ...{ kind: "judgeDrift", subject, criterionId: child.criterionId },
        sentence: `The judge “${child.name}” asks something else than “${parent.name}”, which it was made from`,
        ...{ outputIds: [], figures: [], lines },
      },
    ];
  });
}

const SHOWN = { parts: 8, length: 200 } as const;

function saysOtherwise(was: Judge, is: Judge): string[] {
  if (askingOf(was) !== null && askingOf(was) === askingOf(is)) return [];
  const lines: string[] = [];
  if (was.question !== is.question) {
    const parts = wordDiff(was.question, is.question)
      .filter(({ kind, text }) => kind !== "same" && text.trim() !== "")
      .map(({ kind, text }) => `${kind === "added" ? "+" : "−"} “${text.trim().slice(0, SHOWN.length)}”`);
    lines.push(`question: ${parts.slice(0, SHOWN.parts).join(" ")}${parts.length > SHOWN.parts ? " …" : ""}`);
  }
  const [before, after] = [exemplarsOf(was), exemplarsOf(is)].map((of) =>
    of.map((one) => JSON.stringify(one)),
  );
  if (before && after && before.join() !== after.join()) {
    const same = after.filter((one) => before.includes(one)).length;
    lines.push(`examples: ${before.length} before, ${after.length} now, ${same} of them as they were`);
  }
  if (was.design !== is.design) lines.push(`design: ${was.design} before, ${is.design} now`);
  return lines;
}

/** What a judge says beside the one that it was made from. */
export type ParentComparison = {
  /** Outputs that both passed or failed, and those of them on which they differ. */
  readonly differ: Ratio;
  /** Of the graded ones among them, on how many each agrees with the grade. */
  readonly parent: Ratio;
  readonly child: Ratio;
};

/** On the outputs that both have judged; null: there are none yet. */
export function compareWithParent(
  { parent, child }: { readonly parent: AssertionId; readonly child: AssertionId },
  matrix: VerdictMatrix,
  labels: ReadonlyMap<OutputId, Label>,
): ParentComparison | null {
  const both = matrix.outputIds.flatMap((id) => {
    const [was, is] = [matrix.kind(parent, id), matrix.kind(child, id)];
    const isSaid = (was === "pass" || was === "fail") && (is === "pass" || is === "fail");
    return isSaid ? [{ was, is, label: labels.get(id) ?? null }] : [];
  });
  if (both.length === 0) return null;
  const graded = both.filter(({ label }) => label !== null);
  const agreeing = (who: "was" | "is") =>
    ratio(graded.filter((row) => (row[who] === "pass") === (row.label === "good")).length, graded.length);
  return {
    differ: ratio(both.filter(({ was, is }) => was !== is).length, both.length),
    parent: agreeing("was"),
    child: agreeing("is"),
  };
}
