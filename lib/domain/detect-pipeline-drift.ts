import { twoProportions } from "./compare-proportions";
import type { Alarm, Since } from "./drift-alarms";
import type { OutputId } from "./ids";
import type { Json } from "./json";
import { ratio, valueOf, type Ratio } from "./ratio";
import type { VerdictKind } from "./verdict";
import { wordDiff } from "./word-diff";

/** What is known of how an output came about, in the order of import. */
export type PipelineRow = {
  readonly id: OutputId;
  readonly prompt: string | null;
  readonly variables: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, Json>>;
  /** What the selection says of it; null: not judged. */
  readonly verdict: VerdictKind | null;
  readonly isGraded: boolean;
  /** How much the candidates disagree on it. */
  readonly disagreement: number;
};

/** The outputs of one version of the pipeline, by one trait such as its prompt or its model. */
type Version = {
  readonly value: string;
  readonly rows: readonly PipelineRow[];
};

type Trait = {
  readonly name: string;
  /** In the order in which they were first seen. */
  readonly versions: readonly Version[];
};

/** Metadata that says which pipeline made an output. */
export const TRAIT = /prompt|template|model|version|pipeline|release|temperature/i;
/** More values than this are no versions. */
const MOST_VERSIONS = 12;
/** Shorter values stand in any text by chance. */
const MIN_VALUE = 3;
/** The few grades that would decide about a new version. */
const DECIDING = 10;

/** The prompt with the variables' values replaced by their names: what all prompts of a version have in common. */
function templateOf({ prompt, variables }: PipelineRow): string | null {
  if (prompt === null) return null;
  const known = Object.entries(variables)
    .filter(([, value]) => value.trim().length >= MIN_VALUE)
    .toSorted(([, a], [, b]) => b.length - a.length);
  return known.reduce((text, [name, value]) => text.split(value).join(`{{${name}}}`), prompt);
}

/** A line in at least this share of the prompts, and in so many, is the template's; all others came with the input. */
const SHARED = { share: 0.05, prompts: 5 } as const;

/** Where the variables are not known: the lines that many prompts share. */
function sharedLinesOf(rows: readonly PipelineRow[]): (row: PipelineRow) => string | null {
  const prompts = rows.flatMap(({ prompt }) => (prompt === null ? [] : [prompt]));
  const counts = new Map<string, number>();
  for (const prompt of prompts)
    for (const line of new Set(prompt.split("\n"))) counts.set(line, (counts.get(line) ?? 0) + 1);
  const least = Math.max(SHARED.prompts, SHARED.share * prompts.length);
  const isShared = (line: string) => (counts.get(line) ?? 0) >= least;
  return ({ prompt }) => {
    const lines = prompt?.split("\n").filter((line) => line.trim() !== "" && isShared(line)) ?? [];
    return lines.length === 0 ? null : lines.join("\n");
  };
}

const isKnown = ({ variables }: PipelineRow): boolean => Object.keys(variables).length > 0;

/**
 * The traits in which the outputs differ: the prompt, and metadata that names a version or a model. Traits that always
 * change together are one.
 */
function pipelineTraits(rows: readonly PipelineRow[]): Trait[] {
  const names = new Set(
    rows.flatMap(({ metadata }) => Object.keys(metadata).filter((name) => TRAIT.test(name))),
  );
  const sharedLines = sharedLinesOf(rows.filter((row) => !isKnown(row)));
  const readers = [
    { name: "prompt", read: (row: PipelineRow) => (isKnown(row) ? templateOf(row) : sharedLines(row)) },
    ...[...names].map((name) => ({ name, read: (row: PipelineRow) => scalar(row.metadata[name]) })),
  ];
  const traits = new Map<string, Trait>();
  for (const { name, read } of readers) {
    const versions = versionsOf(rows, read);
    if (versions === null) continue;
    const partition = versions.map((version) => version.rows.map(({ id }) => id).join()).join(";");
    const same = traits.get(partition);
    traits.set(partition, same ? { ...same, name: `${same.name}, ${name}` } : { name, versions });
  }
  return [...traits.values()];
}

