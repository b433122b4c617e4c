"use client";
import { useState } from "react";
import { Named } from "@/components/shell/membership";
import { Button } from "@/components/ui/button";
import { percent, Rate, Score } from "@/components/ui/rate";
import { useAction } from "@/components/ui/use-action";
import { weighGradersAction } from "@/lib/actions/drift";
import type { CriterionId, ProjectId } from "@/lib/domain/ids";
import type { Result } from "@/lib/domain/problem";
import { OutputLinks } from "./output-links";

type View = Extract<Awaited<ReturnType<typeof weighGradersAction>>, Result<unknown> & { ok: true }>["value"];

/** More graders say less than their number. */
const SHOWN = 12;
const cell = "py-1 pr-4 tabular-nums";

/** Labels and figures if graders counted by how reliable they look, beside those that count; asked for, never by itself. */
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
  return (
    <div className="mt-4 flex flex-col items-start gap-2">
      {view === null ? (
        <Button
          size="sm"
          disabled={weigh.isPending}
          onClick={() =>
            weigh.start({ projectId, criterionId }, (result) => {
              if (result.ok) setView(result.value);
            })
          }
        >
          Weigh graders by how reliable they look
        </Button>
      ) : (
        <Weighed projectId={projectId} view={view} />
      )}
      {weigh.problem !== null && (
        <p role="alert" className="text-bad">
          {weigh.problem}
        </p>
      )}
    </div>
  );
}

function Weighed({ projectId, view }: { readonly projectId: ProjectId; readonly view: View }) {
  if (view.kind === "tooFew")
    return (
      <p className="text-muted">
        {`Weighing graders (Dawid–Skene) takes 3 graders and 20 outputs that several graded; here are ${view.graders} and ${view.shared}. Until then the majority counts.`}
      </p>
    );
  const { graders, differing, undecided, figures } = view;
  return (
    <div className="flex flex-col gap-3">
      <p className="max-w-[72ch] text-muted">
        An estimate (Dawid–Skene) that takes graders to err independently of each other. It is shown beside
        what counts and replaces nothing; decisions on disputes stay.
      </p>
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
          ? "No output would get another label."
          : `${differing.length} ${differing.length === 1 ? "output" : "outputs"} would get another label: `}
        <OutputLinks
          projectId={projectId}
          outputs={differing.map(({ outputId, name, now, weighed, good }) => ({
            ...{ id: outputId, name },
            says: `${now ?? "disputed"} → ${weighed} (good with ${percent(good)})`,
          }))}
        />
        {undecided > 0 && ` ${undecided} stay as they are: neither label is likely.`}
      </div>
      {figures && <Effect {...figures} />}
    </div>
  );
}

function Effect({ now, weighed }: NonNullable<Extract<View, { kind: "weighed" }>["figures"]>) {
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
            { name: "as they count", figures: now },
            { name: "weighed", figures: weighed },
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
