import { fisherExact } from "./compare-proportions";
import { hasMeaning, type Criterion } from "./criterion";
import {
  givenInOrder,
  gradesSince,
  isDrawn,
  isOtherVersion,
  subjectsOf,
  type Alarm,
  type Since,
  type Subject,
} from "./drift-alarms";
import { changedRepeatsP, looksUpTo } from "./drift-tests";
import type { GradeEvent, Label } from "./grade";
import { krippendorffAlpha, type Ratings } from "./grader-agreement";
import type { OutputId } from "./ids";
import { latestMarks, ratingsIn } from "./labels";
import { ratio, valueOf } from "./ratio";
import { binomialCdf } from "./special-functions";

/** When grades of people raise an alarm (alignment.md §4.12). `alpha` is over all looks at one grader and criterion. */
const GRADER_DRIFT = {
  /** Looked at first after so many repeats; fewer equal ones than the share say that the criterion is the problem. */
  unsteady: { first: 5, alpha: 0.015, share: 0.6 },
  steady: 0.8,
  /** So many repeats a steady grader changes by mistake. */
  slips: 0.1,
  /** Sign test on repeats that changed, first at so many. */
  sign: { first: 8, alpha: 0.01, share: 0.8 },
  /** Early and late grades, first at so many; `alpha` is over all graders and criteria. */
  halves: { first: 40, alpha: 0.01 },
  /** Outputs shared with others at least, and how much agreement rises without the grader. */
  shared: 10,
  alphaRise: 0.1,
  /** So many standard errors the rise is above 0: the error is itself an estimate. */
  certain: 3.5,
} as const;

type Facts = {
  readonly events: readonly GradeEvent[];
  readonly criteria: readonly Criterion[];
  /** Of which version of the pipeline each output is; empty: not known. */
  readonly versions: ReadonlyMap<OutputId, string>;
  readonly since: Since;
};

/** Graders who no longer grade as they did, or as the others do. Evidence only: nothing is changed by it. */
export function detectGraderDrift(facts: Facts): Alarm[] {
  const asked = subjectsOf(facts.criteria).map((subject) => {
    const own = eventsOf(subject.criterion, facts.events);
    const graders = [...new Set(own.map(({ grader }) => grader))];
    return { subject, own, given: graders.map((grader) => own.filter((event) => event.grader === grader)) };
  });
  const among = asked.flatMap(({ given }) => given).length;
  return asked.flatMap(({ subject, own, given }) => [
    ...given.flatMap((events) => [
      ...unsteady(subject, events, facts.since),
      ...oneWay(subject, events, facts.since),
      ...halves(subject, events, { ...facts, among }),
    ]),
    ...apart(subject, own, facts.since),
  ]);
}

/** The grades of a criterion under its current meaning; null: of the whole output. */
export const eventsOf = (criterion: Criterion | null, events: readonly GradeEvent[]): GradeEvent[] =>
  events.filter(({ criterionId, revisionId }) =>
    criterion === null
      ? criterionId === null
      : criterionId === criterion.id && hasMeaning(criterion, revisionId),
  );

type Repeat = { readonly outputId: OutputId; readonly before: Label; readonly after: Label };

/** Cards that came again, with what one grader said then and now. */
function repeatsOf(events: readonly GradeEvent[], isCounted: (event: GradeEvent) => boolean): Repeat[] {
  const latest = new Map<OutputId, Label>();
  const repeats: Repeat[] = [];
  for (const event of events) {
    const { outputId, mark, shown } = event;
    // A decision and what was carried over by rule are not what the grader saw in the output.
    if (shown.policy === "adjudication" || shown.policy === "carried") continue;
    const before = latest.get(outputId);
    if (mark === "withdrawn") latest.delete(outputId);
    if (mark !== "good" && mark !== "bad") continue;
    if (shown.policy === "repeat" && before !== undefined && isCounted(event))
      repeats.push({ outputId, before, after: mark });
    latest.set(outputId, mark);
  }
  return repeats;
}

/** Repeats of one grader since an alarm about them was settled; null while one is open. */
function repeatsSince(events: readonly GradeEvent[], since: ReturnType<Since>): Repeat[] | null {
  const counted = gradesSince(events, since);
  if (counted === null) return null;
  const isCounted = new Set(counted);
  return repeatsOf(events, (event) => isCounted.has(event));
}