/** Null: there is only one, or so many that they are no versions. */
function versionsOf(
  rows: readonly PipelineRow[],
  read: (row: PipelineRow) => string | null,
): Version[] | null {
  const versions = new Map<string, PipelineRow[]>();
  for (const row of rows) {
    const value = read(row);
    if (value === null) continue;
    const version = versions.get(value);
    if (version) version.push(row);
    else versions.set(value, [row]);
    if (versions.size > MOST_VERSIONS) return null;
  }
  return versions.size < 2 ? null : [...versions].map(([value, own]) => ({ value, rows: own }));
}

const scalar = (value: Json | undefined): string | null =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : null;

/**
 * A pipeline of which a trait changed: the versions, whether they were given the same inputs, whether the selection
 * passes as many of each, and the few outputs whose grades would tell whether old grades still speak for the new one.
 */
export function detectPipelineDrift(rows: readonly PipelineRow[], since: Since): Alarm[] {
  return pipelineTraits(rows).flatMap(({ name, versions }): Alarm[] => {
    // A further version is another subject.
    const subject = `pipeline:${name}:${versions.length}`;
    const [first, ...others] = versions;
    const latest = others.at(-1);
    if (since(subject) !== null || !first || !latest) return [];
    const [before, now] = [passes(first), passes(latest)];
    return [
      {
        ...{ kind: "pipelineDrift", subject, criterionId: null },
        sentence: `The pipeline changed: ${versions.length} versions of ${name}, with ${versions.map((version) => version.rows.length).join(", ")} outputs`,
        outputIds: decidingOf(latest.rows),
        figures: [
          { name: "passed by the selection, first version", value: valueOf(before) },
          { name: "passed by the selection, latest version", value: valueOf(now) },
          { name: "p of the difference", value: twoProportions(before, now)?.p ?? null },
        ],
        lines: [first, ...others].map((version, i) => describe(version, i === 0 ? null : first)),
      },
    ];
  });
}

const inputOf = ({ variables }: PipelineRow): string =>
  JSON.stringify(Object.entries(variables).toSorted(([a], [b]) => (a < b ? -1 : 1)));

const passes = ({ rows }: Version): Ratio =>
  ratio(
    rows.filter(({ verdict }) => verdict === "pass").length,
    rows.filter(({ verdict }) => verdict === "pass" || verdict === "fail").length,
  );

/** Where the inputs differ, too, a change of the outputs cannot be ascribed to the pipeline. */
function describe({ value, rows }: Version, first: Version | null): string {
  const about = `${rows.length} outputs, ${rows.filter(({ isGraded }) => isGraded).length} graded`;
  if (first === null) return `“${clip(value, 160)}”: ${about}`;
  const inputs = first.rows.filter(isKnown).map(inputOf);
  const known = new Set(inputs);
  const shared = rows.filter((row) => known.has(inputOf(row))).length;
  const mix =
    known.size === 0
      ? "what inputs they had is not known"
      : `${shared} of ${rows.length} have an input of the first version`;
  return `${sayDifference(first.value, value)}: ${about}; ${mix}`;
}

/** Long prompts mostly agree: what was taken out of the first version and what was put in, in words. */
function sayDifference(first: string, value: string): string {
  if (first.length + value.length < 160) return `“${clip(value, 160)}”`;
  const changed = wordDiff(first, value).filter(({ kind, text }) => kind !== "same" && text.trim() !== "");
  const parts = changed
    .slice(0, 6)
    .map(({ kind, text }) => `${kind === "added" ? "+" : "−"} “${clip(text, 80)}”`);
  return `${parts.join(" ")}${changed.length > parts.length ? " …" : ""}`;
}

function clip(text: string, length: number): string {
  const line = text.trim().replaceAll(/\s+/g, " ");
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}

/** Ungraded ones of these outputs on which the candidates disagree most: the few grades that would decide. */
export const decidingOf = (rows: readonly PipelineRow[]): OutputId[] =>
  rows
    .filter(({ isGraded }) => !isGraded)
    .toSorted((a, b) => b.disagreement - a.disagreement)
    .slice(0, DECIDING)
    .map(({ id }) => id);
