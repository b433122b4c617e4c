import { NO_CONFUSION, type Confusion } from "./confusion";
import type { Label } from "./grade";
import type { AssertionId, OutputId } from "./ids";
import type { VerdictKind } from "./verdict";

/** How a kind is written in a cell; 0 is "not judged yet". */
const CODE = { pass: 1, fail: 2, notApplicable: 3, error: 4 } as const satisfies Record<VerdictKind, number>;
const KINDS = [null, "pass", "fail", "notApplicable", "error"] as const;

/**
 * All verdicts of a project in memory: one byte a cell, a row an assertion (2 MB for 200 × 10,000). Rows are added as
 * assertions appear; outputs as they are imported.
 */
export class VerdictMatrix {
  readonly #columnOf = new Map<OutputId, number>();
  readonly #outputIds: OutputId[] = [];
  readonly #rows = new Map<AssertionId, Uint8Array>();
  /** How often each code stands in a row, kept as verdicts come: counting again would touch every output. */
  readonly #tallies = new Map<AssertionId, number[]>();

  /** Outputs in the order of import; those known already are left where they are. */
  addOutputs(outputIds: Iterable<OutputId>): void {
    for (const id of outputIds) {
      if (this.#columnOf.has(id)) continue;
      this.#columnOf.set(id, this.#outputIds.length);
      this.#outputIds.push(id);
    }
    for (const [id, row] of this.#rows) {
      if (row.length >= this.#outputIds.length) continue;
      const longer = new Uint8Array(this.#outputIds.length);
      longer.set(row);
      this.#rows.set(id, longer);
    }
  }

  get outputIds(): readonly OutputId[] {
    return this.#outputIds;
  }

  /** The place of an output in the order of import, from 1; 0 for one that the matrix does not have. */
  placeOf(outputId: OutputId): number {
    return (this.#columnOf.get(outputId) ?? -1) + 1;
  }

  #row(assertionId: AssertionId): Uint8Array {
    const known = this.#rows.get(assertionId);
    if (known) return known;
    const row = new Uint8Array(this.#outputIds.length);
    this.#rows.set(assertionId, row);
    return row;
  }

  /** Records a verdict; one of an output that the matrix does not have is ignored. */
  set(assertionId: AssertionId, outputId: OutputId, kind: VerdictKind): void {
    const column = this.#columnOf.get(outputId);
    if (column === undefined) return;
    const row = this.#row(assertionId);
    const tallied = this.#tallies.get(assertionId) ?? [0, 0, 0, 0, 0];
    this.#tallies.set(assertionId, tallied);
    const before = row[column] ?? 0;
    const after = CODE[kind];
    tallied[before] = (tallied[before] ?? 0) - 1;
    tallied[after] = (tallied[after] ?? 0) + 1;
    row[column] = after;
  }

  /** Forgets what an assertion said: for those whose verdicts may be taken back. */
  clear(assertionId: AssertionId): void {
    this.#rows.delete(assertionId);
    this.#tallies.delete(assertionId);
  }

  /** Records a column of verdicts as they come from the database: ids and kinds in the same order. */
  setMany(assertionId: AssertionId, outputIds: readonly OutputId[], kinds: readonly VerdictKind[]): void {
    for (const [i, outputId] of outputIds.entries()) {
      const kind = kinds[i];
      if (kind) this.set(assertionId, outputId, kind);
    }
  }

  /** The same verdicts with those of one more assertion; this matrix stays as it is. */
  withColumn(
    assertionId: AssertionId,
    outputIds: readonly OutputId[],
    kinds: readonly VerdictKind[],
  ): VerdictMatrix {
    const other = new VerdictMatrix();
    other.addOutputs(this.#outputIds);
    for (const [id, row] of this.#rows) if (id !== assertionId) other.#rows.set(id, row.slice());
    for (const [id, tallied] of this.#tallies) if (id !== assertionId) other.#tallies.set(id, [...tallied]);
    other.setMany(assertionId, outputIds, kinds);
    return other;
  }

  /** Null: not judged yet. */
  kind(assertionId: AssertionId, outputId: OutputId): VerdictKind | null {
    const column = this.#columnOf.get(outputId);
    const code = column === undefined ? 0 : (this.#rows.get(assertionId)?.[column] ?? 0);
    return KINDS[code] ?? null;
  }

  /** How often the assertion gave each verdict, and how many outputs it has not judged yet. */
  counts(assertionId: AssertionId): {
    readonly pass: number;
    readonly fail: number;
    readonly notApplicable: number;
    readonly error: number;
    readonly missing: number;
  } {
    const [, pass = 0, fail = 0, notApplicable = 0, error = 0] = this.#tallies.get(assertionId) ?? [];
    const missing = this.#outputIds.length - pass - fail - notApplicable - error;
    return { pass, fail, notApplicable, error, missing };
  }

  /** The labels as cells to run over: computed once a grade, used for every assertion. */
  labelled(labels: ReadonlyMap<OutputId, Label>): LabelledCells {
    const good: number[] = [];
    const bad: number[] = [];
    for (const [outputId, label] of labels) {
      const column = this.#columnOf.get(outputId);
      if (column !== undefined) (label === "good" ? good : bad).push(column);
    }
    return { good, bad };
  }

  /** What one assertion says of the labelled outputs. */
  confusion(assertionId: AssertionId, { good, bad }: LabelledCells): Confusion {
    const row = this.#rows.get(assertionId);
    if (!row) return { ...NO_CONFUSION, unjudged: good.length + bad.length };
    return confusionOfCodes([...countCodes(row, good), ...countCodes(row, bad)]);
  }

  /** Where these outputs stand in every row, for `codes`; −1 for one that the matrix does not have. */
  columnsOf(outputIds: readonly OutputId[]): Int32Array {
    return Int32Array.from(outputIds, (outputId) => this.#columnOf.get(outputId) ?? -1);
  }

  /** The codes of one assertion in these columns, in their order; 0 where it has not judged. */
  codes(assertionId: AssertionId, columns: Int32Array): Uint8Array {
    const codes = new Uint8Array(columns.length);
    const row = this.#rows.get(assertionId);
    if (!row) return codes;
    for (let i = 0; i < columns.length; i++) codes[i] = row[columns[i] ?? -1] ?? 0;
    return codes;
  }

  /**
   * What a set of assertions says together: an output fails when any member fails it, passes when none does and at
   * least one passes it; else the gravest of what is left (error, not judged, not applicable) is counted.
   */
  unionConfusion(assertionIds: readonly AssertionId[], cells: LabelledCells): Confusion {
    const rows = assertionIds.map((id) => this.#row(id));
    const counts = { ...NO_CONFUSION };
    for (const [label, columns] of [
      ["good", cells.good],
      ["bad", cells.bad],
    ] as const) {
      for (const column of columns) counts[unionCell(rows, column, label)] += 1;
    }
    return counts;
  }

  /** The joint verdict of a set on one output, by the same rule; null: nothing decided yet. */
  unionKind(assertionIds: readonly AssertionId[], outputId: OutputId): VerdictKind | null {
    const kinds = assertionIds.map((id) => this.kind(id, outputId));
    for (const kind of ["fail", "pass", "error", "notApplicable"] as const)
      if (kinds.includes(kind)) return kind;
    return null;
  }

  /** Groups of assertions with the same verdict on every output; only complete ones, alone or together. */
  clusters(assertionIds: readonly AssertionId[]): AssertionId[][] {
    const groups = new Map<string, AssertionId[]>();
    for (const id of assertionIds) {
      const row = this.#rows.get(id);
      if (!row || row.length === 0 || row.includes(0)) continue;
      const key = fingerprint(row);
      groups.set(key, [...(groups.get(key) ?? []), id]);
    }
    return [...groups.values()];
  }

  /** Bytes of the cells themselves. */
  get bytes(): number {
    let sum = 0;
    for (const row of this.#rows.values()) sum += row.byteLength;
    return sum;
  }
}

/** How many codes there are: what a table of counts by code is sized by. */
export const CODES = KINDS.length;
/** The codes of a failing and of a passing verdict. */
export const FAIL_CODE = CODE.fail;
export const PASS_CODE = CODE.pass;

/** The kind that a code stands for; null: not judged yet. */
export const kindOfCode = (code: number): VerdictKind | null => KINDS[code] ?? null;

/** A confusion table from how often each code was given: `CODES` counts of good outputs, then as many of bad ones. */
export function confusionOfCodes(counts: ArrayLike<number>): Confusion {
  return {
    goodPassed: counts[CODE.pass] ?? 0,
    goodFailed: counts[CODE.fail] ?? 0,
    badPassed: counts[CODES + CODE.pass] ?? 0,
    badFailed: counts[CODES + CODE.fail] ?? 0,
    notApplicable: (counts[CODE.notApplicable] ?? 0) + (counts[CODES + CODE.notApplicable] ?? 0),
    errored: (counts[CODE.error] ?? 0) + (counts[CODES + CODE.error] ?? 0),
    unjudged: (counts[0] ?? 0) + (counts[CODES] ?? 0),
  };
}

/** The joint verdict of several rows of codes at one place: fail before pass, then error, then not applicable. */
export function unionOfCodes(rows: readonly Uint8Array[], at: number): VerdictKind | null {
  let passed = false;
  let errored = false;
  let inapplicable = false;
  for (const row of rows) {
    const code = row[at] ?? 0;
    if (code === CODE.fail) return "fail";
    if (code === CODE.pass) passed = true;
    else if (code === CODE.error) errored = true;
    else if (code === CODE.notApplicable) inapplicable = true;
  }
  if (passed) return "pass";
  if (errored) return "error";
  return inapplicable ? "notApplicable" : null;
}

/** Positions of labelled outputs in a matrix's rows. */
export type LabelledCells = { readonly good: readonly number[]; readonly bad: readonly number[] };

function countCodes(row: Uint8Array, columns: readonly number[]): number[] {
  const counts = [0, 0, 0, 0, 0];
  for (const column of columns) {
    const code = row[column] ?? 0;
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}

function unionCell(rows: readonly Uint8Array[], column: number, label: Label): keyof Confusion {
  let passed = false;
  let errored = false;
  let unjudged = false;
  for (const row of rows) {
    const code = row[column] ?? 0;
    if (code === CODE.fail) return label === "good" ? "goodFailed" : "badFailed";
    if (code === CODE.pass) passed = true;
    else if (code === CODE.error) errored = true;
    else if (code === 0) unjudged = true;
  }
  if (passed) return label === "good" ? "goodPassed" : "badPassed";
  if (errored) return "errored";
  return unjudged ? "unjudged" : "notApplicable";
}

/** Two 32-bit hashes and the length: rows that share them are the same row for all practical purposes. */
function fingerprint(row: Uint8Array): string {
  let a = 0x811c9dc5;
  let b = 0x9e3779b9;
  for (const code of row) {
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b + code + 1, 0x85ebca6b) ^ (b >>> 13);
  }
  return `${row.length}:${a >>> 0}:${b >>> 0}`;
}
