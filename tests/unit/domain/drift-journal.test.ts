import { describe, expect, it } from "vitest";
import type { Revision } from "@/lib/domain/criterion";
import type { DriftEvent, DriftKind, InForce } from "@/lib/domain/drift-event";
import { changeOf, decidedIn, inForce, type CriterionHistory } from "@/lib/domain/drift-journal";
import type { GradeEvent } from "@/lib/domain/grade";
import { AssertionId, CriterionId, RevisionId } from "@/lib/domain/ids";
import { labelBoard } from "@/lib/domain/labels";
import { ratio } from "@/lib/domain/ratio";
import { reportCard } from "@/lib/domain/report-card";
import { aCriterion, aGrade, aMatrix, anAssertion } from "@/tests/support/domain-builders";
import { near } from "@/tests/support/near";

const revision = (id: string, number: number, change: Revision["change"]): Revision => ({
  ...aCriterion("c").revision,
  id: RevisionId.parse(id),
  number,
  change,
});

const history: CriterionHistory = {
  criterion: aCriterion("c", { revision: "r2" }),
  revisions: [revision("r2", 2, "meaning"), revision("r1", 1, "first")],
};

/** Grades under a wording, a letter an output. */
const grades = (letters: string, under: string): GradeEvent[] =>
  Array.from(letters).flatMap((letter, i) =>
    letter === "."
      ? []
      : [aGrade(i + 1, letter === "g" ? "good" : "bad", { criterion: "c", revision: under })],
  );

const state = (lastGradeId: number, revisionId: string, assertion: number | null): InForce => ({
  lastGradeId,
  revisionIds: [RevisionId.parse(revisionId)],
  selected:
    assertion === null
      ? []
      : [{ criterionId: CriterionId.parse("c"), assertionId: AssertionId.parse(assertion) }],
});

const entry = (id: number, kind: DriftKind, before: InForce | null): DriftEvent => ({
  ...{ id, kind, key: String(id), by: "ann", sentence: "", at: new Date(0), resolution: "", comments: [] },
  recheck: null,
  criterionId: CriterionId.parse("c"),
  revisionId: RevisionId.parse("r2"),
  evidence: { outputIds: [], figures: [], lines: [], before },
  resolvedAt: null,
  resolvedBy: null,
});

/**
 * Ten outputs. Under r1: 1–5 good, 6–10 bad; a1 fails 5 and 6–9.
 * Under r2: 1–4 and 10 good, 5–9 bad; a1 as before, a2 fails 4–9.
 */
const MATRIX = { 1: "ppppfffffp", 2: "pppffffffp" };
const old = grades("gggggbbbbb", "r1");
const fresh = grades("ggggbbbbbg", "r2");
const events = [...old, ...fresh];
const before = state(old.at(-1)?.id ?? 0, "r1", 1);
const now = state(fresh.at(-1)?.id ?? 0, "r2", 2);
const facts = {
  ...{ histories: [history], events, matrix: aMatrix(MATRIX), now },
  labelling: "majority",
} as const;

