import { describe, expect, it } from "vitest";
import { chooseExemplars, type GradedOutput } from "@/lib/domain/judge-designs/choose-exemplars";
import { isShownStanding, withExemplars } from "@/lib/domain/judge-designs/exemplar-edit";
import { OutputId } from "@/lib/domain/ids";
import { isShownTo } from "@/lib/domain/judge-designs/leak-guard";
import { Judge } from "@/lib/domain/judge-designs/judge";
import { anOutput } from "../../../support/an-evaluator";

const graded = (id: number, label: "good" | "bad", change: Partial<GradedOutput> = {}): GradedOutput => ({
  output: anOutput(id, `Reply ${id}`),
  label,
  note: "",
  doubt: 0,
  ...change,
});
const six = [1, 2, 3].flatMap((i) => [graded(i, "good"), graded(i + 10, "bad")]);

describe("examples out of grades", () => {
  it("are two of each class in turn, and none without two of each", () => {
    expect(chooseExemplars(six)?.map(({ label }) => label)).toEqual(["good", "bad", "good", "bad"]);
    expect(
      chooseExemplars(six.filter(({ output, label }) => label === "good" || output.id === 11)),
    ).toBeNull();
  });

  it("are those with the person's reasons first", () => {
    const withNotes = six.map((one) => (one.output.id % 10 === 3 ? { ...one, note: "curt" } : one));
    const notes = chooseExemplars(withNotes)?.map(({ note }) => note) ?? [];
    expect(notes.filter((note) => note === "curt")).toHaveLength(2);
  });

  it("end with the one over which the candidates are most divided", () => {
    const chosen = chooseExemplars([
      ...six,
      graded(20, "bad", { doubt: 0.4 }),
      graded(21, "good", { doubt: 1 }),
    ]);
    expect(chosen?.map(({ borderline }) => borderline)).toEqual([false, false, false, false, true]);
    expect(chosen?.at(-1)).toMatchObject({ outputId: 21, label: "good" });
  });

  it("leave out what is too long to be shown", () => {
    const long = graded(9, "good", { output: anOutput(9, "x".repeat(7_000)), note: "a reason" });
    expect(chooseExemplars([long, ...six])?.map(({ outputId }) => outputId)).not.toContain(9);
  });
});

describe("examples that a person changes", () => {
  const judge = Judge.parse({
    kind: "judge",
    design: "few-shot",
    question: "Sound?",
    exemplars: chooseExemplars(six),
  });
  const edit = (id: number, note = "") => ({ outputId: OutputId.parse(id), note, borderline: false });
  const changed = (...ids: readonly number[]) =>
    withExemplars(
      judge,
      ids.map((id) => edit(id, "why")),
      six,
    );

  it("are taken with their grade and text as they stand, and the person's words", () => {
    expect(changed(1, 11)).toMatchObject({
      design: "few-shot",
      question: "Sound?",
      exemplars: [
        { outputId: 1, label: "good", text: "Reply 1", note: "why" },
        { outputId: 11, label: "bad", text: "Reply 11", note: "why" },
      ],
    });
  });

  it.each([
    ["of one class", [1, 2]],
    ["of one output", [1, 1, 11]],
    ["that nobody graded", [1, 99]],
    ["none", []],
  ])("are not taken: %s", (_, ids) => {
    expect(changed(...ids)).toHaveProperty("sentence");
  });

  it("belong to designs that have examples", () => {
    const direct = Judge.parse({ kind: "judge", design: "direct", question: "Sound?" });
    expect(withExemplars(direct, [edit(1), edit(11)], six)).toHaveProperty("sentence");
  });

  it("stand as long as none of their grades was changed", () => {
    const labels = (first: "good" | "bad") => new Map([[OutputId.parse(1), first]]);
    expect(isShownStanding(judge, labels("good"))).toBe(true);
    expect(isShownStanding(judge, labels("bad"))).toBe(false);
    expect(isShownStanding(judge, new Map())).toBe(true);
  });
});

describe("an output that is an example of a judge", () => {
  const shown = anOutput(1, "Reply", { question: "Where?" });
  const exemplars = [
    {
      outputId: 1,
      text: "Reply",
      variables: { question: "Where?" },
      label: "good",
      note: "",
      borderline: false,
    },
    { outputId: null, text: "By hand", variables: {}, label: "bad", note: "", borderline: false },
  ];
  const judge = Judge.parse({ kind: "judge", design: "few-shot", question: "Sound?", exemplars });

  it("is known by its id, and by its content under another", () => {
    expect(isShownTo(judge, shown)).toBe(true);
    expect(isShownTo(judge, { ...anOutput(2, "Reply"), variables: { question: "Where?" } })).toBe(true);
    expect(isShownTo(judge, anOutput(3, "By hand"))).toBe(true);
  });

  it("is not one that answers another input in the same words", () => {
    expect(isShownTo(judge, anOutput(2, "Reply", { question: "When?" }))).toBe(false);
    expect(isShownTo(judge, { text: "Reply", variables: {} })).toBe(false);
  });

  it("does not exist for a judge without examples", () => {
    expect(isShownTo(Judge.parse({ kind: "judge", design: "direct", question: "Sound?" }), shown)).toBe(
      false,
    );
  });
});
