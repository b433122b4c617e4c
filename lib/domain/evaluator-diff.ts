import type { Evaluator, EvaluatorAssertion } from "./evaluator";
import { sideOfVersion, type FigureSide } from "./figure-side";
import { percent } from "./ratio";
import type { VerdictChanges } from "./verdict-changes";

/** In what a member differs from the one that stood for its criterion before. */
export type Differs = "source" | "name" | "criterion" | "wording" | "revision" | "limit" | "must";

/** What became of one member between two versions. */
export type MemberDiff =
  | { readonly kind: "added"; readonly after: EvaluatorAssertion }
  | { readonly kind: "removed"; readonly before: EvaluatorAssertion }
  | {
      readonly kind: "changed";
      readonly before: EvaluatorAssertion;
      readonly after: EvaluatorAssertion;
      readonly differs: readonly Differs[];
    }
  | { readonly kind: "same"; readonly before: EvaluatorAssertion; readonly after: EvaluatorAssertion };

export type VersionHead = Pick<Evaluator, "number" | "note" | "createdAt"> & {
  /** Null: it was published without. */
  readonly figures: FigureSide | null;
};

/** Two published versions held against each other. */
export type EvaluatorDiff = {
  readonly before: VersionHead;
  readonly after: VersionHead;
  readonly members: readonly MemberDiff[];
  readonly verdicts: VerdictChanges;
};

export const headOf = (evaluator: Evaluator): VersionHead => ({
  number: evaluator.number,
  note: evaluator.note,
  createdAt: evaluator.createdAt,
  figures: sideOfVersion(evaluator),
});

type Members = readonly EvaluatorAssertion[];
type Test = (before: EvaluatorAssertion, after: EvaluatorAssertion) => boolean;

/** A criterion that was renamed is still the same where both versions say which one it was. */
const sameCriterion: Test = (before, after) =>
  before.criterionId !== undefined && after.criterionId !== undefined
    ? before.criterionId === after.criterionId
    : before.criterion === after.criterion;

const sameSource: Test = (before, after) =>
  before.kind === after.kind && implementationText(before) === implementationText(after);

/** From the surest sign that two members are the same to the weakest. */
const SIGNS: readonly Test[] = [
  (before, after) => sameCriterion(before, after) && sameSource(before, after),
  sameCriterion,
  sameSource,
];

/**
 * What came, went and changed between the members of two versions: in the order of the newer one, then what went. A
 * member that took the place of another of the same criterion is a change, not an arrival and a departure.
 */
export function diffMembers(before: Members, after: Members): MemberDiff[] {
  const left = new Set(before);
  const partners = new Map<EvaluatorAssertion, EvaluatorAssertion>();
  for (const isSame of SIGNS) {
    for (const member of after) {
      const partner = partners.has(member) ? undefined : [...left].find((other) => isSame(other, member));
      if (!partner) continue;
      partners.set(member, partner);
      left.delete(partner);
    }
  }
  return [
    ...after.map((member): MemberDiff => {
      const partner = partners.get(member);
      return partner ? diffPair(partner, member) : { kind: "added", after: member };
    }),
    ...[...left].map((member): MemberDiff => ({ kind: "removed", before: member })),
  ];
}

function diffPair(before: EvaluatorAssertion, after: EvaluatorAssertion): MemberDiff {
  // What an older version did not keep cannot be said to differ.
  const both = (key: "wording" | "revision" | "ffrLimit" | "mustPass"): boolean =>
    before[key] !== undefined && after[key] !== undefined && before[key] !== after[key];
  const differs: readonly (readonly [Differs, boolean])[] = [
    ["source", !sameSource(before, after)],
    ["name", before.name !== after.name],
    ["criterion", before.criterion !== after.criterion],
    ["wording", both("wording")],
    ["revision", both("revision")],
    ["limit", both("ffrLimit")],
    ["must", both("mustPass")],
  ];
  const found = differs.flatMap(([what, is]) => (is ? [what] : []));
  return found.length === 0
    ? { kind: "same", before, after }
    : { kind: "changed", before, after, differs: found };
}

/** How a member decides, as text for a person to compare: its source, or what its judge is asked and by which rule. */
export function implementationText(member: EvaluatorAssertion): string {
  switch (member.kind) {
    case "javascript":
    case "python":
      return member.source;
    case "recorded":
      return `verdicts of ${member.evaluator}`;
    case "judge": {
      const { design, question, model, ...rest } = member;
      const said = ["kind", "name", "criterion", "criterionId", "wording", "revision", "hash"];
      const about = ["figures", "note", "ffrLimit", "mustPass"];
      const rules = Object.entries(rest).filter(([key]) => !said.includes(key) && !about.includes(key));
      return [
        `design: ${design}`,
        ...(model == null ? [] : [`model: ${model}`]),
        `question: ${question}`,
        ...rules.map(([key, value]) => `${key}: ${JSON.stringify(value, null, 2)}`),
      ].join("\n");
    }
  }
}

export const DIFFERS: Readonly<Record<Differs, string>> = {
  source: "how it decides",
  name: "name",
  criterion: "name of the criterion",
  wording: "wording",
  revision: "revision",
  limit: "FFR limit",
  must: "must be in every evaluator",
};

const sayLimit = ({ ffrLimit }: EvaluatorAssertion): string =>
  ffrLimit === undefined ? "not kept" : percent(ffrLimit);

/** A short fact of a member; null: it is shown as a difference of texts. */
function factOf(member: EvaluatorAssertion, what: Differs): string | null {
  switch (what) {
    case "source":
    case "wording":
      return null;
    case "name":
      return member.name;
    case "criterion":
      return member.criterion ?? "the whole output";
    case "revision":
      return String(member.revision ?? "not kept");
    case "limit":
      return sayLimit(member);
    case "must":
      return member.mustPass ? "yes" : "no";
  }
}

/** What changed of a member beside its source and its wording: "FFR limit: 10 % → 20 %". */
export const sayFacts = ({ before, after, differs }: Extract<MemberDiff, { kind: "changed" }>): string[] =>
  differs.flatMap((what) => {
    const [old, fresh] = [factOf(before, what), factOf(after, what)];
    return old === null || fresh === null ? [] : [`${DIFFERS[what]}: ${old} → ${fresh}`];
  });

/** What changed between two versions in one line. */
export function sayChanges(members: readonly MemberDiff[]): string {
  const added = members.flatMap((one) => (one.kind === "added" ? [one.after.name] : []));
  const removed = members.flatMap((one) => (one.kind === "removed" ? [one.before.name] : []));
  const changed = members.flatMap((one) =>
    one.kind === "changed"
      ? [`${one.after.name} (${one.differs.map((what) => DIFFERS[what]).join(", ")})`]
      : [],
  );
  const parts = [
    ...(added.length > 0 ? [`added ${added.join(", ")}`] : []),
    ...(removed.length > 0 ? [`removed ${removed.join(", ")}`] : []),
    ...(changed.length > 0 ? [`changed ${changed.join(", ")}`] : []),
  ];
  return parts.length === 0 ? "the same members" : parts.join("; ");
}
