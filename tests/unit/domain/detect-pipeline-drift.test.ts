import { describe, expect, it } from "vitest";
import { detectInputMix } from "@/lib/domain/detect-input-mix";
import { detectJudgeDrift, hasReplacedJudge } from "@/lib/domain/detect-judge-drift";
import { detectMovingCriteria, newCriterionRate } from "@/lib/domain/detect-moving-criteria";
import { detectPipelineDrift, type PipelineRow } from "@/lib/domain/detect-pipeline-drift";
import type { Since } from "@/lib/domain/drift-alarms";
import { OutputId } from "@/lib/domain/ids";

const never = () => null;

const row = (id: number, change: Partial<PipelineRow>): PipelineRow => ({
  ...{ id: OutputId.parse(id), prompt: null, variables: {}, metadata: {}, verdict: null },
  ...{ isGraded: false, disagreement: 0 },
  ...change,
});

/** Ten outputs, five of each prompt, about the same five questions. */
const twoPrompts = Array.from({ length: 10 }, (_, i) => {
  const question = `what is ${(i % 5) + 100}?`;
  const prompt = i < 5 ? `Answer: ${question}` : `Answer briefly: ${question}`;
  return row(i + 1, { prompt, variables: { question } });
});

const find = (rows: readonly PipelineRow[]) => detectPipelineDrift(rows, never);

describe("a pipeline that changed", () => {
  it("is seen by its prompt, whatever the input; its inputs are compared", () => {
    const [alarm, ...others] = find(twoPrompts);
    expect(others).toEqual([]);
    expect(alarm?.kind).toBe("pipelineDrift");
    expect(alarm?.sentence).toBe("The pipeline changed: 2 versions of prompt, with 5, 5 outputs");
    expect(alarm?.lines).toEqual([
      "“Answer: {{question}}”: 5 outputs, 0 graded",
      "“Answer briefly: {{question}}”: 5 outputs, 0 graded; 5 of 5 have an input of the first version",
    ]);
  });

  it("is seen by the lines that prompts share, where the variables are not known", () => {
    const rows = Array.from({ length: 30 }, (_, i) =>
      row(i + 1, {
        prompt: `${i < 15 ? "Extract all names." : "Extract three names."}\n\ntweet number ${i}\n\nNo hashtags.`,
      }),
    );
    expect(find(rows).map(({ lines }) => lines)).toEqual([
      [
        "“Extract all names. No hashtags.”: 15 outputs, 0 graded",
        "“Extract three names. No hashtags.”: 15 outputs, 0 graded; what inputs they had is not known",
      ],
    ]);
  });

  it("is one that is asked with different inputs, not a drift, when only the inputs differ", () => {
    expect(find(twoPrompts.slice(0, 5))).toEqual([]);
    const unknown = Array.from({ length: 30 }, (_, i) => row(i + 1, { prompt: `Answer: question ${i}` }));
    expect(find(unknown)).toEqual([]);
  });

  it("is shown by what changed in it, where the prompts are long", () => {
    const long = "Answer in the voice of a patient teacher, with one example each. ".repeat(3);
    const rows = ["all", "three"].map((count, i) =>
      row(i + 1, { prompt: `${long}Take ${count} points.`, variables: { q: "?" } }),
    );
    expect(find(rows)[0]?.lines?.[1]).toBe(
      "− “all” + “three”: 1 outputs, 0 graded; 1 of 1 have an input of the first version",
    );
  });

  it("names metadata that changed together once, and metadata that says nothing of a pipeline not at all", () => {
    const rows = Array.from({ length: 6 }, (_, i) => {
      const isNew = i > 2;
      return row(i + 1, {
        metadata: { promptVersion: isNew ? "v2" : "v1", model: isNew ? "b" : "a", topic: `t${i}` },
      });
    });
    expect(find(rows).map(({ sentence }) => sentence)).toEqual([
      "The pipeline changed: 2 versions of promptVersion, model, with 3, 3 outputs",
    ]);
  });

  it("says how the selection passes each version, and which grades would decide", () => {
    const rows = Array.from({ length: 60 }, (_, i) =>
      row(i + 1, {
        metadata: { version: i < 30 ? 1 : 2 },
        verdict: i < 30 || i % 2 === 0 ? "pass" : "fail",
        isGraded: i % 10 === 9,
        disagreement: i / 60,
      }),
    );
    const [alarm] = find(rows);
    expect(alarm?.figures.map(({ value }) => value)).toEqual([1, 0.5, expect.closeTo(0.00000776, 6)]);
    // The latest version's ungraded outputs, those disputed most first: 60, 50 and 40 are graded.
    expect(alarm?.outputIds).toEqual([59, 58, 57, 56, 55, 54, 53, 52, 51, 49]);
  });

  it("is raised once for each further version", () => {
    const [alarm] = find(twoPrompts);
    const isKnown = (subject: string) => (subject === alarm?.subject ? "open" : null);
    expect(detectPipelineDrift(twoPrompts, isKnown)).toEqual([]);
    const third = row(11, { prompt: "Reply: what is 100?", variables: { question: "what is 100?" } });
    expect(detectPipelineDrift([...twoPrompts, third], isKnown)).toHaveLength(1);
  });
});

