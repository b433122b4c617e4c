import { LOCAL_PERSON } from "@/lib/domain/access";
import { isOpen, isQuiet, sideOf, type Recheck } from "@/lib/domain/drift-event";
import type { Revision } from "@/lib/domain/criterion";
import type { DriftChange, Headline, Shift } from "@/lib/domain/drift-journal";
import {
  DRIFT_KIND_NAMES,
  DRIFT_SIDE_NAMES,
  outputsAre,
  sayOpen,
  type DriftPage,
  type EventFacts,
  type JournalEntry,
  type WordingChange,
} from "@/lib/domain/drift-page";
import type { Timeline } from "@/lib/domain/drift-timeline";
import type { GraderBoard } from "@/lib/domain/grader-board";
import type { OutputId } from "@/lib/domain/ids";
import { valueOf, type Ratio } from "@/lib/domain/ratio";
import { wordDiff } from "@/lib/domain/word-diff";
import { escape, quote, time } from "./markdown-text";

/** The drift journal as a report in Markdown, newest first; texts of people and models are escaped. */
export function driftMarkdown(
  page: DriftPage,
  about: {
    readonly project: string;
    readonly at: Date;
    /** The names of those with an account, by the ids that stand in what they did. */
    readonly people?: ReadonlyMap<string, string>;
  },
): string {
  const open = page.journal.filter(({ event }) => isOpen(event)).length;
  const head = [
    `# Drift of ${escape(about.project)}`,
    `${page.journal.length} entries, ${open} open, as of ${time(about.at)}.`,
  ];
  const agreement = page.boards.length === 0 ? [] : [agreementTable(page.boards)];
  const entries = page.journal.flatMap((entry) =>
    entryLines(entry, page.outputNames, page.facts.get(entry.event.id)),
  );
  const overTime = page.timelines.flatMap(timelineTable);
  let report = `${[...head, ...agreement, ...entries, ...overTime].join("\n\n")}\n`;
  // A function, since in a text `$&` and the like would stand for what was found.
  for (const [id, person] of about.people ?? []) report = report.replaceAll(id, () => escape(person));
  return report;
}

function agreementTable(boards: readonly GraderBoard[]): string {
  const rows = boards.map(
    ({ name, alpha, ac1, graders, shared, disputes }) =>
      `| ${escape(name)} | ${say(alpha)} | ${say(ac1)} | ${graders} | ${disputes.length} of ${shared} |`,
  );
  return ["| graded | α | AC1 | graders | disputed |", "| --- | --- | --- | --- | --- |", ...rows].join("\n");
}

/** The figures of a criterion from grade to grade. */
function timelineTable({ name, points, edits }: Timeline): string[] {
  const wordings = edits.map(
    ({ revision, after }) =>
      `- revision ${revision.number} (${revision.change === "meaning" ? "another meaning" : "clarification"}) after ${after} grades`,
  );
  const columns = ["grades", "alignment", "labelled outputs", "α", "graded by several"];
  const rows = points.map(({ after, alignment, labelled, alpha, shared }) =>
    rowOf([String(after), say(alignment), String(labelled), say(alpha), String(shared)]),
  );
  return [
    `## ${escape(name)} over time`,
    ...(wordings.length > 0 ? [wordings.join("\n")] : []),
    [rowOf(columns), rowOf(columns.map(() => "---")), ...rows].join("\n"),
  ];
}

const say = (value: number | null): string => value?.toFixed(4) ?? "not measured";

function entryLines(
  { event, wording, replaced, change, criterion }: JournalEntry,
  names: DriftPage["outputNames"],
  measured: EventFacts | undefined,
): string[] {
  const { evidence } = event;
  const name = (id: OutputId) => escape(names.get(id) ?? String(id));
  const about = [
    DRIFT_KIND_NAMES[event.kind],
    DRIFT_SIDE_NAMES[sideOf(event.kind)],
    time(event.at),
    `by ${sayPerson(event.by)}`,
    ...(criterion === null ? [] : [`criterion “${escape(criterion)}”`]),
  ];
  const facts = [
    ...evidence.figures.map((figure) => `- ${escape(figure.name)}: ${figure.value ?? "not measured"}`),
    ...evidence.lines.map((line) => `- ${escape(line)}`),
  ];
  return [
    `## ${escape(event.sentence)}`,
    `${about.join(" · ")}.`,
    ...(wording ? wordingLines(wording) : []),
    ...(replaced ? [...wordingList("Before", replaced.from), ...wordingList("After", replaced.to)] : []),
    ...listed(outputsAre(event), evidence.outputIds.map(name)),
    ...(facts.length > 0 ? [facts.join("\n")] : []),
    ...listed(
      "Labels that flipped",
      (change?.flipped ?? []).map(({ outputId, from, to }) => `${name(outputId)} ${from} → ${to}`),
    ),
    ...(change ? [changeTable(change)] : []),
    ...measuredLines(measured),
    ...(event.recheck ? recheckLines(event.recheck) : []),
    ...event.comments.map(({ author, at, text }) => `${sayPerson(author)}, ${time(at)}:\n\n${quote(text)}`),
    ...(isQuiet(event.kind) ? [] : [settledLine(event)]),
  ];
}

