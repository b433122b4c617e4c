import { beforeEach, describe, expect, it } from "vitest";
import { detectInputMix, whyNotCompared } from "@/lib/domain/detect-input-mix";
import {
  detectJudgeDrift,
  firstAsked,
  outdatedJudges,
  type JudgeAnswer,
  type JudgeModel,
} from "@/lib/domain/detect-judge-drift";
import { detectMovingCriteria, newCriterionRate } from "@/lib/domain/detect-moving-criteria";
import {
  detectPipelineDrift,
  versionsByOutput,
  type Batch,
  type PipelineRow,
} from "@/lib/domain/detect-pipeline-drift";
import type { Since } from "@/lib/domain/drift-alarms";
import { OutputId } from "@/lib/domain/ids";
import type { Judge } from "@/lib/domain/judge-designs/judge";
import { aCriterion, anAssertion } from "@/tests/support/domain-builders";

const never: Since = () => null;

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

const DAY = 86_400_000;
/** The imports, one a day. */
const imports = (...all: (readonly PipelineRow[])[]): Batch[] =>
  all.map((rows, i) => ({ at: new Date((i + 1) * DAY), rows }));

const find = (...all: (readonly PipelineRow[])[]) => detectPipelineDrift(imports(...all), never);

/** So many outputs of a version, from an id on; each about another question. */
const ofVersion = (version: string, count: number, from: number) =>
  Array.from({ length: count }, (_, i) =>
    row(from + i, { variables: { question: `number ${from + i}` }, metadata: { version } }),
  );

