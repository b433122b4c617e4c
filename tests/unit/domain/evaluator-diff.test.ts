import { describe, expect, it } from "vitest";
import type { EvaluatorAssertion } from "@/lib/domain/evaluator";
import { diffMembers, implementationText, sayChanges, sayFacts } from "@/lib/domain/evaluator-diff";
import { CriterionId } from "@/lib/domain/ids";
import { javascript, judge, python } from "@/tests/support/an-evaluator";

type Change = Partial<
  Pick<EvaluatorAssertion, "criterion" | "wording" | "revision" | "ffrLimit" | "mustPass">
> & {
  readonly id?: string;
};

const code = (name: string, source: string, { id, ...change }: Change = {}): EvaluatorAssertion => ({
  ...javascript(name, source),
  ...change,
  ...(id === undefined ? {} : { criterionId: CriterionId.parse(id) }),
});

const kinds = (before: EvaluatorAssertion[], after: EvaluatorAssertion[]) =>
  diffMembers(before, after).map((member) =>
    member.kind === "changed" ? `changed: ${member.differs.join()}` : member.kind,
  );

describe("the members of two versions", () => {
  it("came, went and stayed", () => {
    const [short, polite] = [code("short", "a"), code("polite", "b")];
    expect(kinds([short], [short])).toEqual(["same"]);
    expect(kinds([short], [polite, short])).toEqual(["added", "same"]);
    expect(kinds([short, polite], [polite])).toEqual(["same", "removed"]);
    expect(kinds([], [])).toEqual([]);
  });

  it("are one member changed where another assertion stands for the same criterion", () => {
    const before = code("one", "a", { criterion: "short" });
    const after = code("two", "b", { criterion: "short" });
    expect(kinds([before], [after])).toEqual(["changed: source,name"]);
    expect(sayChanges(diffMembers([before], [after]))).toBe("changed two (how it decides, name)");
  });

  it("know a criterion again that was renamed, if both versions say which it was", () => {
    const before = code("one", "a", { id: "c1", criterion: "short", wording: "Be short.", revision: 1 });
    const renamed = { id: "c1", criterion: "brief", wording: "Be brief.", revision: 2 };
    expect(kinds([before], [code("one", "b", renamed)])).toEqual([
      "changed: source,criterion,wording,revision",
    ]);
    expect(kinds([before], [code("one", "b", { ...renamed, id: "c2" })])).toEqual(["added", "removed"]);
  });

  it("differ in a limit only where both versions kept it", () => {
    const strict = code("one", "a", { ffrLimit: 0.1, mustPass: true });
    expect(kinds([strict], [code("one", "a", { ffrLimit: 0.2, mustPass: false })])).toEqual([
      "changed: limit,must",
    ]);
    expect(kinds([code("one", "a")], [strict])).toEqual(["same"]);
    const [member] = diffMembers(
      [strict],
      [code("two", "a", { ffrLimit: 0.2, criterion: strict.criterion })],
    );
    expect(member?.kind === "changed" && sayFacts(member)).toEqual([
      "name: one → two",
      "FFR limit: 10 % → 20 %",
    ]);
  });

  it("pair each with one other only, the likest first", () => {
    const pair = (first: string, second: string) => [
      code("one", first, { criterion: "c" }),
      code("two", second, { criterion: "c" }),
    ];
    expect(kinds(pair("a", "b"), pair("b", "a"))).toEqual(["changed: name", "changed: name"]);
    expect(kinds(pair("a", "b").slice(0, 1), pair("a", "b"))).toEqual(["same", "added"]);
  });

  it("are not the same in another language", () => {
    const before = { ...javascript("one", "x"), criterion: "c" };
    const after = { ...python("one", "x"), criterion: "c" };
    expect(kinds([before], [after])).toEqual(["changed: source"]);
  });
});

describe("how a judge decides, as text", () => {
  it("has its design, its model and its question, and nothing of what it was worth", () => {
    const text = implementationText({ ...judge("polite", "Is it polite?"), note: "n", ffrLimit: 0.2 });
    expect(text).toBe("design: critique\nmodel: stand-in\nquestion: Is it polite?");
  });

  it("has its rules, so that a threshold that moved is seen", () => {
    const of = (threshold: number) =>
      implementationText({
        name: "p",
        criterion: "c",
        kind: "judge",
        question: "Is it?",
        design: "probability",
        samples: null,
        threshold,
      });
    expect(of(0.5)).toContain("threshold: 0.5");
    expect(of(0.5)).not.toBe(of(0.6));
  });
});
