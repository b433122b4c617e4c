import { addBits, countBits, countUnion, isWithin, noBits, type Bits } from "./bits";

/** The candidates of one criterion, and what is asked of them in a set. Counts of rows graded on that criterion. */
export type SetGroup = {
  readonly members: readonly number[];
  /** Rows graded good on the criterion itself, and which of them each member fails, in the order of `members`. */
  readonly good: number;
  readonly alarms: readonly Bits[];
  /** At most so many of them failed by the members of the set together. */
  readonly maxFailed: number;
  /** Whether at least one member must be in the set. */
  readonly isRequired: boolean;
};

/** Which good rows the members of each group fail so far, and which required groups have no member yet. */
export type GroupState = { readonly failed: readonly Bits[]; readonly missing: readonly number[] };

/** Keeps a set within the limits of its criteria while it grows; a set only ever fails more, so what is over stays over. */
export class GroupRules {
  readonly #groups: readonly SetGroup[];
  /** Of each candidate its group, and what it fails there; candidates of no group are not in it. */
  readonly #places = new Map<number, { readonly group: number; readonly alarms: Bits }>();

  constructor(groups: readonly SetGroup[]) {
    this.#groups = groups;
    for (const [group, { members, alarms, good }] of groups.entries())
      for (const [i, index] of members.entries())
        this.#places.set(index, { group, alarms: alarms[i] ?? noBits(good) });
  }

  /** The state of a set; it may be over a limit, because pinned members are in it whatever they fail. */
  stateOf(members: readonly number[]): GroupState {
    return members.reduce<GroupState>((state, index) => this.add(state, index), {
      failed: this.#groups.map(({ good }) => noBits(good)),
      missing: this.#groups.flatMap(({ isRequired }, group) => (isRequired ? [group] : [])),
    });
  }

  add(state: GroupState, index: number): GroupState {
    const place = this.#places.get(index);
    if (!place) return state;
    const failed = [...state.failed];
    const bits = (failed[place.group] ?? noBits(0)).slice();
    addBits(bits, place.alarms);
    failed[place.group] = bits;
    return { failed, missing: state.missing.filter((group) => group !== place.group) };
  }

  /** Whether the set stays within the limit of the candidate's group with it. */
  fits(state: GroupState, index: number): boolean {
    const place = this.#places.get(index);
    const group = place && this.#groups[place.group];
    const failed = place && state.failed[place.group];
    return !place || !group || !failed || countUnion(failed, place.alarms) <= group.maxFailed;
  }

  isWithinLimits({ failed }: GroupState): boolean {
    return this.#groups.every(({ maxFailed }, i) => countBits(failed[i] ?? noBits(0)) <= maxFailed);
  }

  /** Whether the candidate is of a required group that has no member yet: then it is wanted even if it catches nothing. */
  isWanted({ missing }: GroupState, index: number): boolean {
    const place = this.#places.get(index);
    return place !== undefined && missing.includes(place.group);
  }

  /** Whether adding the candidate leaves as much room in its group as there was. */
  isFree(state: GroupState, index: number): boolean {
    const place = this.#places.get(index);
    return !place || isWithin(place.alarms, state.failed[place.group] ?? noBits(0));
  }

  /** Whether `b` can stand in for `a` in every set, as far as the groups go. */
  canReplace(a: number, b: number): boolean {
    const [one, other] = [this.#places.get(a), this.#places.get(b)];
    if (one && other && one.group === other.group) return isWithin(other.alarms, one.alarms);
    const [from, to] = [one && this.#groups[one.group], other && this.#groups[other.group]];
    return from?.isRequired !== true && (!to || to.maxFailed >= to.good);
  }
}
