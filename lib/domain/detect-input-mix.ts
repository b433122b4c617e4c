import { fisherExact } from "./compare-proportions";
import { decidingOf, isKnown, isOfInput, type Batch, type PipelineRow } from "./detect-pipeline-drift";
import type { Alarm, Since } from "./drift-alarms";
import { ratio, valueOf, type Ratio } from "./ratio";

/** When new outputs were made from other inputs than those of before. */
const MIX = {
  /** Fewer inputs, on either side, say nothing. */
  least: 20,
  /** A field with more values is no category. */
  mostValues: 12,
  /** How far a share must move to matter, and p over all shares that are compared (Bonferroni). */
  moved: 0.1,
  p: 0.01,
  shown: 5,
} as const;

/** Of the inputs of before and of now, how many have something in common. */
type Share = {
  /** The field. */
  readonly of: string;
  readonly what: string;
  readonly before: Ratio;
  readonly now: Ratio;
};

const SUBJECT = "inputs";

/**
 * The last import, with those before it while it is small, against all that came earlier: the shares of each category in
 * variables and metadata, and of long inputs. Several outputs of one input count once. A pipeline that is fed otherwise
 * looks as if it had changed, and old grades may not speak for it. Once settled, what came last by then is the usual.
 */
export function detectInputMix(batches: readonly Batch[], since: Since): Alarm[] {
  const from = since(SUBJECT);
  if (from === "open") return [];
  const sides = sidesOf(batches, from);
  if (!sides) return [];
  const { before, now } = sides;
  const isConstant = constantPerImport(batches);
  const tests = [...categoryShares(before, now, isConstant), ...lengthShare(before, now)].map((share) => ({
    ...share,
    p: fisherExact(share.before, share.now),
  }));
  const moved = tests
    .filter((test) => test.p * tests.length < MIX.p && distance(test) >= MIX.moved)
    .toSorted((a, b) => distance(b) - distance(a));
  if (moved.length === 0) return [];
  return [
    {
      ...{ kind: "pipelineDrift", subject: SUBJECT, criterionId: null },
      sentence: `The last ${now.length} inputs are not like those of before: ${[...new Set(moved.map(({ of }) => of))].join(", ")}`,
      outputIds: decidingOf(sides.rows),
      figures: [{ name: "shares compared", value: tests.length }],
      lines: moved
        .slice(0, MIX.shown)
        .map(({ what, before: was, now: has }) => `${what}: ${sayShare(was)} before, ${sayShare(has)} now`),
    },
  ];
}

type Sides = {
  /** One output of each input. */
  readonly before: readonly PipelineRow[];
  readonly now: readonly PipelineRow[];
  /** All outputs of now. */
  readonly rows: readonly PipelineRow[];
};

/** Null: too few inputs on either side. */
function sidesOf(batches: readonly Batch[], from: Date | null): Sides | null {
  const fresh = from === null ? batches : batches.filter(({ at }) => at > from);
  const settled = batches.slice(0, batches.length - fresh.length);
  const last = lastOf(fresh);
  const earlier = [...(from === null ? [] : lastOf(settled)), ...fresh.slice(0, fresh.length - last.length)];
  const [before, now] = [inputsOf(earlier), inputsOf(last)];
  return before.length < MIX.least || now.length < MIX.least
    ? null
    : { before, now, rows: last.flatMap(({ rows }) => rows) };
}

/** As many of the last imports as have enough inputs together. */
function lastOf(batches: readonly Batch[]): readonly Batch[] {
  for (let count = 1; count < batches.length; count++) {
    const last = batches.slice(-count);
    if (inputsOf(last).length >= MIX.least) return last;
  }
  return batches;
}

/** One output of each input, the first; what has no known input stands for itself. */
function inputsOf(batches: readonly Batch[]): PipelineRow[] {
  const inputs = new Map<string, PipelineRow>();
  for (const row of batches.flatMap(({ rows }) => rows)) {
    const input = isKnown(row)
      ? JSON.stringify(Object.entries(row.variables).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : (row.prompt ?? `output ${row.id}`);
    if (!inputs.has(input)) inputs.set(input, row);
  }
  return [...inputs.values()];
}

const sayShare = ({ count, of }: Ratio): string => `${count} of ${of}`;

const distance = ({ before, now }: Share): number => Math.abs((valueOf(now) ?? 0) - (valueOf(before) ?? 0));

/**
 * Metadata that has one value in each import and another one in every import names the import, and differs by
 * construction.
 */
function constantPerImport(batches: readonly Batch[]): (name: string) => boolean {
  const known = new Map<string, boolean>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const values = batches.map(
      ({ rows }) => new Set(rows.map(({ metadata }) => JSON.stringify(metadata[name]))),
    );
    const isOne = values.every(({ size }) => size === 1);
    const is = isOne && new Set(values.flatMap((own) => [...own])).size === batches.length;
    known.set(name, is);
    return is;
  };
}

