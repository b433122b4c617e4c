"use client";
import clsx from "clsx";
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
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ProjectId } from "@/lib/domain/ids";

export type RailFacts = {
  readonly name: string;
  readonly outputs: number;
  readonly criteria: number;
  readonly graded: number;
  readonly relook: number;
  readonly openQueues: number;
  readonly alignment: { readonly value: number; readonly low: number; readonly high: number } | null;
  readonly openDrift: number;
  /** Comments that name this person, who has not seen them. */
  readonly mentions: number;
  readonly openProposals: number;
  readonly version: number | null;
  readonly run: { readonly done: number; readonly total: number };
  readonly activity: string | null;
  readonly pause: string | null;
  readonly cost: number;
  readonly model: string | null;
};

const PAGES = [
  {
    page: "outputs",
    name: "Outputs",
    Icon: FileText,
    fact: (rail: RailFacts) => rail.outputs.toLocaleString("en"),
  },
  { page: "criteria", name: "Criteria", Icon: ListChecks, fact: (rail: RailFacts) => String(rail.criteria) },
  {
    page: "grade",
    name: "Grade",
    Icon: CheckSquare,
    fact: ({ graded, relook }: RailFacts) => (relook > 0 ? `${graded} · ${relook} again` : String(graded)),
  },
  {
    page: "queues",
    name: "Queues",
    Icon: UsersRound,
    fact: ({ openQueues }: RailFacts) => (openQueues === 0 ? "–" : `${openQueues} open`),
  },
  {
    page: "report",
    name: "Report",
    Icon: BarChart3,
    fact: ({ alignment }: RailFacts) => (alignment === null ? "–" : alignment.value.toFixed(2)),
  },
  {
    page: "drift",
    name: "Drift",
    Icon: Waypoints,
    fact: ({ openDrift, mentions }: RailFacts) =>
      mentions > 0 ? `@${mentions} · ${openDrift} open` : openDrift === 0 ? "–" : `${openDrift} open`,
  },
  {
    page: "proposals",
    name: "Proposals",
    Icon: GitPullRequest,
    fact: ({ openProposals }: RailFacts) => (openProposals === 0 ? "–" : `${openProposals} open`),
  },
  {
    page: "export",
    name: "Export",
    Icon: Download,
    fact: ({ version }: RailFacts) => (version === null ? "–" : `v${version}`),
  },
] as const;

/** Left of every page of a project; on narrow screens a bar at the bottom. */
export function ProjectRail({
  projectId,
  rail,
  others,
}: {
  readonly projectId: ProjectId;
  readonly rail: RailFacts;
  /** Who else has the project open. */
  readonly others: readonly PersonHere[];
}) {
  const pathname = usePathname();
  const base = `/projects/${projectId}`;
  return (
    <nav
      aria-label="Project"
      className="fixed inset-x-0 bottom-0 z-10 border-t border-line bg-surface max-md:pb-[env(safe-area-inset-bottom)] md:sticky md:inset-auto md:top-0 md:flex md:h-dvh md:w-60 md:shrink-0 md:flex-col md:border-t-0 md:border-r md:px-3 md:py-5"
    >
      <div className="hidden px-2 pb-4 md:block">
        <Link href="/" className="text-sm text-muted hover:underline">
          Touchstone
        </Link>
        <p className="line-clamp-2 font-medium break-words">{rail.name}</p>
      </div>
      <ul className="flex justify-around md:flex-col md:gap-0.5">
        {PAGES.map(({ page, name, Icon, fact }) => {
          const isHere = pathname.startsWith(`${base}/${page}`);
          return (
            <li key={page} className="min-w-0 flex-1 md:flex-none">
              <Link
                href={`${base}/${page}`}
                aria-current={isHere ? "page" : undefined}
                className={clsx(
                  "flex flex-col items-center gap-0.5 rounded-md py-2 text-[10px] md:flex-row md:gap-2.5 md:px-2 md:py-1.5 md:text-[15px]",
                  isHere ? "font-medium text-accent md:bg-raised" : "hover:bg-raised",
                )}
              >
                <Icon aria-hidden className="size-4 shrink-0" />
                <span className="max-w-full truncate md:flex-1">{name}</span>
                <span className="hidden text-sm tabular-nums text-muted md:inline">{fact(rail)}</span>
              </Link>
            </li>
          );
        })}
      </ul>
      <div className="mt-auto hidden flex-col gap-1 px-2 text-sm text-muted md:flex">
        {others.length > 0 && <PeopleHere people={others} />}
        <Link href={`${base}/activity`} className="hover:underline" aria-live="polite">
          {sayWork(rail)}
        </Link>
        <Link href={`${base}/members`} className="hover:underline">
          members
        </Link>
        <Link href="/settings" className="truncate hover:underline">
          {rail.model === null ? "no model connected" : `model: ${rail.model}`}
        </Link>
      </div>
    </nav>
  );
}

export type PersonHere = { readonly id: string; readonly name: string; readonly graded: number };

/** More would push the rest out of sight. */
const MOST_SHOWN = 6;

/** Who else is there, and how far they are: how they grade is not said. */
function PeopleHere({ people }: { readonly people: readonly PersonHere[] }) {
  return (
    <ul aria-label="Also here" className="mb-2 flex flex-col gap-1">
      {people.slice(0, MOST_SHOWN).map(({ id, name, graded }) => (
        <li key={id} className="flex items-baseline gap-2">
          <span aria-hidden className="size-2 shrink-0 rounded-full bg-good" />
          <span className="min-w-0 flex-1 truncate">{name}</span>
          <span className="tabular-nums">{`${graded.toLocaleString("en")} graded`}</span>
        </li>
      ))}
      {people.length > MOST_SHOWN && <li>{`and ${people.length - MOST_SHOWN} more`}</li>}
    </ul>
  );
}

function sayWork({ run, activity, cost, pause }: RailFacts): string {
  const spent = cost > 0 ? ` · $${cost.toFixed(2)}` : "";
  if (pause !== null && run.done < run.total) return `⏸ judging pauses: ${pause}${spent}`;
  if (run.done < run.total)
    return `running ${run.done.toLocaleString("en")} / ${run.total.toLocaleString("en")}${spent}`;
  return `${activity ?? (run.total === 0 ? "nothing to run" : "all candidates have run")}${spent}`;
}
