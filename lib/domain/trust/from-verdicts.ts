import { kappa, leniency, youdenInterval } from "../alignment";
import { mantelHaenszel, mcnemar, newcombe, type TwoByTwo } from "../compare-proportions";
import { tally } from "../confusion";
import type { Label } from "../grade";
import type { Json } from "../json";
import { effectiveJudges, errorCorrelation } from "../juries";
import { ratio } from "../ratio";
import type { VerdictKind } from "../verdict";
import { decided, type JudgedGrade } from "./judged-grade";
import { slices } from "./slices";
import { measured, percent, range, unmeasured, type TrustCheck } from "./check";

/** Another judge of the same criterion on the same outputs, in the same order; null: it has not judged one. */
export type OtherJudge = {
  readonly name: string;
  readonly isSameDesign: boolean;
  readonly kinds: readonly (VerdictKind | null)[];
};

export type TrustFacts = {
  readonly grades: readonly JudgedGrade[];
  readonly others: readonly OtherJudge[];
  /** Null: not known. */
  readonly judgeModel: string | null;
};

const MIN_PER_CLASS = 5;
const ALPHA = 0.05;

/** Tests that need no call: they are read off verdicts and grades that are there (graders.md §5). */
export function checksOfVerdicts({ grades, others, judgeModel }: TrustFacts): TrustCheck[] {
  return [
    lenient(grades),
    passRateGap(grades),
    verbosity(grades),
    selfPreference(grades, judgeModel),
    wordingSensitivity(grades, others),
    sharedErrors(grades, others),
    ...slices(grades),
  ];
}

const counted = (grades: readonly JudgedGrade[]) =>
  tally(grades.map(({ label, kind }) => [label, kind] as const));

function hasBoth(grades: readonly JudgedGrade[]): boolean {
  const { goodPassed, goodFailed, badPassed, badFailed } = counted(grades);
  return goodPassed + goodFailed >= MIN_PER_CLASS && badPassed + badFailed >= MIN_PER_CLASS;
}

const TOO_FEW = `needs ${MIN_PER_CLASS} good and ${MIN_PER_CLASS} bad graded outputs that it has judged`;

/** From this share of passed guesses on, and below this discernment, a judge waves things through. */
const LENIENT = { guesses: 0.7, discernment: 0.8 } as const;

function lenient(grades: readonly JudgedGrade[]): TrustCheck {
  const about = { id: "leniency", name: "Leniency" };
  const cells = counted(grades);
  const found = hasBoth(grades) ? leniency(cells) : null;
  if (!found) return unmeasured({ ...about, n: grades.length, says: TOO_FEW });
  const { discernment, guessesPass } = found;
  const interval = youdenInterval(cells);
  return measured({
    ...about,
    n: grades.length,
    isFlagged: (guessesPass ?? 0) > LENIENT.guesses && discernment < LENIENT.discernment,
    figure: `knows ${discernment.toFixed(2)}${interval ? ` (${range(interval, 2)})` : ""}, passes ${guessesPass === null ? "–" : percent(guessesPass)} of what it guesses`,
    says:
      guessesPass === null
        ? "It knows every graded output."
        : "As if it knew the answer on some outputs and guessed on the rest: how often it knows, and how often its guess is a pass.",
    remedy: "Say in the question what counts as FAIL, raise a threshold, or let a jury veto with one vote.",
  });
}

function passRateGap(grades: readonly JudgedGrade[]): TrustCheck {
  const about = { id: "gap", name: "Pass rate against people’s" };
  if (!hasBoth(grades)) return unmeasured({ ...about, n: grades.length, says: TOO_FEW });
  const { goodPassed, goodFailed, badPassed, badFailed } = counted(grades);
  const n = goodPassed + goodFailed + badPassed + badFailed;
  const { p } = mcnemar(badPassed, goodFailed);
  const gap = (badPassed - goodFailed) / n;
  return measured({
    ...about,
    n,
    isFlagged: p < ALPHA,
    figure: `${gap > 0 ? "+" : "−"}${Math.abs(Math.round(gap * 100))} points (McNemar p = ${p.toFixed(3)})`,
    says: `It passes ${badPassed} outputs that people fail and fails ${goodFailed} that people pass.`,
    remedy:
      gap > 0
        ? "It is too lenient: make the question stricter."
        : "It is too severe: say what is still acceptable.",
  });
}

/** Long against short, at equal grades: does length alone buy a pass? */
function verbosity(grades: readonly JudgedGrade[]): TrustCheck {
  const about = { id: "verbosity", name: "Love of length" };
  const answered = grades.filter(({ kind }) => decided(kind));
  const lengths = answered.map(({ length }) => length).toSorted((a, b) => a - b);
  const median = lengths[Math.floor(lengths.length / 2)] ?? 0;
  const table = (label: Label): TwoByTwo => {
    const count = (isLong: boolean, kind: VerdictKind) =>
      answered.filter((one) => one.label === label && one.length > median === isLong && one.kind === kind)
        .length;
    return [
      [count(true, "pass"), count(true, "fail")],
      [count(false, "pass"), count(false, "fail")],
    ];
  };
  const strata = (["good", "bad"] as const)
    .map(table)
    .filter((rows) => rows.flat().reduce((a, b) => a + b, 0) > 1);
  const found = hasBoth(grades) ? mantelHaenszel(strata) : null;
  if (!found)
    return unmeasured({
      ...about,
      n: answered.length,
      says: "needs long and short outputs, passed and failed ones, among those of the same grade",
    });
  const [low, high] = found.interval;
  return measured({
    ...about,
    n: answered.length,
    isFlagged: low > 1 || high < 1,
    figure: `odds of a pass ×${found.oddsRatio.toFixed(1)} (${low.toFixed(1)}–${high.toFixed(1)}) for the longer half`,
    says:
      low > 1
        ? "At equal grades the longer outputs pass more often."
        : high < 1
          ? "At equal grades the shorter outputs pass more often."
          : "At equal grades length makes no difference that can be told from chance.",
    remedy:
      "Show it examples of equal length of both grades, or fit a threshold by length; telling it to ignore length does not help.",
  });
}

