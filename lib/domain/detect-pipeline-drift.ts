import { fisherExact, twoProportions } from "./compare-proportions";
import type { Alarm, Since } from "./drift-alarms";
import type { OutputId } from "./ids";
import type { Json } from "./json";
import { ratio, valueOf, type Ratio } from "./ratio";
import { hash32 } from "./rng";
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

/** The outputs of one import. */
export type Batch = { readonly at: Date; readonly rows: readonly PipelineRow[] };

/** The outputs of one version of the pipeline, by one trait such as its prompt or its model. */
type Version = {
  readonly value: string;
  readonly rows: readonly PipelineRow[];
};

type Trait = {
  readonly name: string;
  /** Null: the trait of this output is not known. */
  readonly valueOf: (row: PipelineRow) => string | null;
};

/** Metadata that says which pipeline made an output. */
const TRAIT = /prompt|template|model|version|pipeline|release|temperature/i;
/** What only exists once there is an output, whatever its input and its pipeline. */
const OF_OUTPUT =
  /token|latency|cost|price|duration|usage|elapsed|score|logprob|finish|(^|[_\-. ])(ms|seconds?)$/i;
/** What numbers inputs, outputs or imports. */
const OF_ROW =
  /(^|[_\-. ])(ids?|uuid|guid|key|index|number|no|row|line|date|time|timestamp|batch|run|file|import|seed|session|created|updated)($|[_\-. ])|_at$|Id$|At$/i;

export const isTrait = (name: string): boolean => TRAIT.test(name) && !OF_OUTPUT.test(name);
/** Metadata that came with the input: not what names the pipeline, measures the output, or numbers rows. */
export const isOfInput = (name: string): boolean =>
  !TRAIT.test(name) && !OF_OUTPUT.test(name) && !OF_ROW.test(name);

const PIPELINE = {
  /** More values than this among so many outputs, and others before them, are no versions. */
  mostVersions: 12,
  recent: 20,
  /** p and distance of shares when known versions are mixed otherwise than just before. */
  p: 0.01,
  moved: 0.5,
  /** The few grades that would decide about a new version. */
  deciding: 10,
  /** Versions that are described: the latest ones. */
  described: 12,
} as const;
/** Shorter values stand in any text by chance. */
const MIN_VALUE = 3;

/** The prompt with the variables' values replaced by their names: what all prompts of a version have in common. */
function templateOf({ prompt, variables }: PipelineRow): string | null {
  if (prompt === null) return null;
  const known = Object.entries(variables)
    .filter(([, value]) => value.trim().length >= MIN_VALUE)
    .toSorted(([, a], [, b]) => b.length - a.length);
  return known.reduce((text, [name, value]) => text.split(value).join(`{{${name}}}`), prompt);
}

/** A line in at least this share of the prompts of an import, and in so many, is the template's; all others came with the input. */
const SHARED = { share: 0.05, prompts: 5 } as const;

/** Where the variables are not known: the lines that many prompts of an import share. */
function sharedLinesOf(batches: readonly Batch[]): (row: PipelineRow) => string | null {
  const shared = new Set<string>();
  for (const { rows } of batches) {
    const prompts = rows.flatMap((row) => (row.prompt === null || isKnown(row) ? [] : [row.prompt]));
    const counts = new Map<string, number>();
    for (const prompt of prompts)
      for (const line of new Set(prompt.split("\n"))) counts.set(line, (counts.get(line) ?? 0) + 1);
    const least = Math.max(SHARED.prompts, SHARED.share * prompts.length);
    for (const [line, count] of counts) if (count >= least) shared.add(line);
  }
  return ({ prompt }) => {
    const lines = prompt?.split("\n").filter((line) => line.trim() !== "" && shared.has(line)) ?? [];
    return lines.length === 0 ? null : lines.join("\n");
  };
}

export const isKnown = ({ variables }: PipelineRow): boolean => Object.keys(variables).length > 0;

/** What may name a version of the pipeline: the prompt without the input, and metadata. */
function traitsOf(batches: readonly Batch[]): Trait[] {
  const names = new Set<string>();
  for (const { rows } of batches)
    for (const { metadata } of rows)
      for (const name of Object.keys(metadata)) if (isTrait(name)) names.add(name);
  const sharedLines = sharedLinesOf(batches);
  return [
    { name: "prompt", valueOf: (row) => (isKnown(row) ? templateOf(row) : sharedLines(row)) },
    ...[...names]
      .map((name): Trait => ({ name, valueOf: (row) => scalar(row.metadata[name]) }))
      .filter((trait) => !numbersInputs(trait, batches)),
  ];
}

