import { allTicked, priorityScore, tickRatio } from "../checklist-score";
import type { Verdict } from "../verdict";
import type { Finding } from "./finding";
import type { Jury, SoloJudge } from "./judge";

type Of<D extends SoloJudge["design"]> = Extract<SoloJudge, { design: D }>;

const because = (reason: string | null) => (reason === null ? {} : { reason });

const passIf = (passes: boolean, reason: string | null): Verdict => ({
  kind: passes ? "pass" : "fail",
  ...because(reason),
});

/** A finding that does not hold what the design decides by is an error, never a pass or a fail. */
const lacking = (what: string): Verdict => ({ kind: "error", message: `the answer has no ${what}` });

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** The verdict that a design makes of what was found. Nothing defaults to pass or fail. */
export function decide(judge: SoloJudge, found: Finding): Verdict {
  switch (judge.design) {
    case "direct":
    case "critique":
    case "few-shot":
    case "for-and-against":
      return decideByWord(found);
    case "checklist":
      return decideByAnswers(judge, found);
    case "rubric":
      return decideByLevel(judge, found);
    case "pairwise":
      return found.score === null ? lacking("comparison") : passIf(found.score > 0, found.reason);
    case "probability":
      return decideByProbability(found, judge.threshold);
    case "cascade":
      // Inside the band the strong model was asked, and its word counts.
      return isUnsure(judge, found.probability) ? decideByWord(found) : decideAlone(judge, found);
  }
}

/** The cheap model alone, where it is sure. */
function decideAlone({ high }: Of<"cascade">, { probability }: Finding): Verdict {
  if (probability === null) return lacking("probability");
  const passes = high !== null && probability >= high;
  return passIf(passes, `P(yes) = ${percent(probability)}: the first model is sure`);
}

/** Whether a cascade goes on to the strong model; a probability that was not measured (null) leaves it unsure. */
export const isUnsure = (
  { low, high }: Pick<Of<"cascade">, "low" | "high">,
  probability: number | null,
): boolean =>
  probability === null || !((high !== null && probability >= high) || (low !== null && probability <= low));

function decideByWord({ judged, reason }: Finding): Verdict {
  switch (judged) {
    case "pass":
    case "fail":
      return passIf(judged === "pass", reason);
    case "na":
      return { kind: "notApplicable", ...because(reason) };
    case null:
      return lacking("verdict");
  }
}

function decideByProbability({ judged, probability }: Finding, threshold: number): Verdict {
  if (judged === "na") return { kind: "notApplicable" };
  if (probability === null) return lacking("probability");
  return passIf(
    probability >= threshold,
    `P(yes) = ${percent(probability)}, passes from ${percent(threshold)}`,
  );
}

function decideByLevel({ passFrom }: Of<"rubric">, { judged, level, reason }: Finding): Verdict {
  if (judged === "na") return { kind: "notApplicable", ...because(reason) };
  if (level === null) return lacking("level");
  const said = `level ${level}, passes from ${passFrom}`;
  return passIf(level >= passFrom, reason === null ? said : `${said}: ${reason}`);
}

/** Questions that cannot apply are left out; when none applies neither does the criterion (graders.md §3.4). */
function decideByAnswers({ items, rule }: Of<"checklist">, { answers }: Finding): Verdict {
  if (answers === null || items.some(({ id }) => answers[id] === undefined))
    return lacking("answer to each question");
  const applicable = items.filter(({ id }) => answers[id] !== "na");
  if (applicable.length === 0) return { kind: "notApplicable" };
  const ticked = (weight?: "primary" | "secondary") =>
    applicable
      .filter((item) => weight === undefined || item.weight === weight)
      .map(({ id }) => answers[id] === "pass");
  const missed = applicable.filter(({ id }) => answers[id] === "fail").map(({ question }) => question);
  const reason =
    missed.length === 0 ? `all ${applicable.length} answered yes` : `answered no: ${missed.join(" · ")}`;
  switch (rule.kind) {
    case "all":
      return passIf(allTicked(ticked()), reason);
    case "ratio":
      return passIf((tickRatio(ticked()) ?? 0) >= rule.atLeast, reason);
    case "priority":
      return passIf(priorityScore(ticked("primary"), ticked("secondary")).passes, reason);
  }
}

/**
 * The verdict of a jury. Members to which it does not apply do not vote; one that erred might have voted either way, so
 * where its vote could decide, or votes are even, the jury errs.
 */
export function decideByVotes({ rule, members }: Jury, votes: readonly Verdict["kind"][]): Verdict {
  const count = (kind: Verdict["kind"]) => votes.filter((vote) => vote === kind).length;
  const [passed, failed, erred] = [count("pass"), count("fail"), count("error")];
  const voting = passed + failed + erred;
  if (voting === 0) return { kind: "notApplicable" };
  const said = `${failed} of ${members.length} judges fail it`;
  const undecided: Verdict = {
    kind: "error",
    message: `undecided: ${said}, ${passed} pass it, ${erred} erred`,
  };
  switch (rule.kind) {
    case "majority":
      if (failed > voting / 2) return { kind: "fail", reason: said };
      return passed > voting / 2 ? { kind: "pass", reason: said } : undecided;
    case "veto":
      if (failed >= rule.votes) return { kind: "fail", reason: said };
      return failed + erred >= rule.votes ? undecided : { kind: "pass", reason: said };
  }
}
