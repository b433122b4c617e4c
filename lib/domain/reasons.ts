import type { Cause } from "./cause";
import { hasMeaning, type Criterion } from "./criterion";
import type { GradeEvent } from "./grade";
import type { CriterionId, OutputId } from "./ids";
import type { LabelBoard } from "./labels";
import { ratio, type Ratio } from "./ratio";
import { standingRemarks, type RemarkEvent } from "./remark";

/** One thing that a grader holds against an output: the note of a bad grade, a marked passage, or a tag. */
export type Reason = {
  /** One of its kind on an output and by a grader, whatever its text becomes. */
  readonly id: string;
  readonly outputId: OutputId;
  readonly grader: string;
  readonly kind: "note" | "passage" | "tag";
  readonly text: string;
  /** Null: not linked to anything (or to a criterion that is gone). */
  readonly cause: Cause | null;
};

export type ReasonedOutput = { readonly outputId: OutputId; readonly reasons: readonly Reason[] };

export type Explanations = {
  /** Of the outputs that are bad as a whole, those that are bad on a criterion, or have a reason linked to one. */
  readonly explained: Ratio;
  readonly explainedOutputs: readonly ReasonedOutput[];
  readonly unexplainedOutputs: readonly ReasonedOutput[];
  /** Criteria that reasons call for; upper and lower case are one. */
  readonly proposals: readonly { readonly name: string; readonly outputIds: readonly OutputId[] }[];
  readonly fixes: readonly { readonly fix: string; readonly outputIds: readonly OutputId[] }[];
};

type Said = {
  readonly events: readonly GradeEvent[];
  readonly remarks: readonly RemarkEvent[];
  readonly criteria: readonly Criterion[];
};

/** How far the criteria account for the outputs that are bad, from events in the order in which they happened. */
export function explanations(labels: LabelBoard, said: Said): Explanations {
  const bad = [...labels.whole].flatMap(([outputId, label]) => (label === "bad" ? [outputId] : []));
  const reasonsOf = reasonsByOutput(said);
  const failing = badOnACriterion(labels);
  const outputs = bad.map((outputId) => ({ outputId, reasons: reasonsOf.get(outputId) ?? [] }));
  const isExplained = ({ outputId, reasons }: ReasonedOutput) =>
    failing.has(outputId) || reasons.some(({ cause }) => cause?.kind === "criterion");
  const explainedOutputs = outputs.filter(isExplained);
  const all = outputs.flatMap(({ reasons }) => reasons);
  return {
    explained: ratio(explainedOutputs.length, outputs.length),
    explainedOutputs,
    unexplainedOutputs: outputs.filter((output) => !isExplained(output)),
    proposals: grouped(all, (cause) => (cause.kind === "proposed" ? cause.name : null)).map(
      ([name, outputIds]) => ({ name, outputIds }),
    ),
    fixes: grouped(all, (cause) => (cause.kind === "prompt" ? cause.fix : null)).map(([fix, outputIds]) => ({
      fix,
      outputIds,
    })),
  };
}

/** Borrowed labels say nothing of the criterion itself. */
function badOnACriterion({ byCriterion }: LabelBoard): Set<OutputId> {
  const own = [...byCriterion.values()].filter(({ basis }) => basis === "criterion");
  return new Set(
    own.flatMap(({ labels }) => [...labels].flatMap(([id, label]) => (label === "bad" ? [id] : []))),
  );
}

/** What is alike but for case and space, under its first spelling, with the outputs that it is about. */
function grouped(
  reasons: readonly Reason[],
  textOf: (cause: Cause) => string | null,
): (readonly [string, readonly OutputId[]])[] {
  const groups = new Map<string, { readonly text: string; readonly outputIds: Set<OutputId> }>();
  for (const { cause, outputId } of reasons) {
    const text = cause && textOf(cause);
    if (text === null) continue;
    const group = groups.get(sameName(text)) ?? { text, outputIds: new Set() };
    groups.set(sameName(text), group);
    group.outputIds.add(outputId);
  }
  return [...groups.values()].map(({ text, outputIds }) => [text, [...outputIds]] as const);
}

