import { fisherExact } from "./compare-proportions";
import { decidingOf, TRAIT, type PipelineRow } from "./detect-pipeline-drift";
import type { Alarm, Since } from "./drift-alarms";
import { ratio, valueOf, type Ratio } from "./ratio";

/** When new outputs were made from other inputs than those of before. */
const MIX = {
  /** Fewer outputs, on either side, say nothing. */
  least: 20,
  /** A field with more values is no category. */
  mostValues: 12,
  /** How far a share must move to matter, and p over all shares that are compared (Bonferroni). */
  moved: 0.1,
  p: 0.01,
  shown: 5,
} as const;

/** Of the outputs of before and of now, how many have something in common. */
type Share = {
  /** The field. */
  readonly of: string;
  readonly what: string;
  readonly before: Ratio;
  readonly now: Ratio;
};

/**
 * The `fresh` last outputs against all of before: the shares of each category in variables and metadata, and of long
 * inputs. A pipeline that is fed otherwise looks as if it had changed, and old grades may not speak for it.
 */
export function detectInputMix(rows: readonly PipelineRow[], fresh: number, since: Since): Alarm[] {
  const before = rows.slice(0, Math.max(0, rows.length - fresh));
  const now = rows.slice(before.length);
  const subject = `inputs:${before.length}`;
  if (before.length < MIX.least || now.length < MIX.least || since(subject) !== null) return [];
  const tests = [...categoryShares(before, now), lengthShare(before, now)].map((share) => ({
    ...share,
    p: fisherExact(share.before, share.now),
  }));
  const moved = tests
    .filter((test) => test.p * tests.length < MIX.p && distance(test) >= MIX.moved)
    .toSorted((a, b) => distance(b) - distance(a));
  if (moved.length === 0) return [];
  return [
    {
      ...{ kind: "pipelineDrift", subject, criterionId: null },
      sentence: `The inputs of the last ${now.length} outputs are not like those of before: ${[...new Set(moved.map(({ of }) => of))].join(", ")}`,
      outputIds: decidingOf(now),
      figures: [{ name: "shares compared", value: tests.length }],
      lines: moved
        .slice(0, MIX.shown)
        .map(({ what, before: was, now: has }) => `${what}: ${sayShare(was)} before, ${sayShare(has)} now`),
    },
  ];
}

const sayShare = ({ count, of }: Ratio): string => `${count} of ${of}`;

const distance = ({ before, now }: Share): number => Math.abs((valueOf(now) ?? 0) - (valueOf(before) ?? 0));

/** Every value of every field that is a category; what names a version of the pipeline is told elsewhere. */
function categoryShares(before: readonly PipelineRow[], now: readonly PipelineRow[]): Share[] {
  const [was, is] = [countValues(before), countValues(now)];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((name) => {
    const values = new Set([...(was.get(name)?.keys() ?? []), ...(is.get(name)?.keys() ?? [])]);
    if (values.size < 2 || values.size > MIX.mostValues) return [];
    return [...values].map((value) => ({
      of: name,
      what: `${name} “${value.length > 60 ? `${value.slice(0, 59)}…` : value}”`,
      before: ratio(was.get(name)?.get(value) ?? 0, before.length),
      now: ratio(is.get(name)?.get(value) ?? 0, now.length),
    }));
  });
}

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
  ...Object.entries(variables),
  ...Object.entries(metadata).flatMap(([name, value]): [string, string][] =>
    !TRAIT.test(name) && (typeof value === "string" || typeof value === "boolean")
      ? [[name, String(value)]]
      : [],
  ),
];

const lengthOf = ({ variables }: PipelineRow): number =>
  Object.values(variables).reduce((sum, { length }) => sum + length, 0);

/** Inputs longer than the median of before. */
function lengthShare(before: readonly PipelineRow[], now: readonly PipelineRow[]): Share {
  const lengths = before.map(lengthOf).toSorted((a, b) => a - b);
  const median = lengths[Math.floor(lengths.length / 2)] ?? 0;
  const longer = (rows: readonly PipelineRow[]) =>
    ratio(rows.filter((row) => lengthOf(row) > median).length, rows.length);
  return {
    of: "length",
    what: `inputs longer than ${median} characters`,
    before: longer(before),
    now: longer(now),
  };
}