/** "prompt_id" and the like: a name of the input where an import has several of them, else it may be a version. */
const numbersInputs = ({ name, valueOf: read }: Trait, batches: readonly Batch[]): boolean =>
  OF_ROW.test(name) && batches.some(({ rows }) => new Set(rows.map(read)).size > 1);

const scalar = (value: Json | undefined): string | null =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : null;

/** In the order in which they were first seen. */
function versionsOf(rows: readonly PipelineRow[], { valueOf: read }: Trait): Version[] {
  const versions = new Map<string, PipelineRow[]>();
  for (const row of rows) {
    const value = read(row);
    if (value === null) continue;
    const version = versions.get(value);
    if (version) version.push(row);
    else versions.set(value, [row]);
  }
  return [...versions].map(([value, own]) => ({ value, rows: own }));
}

/** A change of a trait with the last import. */
type Change = {
  readonly name: string;
  /** All versions so far, in the order in which they were first seen. */
  readonly versions: readonly Version[];
  /** What came with the last import and is not as it was just before. */
  readonly now: readonly Version[];
  /** Versions of before the last import, or of the first outputs of all. */
  readonly before: readonly string[];
};

/** Versions among the outputs of the last import that were not there before, or known ones that came back. */
function changeOf(trait: Trait, batches: readonly Batch[]): Change | null {
  const fresh = batches.at(-1)?.rows ?? [];
  const earlier = batches.slice(0, -1).flatMap(({ rows }) => rows);
  const window = [...earlier.slice(-Math.max(PIPELINE.recent, fresh.length)), ...fresh];
  const recent = versionsOf(window, trait);
  // As many values as outputs name each of them.
  if (recent.length > PIPELINE.mostVersions || (recent.length > 2 && recent.length === window.length))
    return null;
  const now = versionsOf(fresh, trait);
  const known = new Set(versionsOf(earlier, trait).map(({ value }) => value));
  const [first, ...others] = now;
  if (!first) return null;
  const isFirst = known.size === 0;
  const unseen = isFirst ? others : now.filter(({ value }) => !known.has(value));
  const found = unseen.length > 0 ? unseen : isFirst ? [] : returned(trait, earlier, fresh);
  if (found.length === 0) return null;
  return {
    name: trait.name,
    versions: versionsOf([...earlier, ...fresh], trait),
    now: found,
    before: isFirst ? [first.value] : [...known],
  };
}

/** Known versions that make up far more of the last import than of as many outputs before it, as after a rollback. */
function returned(trait: Trait, earlier: readonly PipelineRow[], fresh: readonly PipelineRow[]): Version[] {
  const shares = (rows: readonly PipelineRow[], value: string) =>
    ratio(rows.filter((row) => trait.valueOf(row) === value).length, rows.length);
  const just = earlier.slice(-fresh.length);
  return versionsOf(fresh, trait).filter(({ value }) => {
    const [was, is] = [shares(just, value), shares(fresh, value)];
    const moved = (valueOf(is) ?? 0) - (valueOf(was) ?? 0);
    return moved >= PIPELINE.moved && fisherExact(was, is) < PIPELINE.p;
  });
}

/**
 * A pipeline of which a trait changed with the last import: the versions, whether they were given the same inputs,
 * whether the selection passes as many as before, and the few outputs whose grades would tell whether old grades still
 * speak for the new version. Traits that change together are one.
 */
export function detectPipelineDrift(batches: readonly Batch[], since: Since): Alarm[] {
  const changes = new Map<string, Change>();
  for (const trait of traitsOf(batches)) {
    const change = changeOf(trait, batches);
    if (!change) continue;
    const partition = change.versions.map(({ rows }) => rows.map(({ id }) => id).join()).join(";");
    const same = changes.get(partition);
    changes.set(partition, same ? { ...same, name: `${same.name}, ${change.name}` } : change);
  }
  return [...changes.values()].flatMap((change) => alarmOf(change, batches, since));
}