describe("a pipeline that changed", () => {
  it("is seen by its prompt, whatever the input; its inputs are compared", () => {
    const [alarm, ...others] = find(twoPrompts.slice(0, 5), twoPrompts.slice(5));
    expect(others).toEqual([]);
    expect(alarm?.kind).toBe("pipelineDrift");
    expect(alarm?.sentence).toBe("The pipeline changed: 2 versions of prompt, with 5, 5 outputs");
    expect(alarm?.lines).toEqual([
      "“Answer: {{question}}”: 5 outputs, 0 graded",
      "“Answer briefly: {{question}}”: 5 outputs, 0 graded; 5 of 5 have an input of the first version",
    ]);
    expect(find(twoPrompts)).toEqual([alarm]);
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

  it("is seen though one of its prompts is rare among all", () => {
    const prompt = (line: string, from: number, count: number) =>
      Array.from({ length: count }, (_, i) => row(from + i, { prompt: `${line}\ntweet number ${from + i}` }));
    const found = find(prompt("Extract all names.", 1, 6), prompt("Extract three names.", 7, 200));
    expect(found.map(({ sentence }) => sentence)).toEqual([
      "The pipeline changed: 2 versions of prompt, with 6, 200 outputs",
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
        metadata: {
          ...{ promptVersion: isNew ? "v2" : "v1", model: isNew ? "b" : "a", topic: `t${i}` },
          ...{ prompt_tokens: isNew ? 5 : 4, model_latency: isNew ? 2 : 1 },
        },
      });
    });
    expect(find(rows).map(({ sentence }) => sentence)).toEqual([
      "The pipeline changed: 2 versions of promptVersion, model, with 3, 3 outputs",
    ]);
  });

  it("is not one whose inputs are numbered", () => {
    const numbered = Array.from({ length: 40 }, (_, i) =>
      row(i + 1, { metadata: { prompt_id: `p${i % 8}` } }),
    );
    expect(find(numbered)).toEqual([]);
    const named = ["v1", "v2"].map((id, part) =>
      Array.from({ length: 5 }, (_, i) => row(part * 5 + i + 1, { metadata: { prompt_id: id } })),
    );
    expect(find(...named)).toHaveLength(1);
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
    const [alarm] = find(rows.slice(0, 30), rows.slice(30));
    expect(alarm?.figures.map(({ value }) => value)).toEqual([1, 0.5, expect.closeTo(0.00000776, 6)]);
    // The latest version's ungraded outputs, those disputed most first: 60, 50 and 40 are graded.
    expect(alarm?.outputIds).toEqual([59, 58, 57, 56, 55, 54, 53, 52, 51, 49]);
  });

  it("is told when it goes back to an earlier version, which compares the last outputs with those just before", () => {
    const [there] = find(ofVersion("v1", 20, 1), ofVersion("v2", 20, 21));
    const [back, ...others] = find(ofVersion("v1", 20, 1), ofVersion("v2", 20, 21), ofVersion("v1", 20, 41));
    expect(others).toEqual([]);
    expect(back?.sentence).toBe("The pipeline went back to an earlier version of version, with 20 outputs");
    expect(back?.outputIds[0]).toBe(41);
    expect(back?.subject).not.toBe(there?.subject);
  });

  it("is no news while its versions are mixed as before, or stay what they became", () => {
    const mixed = (count: number, from: number) =>
      Array.from({ length: count }, (_, i) =>
        row(from + i, { metadata: { version: i % 2 === 0 ? "a" : "b" } }),
      );
    expect(find(mixed(20, 1), mixed(10, 21))).toEqual([]);
    expect(find(ofVersion("v1", 20, 1), ofVersion("v2", 20, 21), ofVersion("v2", 20, 41))).toEqual([]);
  });

  it("is told however many versions there were before", () => {
    const all = Array.from({ length: 16 }, (_, i) => ofVersion(`v${i}`, 10, 10 * i + 1));
    const [alarm] = find(...all);
    expect(alarm?.sentence).toMatch(
      /^The pipeline changed: 16 versions of version, with (10, ){11}10 outputs$/,
    );
    const unique = Array.from({ length: 30 }, (_, i) => ofVersion(`run ${i}`, 1, i + 1));
    expect(find(...unique)).toEqual([]);
  });

  it("is raised once for each further version, and not again after it was settled without a later import", () => {
    const [alarm] = find(twoPrompts.slice(0, 5), twoPrompts.slice(5));
    const told =
      (since: ReturnType<Since>): Since =>
      (subject) =>
        subject === alarm?.subject ? since : null;
    const two = imports(twoPrompts.slice(0, 5), twoPrompts.slice(5));
    expect(detectPipelineDrift(two, told("open"))).toEqual([]);
    expect(detectPipelineDrift(two, told(new Date(3 * DAY)))).toEqual([]);
    const third = row(11, { prompt: "Reply: what is 100?", variables: { question: "what is 100?" } });
    expect(
      detectPipelineDrift(imports(twoPrompts.slice(0, 5), twoPrompts.slice(5), [third]), told("open")),
    ).toHaveLength(1);
  });

  it("tells apart the outputs of its versions", () => {
    const versions = versionsByOutput(imports(ofVersion("v1", 2, 1), ofVersion("v2", 1, 3)));
    const [one, two, three] = [1, 2, 3].map((id) => versions.get(OutputId.parse(id)));
    expect(one).toBe(two);
    expect(three).not.toBe(one);
  });
});

