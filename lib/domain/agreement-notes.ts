import { gwetAc1, kappa, kappaMax, prevalenceIndex } from "./alignment";
import { failPrecision, type Confusion } from "./confusion";
import { wilson, type Interval } from "./intervals";
import type { Ratio } from "./ratio";

/** The second row of figures: chance-corrected agreement, and what an alarm is worth (alignment.md §4.1). */
export type AgreementNotes = {
  /** Graded outputs that it passed or failed: what all of these rest on. */
  readonly n: number;
  readonly kappa: number | null;
  /** The highest kappa that the shares of good and of passed allow. */
  readonly kappaMax: number | null;
  readonly gwetAc1: number | null;
  readonly prevalenceIndex: number | null;
  /** Nearly everything has one label, so that kappa is low and AC1 high whatever the assertion finds. */
  readonly isOneSided: boolean;
  /** Of the graded outputs that it fails, how many are bad: the worth of an alarm at this base rate. */
  readonly alarmPrecision: Ratio;
  readonly alarmPrecisionInterval: Interval | null;
};

const ONE_SIDED = 0.7;

/** Of a confusion table; null where nothing was measured. */
export function agreementNotes(confusion: Confusion): AgreementNotes {
  const prevalence = prevalenceIndex(confusion);
  const alarms = failPrecision(confusion);
  const { goodPassed, goodFailed, badPassed, badFailed } = confusion;
  return {
    n: goodPassed + goodFailed + badPassed + badFailed,
    kappa: kappa(confusion),
    kappaMax: kappaMax(confusion),
    gwetAc1: gwetAc1(confusion),
    prevalenceIndex: prevalence,
    isOneSided: prevalence !== null && prevalence > ONE_SIDED,
    alarmPrecision: alarms,
    alarmPrecisionInterval: wilson(alarms),
  };
}

/** The bands of Landis and Koch (1977), from the highest, each with the kappa above which it begins. */
const BANDS = [
  [0.8, "almost perfect"],
  [0.6, "substantial"],
  [0.4, "moderate"],
  [0.2, "fair"],
  [0, "slight"],
] as const;

/** A kappa in plain words: a custom, no test. At 0 and below the two agree no better than by chance. */
export const sayKappa = (value: number): string =>
  BANDS.find(([above]) => value > above)?.[1] ?? "no better than chance";
