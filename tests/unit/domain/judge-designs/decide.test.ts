import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide, decideByVotes } from "@/lib/domain/judge-designs/decide";
import { finding } from "@/lib/domain/judge-designs/finding";
import { SoloJudge, type Jury } from "@/lib/domain/judge-designs/judge";
import type { VerdictKind } from "@/lib/domain/verdict";

const judge = (design: string, rest: object = {}): SoloJudge =>
  SoloJudge.parse({ kind: "judge", question: "Is it sound?", design, ...rest });

const ITEMS = [
  { id: "q1", question: "Free of rot?", weight: "primary" },
  { id: "q2", question: "Short?", weight: "secondary" },
  { id: "q3", question: "Kind?", weight: "secondary" },
  { id: "q4", question: "Dated?", weight: "secondary" },
];
const checklist = (rule: object) => judge("checklist", { items: ITEMS, rule });
const answers = (letters: string) => {
  const meaning = { y: "pass", n: "fail", "-": "na" } as const;
  const said = Array.from(letters, (letter, i) => {
    const value = letter === "y" || letter === "n" || letter === "-" ? meaning[letter] : "na";
    return [`q${i + 1}`, value] as const;
  });
  return finding({ answers: Object.fromEntries(said) });
};

describe("a checklist", () => {
  it.each([
    ["all", { kind: "all" }, "yyyy", "pass"],
    ["all", { kind: "all" }, "yyyn", "fail"],
    ["all of those that apply", { kind: "all" }, "yy--", "pass"],
    ["none applies", { kind: "all" }, "----", "notApplicable"],
    ["a share", { kind: "ratio", atLeast: 0.75 }, "yyyn", "pass"],
    ["a share", { kind: "ratio", atLeast: 0.75 }, "yynn", "fail"],
    ["a share of those that apply", { kind: "ratio", atLeast: 0.75 }, "yn--", "fail"],
    // CFBench: 0.5·1 + 0.5·0.67 = 0.835, and 0.5·1 + 0.5·0.33 = 0.665.
    ["priority", { kind: "priority" }, "yyyn", "pass"],
    ["priority", { kind: "priority" }, "yynn", "fail"],
    ["priority without its primary question", { kind: "priority" }, "nyyy", "fail"],
    ["an answer is missing", { kind: "all" }, "yyy", "error"],
  ])("%s %o: %s is %s", (...[, rule, letters, kind]) => {
    expect(decide(checklist(rule), answers(letters)).kind).toBe(kind);
  });

  it("says which questions were answered no", () => {
    expect(decide(checklist({ kind: "all" }), answers("ynyy"))).toEqual({
      kind: "fail",
      reason: "answered no: Short?",
    });
  });
});

describe("a threshold", () => {
  const probability = judge("probability", { samples: null, threshold: 0.7 });
  it("is passed from itself on, and not measured is an error", () => {
    expect(decide(probability, finding({ judged: "pass", probability: 0.7 })).kind).toBe("pass");
    expect(decide(probability, finding({ judged: "pass", probability: 0.69 })).kind).toBe("fail");
    expect(decide(probability, finding({ judged: "pass" })).kind).toBe("error");
    expect(decide(probability, finding({ judged: "na", probability: 0.9 })).kind).toBe("notApplicable");
  });

  it("of a rubric is a level", () => {
    const rubric = judge("rubric", { levels: ["a", "b", "c", "d", "e"], passFrom: 4 });
    expect(decide(rubric, finding({ level: 4 })).kind).toBe("pass");
    expect(decide(rubric, finding({ level: 3 })).kind).toBe("fail");
    expect(decide(rubric, finding({})).kind).toBe("error");
    expect(decide(rubric, finding({ judged: "na" })).kind).toBe("notApplicable");
  });

  it("of a cascade is a band, inside of which the strong model's word counts", () => {
    const cascade = judge("cascade", { samples: null, low: 0.1, high: 0.9 });
    const said = (p: number | null) => decide(cascade, finding({ judged: "fail", probability: p })).kind;
    expect([said(0.95), said(0.9), said(0.5), said(0.1), said(null)]).toEqual([
      "pass",
      "pass",
      "fail",
      "fail",
      "fail",
    ]);
    expect(decide(cascade, finding({ judged: "pass", probability: 0.5 })).kind).toBe("pass");
    // Where it is not proven to be right on a side, the first model never decides alone there.
    const oneSided = judge("cascade", { samples: null, low: 0.1, high: null });
    expect(decide(oneSided, finding({ judged: "fail", probability: 1 })).kind).toBe("fail");
    expect(decide(oneSided, finding({ judged: "pass", probability: 0.05 })).kind).toBe("fail");
  });
});

it.each(["direct", "critique", "for-and-against", "pairwise", "rubric", "checklist", "probability"])(
  "%s makes neither a pass nor a fail of nothing",
  (design) => {
    const rest = {
      items: ITEMS,
      rule: { kind: "all" },
      levels: ["a", "b", "c", "d", "e"],
      passFrom: 3,
      samples: null,
      threshold: 0,
      exemplars: (["good", "bad"] as const).map((label) => ({
        outputId: null,
        text: label,
        variables: {},
        label,
        note: "",
        borderline: false,
      })),
    };
    expect(decide(judge(design, rest), finding({ reason: "because" })).kind).toBe("error");
  },
);

describe("a jury", () => {
  const member = { name: "m", judge: judge("direct") };
  const jury = (rule: Jury["rule"]): Jury => ({
    kind: "judge",
    design: "jury",
    question: "Is it sound?",
    members: [member, member, member],
    rule,
  });
  const LETTERS = { p: "pass", f: "fail", e: "error", "-": "notApplicable" } as const;
  const votes = (letters: string): VerdictKind[] =>
    Array.from(letters, (letter) =>
      letter === "p" || letter === "f" || letter === "e" ? LETTERS[letter] : LETTERS["-"],
    );

  it.each([
    ["ppf", "pass", "fail"],
    ["pff", "fail", "fail"],
    ["ppp", "pass", "pass"],
    ["---", "notApplicable", "notApplicable"],
    ["p--", "pass", "pass"],
    ["pf-", "error", "fail"],
    ["ppe", "pass", "error"],
    ["pfe", "error", "fail"],
    ["eee", "error", "error"],
  ])("of %s: by majority %s, by veto of one %s", (letters, byMajority, byVeto) => {
    expect(decideByVotes(jury({ kind: "majority" }), votes(letters)).kind).toBe(byMajority);
    expect(decideByVotes(jury({ kind: "veto", votes: 1 }), votes(letters)).kind).toBe(byVeto);
  });

  it("never passes what a changed answer of a member that erred could fail, nor the other way round", () => {
    const kinds = fc.array(fc.constantFrom<VerdictKind>("pass", "fail", "error", "notApplicable"), {
      minLength: 3,
      maxLength: 3,
    });
    fc.assert(
      fc.property(kinds, fc.constantFrom<VerdictKind>("pass", "fail"), (said, instead) => {
        for (const rule of [{ kind: "majority" }, { kind: "veto", votes: 1 }] as const) {
          const before = decideByVotes(jury(rule), said).kind;
          const mended = said.map((kind) => (kind === "error" ? instead : kind));
          if (before === "pass" || before === "fail")
            expect(decideByVotes(jury(rule), mended).kind).toBe(before);
        }
      }),
    );
  });
});
