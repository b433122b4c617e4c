import type { Assertion } from "@/lib/domain/assertion";
import type { Criterion } from "@/lib/domain/criterion";
import type { GradeEvent, GradeMark, Label } from "@/lib/domain/grade";
import { AssertionId, CriterionId, GradeId, OutputId, RevisionId } from "@/lib/domain/ids";
import type { VerdictKind } from "@/lib/domain/verdict";
import { VerdictMatrix } from "@/lib/domain/verdict-matrix";

const LONG_AGO = new Date(0);

/** A criterion; its current wording is revision `<id>-r1` unless another is given. */
export function aCriterion(
  id: string,
  change: {
    readonly ffrLimit?: number;
    readonly mustPass?: boolean;
    readonly revision?: string;
    /** Wordings of before that mean the same. */
    readonly clarifies?: readonly string[];
    /** The last grade event that was given under another meaning. */
    readonly since?: number;
  } = {},
): Criterion {
  const revisionId = RevisionId.parse(change.revision ?? `${id}-r1`);
  return {
    id: CriterionId.parse(id),
    position: 0,
    kind: "either",
    ffrLimit: change.ffrLimit ?? 0.2,
    mustPass: change.mustPass ?? false,
    isRelative: false,
    ownedBy: null,
    notes: "",
    origin: "hand",
    retiredAt: null,
    revision: {
      id: revisionId,
      number: 1,
      name: id,
      wording: id,
      examples: "",
      ffrLimit: change.ffrLimit ?? 0.2,
      author: "",
      why: "",
      change: "first",
      afterGrade: change.since ?? 0,
      createdAt: LONG_AGO,
    },
    revisionCount: 1,
    meaning: [revisionId, ...(change.clarifies ?? []).map((other) => RevisionId.parse(other))],
    since: change.since ?? 0,
  };
}

/** A JavaScript assertion of a criterion; a longer `source` makes it dearer. `criterion` null: of the whole output. */
export function anAssertion(id: number, criterion: Criterion | null, source = "return true;"): Assertion {
  return {
    id: AssertionId.parse(id),
    criterionId: criterion?.id ?? null,
    revisionId: criterion?.revision.id ?? null,
    name: `a${id}`,
    implementation: { kind: "javascript", source },
    origin: "hand",
    parentId: null,
    hash: `hash ${id}`,
    createdAt: LONG_AGO,
  };
}

let events = 0;

/** A grade event of one output; whole-output when no criterion is given. */
export function aGrade(
  output: number,
  mark: GradeMark,
  change: { readonly criterion?: string; readonly revision?: string; readonly grader?: string } = {},
): GradeEvent {
  const { criterion, grader = "ann" } = change;
  return {
    id: GradeId.parse(++events),
    outputId: OutputId.parse(output),
    criterionId: criterion === undefined ? null : CriterionId.parse(criterion),
    revisionId: criterion === undefined ? null : RevisionId.parse(change.revision ?? `${criterion}-r1`),
    grader,
    mark,
    note: "",
    shown: { policy: "uniform", inclusionProbability: 0.5, rank: 1, seed: "s" },
    at: LONG_AGO,
  };
}

const KIND: Readonly<Record<string, VerdictKind>> = { p: "pass", f: "fail", n: "notApplicable", e: "error" };

/** A matrix from a row of letters an assertion, one letter an output: p, f, n, e; "." is not judged. */
export function aMatrix(rows: Readonly<Record<number, string>>): VerdictMatrix {
  const matrix = new VerdictMatrix();
  const width = Math.max(0, ...Object.values(rows).map((row) => row.length));
  matrix.addOutputs(Array.from({ length: width }, (_, i) => OutputId.parse(i + 1)));
  for (const [id, row] of Object.entries(rows)) {
    for (const [i, letter] of Array.from(row).entries()) {
      const kind = KIND[letter];
      if (kind) matrix.set(AssertionId.parse(Number(id)), OutputId.parse(i + 1), kind);
    }
  }
  return matrix;
}

/** Labels from a row of letters, one an output: g, b; "." is not graded. */
export function someLabels(letters: string): Map<OutputId, Label> {
  return new Map(
    Array.from(letters).flatMap((letter, i): [OutputId, Label][] =>
      letter === "." ? [] : [[OutputId.parse(i + 1), letter === "g" ? "good" : "bad"]],
    ),
  );
}