describe("a judge that changed", () => {
  const criterion = aCriterion("c");
  const judgeOf = (judge: Judge) => ({ ...anAssertion(1, criterion), implementation: judge });
  const direct: Judge = { kind: "judge", design: "direct", question: "?" };
  const cascade: Judge = { ...direct, design: "cascade", samples: null, low: 0.2, high: 0.8 };

  let calls = 0;
  beforeEach(() => {
    calls = 0;
  });
  /** An answer on an output; "small" is asked, unless said otherwise. */
  const answer = (output: number, change: Partial<JudgeAnswer> = {}): JudgeAnswer => ({
    ...{ assertionId: anAssertion(1, criterion).id, outputId: OutputId.parse(output), at: new Date(DAY) },
    ...{ task: "judge-output-direct@1", asked: "small", model: change.asked ?? "small", call: ++calls },
    ...change,
  });
  const modelsIn = (answers: readonly JudgeAnswer[]): JudgeModel[] =>
    [...new Set(answers.map(({ asked, model }) => JSON.stringify([asked, model])))].map((key) => {
      const own = answers.filter(({ asked, model }) => JSON.stringify([asked, model]) === key);
      const ids = own.map(({ call }) => call);
      const { asked = null, model = "" } = own[0] ?? {};
      return { asked, model, firstCall: Math.min(...ids), lastCall: Math.max(...ids) };
    });

  const outdated = (
    own: readonly JudgeAnswer[],
    change: {
      readonly judge?: Judge;
      readonly others?: readonly JudgeAnswer[];
      readonly judging?: string;
    } = {},
  ) => {
    const { judge = direct, others = [], judging = "small" } = change;
    return outdatedJudges({
      judges: [{ assertion: judgeOf(judge), judge, own, others }],
      models: modelsIn([...own, ...others]),
      now: { judgingModel: judging, decidingModel: "large" },
      hasVerdict: () => true,
    });
  };
  const sentences = (judges: ReturnType<typeof outdated>, since: Since = never) =>
    detectJudgeDrift(judges, since).map(({ sentence }) => sentence);

  it("is one that would be asked of another model, though nothing has been asked of that yet", () => {
    const own = [answer(1), answer(2)];
    expect(sentences(outdated(own))).toEqual([]);
    const [alarm] = detectJudgeDrift(outdated(own, { judging: "big" }), never);
    expect(alarm).toMatchObject({
      kind: "judgeDrift",
      sentence: "The judge is big now; earlier verdicts come from small",
      lines: ["“a1”: 2 of 2 verdicts whose model is known come from small"],
    });
  });

  it("is one that went back to a model, as long as verdicts of the one in between stand", () => {
    const between = [answer(1), answer(2, { asked: "big" }), answer(3)];
    expect(sentences(outdated(between))).toEqual(["The judge is small now; earlier verdicts come from big"]);
    expect(sentences(outdated([answer(1), answer(3)]))).toEqual([]);
  });

  it("is not a cascade that asks two models, or a jury with members of both", () => {
    const own = [answer(1), answer(1, { task: "judge-output-strong@1", asked: "large" }), answer(2)];
    expect(sentences(outdated(own, { judge: cascade }))).toEqual([]);
    expect(sentences(outdated([answer(1, { asked: "large" })], { judge: cascade, judging: "big" }))).toEqual(
      [],
    );
    const jury: Judge = {
      ...{ kind: "judge", design: "jury", question: "?", rule: { kind: "majority" } },
      members: [
        { name: "a", judge: { kind: "judge", design: "direct", question: "?" } },
        {
          name: "b",
          judge: { kind: "judge", design: "cascade", question: "?", samples: null, low: 0, high: 1 },
        },
      ],
    };
    expect(sentences(outdated([], { judge: jury, others: own }))).toEqual([]);
    expect(sentences(outdated([], { judge: jury, others: own, judging: "big" }))).toHaveLength(1);
  });

  it("is one whose provider answers from another model under the same name, once the old one answers no more", () => {
    const named = (output: number, model: string) => answer(output, { model });
    expect(sentences(outdated([named(1, "small-0718"), named(2, "small-1120")]))).toEqual([
      "The judge is small-1120 now; earlier verdicts come from small-0718",
    ]);
    expect(
      sentences(outdated([named(1, "small-0718"), named(2, "small-1120"), named(3, "small-0718")])),
    ).toEqual([]);
    const unknown = [answer(1, { asked: null, model: "small-2024-07-18" })];
    expect(sentences(outdated(unknown))).toEqual([]);
  });

  it("is told of the verdicts in force: what was taken over from a judge that asks the same", () => {
    const others = firstAsked([
      answer(1, { asked: "big", assertionId: anAssertion(2, criterion).id }),
      answer(1, { assertionId: anAssertion(3, criterion).id }),
    ]);
    expect(sentences(outdated([], { others }))).toHaveLength(1);
    expect(sentences(outdated([answer(1)], { others }))).toEqual([]);
  });

  it("is told once, and after it was settled only of verdicts that came since", () => {
    const judges = outdated([answer(1)], { judging: "big" });
    expect(sentences(judges, () => "open")).toEqual([]);
    expect(sentences(judges, () => new Date(DAY))).toEqual([]);
    expect(sentences(judges, () => new Date(0))).toHaveLength(1);
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
  const mix = (all: readonly (readonly PipelineRow[])[], since: Since = never) =>
    detectInputMix(imports(...all), since);

  it("are told field by field, with their samples; what names a version is told elsewhere", () => {
    const [alarm, ...others] = mix([old, outputs("a".repeat(20), 40)]);
    expect(others).toEqual([]);
    expect(alarm?.sentence).toBe("The last 20 inputs are not like those of before: topic");
    expect(alarm?.lines).toEqual([
      "topic “a”: 20 of 40 before, 20 of 20 now",
      "topic “b”: 20 of 40 before, 0 of 20 now",
    ]);
    expect(alarm?.outputIds).toEqual([41, 42, 43, 44, 45, 46, 47, 48, 49, 50]);
  });

  it("are seen by their length, too, also where only the prompt is known", () => {
    const text = (length: number, id: number, isPrompt: boolean) =>
      row(id, isPrompt ? { prompt: "x".repeat(length) } : { variables: { text: "x".repeat(length) } });
    for (const isPrompt of [true, false]) {
      const long = Array.from({ length: 20 }, (_, i) => text(500 + i, 50 + i, isPrompt));
      const short = Array.from({ length: 30 }, (_, i) => text(100 + i, i + 1, isPrompt));
      expect(mix([short, long]).map(({ lines }) => lines)).toEqual([
        ["inputs longer than 115 characters: 14 of 30 before, 20 of 20 now"],
      ]);
    }
  });

  it("are no news while they are mixed as before, the first ones, or told already", () => {
    expect(mix([old, outputs("abab".repeat(5), 40)])).toEqual([]);
    expect(mix([[...old, ...outputs("a".repeat(20), 40)]])).toEqual([]);
    expect(mix([old, outputs("a".repeat(20), 40)], () => "open")).toEqual([]);
  });

  it("add up over small imports", () => {
    const small = [0, 10].map((from) => outputs("a".repeat(10), 40 + from));
    expect(mix([old, ...small.slice(0, 1)])).toEqual([]);
    expect(mix([old, ...small])).toHaveLength(1);
  });

  it("are counted once, however many outputs each has", () => {
    const again = Array.from({ length: 20 }, (_, i) => ({
      ...outputs("aa", 40)[i % 2],
      id: OutputId.parse(i + 41),
    }));
    const rows = again.map(({ id, variables = {} }) => row(id, { variables }));
    expect(mix([old, rows])).toEqual([]);
  });

  it("are what is usual once that was settled", () => {
    const shifted = [old, outputs("a".repeat(20), 40)];
    const settled: Since = () => new Date(2 * DAY);
    expect(mix([...shifted, outputs("a".repeat(20), 60)], settled)).toEqual([]);
    expect(mix([...shifted, outputs("b".repeat(20), 60)], settled)).toHaveLength(1);
  });

  it("are not told by what differs by construction, or by what only the output has", () => {
    const rows = (name: string, from: number, value: string | number) =>
      Array.from({ length: 30 }, (_, i) =>
        row(from + i, { variables: { question: `number ${i % 30}` }, metadata: { [name]: value } }),
      );
    for (const name of ["batch", "date", "created_at", "output_tokens", "latency", "week"])
      expect(mix([rows(name, 1, `${name} one`), rows(name, 31, `${name} two`)])).toEqual([]);
    const recurring = [rows("language", 1, "en"), rows("language", 31, "en"), rows("language", 61, "de")];
    expect(mix(recurring).map(({ sentence }) => sentence)).toEqual([
      "The last 30 inputs are not like those of before: language",
    ]);
  });

  it("say why they were not compared", () => {
    const why = (...sizes: number[]) => whyNotCompared(sizes, { most: 100 });
    expect(why(5)).toMatch(/once there are several imports/);
    expect(why(10, 10)).toMatch(/takes 20 inputs on either side, and there are 20 outputs/);
    expect(why(90, 90)).toMatch(/the 100 outputs imported last, of 180/);
    expect([why(), why(40, 40)]).toEqual([null, null]);
  });
});
