import type { EvaluatorManifest } from "./evaluator";
import type { CriterionId } from "./ids";
import type { Proposal } from "./proposal";
import type { ReportCard } from "./report-card";
import type { SelectedMember } from "./selected-member";

/** What a report selects, criterion by criterion. */
export const selectionOf = ({ criteria }: Pick<ReportCard, "criteria">): SelectedMember[] =>
  criteria.flatMap(({ criterion: { id, ffrLimit, mustPass }, selected }) =>
    selected
      ? [
          {
            ...{ criterionId: id, ffrLimit, mustPass },
            ...{ assertionId: selected.assertion.id, hash: selected.assertion.hash },
          },
        ]
      : [],
  );

/** A member as it is compared: the same implementation under the same limits; "" where none is selected. */
type Key = string;
const NONE: Key = "";

type Compared = Pick<SelectedMember, "hash" | "ffrLimit" | "mustPass">;
const keyOf = (member: Compared | null | undefined): Key =>
  member ? JSON.stringify([member.hash, member.ffrLimit, member.mustPass]) : NONE;

const keysOf = (selection: readonly SelectedMember[]): ReadonlyMap<CriterionId, Key> =>
  new Map(selection.map((member) => [member.criterionId, keyOf(member)]));

export const isSameSelection = (a: readonly SelectedMember[], b: readonly SelectedMember[]): boolean => {
  const [keys, others] = [keysOf(a), keysOf(b)];
  return keys.size === others.size && [...keys].every(([id, key]) => others.get(id) === key);
};

/** A member of a version that was published before this was kept is like nothing: it has to be looked at anew. */
function keysOfVersion({ assertions }: Pick<EvaluatorManifest, "assertions">): Map<CriterionId, Key> {
  return new Map(
    assertions.flatMap(({ criterionId, hash, ffrLimit, mustPass }) =>
      criterionId === undefined
        ? []
        : [[criterionId, JSON.stringify([hash ?? null, ffrLimit ?? null, mustPass ?? null])] as const],
    ),
  );
}

type Merged = Pick<Proposal, "criterionId" | "change" | "outcome">;

/** What a merged proposal showed that would be selected for a criterion; null: it was not about that. */
function shownFor({ criterionId, change, outcome }: Merged, wanted: CriterionId): Key | null {
  if (change.kind === "selection")
    return keyOf(change.members.find((member) => member.criterionId === wanted));
  return criterionId === wanted && outcome?.selected !== undefined ? keyOf(outcome.selected) : null;
}

/**
 * The criteria for which something would be published that nobody else has approved: neither what the last version had
 * (null: there is none), nor what the latest merged proposal about it showed. `merged`: since that version, oldest first.
 */
export function uncoveredCriteria(
  next: readonly SelectedMember[],
  last: Pick<EvaluatorManifest, "assertions"> | null,
  merged: readonly Merged[],
): CriterionId[] {
  const [now, before] = [keysOf(next), last ? keysOfVersion(last) : new Map<CriterionId, Key>()];
  return [...new Set([...now.keys(), ...before.keys()])].filter((id) => {
    const key = now.get(id) ?? NONE;
    if (key === (before.get(id) ?? NONE)) return false;
    const shown = merged.toReversed().flatMap((proposal) => shownFor(proposal, id) ?? []);
    return shown[0] !== key;
  });
}
