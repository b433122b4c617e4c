import {
  BarChart3,
  CheckSquare,
  Download,
  FileText,
  GitPullRequest,
  ListChecks,
  UsersRound,
  Waypoints,
} from "lucide-react";

export type RailFacts = {
  readonly name: string;
  readonly outputs: number;
  readonly criteria: number;
  /** Criteria with more than one wording. */
  readonly revised: number;
  readonly graded: number;
  readonly relook: number;
  /** Grades that are needed at least before anything is selected. */
  readonly toGo: number;
  readonly openQueues: number;
  readonly alignment: { readonly value: number; readonly low: number; readonly high: number } | null;
  readonly openDrift: number;
  /** Comments that name this person, who has not seen them. */
  readonly mentions: number;
  readonly openProposals: number;
  readonly version: number | null;
  readonly run: { readonly done: number; readonly total: number; readonly areJudgesAsked: boolean };
  readonly activity: string | null;
  readonly pause: string | null;
  readonly cost: number;
  readonly model: string | null;
};

/** The pages of a project with what the rail says of each; on a phone those that are not `isFirst` stand in a sheet. */
export const PROJECT_PAGES = [
  {
    page: "outputs",
    name: "Outputs",
    Icon: FileText,
    isFirst: true,
    fact: (rail: RailFacts) => rail.outputs.toLocaleString("en"),
  },
  {
    page: "criteria",
    name: "Criteria",
    Icon: ListChecks,
    isFirst: true,
    fact: ({ criteria, revised }: RailFacts) =>
      revised > 0 ? `${criteria} · ${revised} revised` : String(criteria),
  },
  {
    page: "grade",
    name: "Grade",
    Icon: CheckSquare,
    isFirst: true,
    fact: ({ graded, relook, toGo }: RailFacts) =>
      relook > 0 ? `${graded} · ${relook} again` : toGo > 0 ? `${graded} · ${toGo} to go` : String(graded),
  },
  {
    page: "queues",
    name: "Queues",
    Icon: UsersRound,
    isFirst: false,
    fact: ({ openQueues }: RailFacts) => (openQueues === 0 ? "–" : `${openQueues} open`),
  },
  {
    page: "report",
    name: "Report",
    Icon: BarChart3,
    isFirst: true,
    fact: ({ alignment }: RailFacts) => (alignment === null ? "–" : sayInterval(alignment)),
  },
  {
    page: "drift",
    name: "Drift",
    Icon: Waypoints,
    isFirst: false,
    fact: ({ openDrift, mentions }: RailFacts) =>
      mentions > 0 ? `@${mentions} · ${openDrift} open` : openDrift === 0 ? "–" : `${openDrift} open`,
  },
  {
    page: "proposals",
    name: "Proposals",
    Icon: GitPullRequest,
    isFirst: false,
    fact: ({ openProposals }: RailFacts) => (openProposals === 0 ? "–" : `${openProposals} open`),
  },
  {
    page: "export",
    name: "Export",
    Icon: Download,
    isFirst: false,
    fact: ({ version }: RailFacts) => (version === null ? "–" : `v${version}`),
  },
] as const;

/** "0.74 (0.52–0.86)" */
const sayInterval = ({ value, low, high }: NonNullable<RailFacts["alignment"]>): string =>
  `${value.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;

export function sayWork({ run, activity, cost, pause }: RailFacts): string {
  const spent = cost > 0 ? ` · $${cost.toFixed(2)}` : "";
  if (pause !== null && run.done < run.total) return `⏸ judging pauses: ${pause}${spent}`;
  if (run.done < run.total)
    return `running ${run.done.toLocaleString("en")} / ${run.total.toLocaleString("en")}${spent}`;
  return `${activity ?? (run.total === 0 ? "nothing to run" : "all candidates have run")}${spent}`;
}