describe("the change that came with a reinterpretation", () => {
  const reworded = entry(1, "reinterpretation", before);
  const change = changeOf(reworded, [reworded], facts);

  it("is split into what relabelling did and what new assertions did", () => {
    // Old labels, a1: catches 6–9 of 6–10, wrongly fails 5 of 1–5.
    expect(change?.before.coverage).toEqual(ratio(4, 5));
    expect(change?.before.falseFailureRate).toEqual(ratio(1, 5));
    near(change?.before.alignment, 0.8);
    // New labels, a1: catches 5–9 of 5–9, wrongly fails none of 1–4 and 10.
    expect(change?.relabelled.coverage).toEqual(ratio(5, 5));
    expect(change?.relabelled.falseFailureRate).toEqual(ratio(0, 5));
    // New labels, a2: catches 5–9, wrongly fails 4.
    expect(change?.after.coverage).toEqual(ratio(5, 5));
    expect(change?.after.falseFailureRate).toEqual(ratio(1, 5));
    near(change?.after.alignment, (2 * 1 * 0.8) / 1.8);
    near(change?.relabelling.coverage, 1 / 5);
    near(change?.relabelling.falseFailureRate, -1 / 5);
    near(change?.evaluators.coverage, 0);
    near(change?.evaluators.falseFailureRate, 1 / 5);
  });

  it("names the outputs whose grade flipped, and its parts add up", () => {
    expect(change?.flipped).toEqual([
      { outputId: 5, from: "good", to: "bad" },
      { outputId: 10, from: "bad", to: "good" },
    ]);
    if (!change) throw new Error("no change");
    const { before: was, after: is, relabelling, evaluators } = change;
    const moved = {
      coverage: 1 - 4 / 5,
      falseFailureRate: 1 / 5 - 1 / 5,
      alignment: (is.alignment ?? NaN) - (was.alignment ?? NaN),
    };
    for (const name of ["coverage", "falseFailureRate", "alignment"] as const)
      near((relabelling[name] ?? NaN) + (evaluators[name] ?? NaN), moved[name]);
  });

  it("has a part of its own for outputs that were not looked at again", () => {
    // Of r1: 1–5 good, 6–15 bad, of which a1 fails 6–13: catches 8 of 10, wrongly fails none of 5.
    const was = grades("gggggbbbbbbbbbb", "r1");
    const stamp = state(was.at(-1)?.id ?? 0, "r1", 1);
    const stamped = { ...reworded, evidence: { ...reworded.evidence, before: stamp } };
    const changeAt = (more: readonly GradeEvent[]) => {
      const given = [...was, ...more];
      return changeOf(stamped, [stamped], {
        ...{ ...facts, events: given, matrix: aMatrix({ 1: "pppppffffffffpp" }) },
        now: state(given.at(-1)?.id ?? 0, "r2", 1),
      });
    };
    // Two bad ones are looked at again and stay bad; both are caught. Nothing was relabelled.
    const two = changeAt(grades(".....bb", "r2"));
    expect(two).toMatchObject({ open: 13, labelled: 15, flipped: [] });
    expect(two?.before.coverage).toEqual(ratio(8, 10));
    expect(two?.kept.coverage).toEqual(ratio(2, 2));
    near(two?.dropout.coverage, 1 - 8 / 10);
    near(two?.relabelling.coverage, 0);
    near(two?.evaluators.coverage, 0);
    // No good one was looked at again: not measured, not zero.
    expect([two?.dropout.falseFailureRate, two?.relabelling.falseFailureRate]).toEqual([null, null]);
    // All are, 1 is bad now and 15 good: of ten bad ones 8 are caught, none of five good ones fails.
    const all = changeAt(grades("bggggbbbbbbbbbg", "r2"));
    expect(all).toMatchObject({ open: 0, kept: { coverage: ratio(8, 10) } });
    near(all?.dropout.coverage, 0);
    near(all?.relabelling.coverage, 0);
    expect(all?.flipped.map(({ outputId }) => outputId)).toEqual([1, 15]);
    // Eleven are, 6 is good now: of 7–11 all are caught, one of six good ones fails. 12–15 wait.
    const some = changeAt(grades("ggggggbbbbb", "r2"));
    expect(some).toMatchObject({ open: 4, kept: { coverage: ratio(6, 6), falseFailureRate: ratio(0, 5) } });
    near(some?.dropout.coverage, 6 / 6 - 8 / 10);
    near(some?.relabelling.coverage, 0);
    near(some?.relabelling.falseFailureRate, 1 / 6);
    near(
      (some?.dropout.alignment ?? NaN) +
        (some?.relabelling.alignment ?? NaN) +
        (some?.evaluators.alignment ?? NaN),
      (some?.after.alignment ?? NaN) - (some?.before.alignment ?? NaN),
    );
  });

  it("keeps its figures when its criterion is removed, split or merged", () => {
    const stamp = state(fresh.at(-1)?.id ?? 0, "r2", 2);
    const gone: InForce = { lastGradeId: fresh.at(-1)?.id ?? 0, revisionIds: [], selected: [] };
    const later = { ...facts, now: gone };
    const removal = entry(2, "removal", stamp);
    const split: DriftEvent = entry(2, "split", stamp);
    const other = { id: 2, criterionId: CriterionId.parse("m"), revisionId: null };
    const from = [RevisionId.parse("r2")];
    const merged = { ...entry(2, "merge", stamp), ...other };
    const merge = { ...merged, evidence: { ...merged.evidence, replaced: { from, to: [] } } };
    for (const end of [removal, split, merge])
      expect(changeOf(reworded, [reworded, end], later)).toEqual(change);
    // What puts another criterion in the place of another does not end it.
    expect(changeOf(reworded, [reworded, merged], later)?.after.coverage).toEqual(ratio(0, 0));
    for (const quiet of [removal, entry(2, "clarification", stamp), entry(2, "restoration", stamp)])
      expect(changeOf(quiet, [quiet], facts)).toBeNull();
  });

  it("does not end with a clarification or an alarm", () => {
    const stamp = state(before.lastGradeId, "r2", null);
    for (const kind of ["clarification", "graderDrift", "adjudication"] as const)
      expect(changeOf(reworded, [reworded, entry(2, kind, stamp)], facts)).toEqual(change);
    const moving = { ...entry(2, "newCriterion", stamp), key: "alarm:moving:1#1", criterionId: null };
    expect(changeOf(reworded, [reworded, moving], facts)).toEqual(change);
  });

  it("ends with the next edit of the same criterion", () => {
    const next = entry(2, "reinterpretation", state(old.at(-1)?.id ?? 0, "r2", null));
    expect(changeOf(reworded, [reworded, next], facts)?.after).toEqual({
      coverage: ratio(0, 0),
      falseFailureRate: ratio(0, 0),
      alignment: null,
    });
  });

  it("counts outputs that were graded only since as data, not as relabelling", () => {
    // Under r2 an eleventh output is graded, too: bad, and passed by both assertions.
    const more = [...events, ...grades("..........b", "r2")];
    const wider = { 1: `${MATRIX[1]}p`, 2: `${MATRIX[2]}p` };
    const later = state(more.at(-1)?.id ?? 0, "r2", 2);
    const found = changeOf(reworded, [reworded], {
      ...facts,
      events: more,
      matrix: aMatrix(wider),
      now: later,
    });
    expect(found?.relabelled.coverage).toEqual(ratio(5, 5));
    expect(found?.after.coverage).toEqual(ratio(5, 6));
  });

  it("is not measured, not zero, where nothing is graded under the new wording yet", () => {
    const found = changeOf(reworded, [reworded], { ...facts, now: state(before.lastGradeId, "r2", 1) });
    expect(found?.relabelling).toEqual({ coverage: null, falseFailureRate: null, alignment: null });
    expect(found?.before.coverage).toEqual(ratio(4, 5));
    expect(found?.flipped).toEqual([]);
  });
});

