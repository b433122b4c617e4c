import clsx from "clsx";
import Link from "next/link";
import { Fragment } from "react";
import { Rate } from "@/components/ui/rate";
import type { ExportTarget } from "@/lib/domain/export-target";
import type { VersionView } from "@/lib/domain/export-page";
import type { ProjectId } from "@/lib/domain/ids";

type Props = {
  readonly projectId: ProjectId;
  readonly versions: readonly VersionView[];
  readonly shown: number | null;
  readonly target: ExportTarget;
};

/** All versions, newest first, with what each was worth and what changed. */
export function VersionList({ projectId, versions, shown, target }: Props) {
  return (
    <ol className="flex flex-col">
      {versions.map((version, i) => (
        <li
          key={version.id}
          className={clsx("flex flex-wrap items-baseline gap-x-4 gap-y-1 border-t border-line px-2 py-2", {
            "bg-raised": version.number === shown,
          })}
        >
          <Link
            href={`?version=${version.number}&target=${target}`}
            aria-current={version.number === shown ? "true" : undefined}
            className="font-medium"
          >
            {`v${version.number}`}
          </Link>
          <time dateTime={version.createdAt.toISOString()} className="text-sm text-muted">
            {version.createdAt.toISOString().slice(0, 16).replace("T", " ")}
          </time>
          <span className="min-w-0 flex-1 basis-64 break-words">
            {version.note !== "" && <span className="block">{version.note}</span>}
            <span className={version.note === "" ? "" : "block text-sm text-muted"}>
              <Changes projectId={projectId} version={version} before={versions[i + 1]?.number ?? null} />
            </span>
          </span>
          {version.set && (
            <span className="text-sm">
              {"fails "}
              <Rate ratio={version.set.coverage} interval={version.set.coverage.interval} />
              {" bad, "}
              <Rate ratio={version.set.falseFailureRate} interval={version.set.falseFailureRate.interval} />
              {" good"}
            </span>
          )}
          {version.proposals.length > 0 && (
            <span className="basis-full text-sm break-words text-muted">
              {"proposals: "}
              {version.proposals.map((merged, at) => (
                <Fragment key={merged.number}>
                  {at > 0 && ", "}
                  <Link
                    href={`/projects/${projectId}/proposals/${merged.number}`}
                    className="underline decoration-line underline-offset-2"
                  >
                    {`#${merged.number} ${merged.title}`}
                  </Link>
                  {merged.approvedBy.length === 0
                    ? " (reviewed by nobody)"
                    : ` (approved by ${merged.approvedBy.join(", ")})`}
                </Fragment>
              ))}
            </span>
          )}
          {version.set?.audit && (
            <span className="basis-full text-sm text-muted">
              {`audited on ${version.set.audit.n} fresh outputs: `}
              <Rate ratio={version.set.audit.coverage} interval={version.set.audit.coverage.interval} />
              {" bad, "}
              <Rate
                ratio={version.set.audit.falseFailureRate}
                interval={version.set.audit.falseFailureRate.interval}
              />
              {" good"}
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}

function Changes({
  projectId,
  version: { assertions, changes, number },
  before,
}: {
  readonly projectId: ProjectId;
  readonly version: VersionView;
  /** The version before it; null: it is the first. */
  readonly before: number | null;
}) {
  const plural = `${assertions.length} assertion${assertions.length === 1 ? "" : "s"}`;
  if (changes === null || before === null) return plural;
  return (
    <>
      {`${plural}; ${changes} `}
      <Link
        href={`/projects/${projectId}/export/compare?a=${before}&b=${number}`}
        className="underline decoration-line underline-offset-2"
      >
        {`what changed since v${before}`}
      </Link>
    </>
  );
}
