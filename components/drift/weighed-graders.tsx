"use client";
import { useState } from "react";
import { Named, useMay } from "@/components/shell/membership";
import { Button } from "@/components/ui/button";
import { percent, Rate, Score } from "@/components/ui/rate";
import { useAction } from "@/components/ui/use-action";
import { weighGradersAction } from "@/lib/actions/drift";
import { setLabellingAction } from "@/lib/actions/projects";
import type { CriterionId, ProjectId } from "@/lib/domain/ids";
import type { Labelling } from "@/lib/domain/labels";
import type { Result } from "@/lib/domain/problem";
import { OutputLinks } from "./output-links";

type View = Extract<Awaited<ReturnType<typeof weighGradersAction>>, Result<unknown> & { ok: true }>["value"];

/** More graders say less than their number. */
const SHOWN = 12;
const cell = "py-1 pr-4 tabular-nums";

/** Labels and figures by majority and with graders counted by how reliable they look, and which of the two counts; on request. */
export function WeighedGraders({
  projectId,
  criterionId,
}: {
  readonly projectId: ProjectId;
  /** Null: the whole output. */
  readonly criterionId: CriterionId | null;
}) {
  const [view, setView] = useState<View | null>(null);
  const weigh = useAction(weighGradersAction);
  const ask = () =>
    weigh.start({ projectId, criterionId }, (result) => {
      if (result.ok) setView(result.value);
    });
  return (
    <div className="mt-4 flex flex-col items-start gap-2">
      {view === null ? (
        <Button size="sm" disabled={weigh.isPending} onClick={ask}>
          Weigh graders by how reliable they look
        </Button>
      ) : (
        <Weighed projectId={projectId} view={view} onCount={ask} />
      )}
      {weigh.problem !== null && (
        <p role="alert" className="text-bad">
          {weigh.problem}
        </p>
      )}
    </div>
  );
}

function Weighed({
  projectId,
  view,
  onCount,
}: {
  readonly projectId: ProjectId;
  readonly view: View;
  /** Something else counts from now on. */
  readonly onCount: () => void;
}) {
  if (view.kind === "tooFew")
    return (
      <p className="text-muted">
        {`Weighing graders (Dawid–Skene) takes 3 graders and 20 outputs that several graded; here are ${view.graders} and ${view.shared}. Until then the majority counts.`}
      </p>
    );
  const { counts, graders, differing, undecided, figures } = view;
  return (
    <div className="flex flex-col gap-3">
      <p className="max-w-[72ch] text-muted">
        {`An estimate (Dawid–Skene) that takes graders to err independently of each other; decisions on disputes stay. ${counts === "weighed" ? "In this project it counts." : "It is shown beside what counts: the majority."}`}
      </p>
      <WhatCounts projectId={projectId} counts={counts} onCount={onCount} />
      <table className="border-collapse text-left">
        <caption className="pb-1 text-left text-muted">
          {`the least reliable first${graders.length > SHOWN ? ` (${SHOWN} of ${graders.length})` : ""}`}
        </caption>
        <thead>
          <tr className="text-muted">
            {["grader", "grades", "good of good", "bad of bad"].map((name) => (
              <th key={name} scope="col" className="py-1 pr-4 font-medium">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {graders.slice(0, SHOWN).map(({ grader, n, goodOfGood, badOfBad }) => (
            <tr key={grader} className="border-t border-line">
              <th scope="row" className="py-1 pr-4 font-normal break-all">
                <Named>{grader}</Named>
              </th>
              <td className={cell}>{n}</td>
              <td className={cell}>{percent(goodOfGood)}</td>
              <td className={cell}>{percent(badOfBad)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div>
        {differing.length === 0
          ? "No output has another label than by majority."
          : `${differing.length} ${differing.length === 1 ? "output has" : "outputs have"} another label than by majority: `}
        <OutputLinks
          projectId={projectId}
          outputs={differing.map(({ outputId, name, majority, weighed, good }) => ({
            ...{ id: outputId, name },
            says: `${majority ?? "disputed"} → ${weighed} (good with ${percent(good)})`,
          }))}
        />
        {undecided > 0 && ` ${undecided} stay with the majority: neither label is likely.`}
      </div>
      {figures && <Effect figures={figures} counts={counts} />}
    </div>
  );
}

/** Which labels the figures of the whole project rest on is for its owners. */
function WhatCounts({
  projectId,
  counts,
  onCount,
}: {
  readonly projectId: ProjectId;
  readonly counts: Labelling;
  readonly onCount: () => void;
}) {
  const set = useAction(setLabellingAction);
  const isOwner = useMay("owner");
  const other = counts === "weighed" ? "majority" : "weighed";
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Button
        size="sm"
        disabled={set.isPending || !isOwner}
        onClick={() =>
          set.start({ projectId, labelling: other }, (result) => {
            if (result.ok) onCount();
          })
        }
      >
        {other === "weighed"
          ? "Let weighed labels count in this project"
          : "Let the majority count in this project"}
      </Button>
      <span className="text-muted">
        {isOwner
          ? "It moves every figure of the report, and says so there; no grade changes."
          : "Only an owner of the project changes what counts."}
      </span>
      {set.problem !== null && (
        <span role="alert" className="text-bad">
          {set.problem}
        </span>
      )}
    </div>
  );
}

function Effect({
  figures: { majority, weighed },
  counts,
}: {
  readonly figures: NonNullable<Extract<View, { kind: "weighed" }>["figures"]>;
  readonly counts: Labelling;
}) {
  const saysCounts = (one: Labelling) => (one === counts ? " (counts)" : "");
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label="Figures under both">
      <table className="border-collapse text-left">
        <caption className="pb-1 text-left text-muted">
          what is selected now, on these labels (in-sample)
        </caption>
        <thead>
          <tr className="text-muted">
            {["labels", "coverage", "FFR", "alignment"].map((name) => (
              <th key={name} scope="col" className="py-1 pr-4 font-medium">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[
            { name: `by majority${saysCounts("majority")}`, figures: majority },
            { name: `weighed${saysCounts("weighed")}`, figures: weighed },
          ].map(({ name, figures }) => (
            <tr key={name} className="border-t border-line">
              <th scope="row" className="py-1 pr-4 font-normal">
                {name}
              </th>
              <td className={cell}>
                <Rate ratio={figures.coverage} interval={figures.coverageInterval} />
              </td>
              <td className={cell}>
                <Rate ratio={figures.falseFailureRate} interval={figures.falseFailureRateInterval} />
              </td>
              <td className={cell}>
                <Score value={figures.alignment} interval={figures.alignmentInterval} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