const graderOf = ([first]: readonly GradeEvent[]): string => first?.grader ?? "";

function unsteady({ criterion, name, key }: Subject, given: readonly GradeEvent[], since: Since): Alarm[] {
  const subject = `repeats:${key}:${graderOf(given)}`;
  const repeats = repeatsSince(given, since(subject));
  for (const look of looksUpTo(repeats?.length ?? 0, GRADER_DRIFT.unsteady)) {
    const seen = repeats?.slice(0, look.at) ?? [];
    const changed = seen.filter(({ before, after }) => before !== after);
    const same = ratio(seen.length - changed.length, seen.length);
    const p = 1 - binomialCdf(changed.length - 1, seen.length, GRADER_DRIFT.slips);
    if ((valueOf(same) ?? 1) >= GRADER_DRIFT.steady || p >= look.p) continue;
    return [
      {
        ...{ kind: "graderDrift", subject, criterionId: criterion?.id ?? null },
        sentence: `${graderOf(given)} graded ${same.count} of ${same.of} repeated outputs the same on ${name}: the criterion needs a clearer wording before anything else`,
        outputIds: changed.map(({ outputId }) => outputId),
        figures: [{ name: "equal repeats", value: valueOf(same) }],
      },
    ];
  }
  return [];
}

function oneWay({ criterion, name, key }: Subject, given: readonly GradeEvent[], since: Since): Alarm[] {
  const subject = `sign:${key}:${graderOf(given)}`;
  const repeats = repeatsSince(given, since(subject));
  const all = repeats?.filter(({ before, after }) => before !== after) ?? [];
  for (const look of looksUpTo(all.length, GRADER_DRIFT.sign)) {
    const changed = all.slice(0, look.at);
    const towardsBad = changed.filter(({ after }) => after === "bad").length;
    const towardsGood = changed.length - towardsBad;
    const p = changedRepeatsP(towardsBad, towardsGood);
    if (p >= look.p) continue;
    const [count, way] = towardsBad > towardsGood ? [towardsBad, "stricter"] : [towardsGood, "milder"];
    return [
      {
        ...{ kind: "graderDrift", subject, criterionId: criterion?.id ?? null },
        sentence: `${graderOf(given)} has become ${way} on ${name}: ${count} of ${changed.length} repeats that changed went that way`,
        outputIds: changed.map(({ outputId }) => outputId),
        figures: [{ name: "p of the sign test", value: p }],
      },
    ];
  }
  return [];
}

/**
 * The share of good grades early and late, among outputs that were drawn whatever anybody said of them. Where the late
 * ones are of another version of the pipeline, it is that which changed, not the grader.
 */
function halves(
  { criterion, name, key }: Subject,
  given: readonly GradeEvent[],
  { since, versions, among }: Pick<Facts, "since" | "versions"> & { readonly among: number },
): Alarm[] {
  const subject = `halves:${key}:${graderOf(given)}`;
  const counted = gradesSince(given, since(subject));
  const drawn = givenInOrder(counted ?? []).filter(isDrawn);
  const good = (half: readonly GradeEvent[]) =>
    ratio(half.filter(({ mark }) => mark === "good").length, half.length);
  for (const look of looksUpTo(drawn.length, {
    ...GRADER_DRIFT.halves,
    alpha: GRADER_DRIFT.halves.alpha / among,
  })) {
    const [first, second] = [drawn.slice(0, look.at / 2), drawn.slice(look.at / 2, look.at)];
    const [early, late] = [good(first), good(second)];
    const p = fisherExact(early, late);
    if (p >= look.p) continue;
    return [
      {
        kind: isOtherVersion(first, second, versions) ? "pipelineDrift" : "graderDrift",
        ...{ subject, criterionId: criterion?.id ?? null },
        sentence: `${graderOf(given)} called ${early.count} of ${early.of} outputs good on ${name} early on, and ${late.count} of ${late.of} since`,
        outputIds: [],
        figures: [
          { name: "good, early", value: valueOf(early) },
          { name: "good, late", value: valueOf(late) },
          { name: "p of Fisher’s exact test", value: p },
        ],
      },
    ];
  }
  return [];
}

/** The latest grades of a subject, an output each (`ratingsIn`). */
export function ratingsOf(events: readonly GradeEvent[]): { outputId: OutputId; ratings: Ratings }[] {
  return [...latestMarks(events)].map(([outputId, marks]) => ({ outputId, ratings: ratingsIn(marks) }));
}