describe("a judge that changed", () => {
  const asked = (model: string, firstCall: number, lastCall: number) => ({
    model,
    answers: 9,
    firstCall,
    lastCall,
  });

  it("is one that is asked of another model than before", () => {
    expect(detectJudgeDrift([asked("a", 1, 9)], never)).toEqual([]);
    const [alarm] = detectJudgeDrift([asked("a", 1, 9), asked("b", 10, 12)], never);
    expect(alarm).toMatchObject({
      kind: "judgeDrift",
      sentence: "The judge is b now; earlier verdicts come from a",
      lines: ["a: 9 answers", "b: 9 answers"],
    });
    expect(hasReplacedJudge([asked("a", 1, 9), asked("b", 10, 12)])).toBe(true);
  });

  it("is not one that several models answer in turns", () => {
    const jury = [asked("a", 1, 9), asked("b", 2, 10)];
    expect(detectJudgeDrift(jury, never)).toEqual([]);
    expect(hasReplacedJudge(jury)).toBe(false);
    expect(detectJudgeDrift([...jury, asked("c", 11, 12)], never)[0]?.sentence).toBe(
      "The judge is c now; earlier verdicts come from a, b",
    );
  });
});

describe("criteria that are still moving", () => {
  const day = (n: number) => new Date(n * 86_400_000);
  const moves = (afters: readonly number[], together = (i: number) => String(i)) =>
    afters.map((after, i) => ({ after, at: day(i + 1), together: together(i) }));
  const found = (edits: ReturnType<typeof moves>, since: Since = never) =>
    detectMovingCriteria({ edits, graded: 20 }, since).length;

  it("are those of which three were edited within ten graded outputs", () => {
    expect([found(moves([12, 15, 19])), found(moves([5, 15, 19])), found(moves([0, 0, 0, 0]))]).toEqual([
      1, 0, 0,
    ]);
  });

  it("are not those that were added together: that is one edit", () => {
    expect(found(moves([12, 12, 12, 19], (i) => (i < 3 ? "notes" : "later")))).toBe(0);
  });

  it("are told once while that is open, and when settled on later edits alone", () => {
    const edits = moves([12, 15, 19]);
    expect(found(edits, () => "open")).toBe(0);
    expect([found(edits, () => day(3)), found(edits, () => day(0))]).toEqual([0, 1]);
  });

  it("have a rate per ten graded outputs, which is not measured before the first", () => {
    expect(newCriterionRate({ edits: moves([4, 8, 16]), graded: 20 })).toBe(1.5);
    expect(newCriterionRate({ edits: [], graded: 0 })).toBeNull();
  });
});

describe("inputs that changed", () => {
  const outputs = (topics: string, from = 0) =>
    Array.from(topics, (topic, i) =>
      row(from + i + 1, { variables: { topic, question: `number ${from + i}` }, metadata: { model: topic } }),
    );
  const old = outputs("aabb".repeat(10));

  it("are told field by field, with their samples; what names a version is told elsewhere", () => {
    const [alarm, ...others] = detectInputMix([...old, ...outputs("a".repeat(20), 40)], 20, never);
    expect(others).toEqual([]);
    expect(alarm?.sentence).toBe("The inputs of the last 20 outputs are not like those of before: topic");
    expect(alarm?.lines).toEqual([
      "topic “a”: 20 of 40 before, 20 of 20 now",
      "topic “b”: 20 of 40 before, 0 of 20 now",
    ]);
    expect(alarm?.outputIds).toEqual([41, 42, 43, 44, 45, 46, 47, 48, 49, 50]);
  });

  it("are seen by their length, too", () => {
    const long = Array.from({ length: 20 }, (_, i) =>
      row(50 + i, { variables: { text: "x".repeat(500 + i) } }),
    );
    const short = Array.from({ length: 30 }, (_, i) =>
      row(i + 1, { variables: { text: "x".repeat(100 + i) } }),
    );
    expect(detectInputMix([...short, ...long], 20, never).map(({ lines }) => lines)).toEqual([
      ["inputs longer than 115 characters: 14 of 30 before, 20 of 20 now"],
    ]);
  });

  it("are no news while they are mixed as before, few, the first ones, or told already", () => {
    const many = [...old, ...outputs("a".repeat(20), 40)];
    expect(detectInputMix([...old, ...outputs("abab".repeat(5), 40)], 20, never)).toEqual([]);
    expect(detectInputMix([...old, ...outputs("a".repeat(10), 40)], 10, never)).toEqual([]);
    expect(detectInputMix(many, 60, never)).toEqual([]);
    expect(detectInputMix(many, 20, () => "open")).toEqual([]);
  });
});
