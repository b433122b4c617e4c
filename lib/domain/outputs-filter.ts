import { isAnswered, latestMarks } from "./labels";
import type { Criterion } from "./criterion";
import { eventsOf } from "./detect-grader-drift";
import type { GradeEvent } from "./grade";
import { disputesOn } from "./grader-board";
import type { OutputId } from "./ids";
import { standingRemarks, type RemarkEvent } from "./remark";

/** Outputs of which, as a whole, all who looked said that it cannot be told. */
export function unsureOutputs(events: readonly GradeEvent[]): Set<OutputId> {
  return new Set(
    [...latestMarks(eventsOf(null, events))].flatMap(([outputId, { byGrader, unsure, decision }]) =>
      byGrader.size === 0 && decision === null && unsure.size > 0 ? [outputId] : [],
    ),
  );
}

/** Outputs on which graders differ, as a whole or on a criterion, decided or not. */
export function disputedOutputs(
  events: readonly GradeEvent[],
  criteria: readonly Criterion[],
): Set<OutputId> {
  return new Set(
    [null, ...criteria].flatMap((criterion) =>
      disputesOn(eventsOf(criterion, events)).map(({ outputId }) => outputId),
    ),
  );
}

/** Outputs that somebody graded on a criterion, under what it means now. */
export function gradedOn(events: readonly GradeEvent[], criterion: Criterion): Set<OutputId> {
  const marks = latestMarks(eventsOf(criterion, events));
  return new Set([...marks].flatMap(([outputId, standing]) => (isAnswered(standing) ? [outputId] : [])));
}

/** Outputs of which a person has said something that stands, and those that they have only skipped. */
export function ownOutputs(
  events: readonly GradeEvent[],
  person: string,
): { readonly graded: ReadonlySet<OutputId>; readonly skipped: ReadonlySet<OutputId> } {
  const own = events.filter(({ grader, shown }) => grader === person && shown.policy !== "adjudication");
  const standing = new Map<OutputId, Set<string>>();
  const skipped = new Set<OutputId>();
  for (const { outputId, criterionId, mark } of own) {
    const places = standing.get(outputId) ?? new Set();
    standing.set(outputId, places);
    if (mark === "skipped") {
      if (criterionId === null) skipped.add(outputId);
    } else if (mark === "withdrawn") places.delete(criterionId ?? "");
    else places.add(criterionId ?? "");
  }
  const graded = new Set([...standing].flatMap(([outputId, { size }]) => (size > 0 ? [outputId] : [])));
  return { graded, skipped: new Set([...skipped].filter((outputId) => !graded.has(outputId))) };
}

/** When each output was graded last, in milliseconds. */
export function lastGraded(events: readonly GradeEvent[]): Map<OutputId, number> {
  const last = new Map<OutputId, number>();
  for (const { outputId, mark, at } of events)
    if (mark !== "skipped" && mark !== "withdrawn") last.set(outputId, at.getTime());
  return last;
}

/** Outputs that somebody gave a tag that stands. */
export function taggedOutputs(remarks: readonly RemarkEvent[], tag: string): Set<OutputId> {
  const byOutput = new Map<OutputId, RemarkEvent[]>();
  for (const remark of remarks) {
    const own = byOutput.get(remark.outputId) ?? [];
    byOutput.set(remark.outputId, own);
    own.push(remark);
  }
  return new Set(
    [...byOutput].flatMap(([outputId, own]) =>
      [...standingRemarks(own).values()].some(({ tags }) => tags.includes(tag)) ? [outputId] : [],
    ),
  );
}

/** Graded ones by the time of their last grade, the ungraded after them in their order. */
export function byLastGrade(
  ids: readonly OutputId[],
  last: ReadonlyMap<OutputId, number>,
  dir: "up" | "down",
): OutputId[] {
  const sign = dir === "up" ? 1 : -1;
  const graded = ids.flatMap((id) => {
    const at = last.get(id);
    return at === undefined ? [] : [{ id, at }];
  });
  const inOrder = graded.toSorted((a, b) => sign * (a.at - b.at)).map(({ id }) => id);
  return [...inOrder, ...ids.filter((id) => !last.has(id))];
}
