import type { Assertion } from "./assertion";
import type { AssertionId } from "./ids";
import type { EffectiveVotes } from "./judge-designs/effective-votes";
import { callsOf, isBrief } from "./judge-designs/describe";

/** How a candidate behaves on the outputs that it has judged. Counts; `missing` are outputs without a verdict yet. */
export type Behaviour = {
  readonly pass: number;
  readonly fail: number;
  readonly notApplicable: number;
  readonly error: number;
  readonly missing: number;
};

/** Why a candidate is folded away before anybody grades; null when it says something of its own. */
export type Folded = "always passes" | "always fails" | "always errors" | null;

/** A candidate as the criteria page shows it; `twins` gave the same verdict on every output and are folded into it. */
export type CandidateView = {
  readonly assertion: Assertion;
  readonly behaviour: Behaviour;
  readonly folded: Folded;
  readonly twins: readonly Assertion[];
  readonly errors: readonly { readonly message: string; readonly count: number }[];
  /** What the votes of a jury are worth; null: it is none. */
  readonly votes: EffectiveVotes | null;
};

/** Null while verdicts are missing: a candidate is not called constant on part of the outputs. */
export function foldedBecause({ pass, fail, notApplicable, error, missing }: Behaviour): Folded {
  const judged = pass + fail + notApplicable + error;
  if (missing > 0 || judged < 2) return null;
  if (error === judged) return "always errors";
  if (pass > 0 && fail === 0 && notApplicable === 0) return "always passes";
  if (fail > 0 && pass === 0 && notApplicable === 0) return "always fails";
  return null;
}

/** Cheapest first: code before judge, then the shorter source; of candidates that say the same this one is shown. */
export function byCost(a: Assertion, b: Assertion): number {
  return costRank(a) - costRank(b) || sizeOf(a) - sizeOf(b) || a.id - b.id;
}

/** What a verdict costs: 0 for code and recorded verdicts, more for each call of a model and what it writes. */
export function effortOf({ implementation }: Assertion): number {
  return implementation.kind === "judge" ? costRank({ implementation }) : 0;
}

function costRank({ implementation }: Pick<Assertion, "implementation">): number {
  switch (implementation.kind) {
    case "recorded":
      return 0;
    case "javascript":
      return 1;
    case "python":
      return 2;
    case "judge":
      // One word costs less than reasons, one call less than two.
      return 1 + 2 * callsOf(implementation) + (isBrief(implementation) ? 0 : 1);
  }
}

function sizeOf({ implementation }: Assertion): number {
  switch (implementation.kind) {
    case "recorded":
      return 0;
    case "javascript":
    case "python":
      return implementation.source.length;
    case "judge":
      return implementation.question.length;
  }
}

/** The candidates of one criterion, one a behaviour: those that say something first, folded ones last. */
export function candidateViews(
  assertions: readonly Assertion[],
  seen: {
    readonly behaviour: (id: AssertionId) => Behaviour;
    /** Ids that gave the same verdict on every output; complete ones only. */
    readonly clusters: readonly (readonly AssertionId[])[];
    readonly errors: ReadonlyMap<AssertionId, CandidateView["errors"]>;
    readonly votes: ReadonlyMap<AssertionId, EffectiveVotes>;
  },
): CandidateView[] {
  const clusterOf = new Map(seen.clusters.flatMap((ids, index) => ids.map((id) => [id, index] as const)));
  const groups = new Map<number | string, Assertion[]>();
  for (const assertion of assertions.toSorted(byCost)) {
    const key = clusterOf.get(assertion.id) ?? `alone-${assertion.id}`;
    groups.set(key, [...(groups.get(key) ?? []), assertion]);
  }
  return [...groups.values()]
    .flatMap(([first, ...twins]) => {
      if (!first) return [];
      const behaviour = seen.behaviour(first.id);
      return [
        {
          assertion: first,
          behaviour,
          folded: foldedBecause(behaviour),
          twins,
          errors: seen.errors.get(first.id) ?? [],
          votes: seen.votes.get(first.id) ?? null,
        },
      ];
    })
    .toSorted((a, b) => Number(a.folded !== null) - Number(b.folded !== null));
}
