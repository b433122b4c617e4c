import { newcombe } from "../compare-proportions";
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
    blindSpots(of("perturbed"), of("control")),
    knowledgeGap(of("knowledge")),
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

/** A judge that sees less than this share of faults, for sure beyond what it sees where there are none, is blind to them. */
const MIN_DETECTION = 0.5;
const MIN_PERTURBED = 10;

function blindSpots(perturbed: readonly ProbeResult[], controls: readonly ProbeResult[]): TrustCheck {
  const about = { id: "blind-spots", name: "Blind spots" };
  const n = perturbed.length;
  if (n < MIN_PERTURBED || controls.length === 0)
    return unmeasured({
      ...about,
      n,
      says: `needs ${MIN_PERTURBED} confirmed variants of good outputs that it passed: have some written below`,
    });
  const seen = perturbed.filter(({ said }) => said === "fail");
  const alarms = controls.filter(({ said }) => said === "fail").length;
  const [detected, control] = [ratio(seen.length, n), ratio(alarms, controls.length)];
  const net = newcombe(detected, control);
  const missed = [...new Set(perturbed.filter(({ said }) => said !== "fail").map(({ variant }) => variant))];
  const difference = seen.length / n - alarms / controls.length;
  return measured({
    ...about,
    n,
    isFlagged: net !== null && net[0] < MIN_DETECTION,
    figure: `sees ${share(seen.length, n)} of the faults put in, net of false alarms ${percent(difference)}${net ? ` (${range(net)})` : ""}`,
    says:
      missed.length === 0
        ? "It fails every good output into which a fault was put, beside what it fails without one."
        : `It passes outputs with faults of these kinds: ${missed.join(", ")}.`,
    remedy:
      "Use a design that looks for such faults one by one (a checklist), or hold outputs against references.",
  });
}

const MOST_GAP = 0.2;
const MIN_BAD = 5;

/** Does it catch what is wrong only where it could have answered itself? */
function knowledgeGap(results: readonly ProbeResult[]): TrustCheck {
  const about = { id: "knowledge", name: "Knows no better than the output" };
  const bad = (knew: "knew" | "did not know") => {
    const of = results.filter(({ variant }) => variant === `${knew}, bad`);
    return ratio(of.filter(({ baseline }) => baseline === "fail").length, of.length);
  };
  const [knew, guessed] = [bad("knew"), bad("did not know")];
  if (knew.of < MIN_BAD || guessed.of < MIN_BAD)
    return unmeasured({
      ...about,
      n: results.length,
      says: `needs ${MIN_BAD} bad graded outputs with a verified reference that it could have answered itself, and ${MIN_BAD} that it could not`,
    });
  const gap = knew.count / knew.of - guessed.count / guessed.of;
  const interval = newcombe(knew, guessed);
  return measured({
    ...about,
    n: knew.of + guessed.of,
    isFlagged: gap > MOST_GAP,
    figure: `catches ${knew.count} of ${knew.of} bad ones where it knew, ${guessed.count} of ${guessed.of} where it did not${interval ? ` (difference ${range(interval)})` : ""}`,
    says: "Its model answered the inputs itself and was held against the references first.",
    remedy: "Give it the references: a judge with a rubric and a reference does not have to know.",
  });
}

const MIN_CONSISTENCY = 0.8;
const ALPHA = 0.05;

function position(results: readonly ProbeResult[]): TrustCheck {
  const about = { id: "position", name: "Favouring a place" };
  const count = (outcome: PlaceOutcome) => results.filter(({ variant }) => variant === outcome).length;
  if (results.length === 0)
    return unmeasured({
      ...about,
      says: "only judges that answer with one of two words, or compare two outputs, can favour a place",
    });
  const { consistency, p, netBias } = positionBias({
    consistent: count("same"),
    firstBoth: count("first"),
    secondBoth: count("second"),
  });
  return measured({
    ...about,
    n: results.length,
    isFlagged: consistency.count / consistency.of < MIN_CONSISTENCY || p < ALPHA,
    figure: `${share(consistency.count, consistency.of)} judged alike in both orders (p = ${p.toFixed(3)})`,
    says:
      netBias.count === 0
        ? "Where the order decides, it decides as often for the first as for the second."
        : `Where the order decides, it favours the ${netBias.count > 0 ? "first" : "second"} of the two.`,
    remedy:
      "Ask in both orders and count what differs as a tie (a judge that compares does so by itself), or have it give reasons first.",
  });
}
