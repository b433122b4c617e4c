"use client";
import { useMay, useReviewRequired } from "@/components/shell/membership";
import { useEffect, useId, useState } from "react";
import { previewLimitAction, setAllLimitsAction } from "@/lib/actions/report";
import { DEFAULT_FFR_LIMIT } from "@/lib/domain/criterion";
import type { ProjectId } from "@/lib/domain/ids";
import { problemMessage, type Result } from "@/lib/domain/problem";
import type { CriterionReport } from "@/lib/domain/report-card";
import { selectAtLimit } from "@/lib/domain/select-at-limit";
import { Button } from "@/components/ui/button";
import { percent, Rate, Score } from "@/components/ui/rate";
import { useAction } from "@/components/ui/use-action";
import { dotsOf, Plane } from "./plane";

type Props = { readonly projectId: ProjectId; readonly criteria: readonly CriterionReport[] };
type Preview = Extract<Awaited<ReturnType<typeof previewLimitAction>>, { ok: true }>["value"];

/** While a line is dragged, the server is asked only where it rests. */
const REST_MS = 150;

/**
 * What another FFR limit would select: the dots follow the line at once, the figures of the set (with the honest ones)
 * as soon as it rests. Nothing changes before the limit is applied.
 */
export function LimitExplorer({ projectId, criteria }: Props) {
  const limits = [...new Set(criteria.map(({ criterion }) => criterion.ffrLimit))];
  const stored = limits.length === 1 ? limits[0] : undefined;
  const [explored, setLimit] = useState<number | null>(null);
  const limit = explored ?? stored ?? DEFAULT_FFR_LIMIT;
  const isExploring = explored !== null && explored !== stored;
  const apply = useAction(setAllLimitsAction);
  const mayEdit = useMay("editor");
  const isProposed = useReviewRequired();
  const preview = usePreview({ projectId, limit: isExploring ? limit : null });
  const selected = isExploring
    ? selectAtLimit(criteria, limit)
    : new Set(criteria.flatMap(({ selected: one }) => (one ? [one.assertion.id] : [])));

  if (dotsOf(criteria).length === 0)
    return <p className="text-sm text-muted">Not measured yet: the plot needs a good and a bad grade.</p>;
  return (
    <div className="grid items-start gap-6 md:grid-cols-[minmax(0,26rem)_minmax(0,1fr)]">
      <figure>
        <Plane criteria={criteria} selected={selected} ffrLimit={limit} onLimit={setLimit} />
        <figcaption className="text-sm text-muted">
          Filled: selected. The thin line joins the candidates that no other beats; on the dashed one a
          candidate is no better than chance. Drag the red line: what lies right of it is not selected.
        </figcaption>
      </figure>
      <div className="flex flex-col gap-3">
        <LimitSlider limit={limit} onLimit={setLimit} />
        {isExploring ? (
          <Outcome count={selected.size} preview={preview} />
        ) : (
          <p className="text-sm text-muted">
            {stored === undefined
              ? "The criteria have limits of their own; the line is only where it begins."
              : "This is the limit in force."}
          </p>
        )}
        {isExploring && (
          <div className="flex flex-wrap gap-2">
            <Button
              variant="primary"
              disabled={apply.isPending || !mayEdit || isProposed}
              onClick={() => apply.start({ projectId, ffrLimit: limit })}
            >
              {`Allow ${percent(limit)} for every criterion`}
            </Button>
            <Button variant="ghost" onClick={() => setLimit(null)}>
              {stored === undefined ? "Back to their own limits" : `Back to ${percent(stored)}`}
            </Button>
          </div>
        )}
        {isExploring && isProposed && (
          <p className="text-sm text-muted">
            Changes need somebody else’s approval in this project: propose another limit at each criterion.
          </p>
        )}
        {apply.problem !== null && (
          <p role="alert" className="text-sm text-bad">
            {apply.problem}
          </p>
        )}
      </div>
    </div>
  );
}

function LimitSlider({ limit, onLimit }: { readonly limit: number; readonly onLimit: (to: number) => void }) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-sm">
        {`FFR limit: at most ${percent(limit)} of the good outputs may fail`}
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={100}
        step={1}
        value={Math.round(limit * 100)}
        className="w-full max-w-sm accent-accent"
        onChange={(event) => onLimit(Number(event.target.value) / 100)}
      />
    </div>
  );
}

/** The set's figures under the limit; null while they are on their way. */
function usePreview({
  projectId,
  limit,
}: {
  readonly projectId: ProjectId;
  readonly limit: number | null;
}): Result<Preview> | null {
  const [preview, setPreview] = useState<Result<Preview> | null>(null);
  useEffect(() => {
    if (limit === null) return;
    let isLatest = true;
    const timer = setTimeout(() => {
      const show = (answer: Result<Preview>) => {
        if (isLatest) setPreview(answer);
      };
      previewLimitAction({ projectId, ffrLimit: limit })
        .then(show)
        .catch((error: unknown) => {
          const detail = error instanceof Error ? error.message : String(error);
          const sentence = `The figures did not arrive: ${detail}. Move the line to ask again.`;
          show({ ok: false, problem: { code: "bad-input", sentence } });
        });
    }, REST_MS);
    return () => {
      isLatest = false;
      clearTimeout(timer);
    };
  }, [projectId, limit]);
  return preview?.ok === true && preview.value.ffrLimit !== limit ? null : preview;
}

function Outcome({ count, preview }: { readonly count: number; readonly preview: Result<Preview> | null }) {
  const selected = `${count} ${count === 1 ? "assertion" : "assertions"} would be selected`;
  if (preview && !preview.ok)
    return (
      <p role="alert" className="text-sm text-bad">
        {problemMessage(preview.problem)}
      </p>
    );
  if (!preview) return <p className="text-sm text-muted">{`${selected} …`}</p>;
  const { figures, honest } = preview.value;
  if (!figures) return <p className="text-sm">Nothing could be selected under this limit.</p>;
  return (
    <div className="flex flex-col gap-1 text-sm" aria-live="polite">
      <p>{selected}</p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        <dt className="text-muted">coverage</dt>
        <dd>
          <Rate ratio={figures.coverage} interval={figures.coverageInterval} />
        </dd>
        <dt className="text-muted">false failure rate</dt>
        <dd>
          <Rate ratio={figures.falseFailureRate} interval={figures.falseFailureRateInterval} />
        </dd>
        <dt className="text-muted">alignment</dt>
        <dd>
          <Score value={figures.alignment} interval={figures.alignmentInterval} />
        </dd>
        <dt className="text-muted">honest alignment</dt>
        <dd>
          {honest && honest.alignment !== null
            ? `${honest.alignment.toFixed(2)} (n = ${honest.n})`
            : "not measured yet"}
        </dd>
      </dl>
    </div>
  );
}
