import type { Judge, JudgeDesign, SoloJudge } from "./judge";

/** The short name of each design, as candidates are labelled. */
export const DESIGN_NAMES: Readonly<Record<JudgeDesign, string>> = {
  direct: "yes or no",
  critique: "critique first",
  checklist: "checklist",
  "few-shot": "from your grades",
  rubric: "rubric and reference",
  pairwise: "compared with graded outputs",
  probability: "probability",
  "for-and-against": "for and against",
  cascade: "cheap model first",
  jury: "jury",
};

/** How often a model is asked for one verdict, at most; a jury's members are asked anew only outside of the app. */
export function callsOf(judge: Judge): number {
  switch (judge.design) {
    case "direct":
    case "critique":
    case "checklist":
    case "few-shot":
    case "rubric":
      return 1;
    case "probability":
      return judge.samples ?? 1;
    case "for-and-against":
      return 3;
    case "pairwise":
      return 2 * judge.exemplars.length;
    case "cascade":
      return (judge.samples ?? 1) + 1;
    case "jury":
      return judge.members.reduce((sum, { judge: member }) => sum + callsOf(member), 0);
  }
}

/** At which temperature a judge is asked, where the model takes one: samples of one question have to differ. */
export const temperatureOf = (judge: SoloJudge): 0 | 1 =>
  (judge.design === "probability" || judge.design === "cascade") && judge.samples !== null ? 1 : 0;

/** Whether the model answers in one word, or writes its reasons first, which costs more. */
export function isBrief(judge: Judge): boolean {
  switch (judge.design) {
    case "direct":
    case "probability":
    case "pairwise":
      return true;
    case "critique":
    case "checklist":
    case "few-shot":
    case "rubric":
    case "for-and-against":
    case "cascade":
      return false;
    case "jury":
      return judge.members.every(({ judge: member }) => isBrief(member));
  }
}

/**
 * What is asked of the model, as text: judges with the same asking find out the same, and differ in the rule alone.
 * Null: it asks nothing itself (a jury), or part of its question depends on its rule (a cascade).
 */
export function askingOf(judge: Judge): string | null {
  switch (judge.design) {
    // The one word comes with its probability where the server tells it.
    case "direct":
      return JSON.stringify(["direct", judge.question]);
    case "probability":
      return JSON.stringify(
        judge.samples === null ? ["direct", judge.question] : ["samples", judge.samples, judge.question],
      );
    case "critique":
    case "for-and-against":
      return JSON.stringify([judge.design, judge.question]);
    case "checklist":
      return JSON.stringify([
        "checklist",
        judge.question,
        judge.items.map(({ id, question }) => [id, question]),
      ]);
    case "few-shot":
    case "pairwise":
      return JSON.stringify([judge.design, judge.question, judge.exemplars]);
    case "rubric":
      return JSON.stringify(["rubric", judge.question, judge.levels]);
    case "cascade":
    case "jury":
      return null;
  }
}
