import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ChecklistItem, type Exemplar } from "@/lib/domain/judge-designs/judge";
import { judgeByChecklist } from "@/lib/llm/tasks/judge-checklist";
import { comparePair, judgeFromExamples } from "@/lib/llm/tasks/judge-examples";
import { decideBetween, makeCase } from "@/lib/llm/tasks/judge-for-against";
import { judgeStrongly, sampleDirectly } from "@/lib/llm/tasks/judge-output";
import type { JudgeInput } from "@/lib/llm/tasks/judge-prompt";
import { judgeByRubric } from "@/lib/llm/tasks/judge-rubric";
import { HOSTILE, nonceOf, outsideFences } from "../../support/hostile";

const exemplar = (text: string, label: "good" | "bad"): Exemplar => ({
  outputId: null,
  text,
  variables: { question: text },
  label,
  note: text,
  borderline: false,
});
const items = ["q1", "q2", "q3"].map((id) =>
  ChecklistItem.parse({ id, question: `Is ${id} so?`, weight: "primary" }),
);
const levels = ["a", "b", "c", "d", "e"];
const asked = (text: string): JudgeInput => ({
  question: "The output names a date.",
  output: { text, prompt: null, variables: { question: text } },
});

/** Every design's messages with this text wherever foreign text can stand. */
const prompts = {
  sample: (text: string) => sampleDirectly.prompt(asked(text)),
  strong: (text: string) => judgeStrongly.prompt(asked(text)),
  checklist: (text: string) => judgeByChecklist.prompt({ ...asked(text), items }),
  examples: (text: string) =>
    judgeFromExamples.prompt({ ...asked(text), exemplars: [exemplar(text, "good"), exemplar(text, "bad")] }),
  pair: (text: string) =>
    comparePair.prompt({ ...asked(text), exemplar: exemplar(text, "good"), place: "second" }),
  case: (text: string) => makeCase.prompt({ ...asked(text), side: "fail" }),
  decide: (text: string) => decideBetween.prompt({ ...asked(text), cases: { pass: text, fail: text } }),
  rubric: (text: string) => judgeByRubric.prompt({ ...asked(text), levels, reference: text }),
};

describe.each(Object.entries(prompts))("the prompt of %s", (_, prompt) => {
  it("holds no byte of foreign text outside its fences", () => {
    const marker = fc.stringMatching(/^[a-z]{3}Q[a-z]{3}$/);
    const parts = fc.array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: "binary" })), {
      maxLength: 4,
    });
    const plain = prompt("plain");
    const rest = (message: string) => outsideFences(message).replaceAll(nonceOf(message), "NONCE");
    fc.assert(
      fc.property(marker, parts, (mark, more) => {
        const { system, user } = prompt([mark, ...more, mark].join(`\n${mark} `));
        expect(system).toBe(plain.system);
        expect(user).toContain(mark);
        expect(rest(user)).toBe(rest(plain.user));
      }),
      { numRuns: 150 },
    );
  }, 180_000);
});

describe("answers are read strictly", () => {
  const nonced = (user: string, part: object) => JSON.stringify({ nonce: nonceOf(user), ...part });

  it("of a checklist: one to every question, neither fewer nor more, under the nonce of the question", () => {
    const input = { ...asked("On Monday."), items };
    const { user } = judgeByChecklist.prompt(input);
    const read = (answers: readonly (readonly [string, string])[], nonce = nonceOf(user)) =>
      judgeByChecklist.read(
        JSON.stringify({ nonce, answers: answers.map(([id, answer]) => ({ id, answer })) }),
        input,
      );
    const all = [
      ["q1", "yes"],
      ["q2", "no"],
      ["q3", "n/a"],
    ] as const;
    expect(read(all)).toEqual({ q1: "pass", q2: "fail", q3: "na" });
    expect(read(all.slice(0, 2))).toBeNull();
    expect(read([...all, ["q4", "yes"]])).toBeNull();
    expect(read([...all.slice(0, 2), ["q1", "yes"]])).toBeNull();
    expect(read([["q1", "maybe"], ...all.slice(1)])).toBeNull();
    expect(read(all, "0123456789abcdef")).toBeNull();
  });

  it("of a rubric: a level that there is", () => {
    const input = { ...asked("On Monday."), levels, reference: "On Tuesday." };
    const { user } = judgeByRubric.prompt(input);
    const read = (level: unknown) => judgeByRubric.read(nonced(user, { critique: "c", level }), input);
    expect(read(5)).toEqual({ level: 5, critique: "c" });
    expect(read("n/a")).toEqual({ level: null, critique: "c" });
    expect([read(0), read(6), read(3.5), read("5")]).toEqual([null, null, null, null]);
  });

  it.each([
    ["first", "first", "judged"],
    ["first", "second", "exemplar"],
    ["second", "second", "judged"],
    ["second", "first", "exemplar"],
    ["second", "equal", "equal"],
  ] as const)("of a pair: judged %s, better %s, so the %s one", (...[place, better, winner]) => {
    const input = { ...asked("On Monday."), exemplar: exemplar("Soon.", "bad"), place };
    const { user } = comparePair.prompt(input);
    expect(comparePair.read(nonced(user, { better }), input)).toBe(winner);
    expect(comparePair.read(JSON.stringify({ nonce: "0", better }), input)).toBeNull();
  });

  it("of a decision between two cases: with words of the output, not of a case", () => {
    const input = { ...asked("On Monday."), cases: { pass: "It is certain.", fail: "It is vague." } };
    const { user } = decideBetween.prompt(input);
    const read = (evidence: string) =>
      decideBetween.read(nonced(user, { critique: "c", evidence, verdict: "fail" }), input)?.judged;
    expect(read("on monday")).toBe("fail");
    expect(read("It is vague")).toBeUndefined();
  });
});

it("a pair says neither which output is graded nor how", () => {
  const { system, user } = comparePair.prompt({
    ...asked("On Monday."),
    exemplar: { ...exemplar("Soon.", "bad"), note: "far too vague" },
    place: "first",
  });
  expect(system + user).not.toMatch(/far too vague|graded it/);
  expect(user.indexOf("On Monday.")).toBeLessThan(user.indexOf("Soon."));
});
