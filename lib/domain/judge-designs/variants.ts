import type { AssertionDraft } from "../assertion";
import { DESIGN_NAMES } from "./describe";
import { LEVELS, type Judge } from "./judge";

/** Thresholds of a probability that are tried; which one holds is chosen like every candidate, fold by fold. */
const THRESHOLDS = [0.25, 0.5, 0.75, 0.9];
const RATIO = 0.75;

/**
 * A judge with those that ask the same and decide by another rule: they cost no further call. The threshold is thereby
 * fitted by the selection itself, also within each fold of the honest estimate.
 */
export function withVariants(judge: Judge): readonly Judge[] {
  switch (judge.design) {
    case "checklist": {
      const weights = new Set(judge.items.map(({ weight }) => weight));
      return [
        { ...judge, rule: { kind: "all" } },
        ...(judge.items.length > 2 ? [{ ...judge, rule: { kind: "ratio", atLeast: RATIO } } as const] : []),
        ...(weights.size > 1 ? [{ ...judge, rule: { kind: "priority" } } as const] : []),
      ];
    }
    case "probability":
      return THRESHOLDS.map((threshold) => ({ ...judge, threshold }));
    case "rubric":
      return Array.from({ length: LEVELS - 1 }, (_, i) => ({ ...judge, passFrom: i + 2 }));
    case "jury":
      return [
        { ...judge, rule: { kind: "majority" } },
        { ...judge, rule: { kind: "veto", votes: 1 } },
      ];
    case "direct":
    case "critique":
    case "few-shot":
    case "pairwise":
    case "for-and-against":
    case "cascade":
      return [judge];
  }
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** What tells a judge from others of its criterion, for its name. */
function nameJudge(judge: Judge): string {
  const design = DESIGN_NAMES[judge.design];
  switch (judge.design) {
    case "checklist":
      switch (judge.rule.kind) {
        case "all":
          return `checklist of ${judge.items.length}, all`;
        case "ratio":
          return `checklist of ${judge.items.length}, ${percent(judge.rule.atLeast)} of them`;
        case "priority":
          return `checklist of ${judge.items.length}, primary ones first`;
      }
      break;
    case "probability":
      return `${judge.samples === null ? "probability" : `${judge.samples} answers`}, yes from ${percent(judge.threshold)}`;
    case "rubric":
      return `rubric and reference, from level ${judge.passFrom}`;
    case "few-shot":
      return `after ${judge.exemplars.length} of your grades`;
    case "pairwise":
      return `compared with ${judge.exemplars.length} graded outputs`;
    case "jury":
      return judge.rule.kind === "majority"
        ? `majority of ${judge.members.length} judges`
        : `veto of ${judge.rule.votes} in ${judge.members.length} judges`;
    case "direct":
    case "critique":
    case "for-and-against":
    case "cascade":
      return design;
  }
}

/** A judge and its variants as candidates. */
export const draftsOf = (judge: Judge, origin: AssertionDraft["origin"]): AssertionDraft[] =>
  withVariants(judge).map((implementation) => ({ name: nameJudge(implementation), implementation, origin }));
