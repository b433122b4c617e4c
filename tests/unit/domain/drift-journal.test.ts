import { describe, expect, it } from "vitest";
import type { Revision } from "@/lib/domain/criterion";
import type { DriftEvent, DriftKind, InForce } from "@/lib/domain/drift-event";
import { changeOf, inForce, type CriterionHistory } from "@/lib/domain/drift-journal";
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

it("an alarm edited nothing, so it changed nothing", () => {
  const alarm = entry(1, "graderDrift", null);
  expect(changeOf(alarm, [alarm], facts)).toBeNull();
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
