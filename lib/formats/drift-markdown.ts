import { sideOf, type Recheck } from "@/lib/domain/drift-event";
import type { DriftChange, Headline, Shift } from "@/lib/domain/drift-journal";
import {
  DRIFT_KIND_NAMES,
  DRIFT_SIDE_NAMES,
  type DriftPage,
  type EventFacts,
  type JournalEntry,
  type WordingChange,
} from "@/lib/domain/drift-page";
import type { GraderBoard } from "@/lib/domain/grader-board";
import type { OutputId } from "@/lib/domain/ids";
import { valueOf, type Ratio } from "@/lib/domain/ratio";
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
  const open = page.journal.filter(({ event }) => event.resolvedAt === null).length;
  const head = [
    `# Drift of ${escape(about.project)}`,
    `${page.journal.length} entries, ${open} open, as of ${time(about.at)}.`,
  ];
  const agreement = page.boards.length === 0 ? [] : [agreementTable(page.boards)];
  const entries = page.journal.flatMap((entry) =>
    entryLines(entry, page.outputNames, page.facts.get(entry.event.id)),
  );
  let report = `${[...head, ...agreement, ...entries].join("\n\n")}\n`;
  for (const [id, person] of about.people ?? []) report = report.replaceAll(id, escape(person));
  return report;
}

function agreementTable(boards: readonly GraderBoard[]): string {
  const rows = boards.map(
    ({ name, alpha, ac1, graders, shared, disputes }) =>
      `| ${escape(name)} | ${say(alpha)} | ${say(ac1)} | ${graders} | ${disputes.length} of ${shared} |`,
  );
  return ["| graded | α | AC1 | graders | disputed |", "| --- | --- | --- | --- | --- |", ...rows].join("\n");
}

const say = (value: number | null): string => value?.toFixed(4) ?? "not measured";

function entryLines(
  { event, wording, change, criterion }: JournalEntry,
  names: DriftPage["outputNames"],
  measured: EventFacts | undefined,
): string[] {
  const { evidence } = event;
  const name = (id: OutputId) => escape(names.get(id) ?? String(id));
  const about = [
    DRIFT_KIND_NAMES[event.kind],
    DRIFT_SIDE_NAMES[sideOf(event.kind)],
    time(event.at),
    `by ${escape(event.by)}`,
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
    ...listed(wording ? "Triggered by" : "Seen on", evidence.outputIds.map(name)),
    ...(facts.length > 0 ? [facts.join("\n")] : []),
    ...listed(
      "Labels that flipped",
      (change?.flipped ?? []).map(({ outputId, from, to }) => `${name(outputId)} ${from} → ${to}`),
    ),
    ...(change ? [changeTable(change)] : []),
    ...measuredLines(measured),
    ...(event.recheck ? recheckLines(event.recheck) : []),
    ...event.comments.map(({ author, at, text }) => `${escape(author)}, ${time(at)}:\n\n${quote(text)}`),
    event.resolvedAt === null
      ? "Open."
      : `Settled by ${escape(event.resolvedBy ?? "somebody")}, ${time(event.resolvedAt)}:\n\n${quote(event.resolution)}`,
  ];
}

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

const wordingLines = ({ before, after }: WordingChange): string[] => [
  ...(before ? [`Before:\n\n${quote(before.wording)}`] : []),
  `${before ? "After" : "Wording"}:\n\n${quote(after.wording)}`,
  ...(after.why === "" ? [] : [`Why: ${escape(after.why)}`]),
];

const FIGURES = [
  ["coverage", "coverage"],
  ["falseFailureRate", "FFR"],
  ["alignment", "alignment"],
] as const;

function changeTable({ of, before, relabelling, relabelled, evaluators, after }: DriftChange): string {
  const rows = FIGURES.map(([key, name]) => {
    const moved = (shift: Shift, to: Headline) => {
      const by = shift[key];
      return by === null
        ? "not measured"
        : `${by < 0 ? "−" : "+"}${Math.abs(by).toFixed(3)} → ${figure(to, key)}`;
    };
    return `| ${name} | ${figure(before, key)} | ${moved(relabelling, relabelled)} | ${moved(evaluators, after)} |`;
  });
  return [
    `| ${of === "criterion" ? "its assertion" : "the selection"} | before | because of relabelling | because of new evaluators or data |`,
    "| --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

const rate = (ratio: Ratio): string => {
  const value = valueOf(ratio);
  return value === null ? "not measured" : `${value.toFixed(3)} (${ratio.count} of ${ratio.of})`;
};

function figure(headline: Headline, key: (typeof FIGURES)[number][0]): string {
  if (key !== "alignment") return rate(headline[key]);
  return headline.alignment?.toFixed(3) ?? "not measured";
}