describe("the change that came with a new criterion", () => {
  it("is that of the whole selection", () => {
    const added = entry(1, "newCriterion", before);
    const found = changeOf(added, [added], facts);
    expect(found?.of).toBe("selection");
    expect(found?.before.coverage).toEqual(ratio(4, 5));
    expect(found?.after.falseFailureRate).toEqual(ratio(1, 5));
  });

  it("does not end with another that was added in the same step", () => {
    const added = entry(1, "newCriterion", before);
    const twin = entry(2, "newCriterion", before);
    expect(changeOf(added, [added, twin], facts)?.after.coverage).toEqual(ratio(5, 5));
  });
});

describe("the change since an alarm", () => {
  it("is that of its criterion, and because of other assertions where no label changed", () => {
    const stamp = state(fresh.at(-1)?.id ?? 0, "r2", 1);
    const alarm = entry(1, "judgeDrift", stamp);
    const found = changeOf(alarm, [alarm], facts);
    expect(found).toMatchObject({ of: "criterion", open: 0, flipped: [] });
    near(found?.relabelling.falseFailureRate, 0);
    near(found?.evaluators.falseFailureRate, 1 / 5);
    // An edit at once ends it, though nothing had changed by then.
    const edit = { ...entry(2, "reinterpretation", stamp), id: 2 };
    expect(changeOf(alarm, [alarm, edit], facts)?.evaluators.falseFailureRate).toBe(0);
    expect(changeOf({ ...alarm, criterionId: null }, [alarm], facts)?.of).toBe("selection");
  });

  it("is not known where nobody kept what was in force", () => {
    const alarm = entry(1, "graderDrift", null);
    expect(changeOf(alarm, [alarm], facts)).toBeNull();
  });
});

describe("the change that came with decisions on disputes", () => {
  it("is because of relabelling, of outputs that had no label, too", () => {
    const tie = aGrade(10, "bad", { criterion: "c", revision: "r2", grader: "ben" });
    const decision = aGrade(10, "bad", { criterion: "c", revision: "r2", grader: "cyn" });
    const shown = { ...decision.shown, policy: "adjudication" as const };
    const given = [...fresh, tie, { ...decision, shown }];
    const decided = entry(1, "adjudication", state(tie.id, "r2", 1));
    const later = { ...facts, events: given, now: state(decision.id, "r2", 1) };
    // a1 passes 10: of 5–9 all are caught before, five of six after.
    const found = changeOf(decided, [decided], later);
    expect(found?.before.coverage).toEqual(ratio(5, 5));
    near(found?.relabelling.coverage, 5 / 6 - 1);
    near(found?.evaluators.coverage, 0);
    expect(decidedIn(decided, later.now, later)).toEqual([10]);
    // The next decisions on it are another entry’s.
    const next = entry(2, "adjudication", state(tie.id, "r2", 1));
    expect(changeOf(decided, [decided, next], later)?.relabelling.coverage).toBe(0);
  });
});

it("what is in force is said by the report", () => {
  const criterion = aCriterion("c");
  const given = grades("gggggbbbbb", "c-r1");
  const card = reportCard({
    criteria: [criterion],
    assertions: [anAssertion(1, criterion)],
    matrix: aMatrix({ 1: "pppppfffff" }),
    labels: labelBoard(given, [criterion]),
    choices: new Map(),
  });
  expect(inForce(card, given)).toEqual({
    lastGradeId: given.at(-1)?.id,
    revisionIds: ["c-r1"],
    selected: [{ criterionId: "c", assertionId: 1 }],
  });
  expect(inForce(reportCard({ ...EMPTY }), [])).toEqual({ lastGradeId: 0, revisionIds: [], selected: [] });
});

const EMPTY = {
  criteria: [],
  assertions: [],
  matrix: aMatrix({}),
  labels: labelBoard([], []),
  choices: new Map(),
};