const familyOf = (model: Json | undefined): string | null =>
  typeof model === "string"
    ? (/(gpt|o[134]|claude|gemini|llama|mistral|qwen|deepseek)/i.exec(model)?.[1]?.toLowerCase() ?? null)
    : null;

/** Bad outputs of the judge's own family of models against those of others. */
function selfPreference(grades: readonly JudgedGrade[], judgeModel: string | null): TrustCheck {
  const about = { id: "self", name: "Preference for its own kind" };
  const own = familyOf(judgeModel);
  const key = ["model", "generator", "group"].find((name) =>
    grades.some(({ metadata }) => familyOf(metadata[name])),
  );
  if (own === null || key === undefined)
    return unmeasured({
      ...about,
      says: "needs to know which model wrote each output (metadata “model”) and which one judges",
    });
  const bad = grades.filter(({ label, kind }) => label === "bad" && decided(kind));
  const passed = (isOwn: boolean) => {
    const of = bad.filter(({ metadata }) => (familyOf(metadata[key]) === own) === isOwn);
    return ratio(of.filter(({ kind }) => kind === "pass").length, of.length);
  };
  const [mine, theirs] = [passed(true), passed(false)];
  const interval = newcombe(mine, theirs);
  if (!interval || Math.min(mine.of, theirs.of) < MIN_PER_CLASS)
    return unmeasured({
      ...about,
      n: bad.length,
      says: `needs ${MIN_PER_CLASS} bad outputs of its own kind and of others`,
    });
  return measured({
    ...about,
    n: mine.of + theirs.of,
    isFlagged: interval[0] > 0,
    figure: `${mine.count} of ${mine.of} against ${theirs.count} of ${theirs.of} (difference ${range(interval)})`,
    says: "Bad outputs that it lets pass: those of its own family of models against those of others.",
    remedy: "Judge with a model of another family, or with a jury across families.",
  });
}

const MIN_KAPPA = 0.7;
const MIN_SHARED = 20;

function wordingSensitivity(grades: readonly JudgedGrade[], others: readonly OtherJudge[]): TrustCheck {
  const about = { id: "wording", name: "Sensitivity to wording" };
  const twins = others
    .filter(({ isSameDesign }) => isSameDesign)
    .flatMap(({ name, kinds }) => {
      const pairs = grades.flatMap(({ kind }, i) => {
        const other = kinds[i] ?? null;
        return decided(kind) && decided(other)
          ? [
              [kind === "pass" ? "good" : "bad", other] as const satisfies readonly [
                Label,
                VerdictKind | null,
              ],
            ]
          : [];
      });
      const value = pairs.length >= MIN_SHARED ? kappa(tally(pairs)) : null;
      return value === null ? [] : [{ name, value, n: pairs.length }];
    });
  const [worst] = twins.toSorted((a, b) => a.value - b.value);
  if (!worst)
    return unmeasured({
      ...about,
      says: `needs another wording of the same design with ${MIN_SHARED} graded outputs in common`,
    });
  return measured({
    ...about,
    n: worst.n,
    isFlagged: worst.value < MIN_KAPPA,
    figure: `κ = ${worst.value.toFixed(2)}`,
    says: `So far it agrees with “${worst.name}”, which asks the same in other words.`,
    remedy: "Split the question into a checklist: small questions depend less on how they are put.",
  });
}

function sharedErrors(grades: readonly JudgedGrade[], others: readonly OtherJudge[]): TrustCheck {
  const about = { id: "errors", name: "Errors shared with other judges" };
  const isWrong = (label: Label, kind: VerdictKind | null) => (kind === "pass") !== (label === "good");
  const found = others.flatMap(({ kinds }) => {
    const rows = grades.flatMap(({ label, kind }, i) => {
      const other = kinds[i] ?? null;
      return decided(kind) && decided(other) ? [[isWrong(label, kind), isWrong(label, other)] as const] : [];
    });
    const phi =
      rows.length < MIN_SHARED
        ? null
        : errorCorrelation(
            rows.map(([a]) => a),
            rows.map(([, b]) => b),
          );
    return phi === null ? [] : [phi];
  });
  if (found.length === 0)
    return unmeasured({
      ...about,
      says: `needs another judge with ${MIN_SHARED} graded outputs in common, and errors of both`,
    });
  const mean = found.reduce((sum, phi) => sum + phi, 0) / found.length;
  const judges = found.length + 1;
  const effective = effectiveJudges(judges, Math.max(0, mean));
  return measured({
    ...about,
    n: grades.length,
    isFlagged: effective < judges / 2,
    figure: `mean correlation ${mean.toFixed(2)}: ${judges} judges count like ${effective.toFixed(1)}`,
    says: "How far the judges of this criterion are wrong about the same outputs; a jury of them is worth no more.",
    remedy: "Add judges of another design or another family of models.",
  });
}