export type GraderInfluence = {
  readonly grader: string;
  /** Outputs that others graded, too. */
  readonly shared: number;
  /** Krippendorff's α among the others; null: not measured, as with fewer than three graders. */
  readonly alphaWithout: number | null;
};

/** How well the others agree without each grader, those first whose absence helps most. */
export function graderInfluence(units: readonly Ratings[]): GraderInfluence[] {
  const graders = [...new Set(units.flatMap((unit) => unit.map(({ grader }) => grader)))];
  return graders
    .map((grader) => {
      const own = units.filter((unit) => unit.some((rating) => rating.grader === grader));
      const without = units.map((unit) => unit.filter((rating) => rating.grader !== grader));
      return {
        grader,
        shared: own.filter((unit) => unit.length > 1).length,
        alphaWithout: graders.length < 3 ? null : krippendorffAlpha(without),
      };
    })
    .toSorted((a, b) => (b.alphaWithout ?? -2) - (a.alphaWithout ?? -2) || (a.grader < b.grader ? -1 : 1));
}

/**
 * A grader without whom the others agree better, by more than chance: the rise of α with its jackknife error over outputs.
 * It tells a level, not a change; what was settled is told again on later grades only.
 */
function apart({ criterion, name, key }: Subject, own: readonly GradeEvent[], since: Since): Alarm[] {
  const graders = [...new Set(own.map(({ grader }) => grader))];
  if (graders.length < 3) return [];
  return graders.flatMap((grader): Alarm[] => {
    const subject = `apart:${key}:${grader}`;
    const graded = ratingsOf(gradesSince(own, since(subject)) ?? []);
    const rise = alphaRise(
      graded.map(({ ratings }) => ratings),
      grader,
    );
    if (!rise || rise.shared < GRADER_DRIFT.shared || rise.value < GRADER_DRIFT.alphaRise) return [];
    if (rise.error === null || rise.value <= GRADER_DRIFT.certain * rise.error) return [];
    const disputed = graded.filter(
      ({ ratings }) =>
        ratings.some((rating) => rating.grader === grader) &&
        new Set(ratings.map(({ label }) => label)).size > 1,
    );
    return [
      {
        ...{ kind: "graderDrift", subject, criterionId: criterion?.id ?? null },
        sentence: `The others agree better on ${name} without ${grader}: α ${rise.without.toFixed(2)} instead of ${rise.all.toFixed(2)}, over ${rise.shared} shared outputs`,
        outputIds: disputed.map(({ outputId }) => outputId),
        figures: [
          { name: "α of all", value: rise.all },
          { name: `α without ${grader}`, value: rise.without },
          { name: "standard error of the difference", value: rise.error },
        ],
      },
    ];
  });
}

/** Of many outputs, so many groups are left out one after the other. */
const JACKKNIFE = 50;

type AlphaRise = {
  readonly all: number;
  readonly without: number;
  readonly value: number;
  /** Outputs that the grader shares with others. */
  readonly shared: number;
  /** Standard error by the jackknife; null: α is not measured without one of the outputs. */
  readonly error: number | null;
};

/** How much α rises without a grader; null: not measured, as with fewer than three graders. */
export function alphaRise(units: readonly Ratings[], grader: string): AlphaRise | null {
  // Outputs with one grade say nothing of agreement.
  const shared = units.filter(({ length }) => length > 1);
  const rise = riseOf(shared, grader);
  if (!rise) return null;
  const groups = Math.min(JACKKNIFE, shared.length);
  const leftOut = Array.from(
    { length: groups },
    (_, group) =>
      riseOf(
        shared.filter((__, i) => i % groups !== group),
        grader,
      )?.value ?? null,
  );
  const known = leftOut.filter((value) => value !== null);
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const spread = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    ...rise,
    shared: shared.filter((unit) => unit.some((rating) => rating.grader === grader)).length,
    error: known.length < leftOut.length ? null : Math.sqrt(((known.length - 1) / known.length) * spread),
  };
}

function riseOf(units: readonly Ratings[], grader: string) {
  const all = krippendorffAlpha(units);
  const without = krippendorffAlpha(units.map((unit) => unit.filter((rating) => rating.grader !== grader)));
  return all === null || without === null ? null : { all, without, value: without - all };
}