/** Every value of every field that is a category; what names a version of the pipeline is told elsewhere. */
function categoryShares(
  before: readonly PipelineRow[],
  now: readonly PipelineRow[],
  isConstant: (name: string) => boolean,
): Share[] {
  const [was, is] = [countValues(before), countValues(now)];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((key) => {
    const values = new Set([...(was.get(key)?.keys() ?? []), ...(is.get(key)?.keys() ?? [])]);
    const [kind, name] = [key.charAt(0), key.slice(1)];
    if (values.size < 2 || values.size > MIX.mostValues || (kind === METADATA && isConstant(name))) return [];
    return [...values].map((value) => ({
      of: name,
      what: `${name} “${value.length > 60 ? `${value.slice(0, 59)}…` : value}”`,
      before: ratio(was.get(key)?.get(value) ?? 0, before.length),
      now: ratio(is.get(key)?.get(value) ?? 0, now.length),
    }));
  });
}

/** A variable and metadata may have the same name. */
const VARIABLE = "v";
const METADATA = "m";

/** How often each value of each field occurs; of a field with too many values only so many that this shows. */
function countValues(rows: readonly PipelineRow[]): Map<string, Map<string, number>> {
  const counts = new Map<string, Map<string, number>>();
  for (const row of rows) {
    for (const [name, value] of fieldsOf(row)) {
      const ofField = counts.get(name) ?? new Map<string, number>();
      counts.set(name, ofField);
      if (ofField.has(value) || ofField.size <= MIX.mostValues)
        ofField.set(value, (ofField.get(value) ?? 0) + 1);
    }
  }
  return counts;
}

const fieldsOf = ({ variables, metadata }: PipelineRow): [string, string][] => [
  ...Object.entries(variables).map(([name, value]): [string, string] => [`${VARIABLE}${name}`, value]),
  ...Object.entries(metadata).flatMap(([name, value]): [string, string][] =>
    isOfInput(name) && (typeof value === "string" || typeof value === "boolean")
      ? [[`${METADATA}${name}`, String(value)]]
      : [],
  ),
];

/** Of the variables, else of the prompt; null: neither is known. */
const lengthOf = (row: PipelineRow): number | null =>
  isKnown(row)
    ? Object.values(row.variables).reduce((sum, { length }) => sum + length, 0)
    : (row.prompt?.length ?? null);

/** Inputs longer than the median of before; none where the length of some is not known. */
function lengthShare(before: readonly PipelineRow[], now: readonly PipelineRow[]): Share[] {
  const lengths = (rows: readonly PipelineRow[]) => rows.flatMap((row) => lengthOf(row) ?? []);
  const [were, are] = [lengths(before), lengths(now)];
  if (were.length < before.length || are.length < now.length) return [];
  const median = were.toSorted((a, b) => a - b)[Math.floor(were.length / 2)] ?? 0;
  const longer = (of: readonly number[]) => ratio(of.filter((length) => length > median).length, of.length);
  return [
    {
      of: "length",
      what: `inputs longer than ${median} characters`,
      before: longer(were),
      now: longer(are),
    },
  ];
}

/** Why the inputs of the last outputs were not compared, by the sizes of the imports; null: they were. */
export function whyNotCompared(
  outputsOfImports: readonly number[],
  { most }: { readonly most: number },
): string | null {
  const all = outputsOfImports.reduce((sum, count) => sum + count, 0);
  if (all === 0) return null;
  if (outputsOfImports.length < 2)
    return "The inputs of new outputs are compared with those of before once there are several imports.";
  if (all < 2 * MIX.least)
    return `The inputs of new outputs are not compared with those of before yet: that takes ${MIX.least} inputs on either side, and there are ${all} outputs in all.`;
  return all > most
    ? `The inputs and versions of new outputs are compared with those of the ${most.toLocaleString("en")} outputs imported last, of ${all.toLocaleString("en")}.`
    : null;
}