/** Names of proposals that are one. */
export const sameName = (name: string): string => name.trim().replaceAll(/\s+/g, " ").toLowerCase();

function reasonsByOutput({ events, remarks, criteria }: Said): Map<OutputId, Reason[]> {
  const causes = new Map<string, Cause | null>();
  for (const { outputId, remark } of remarks)
    if (remark.kind === "cause") causes.set(placeOf(outputId, remark.of, remark.reason), remark.cause);
  const living = new Set<CriterionId>(criteria.map(({ id }) => id));
  const byOutput = new Map<OutputId, Reason[]>();
  for (const { reason, implied } of [...notesOf(events, criteria), ...remarkedOf(remarks)]) {
    const linked = causes.get(placeOf(reason.outputId, reason.grader, reason.id));
    const cause = linked === undefined ? criterionCause(implied) : linked;
    const isGone = cause?.kind === "criterion" && !living.has(cause.criterionId);
    const own = byOutput.get(reason.outputId) ?? [];
    byOutput.set(reason.outputId, own);
    own.push({ ...reason, cause: isGone ? null : cause });
  }
  return byOutput;
}

/** What the whole-output notes of one grader come down to, as somebody said last; null: to nothing after all. */
export function causesOfNotes(remarks: readonly RemarkEvent[], grader: string): Map<OutputId, Cause | null> {
  return new Map(
    remarks.flatMap(({ outputId, remark }) =>
      remark.kind === "cause" && remark.of === grader && remark.reason === WHOLE_NOTE
        ? [[outputId, remark.cause] as const]
        : [],
    ),
  );
}

/** The reason that the note beside a whole-output grade is. */
export const WHOLE_NOTE = "note:";

const placeOf = (outputId: OutputId, grader: string, reason: string): string =>
  JSON.stringify([outputId, grader, reason]);

const criterionCause = (criterionId: CriterionId | null): Cause | null =>
  criterionId === null ? null : { kind: "criterion", criterionId };

/** A reason, and the criterion of the grade that it stands beside, which it is about unless somebody says otherwise. */
type Found = { readonly reason: Omit<Reason, "cause">; readonly implied: CriterionId | null };

/** The notes that stand beside bad grades now. */
function notesOf(events: readonly GradeEvent[], criteria: readonly Criterion[]): Found[] {
  const criterionOf = new Map(criteria.map((criterion) => [criterion.id, criterion]));
  const latest = new Map<string, GradeEvent>();
  for (const event of events) {
    const criterion = event.criterionId === null ? null : criterionOf.get(event.criterionId);
    if (criterion === undefined || (criterion && !hasMeaning(criterion, event.revisionId))) continue;
    if (event.mark !== "skipped")
      latest.set(placeOf(event.outputId, event.grader, event.criterionId ?? ""), event);
  }
  return [...latest.values()].flatMap(({ outputId, grader, criterionId, mark, note }) =>
    mark === "bad" && note.trim() !== ""
      ? [
          {
            reason: {
              id: `${WHOLE_NOTE}${criterionId ?? ""}`,
              outputId,
              grader,
              kind: "note" as const,
              text: note,
            },
            implied: criterionId,
          },
        ]
      : [],
  );
}

function remarkedOf(remarks: readonly RemarkEvent[]): Found[] {
  const byOutput = new Map<OutputId, RemarkEvent[]>();
  for (const event of remarks) byOutput.set(event.outputId, [...(byOutput.get(event.outputId) ?? []), event]);
  return [...byOutput].flatMap(([outputId, own]) =>
    [...standingRemarks(own)].flatMap(([grader, { passages, tags }]): Found[] => [
      ...passages.map(({ id, passage, note, criterionId }) => ({
        reason: {
          id: `passage:${id}`,
          outputId,
          grader,
          kind: "passage" as const,
          text: note === "" ? passage.quote : `${passage.quote} — ${note}`,
        },
        implied: criterionId,
      })),
      ...tags.map((tag) => ({
        reason: { id: `tag:${tag}`, outputId, grader, kind: "tag" as const, text: tag },
        implied: null,
      })),
    ]),
  );
}
