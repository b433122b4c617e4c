import { twoProportions } from "./compare-proportions";
import { hasMeaning } from "./criterion";
import { givenInOrder, gradesSince, subjectsOf, type Alarm, type Since, type Subject } from "./drift-alarms";
import { changedRepeatsP } from "./drift-tests";
import type { Criterion } from "./criterion";
import type { GradeEvent, Label } from "./grade";
import { krippendorffAlpha, type Ratings } from "./grader-agreement";
import type { OutputId } from "./ids";
import { latestMarks, ratingsIn } from "./labels";
import { ratio, valueOf } from "./ratio";

/** When grades of people raise an alarm (alignment.md §4.12). */
const GRADER_DRIFT = {
  /** Repeats, and the share of equal ones below which the criterion is the problem. */
  repeats: 5,
  steady: 0.8,
  /** p of the sign test on repeats that changed. */
  signP: 0.05,
  /** Grades in each half, and p of the two halves; strict, since it is looked at after every grade. */
  half: 20,
  halvesP: 0.01,
  /** Outputs shared with others, and how much agreement rises without the grader. */
  shared: 10,
  alphaRise: 0.1,
} as const;

type Facts = {
  readonly events: readonly GradeEvent[];
  readonly criteria: readonly Criterion[];
  readonly since: Since;
};

/** Graders who no longer grade as they did, or as the others do. Evidence only: nothing is changed by it. */
export function detectGraderDrift(facts: Facts): Alarm[] {
  return subjectsOf(facts.criteria).flatMap((subject) => {
    const own = eventsOf(subject.criterion, facts.events);
    const graders = [...new Set(own.map(({ grader }) => grader))];
    return [
      ...graders.flatMap((grader) => {
        const given = own.filter((event) => event.grader === grader);
        return [
          ...unsteady(subject, given, facts.since),
          ...oneWay(subject, given, facts.since),
          ...halves(subject, given, facts.since),
        ];
      }),
      ...apart(subject, own, facts.since),
    ];
  });
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
  if (!repeats || repeats.length < GRADER_DRIFT.repeats) return [];
  const changed = repeats.filter(({ before, after }) => before !== after);
  const same = ratio(repeats.length - changed.length, repeats.length);
  if ((valueOf(same) ?? 1) >= GRADER_DRIFT.steady) return [];
  return [
    {
      ...{ kind: "graderDrift", subject, criterionId: criterion?.id ?? null },
      sentence: `${graderOf(given)} graded ${same.count} of ${same.of} repeated outputs the same on ${name}: the criterion needs a clearer wording before anything else`,
      outputIds: changed.map(({ outputId }) => outputId),
      figures: [{ name: "equal repeats", value: valueOf(same) }],
    },
  ];
}

function oneWay({ criterion, name, key }: Subject, given: readonly GradeEvent[], since: Since): Alarm[] {
  const subject = `sign:${key}:${graderOf(given)}`;
  const repeats = repeatsSince(given, since(subject));
  if (!repeats) return [];
  const changed = repeats.filter(({ before, after }) => before !== after);
  const towardsBad = changed.filter(({ after }) => after === "bad").length;
  const towardsGood = changed.length - towardsBad;
  const p = changedRepeatsP(towardsBad, towardsGood);
  if (changed.length === 0 || p >= GRADER_DRIFT.signP) return [];
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

/** The share of good grades early and late, among outputs that were drawn whatever anybody said of them. */
function halves({ criterion, name, key }: Subject, given: readonly GradeEvent[], since: Since): Alarm[] {
  const subject = `halves:${key}:${graderOf(given)}`;
  const counted = gradesSince(given, since(subject));
  if (!counted) return [];
  const drawn = givenInOrder(counted).filter(
    ({ shown: { policy } }) => policy === "uniform" || policy === "audit",
  );
  const middle = Math.floor(drawn.length / 2);
  if (middle < GRADER_DRIFT.half) return [];
  const good = (half: readonly GradeEvent[]) =>
    ratio(half.filter(({ mark }) => mark === "good").length, half.length);
  const [early, late] = [good(drawn.slice(0, middle)), good(drawn.slice(middle))];
  const test = twoProportions(early, late);
  if (!test || test.p >= GRADER_DRIFT.halvesP) return [];
  return [
    {
      ...{ kind: "graderDrift", subject, criterionId: criterion?.id ?? null },
      sentence: `${graderOf(given)} called ${early.count} of ${early.of} outputs good on ${name} early on, and ${late.count} of ${late.of} since`,
      outputIds: [],
      figures: [
        { name: "good, early", value: valueOf(early) },
        { name: "good, late", value: valueOf(late) },
        { name: "p of the difference", value: test.p },
      ],
    },
  ];
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

function apart({ criterion, name, key }: Subject, own: readonly GradeEvent[], since: Since): Alarm[] {
  const graded = ratingsOf(own);
  const units = graded.map(({ ratings }) => ratings);
  const alpha = krippendorffAlpha(units);
  if (alpha === null) return [];
  return graderInfluence(units).flatMap(({ grader, shared, alphaWithout }): Alarm[] => {
    const subject = `apart:${key}:${grader}`;
    if (alphaWithout === null || since(subject) !== null) return [];
    if (shared < GRADER_DRIFT.shared || alphaWithout - alpha < GRADER_DRIFT.alphaRise) return [];
    const disputed = graded.filter(
      ({ ratings }) =>
        ratings.some((rating) => rating.grader === grader) &&
        new Set(ratings.map(({ label }) => label)).size > 1,
    );
    return [
      {
        ...{ kind: "graderDrift", subject, criterionId: criterion?.id ?? null },
        sentence: `The others agree better on ${name} without ${grader}: α ${alphaWithout.toFixed(2)} instead of ${alpha.toFixed(2)}, over ${shared} shared outputs`,
        outputIds: disputed.map(({ outputId }) => outputId),
        figures: [
          { name: "α of all", value: alpha },
          { name: `α without ${grader}`, value: alphaWithout },
        ],
      },
    ];
  });
}
