"use client";
import clsx from "clsx";
import { Search } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { useAction } from "@/components/ui/use-action";
import { useModKey } from "@/components/ui/use-mod-key";
import { holdJudgingAction } from "@/lib/actions/judging";
import type { ProjectId } from "@/lib/domain/ids";
import { CommandPalette } from "./command-palette";
import { useMay } from "./membership";
import { MoreSheet } from "./more-sheet";
import { PROJECT_PAGES, sayWork, type RailFacts } from "./project-pages";
import { ThemeChoice } from "./theme-choice";
import { usePaletteKey } from "./use-palette-key";

type Props = {
  readonly projectId: ProjectId;
  readonly rail: RailFacts;
  /** Who else has the project open. */
  readonly others: readonly PersonHere[];
};

/** Left of every page of a project; on narrow screens a bar at the bottom, with what does not fit in a sheet. */
export function ProjectRail({ projectId, rail, others }: Props) {
  const [isFinding, setFinding] = useState(false);
  const pathname = usePathname();
  const base = `/projects/${projectId}`;
  usePaletteKey(isFinding, setFinding);
  return (
    <nav
      aria-label="Project"
      className="fixed inset-x-0 bottom-0 z-10 border-t border-line bg-surface max-md:pb-[env(safe-area-inset-bottom)] md:sticky md:inset-auto md:top-0 md:flex md:h-dvh md:w-60 md:shrink-0 md:flex-col md:overflow-y-auto md:border-t-0 md:border-r md:px-3 md:py-5"
    >
      <div className="hidden px-2 pb-3 md:block">
        <Link href="/" className="text-sm text-muted hover:underline">
          Touchstone
        </Link>
        <p className="line-clamp-2 font-medium break-words">{rail.name}</p>
      </div>
      <div className="hidden px-2 pb-3 md:block">
        <FindButton onFind={() => setFinding(true)} />
      </div>
      <ul className="flex md:flex-col md:gap-0.5">
        {PROJECT_PAGES.map(({ page, name, Icon, isFirst, fact }) => (
          <li key={page} className={clsx("min-w-0 flex-1 md:flex-none", !isFirst && "hidden md:block")}>
            <Link
              href={`${base}/${page}`}
              aria-current={pathname.startsWith(`${base}/${page}`) ? "page" : undefined}
              className={clsx(
                "flex min-h-14 flex-col items-center justify-center gap-0.5 rounded-md text-xs md:min-h-0 md:flex-row md:gap-2.5 md:px-2 md:py-1.5 md:text-[15px]",
                pathname.startsWith(`${base}/${page}`)
                  ? "font-medium text-accent md:bg-raised"
                  : "hover:bg-raised",
              )}
            >
              <Icon aria-hidden className="size-5 shrink-0 md:size-4" />
              <span className="max-w-full truncate md:flex-1">{name}</span>
              <span className="hidden text-sm tabular-nums text-muted md:inline">{fact(rail)}</span>
            </Link>
          </li>
        ))}
        <li className="min-w-0 flex-1 md:hidden">
          <MoreSheet base={base} rail={rail} onFind={() => setFinding(true)}>
            {others.length > 0 && <PeopleHere people={others} />}
          </MoreSheet>
        </li>
      </ul>
      <div className="mt-auto hidden flex-col gap-1 px-2 pt-4 text-sm text-muted md:flex">
        {others.length > 0 && <PeopleHere people={others} />}
        <Link href={`${base}/activity`} className="hover:underline" aria-live="polite">
          {sayWork(rail)}
        </Link>
        <PauseJudges projectId={projectId} rail={rail} />
        <Link href={`${base}/members`} className="hover:underline">
          members
        </Link>
        <Link href="/settings" className="truncate hover:underline">
          {rail.model === null ? "no model connected" : `model: ${rail.model}`}
        </Link>
        <ThemeChoice />
      </div>
      <CommandPalette projectId={projectId} isOpen={isFinding} onOpenChange={setFinding} />
    </nav>
  );
}

function FindButton({ onFind }: { readonly onFind: () => void }) {
  const mod = useModKey();
  return (
    <Button
      size="sm"
      className="w-full font-normal text-muted"
      aria-keyshortcuts="Control+K Meta+K"
      onClick={onFind}
    >
      <Search aria-hidden className="size-4" />
      <span className="flex-1 text-left">Go to …</span>
      <kbd className="font-mono text-xs">{`${mod}K`}</kbd>
    </Button>
  );
}

/** Judging is what costs: whoever may can stop it from every page. */
function PauseJudges({ projectId, rail: { run } }: Pick<Props, "projectId" | "rail">) {
  const hold = useAction(holdJudgingAction);
  const mayEdit = useMay("editor");
  if (!mayEdit || (!run.areJudgesAsked && hold.problem === null)) return null;
  return (
    <>
      <button
        type="button"
        className="cursor-pointer self-start rounded underline"
        disabled={hold.isPending}
        onClick={() => hold.start({ projectId })}
      >
        pause judges
      </button>
      {hold.problem !== null && (
        <p role="alert" className="text-bad">
          {hold.problem}
        </p>
      )}
    </>
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
