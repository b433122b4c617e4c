import {
  DIFFERS,
  implementationText,
  sayChanges,
  sayFacts,
  type EvaluatorDiff,
  type MemberDiff,
  type VersionHead,
} from "@/lib/domain/evaluator-diff";
import type { EvaluatorAssertion } from "@/lib/domain/evaluator";
import type { FigureSide } from "@/lib/domain/figure-side";
import type { OutputId } from "@/lib/domain/ids";
import { valueOf, type Ratio } from "@/lib/domain/ratio";
import { movesOf, sayLabels, type VerdictMove } from "@/lib/domain/verdict-changes";
import { lineDiff } from "@/lib/domain/word-diff";
import { escape, quote, time } from "./markdown-text";

type About = {
  readonly project: string;
  readonly outputNames: ReadonlyMap<OutputId, string>;
  /** The names of those with an account, by the ids that stand in notes. */
  readonly people: ReadonlyMap<string, string>;
};

/** Two versions of an evaluator held against each other, in Markdown; texts of people and models are escaped. */
export function evaluatorDiffMarkdown(diff: EvaluatorDiff, about: About): string {
  const { before, after, members, verdicts } = diff;
  const parts = [
    `# ${escape(about.project)}: version ${before.number} and version ${after.number}`,
    `${escape(sayChanges(members))}.`,
    `${headLine(before)}\n${headLine(after)}`,
    "## Figures",
    "As they stood when each version was published.",
    figuresTable(before, after),
    "## Verdicts",
    `Compared on ${verdicts.compared} outputs; not measured on ${verdicts.notMeasured}, which some member has not judged.`,
    ...(verdicts.changes.length === 0 ? ["None differs."] : movesOf(verdicts.changes).map(moveLine(about))),
    "## Members",
    ...members.flatMap(memberLines),
  ];
  let text = `${parts.join("\n\n")}\n`;
  for (const [id, name] of about.people) text = text.replaceAll(id, escape(name));
  return text;
}

const headLine = ({ number, createdAt, note }: VersionHead): string =>
  `- version ${number}, ${time(createdAt)}${note === "" ? "" : `: ${escape(note)}`}`;

const rate = (ratio: Ratio): string => {
  const value = valueOf(ratio);
  return value === null ? "not measured" : `${value.toFixed(3)} (${ratio.count} of ${ratio.of})`;
};

const FIGURES = [
  ["coverage", "coverage"],
  ["falseFailureRate", "FFR"],
] as const;

function figuresTable(before: VersionHead, after: VersionHead): string {
  const line = (name: string, say: (side: FigureSide) => string): string =>
    `| ${name} | ${[before, after].map(({ figures }) => (figures ? say(figures) : "not measured")).join(" | ")} |`;
  const score = (value: number | null | undefined, n: number): string =>
    value == null ? "not measured" : `${value.toFixed(3)} (n = ${n})`;
  return [
    `| | version ${before.number} | version ${after.number} |`,
    "| --- | --- | --- |",
    ...FIGURES.map(([key, name]) => line(`${name}, in-sample`, (side) => rate(side[key].ratio))),
    line("alignment, in-sample", ({ alignment }) => score(alignment.value, alignment.n)),
    ...[...FIGURES, ["alignment", "alignment"] as const].map(([key, name]) =>
      line(`${name}, honest`, ({ honest }) => score(honest?.[key].value, honest?.n ?? 0)),
    ),
  ].join("\n");
}

const moveLine =
  ({ outputNames }: About) =>
  ({ before, after, changes }: VerdictMove): string =>
    `- ${before} → ${after}: ${changes.length} (${sayLabels(changes)}): ${changes
      .map(({ outputId }) => escape(outputNames.get(outputId) ?? String(outputId)))
      .join(", ")}`;

function memberLines(member: MemberDiff): string[] {
  switch (member.kind) {
    case "added":
      return [`### Added: ${escape(member.after.name)}`, ...about(member.after), fenced(added(member.after))];
    case "removed":
      return [
        `### Removed: ${escape(member.before.name)}`,
        ...about(member.before),
        fenced(implementationText(member.before).replaceAll(/^/gm, "- ")),
      ];
    case "same":
      return [`### The same: ${escape(member.after.name)}`];
    case "changed":
      return changedLines(member);
  }
}

const added = (member: EvaluatorAssertion): string => implementationText(member).replaceAll(/^/gm, "+ ");

function changedLines(member: Extract<MemberDiff, { kind: "changed" }>): string[] {
  const { before, after, differs } = member;
  return [
    `### Changed: ${escape(after.name)}`,
    `Differs in: ${differs.map((what) => DIFFERS[what]).join(", ")}.`,
    ...sayFacts(member).map((fact) => `- ${escape(fact)}`),
    ...(differs.includes("wording")
      ? [
          `Wording before:\n\n${quote(before.wording ?? "")}`,
          `Wording after:\n\n${quote(after.wording ?? "")}`,
        ]
      : []),
    ...(differs.includes("source") ? [fenced(diffText(before, after))] : []),
  ];
}

const about = ({ criterion, wording }: EvaluatorAssertion): string[] => [
  ...(criterion === null ? [] : [`Criterion: ${escape(criterion)}`]),
  ...(wording === undefined ? [] : [quote(wording)]),
];

const SIGNS = { same: "  ", removed: "- ", added: "+ " } as const;

const diffText = (before: EvaluatorAssertion, after: EvaluatorAssertion): string =>
  lineDiff(implementationText(before), implementationText(after))
    .map(({ kind, text }) => text.replace(/\n$/, "").replaceAll(/^/gm, SIGNS[kind]))
    .join("\n");

/** A block of code that no line in it can end: its fence is longer than any run of backticks in it. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}diff\n${text}\n${fence}`;
}
