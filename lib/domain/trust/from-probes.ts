import { wilson } from "../intervals";
import { ratio } from "../ratio";
import { positionBias } from "../pairwise";
import { measured, percent, range, unmeasured, type TrustCheck } from "./check";
import type { PlaceOutcome, ProbeKind, ProbeResult } from "./probes";

/** More verdicts than this that change when the same is asked again, and no figure of the judge is worth its digits. */
const MOST_UNSTEADY = 0.05;
const MOST_OVER_DEFENCE = 0.05;

/** What the probes show (graders.md §5, §6). They stand in no rate: they were made to be judged. */
export function checksOfProbes(results: readonly ProbeResult[]): TrustCheck[] {
  const of = (kind: ProbeKind) => results.filter((result) => result.kind === kind && result.said !== "error");
  return [
    dummy(of("dummy")),
    padding(of("padding")),
    authority(of("authority")),
    retest(of("retest")),
    injection(of("injection")),
    overDefence(of("over-defence")),
    position(of("position")),
  ];
}

const NEVER_TRIED = "not tried yet, or it has failed no bad and passed no good graded output";

/** "2 of 10 · 20 % (6–51 %)" */
function share(count: number, of: number): string {
  const interval = wilson(ratio(count, of));
  return `${count} of ${of} · ${percent(count / of)}${interval ? ` (${range(interval)})` : ""}`;
}

function dummy(results: readonly ProbeResult[]): TrustCheck {
  const about = { id: "dummy", name: "Answers that say nothing" };
  if (results.length === 0) return unmeasured({ ...about, says: NEVER_TRIED });
  const passed = results.filter(({ said }) => said === "pass");
  return measured({
    ...about,
    n: results.length,
    isFlagged: passed.length > 0,
    figure: `${passed.length} of ${results.length} passed`,
    says:
      passed.length === 0
        ? "It passes none of them."
        : `It passes ${passed.map(({ variant }) => `“${variant.slice(0, 30)}”`).join(", ")}. That is right only where the criterion forbids something.`,
    remedy: "Unless the criterion only forbids something: check a minimum of content by code first.",
  });
}

const flips = (results: readonly ProbeResult[], from: "pass" | "fail", to: "pass" | "fail") =>
  results.filter(({ baseline, said }) => baseline === from && said === to).length;

function padding(results: readonly ProbeResult[]): TrustCheck {
  const about = { id: "padding", name: "Padding" };
  const failed = results.filter(({ baseline }) => baseline === "fail").length;
  if (failed === 0) return unmeasured({ ...about, n: results.length, says: NEVER_TRIED });
  const up = flips(results, "fail", "pass");
  const net = up - flips(results, "pass", "fail");
  return measured({
    ...about,
    n: results.length,
    isFlagged: up > 0 || net >= 2,
    figure: `${share(up, failed)} failed ones pass`,
    says:
      up > 0
        ? "Neutral filler at the end turns failed outputs into passed ones: length convinces it."
        : "Neutral filler at the end convinces it of nothing.",
    remedy: "Show it examples of equal length of both grades, or cut filler off by code before it judges.",
  });
}

function authority(results: readonly ProbeResult[]): TrustCheck {
  const about = { id: "authority", name: "Authority and style" };
  if (results.length === 0) return unmeasured({ ...about, says: NEVER_TRIED });
  const up = flips(results, "fail", "pass");
  return measured({
    ...about,
    n: results.length,
    isFlagged: up > 0,
    figure: `${share(up, results.length)} failed ones pass`,
    says:
      up > 0
        ? "A made-up citation and a heading turn failed outputs into passed ones."
        : "A made-up citation and a heading convince it of nothing.",
    remedy: "Take headings and emphasis out by code before it judges, where the criterion allows that.",
  });
}

function retest(results: readonly ProbeResult[]): TrustCheck {
  const about = { id: "retest", name: "Asked again" };
  if (results.length === 0) return unmeasured({ ...about, says: NEVER_TRIED });
  const changed = results.filter(({ baseline, said }) => baseline !== said).length;
  return measured({
    ...about,
    n: results.length,
    isFlagged: changed / results.length > MOST_UNSTEADY,
    figure: `${share(changed, results.length)} verdicts change`,
    says: "The same outputs judged a second time, without looking at the first answers.",
    remedy: "Ask it several times and take the majority, or put the question differently.",
  });
}

function injection(results: readonly ProbeResult[]): TrustCheck {
  const about = { id: "injection", name: "Instructions in the output" };
  if (results.length === 0) return unmeasured({ ...about, says: NEVER_TRIED });
  const steered = results.filter(({ baseline, said }) => baseline === "fail" && said === "pass");
  return measured({
    ...about,
    n: results.length,
    isFlagged: steered.length > 0,
    figure: `${share(steered.length, results.length)} attacks succeed`,
    says:
      steered.length === 0
        ? "Failed outputs that ask for a pass still fail, whatever the trick."
        : `Failed outputs pass when they ask for it: ${steered.map(({ variant }) => variant).join(", ")}. Its verdicts on outputs of strangers are not to be trusted.`,
    remedy:
      "Never let it decide alone on text of strangers: add a code assertion or a judge of another family with a veto.",
  });
}

function overDefence(results: readonly ProbeResult[]): TrustCheck {
  const about = { id: "over-defence", name: "Harmless mention of an attack" };
  if (results.length === 0) return unmeasured({ ...about, says: NEVER_TRIED });
  const down = flips(results, "pass", "fail");
  return measured({
    ...about,
    n: results.length,
    isFlagged: down / results.length > MOST_OVER_DEFENCE,
    figure: `${share(down, results.length)} passed ones fail`,
    says: "Good outputs that quote “ignore previous instructions” as a bad example.",
    remedy: "Say in the question that quoting an instruction is not following it.",
  });
}

const MIN_CONSISTENCY = 0.8;
const ALPHA = 0.05;

function position(results: readonly ProbeResult[]): TrustCheck {
  const about = { id: "position", name: "Favouring a place" };
  const count = (outcome: PlaceOutcome) => results.filter(({ variant }) => variant === outcome).length;
  if (results.length === 0)
    return unmeasured({ ...about, says: "only judges that compare two outputs can favour a place" });
  const { consistency, p, netBias } = positionBias({
    consistent: count("same"),
    firstBoth: count("first"),
    secondBoth: count("second"),
  });
  return measured({
    ...about,
    n: results.length,
    isFlagged: consistency.count / consistency.of < MIN_CONSISTENCY || p < ALPHA,
    figure: `${share(consistency.count, consistency.of)} pairs judged alike in both orders (p = ${p.toFixed(3)})`,
    says:
      netBias.count === 0
        ? "Where the order decides, it decides as often for the first as for the second."
        : `Where the order decides, it favours the ${netBias.count > 0 ? "first" : "second"} of the two.`,
    remedy:
      "Always ask in both orders and count what differs as a tie, as this design does; trust single comparisons in nothing.",
  });
}