function alarmOf({ name, versions, now, before }: Change, batches: readonly Batch[], since: Since): Alarm[] {
  // What it changed from and to, whatever else there was: the same change told once, a rollback another one.
  const values = (of: readonly string[]) => hash32(of.toSorted().join("\u0000")).toString(36);
  const fresh = new Set(now.flatMap(({ rows }) => rows.map(({ id }) => id)));
  const isBack = now.every(({ value }) => before.includes(value));
  const subject = `pipeline:${name}:${isBack ? "back" : values(before)}>${values(now.map(({ value }) => value))}`;
  const from = since(subject);
  const last = batches.at(-1);
  // What was settled is news only with a later import.
  if (from === "open" || !last || (from !== null && last.at <= from)) return [];
  const rows = batches.flatMap((batch) => batch.rows);
  const [was, is] = [
    passes(rows.filter(({ id }) => !fresh.has(id))),
    passes(rows.filter(({ id }) => fresh.has(id))),
  ];
  const [first] = versions;
  const shown = versions.slice(-PIPELINE.described);
  return [
    {
      ...{ kind: "pipelineDrift", subject, criterionId: null },
      sentence: isBack
        ? `The pipeline went back to an earlier version of ${name}, with ${fresh.size} outputs`
        : `The pipeline changed: ${versions.length} versions of ${name}, with ${shown.map((version) => version.rows.length).join(", ")} outputs`,
      outputIds: decidingOf(rows.filter(({ id }) => fresh.has(id))),
      figures: [
        { name: "passed by the selection, before", value: valueOf(was) },
        { name: "passed by the selection, now", value: valueOf(is) },
        { name: "p of the difference", value: twoProportions(was, is)?.p ?? null },
      ],
      lines: first ? shown.map((version) => describe(version, version === first ? null : first)) : [],
    },
  ];
}

/** The prompt of a project as a person rewrote it. */
export type TemplateChange = { readonly before: string; readonly after: string };

/** A prompt that was rewritten in the settings: what is imported from then on may be of another pipeline. */
export function detectTemplateChange({ before, after }: TemplateChange, since: Since): Alarm[] {
  const subject = `template:${hash32(before).toString(36)}>${hash32(after).toString(36)}`;
  if (since(subject) === "open") return [];
  return [
    {
      ...{ kind: "pipelineDrift", subject, criterionId: null },
      sentence: "The prompt of the project was changed: outputs and grades so far are of the one before",
      ...{ outputIds: [], figures: [] },
      lines: [
        `before: “${clip(before, 160)}”`,
        after.trim() === "" ? "it is empty now" : `now: ${sayDifference(before, after)}`,
      ],
    },
  ];
}

/** The outputs of a version, by what names it. */
export type PipelineVersion = { readonly value: string; readonly outputIds: readonly OutputId[] };

/** The versions of each trait that has several, in the order in which they were first seen. */
export function pipelineVersions(batches: readonly Batch[]): Map<string, PipelineVersion[]> {
  const rows = batches.flatMap((batch) => batch.rows);
  return new Map(
    traitsOf(batches).flatMap((trait): [string, PipelineVersion[]][] => {
      const versions = versionsOf(rows, trait);
      if (versions.length < 2) return [];
      return [
        [
          trait.name,
          versions
            .slice(-PIPELINE.described)
            .map(({ value, rows: own }) => ({ value: clip(value, 80), outputIds: own.map(({ id }) => id) })),
        ],
      ];
    }),
  );
}

/** The trait that an entry is about: the first of those that changed together; null: it is about no trait. */
export const traitOf = (key: string): string | null =>
  /^alarm:pipeline:(.+?)(?:, .*)?:[^:]*$/.exec(key)?.[1] ?? null;

/** Of which version of the pipeline each output is, by all traits together; outputs without any are left out. */
export function versionsByOutput(batches: readonly Batch[]): Map<OutputId, string> {
  const rows = batches.flatMap((batch) => batch.rows);
  const traits = traitsOf(batches).filter((trait) => {
    const count = versionsOf(rows, trait).length;
    return count > 1 && count <= PIPELINE.mostVersions;
  });
  return new Map(
    rows.flatMap((row): [OutputId, string][] => {
      const values = traits.map((trait) => trait.valueOf(row));
      return values.every((value) => value === null) ? [] : [[row.id, values.join("\u0000")]];
    }),
  );
}

const inputOf = ({ variables }: PipelineRow): string =>
  JSON.stringify(Object.entries(variables).toSorted(([a], [b]) => (a < b ? -1 : 1)));

const passes = (rows: readonly PipelineRow[]): Ratio =>
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
    .slice(0, PIPELINE.deciding)
    .map(({ id }) => id);