/** Outside of the installation nobody is "you". */
const sayPerson = (id: string): string => escape(id === LOCAL_PERSON.id ? "the local owner" : id);

const settledLine = ({ resolvedAt, resolvedBy, resolution }: JournalEntry["event"]): string =>
  resolvedAt === null
    ? "Open."
    : `Settled by ${sayPerson(resolvedBy ?? "somebody")}, ${time(resolvedAt)}:\n\n${quote(resolution)}`;
/** What is measured now of what an entry is about. */
function measuredLines(facts: EventFacts | undefined): string[] {
  const lines = (facts?.versions ?? []).flatMap(({ assertion, criterion, versions, p }) => [
    `- ${escape(criterion)}, ${escape(assertion)} (latest against those before: p ${say(p)}):`,
    ...versions.map(
      ({ version, agreement }) =>
        `  - ${escape(version)}: agrees with ${agreement.count} of ${agreement.of} grades`,
    ),
  ]);
  const compared = facts?.edit?.compared;
  if (compared)
    lines.push(
      `- ${compared.differ.count} of ${compared.differ.of} verdicts differ; the one before agrees with ${compared.parent.count} of ${compared.parent.of} grades, the new one with ${compared.child.count} of ${compared.child.of}.`,
    );
  return lines.length === 0 ? [] : ["Measured now:", lines.join("\n")];
}

const listed = (what: string, names: readonly string[]): string[] =>
  names.length === 0 ? [] : [`${what} (${names.length}): ${names.join(", ")}.`];

const recheckLines = ({ at, model, judges }: Recheck): string[] => [
  `Asked again with ${escape(model)}, ${time(new Date(at))}:`,
  judges
    .map(
      ({ name, asked, waiting, changed, before, after }) =>
        `- ${escape(name)}: ${changed.length} of ${asked} verdicts differ${waiting > 0 ? ` (${waiting} outputs still wait)` : ""}; agreed with grades on ${before.count} of ${before.of} before, on ${after.count} of ${after.of} now.`,
    )
    .join("\n"),
];

const wordingList = (when: string, revisions: readonly Revision[]): string[] =>
  revisions.flatMap(({ name, wording, examples }) => [
    `${when}, “${escape(name)}”:\n\n${quote(wording)}`,
    ...(examples === "" ? [] : [`${when}, its examples:\n\n${quote(examples)}`]),
  ]);

const wordingLines = ({ before, after }: WordingChange): string[] => [
  ...(before && before.name !== after.name
    ? [`Renamed from “${escape(before.name)}” to “${escape(after.name)}”.`]
    : []),
  ...(before ? [`Before:\n\n${quote(before.wording)}`] : []),
  `${before ? "After" : "Wording"}:\n\n${quote(after.wording)}`,
  ...(before && before.wording !== after.wording
    ? [`What changed:\n\n> ${inlineDiff(before.wording, after.wording)}`]
    : []),
  ...examplesLines(before?.examples ?? "", after.examples),
  ...(after.why === "" ? [] : [`Why: ${escape(after.why)}`]),
];

const examplesLines = (before: string, after: string): string[] => {
  if (before === after) return [];
  return [
    ...(before === "" ? [] : [`Examples before:\n\n${quote(before)}`]),
    after === "" ? "No examples any more." : `Examples:\n\n${quote(after)}`,
  ];
};

const FIGURES = [
  ["coverage", "coverage"],
  ["falseFailureRate", "FFR"],
  ["alignment", "alignment"],
] as const;

/** As `wdiff` writes it. */
const inlineDiff = (before: string, after: string): string =>
  wordDiff(before, after)
    .map(({ kind, text }) =>
      kind === "same" ? escape(text) : kind === "removed" ? `[-${escape(text)}-]` : `{+${escape(text)}+}`,
    )
    .join("");

function changeTable(change: DriftChange): string {
  const { of, before, dropout, kept, relabelling, relabelled, evaluators, after, open } = change;
  const rows = FIGURES.map(([key, name]) => {
    const moved = (shift: Shift, to: Headline) => {
      const by = shift[key];
      return by === null
        ? "not measured"
        : `${by < 0 ? "−" : "+"}${Math.abs(by).toFixed(3)} → ${figure(to, key)}`;
    };
    return rowOf([
      ...[name, figure(before, key)],
      ...(open > 0 ? [moved(dropout, kept)] : []),
      ...[moved(relabelling, relabelled), moved(evaluators, after)],
    ]);
  });
  const columns = [
    ...[of === "criterion" ? "its assertion" : "the selection", "before"],
    ...(open > 0 ? ["because some have no label now"] : []),
    ...["because of relabelling", "because of new evaluators or data"],
  ];
  const table = [rowOf(columns), rowOf(columns.map(() => "---")), ...rows].join("\n");
  return open > 0 ? `${table}\n\n${sayOpen(change)}` : table;
}

const rowOf = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

const rate = (ratio: Ratio): string => {
  const value = valueOf(ratio);
  return value === null ? "not measured" : `${value.toFixed(3)} (${ratio.count} of ${ratio.of})`;
};

function figure(headline: Headline, key: (typeof FIGURES)[number][0]): string {
  if (key !== "alignment") return rate(headline[key]);
  return headline.alignment?.toFixed(3) ?? "not measured";
}
