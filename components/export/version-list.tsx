import clsx from "clsx";
import Link from "next/link";
import { Rate } from "@/components/ui/rate";
import type { ExportTarget } from "@/lib/domain/export-target";
import type { VersionView } from "@/lib/domain/export-page";

type Props = {
  readonly versions: readonly VersionView[];
  readonly shown: number | null;
  readonly target: ExportTarget;
};

/** All versions, newest first, with what each was worth and what changed. */
export function VersionList({ versions, shown, target }: Props) {
  return (
    <ol className="flex flex-col">
      {versions.map((version) => (
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
            {version.note === "" ? changes(version) : version.note}
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

function changes({ assertions, added, removed, number }: VersionView): string {
  const plural = `${assertions.length} assertion${assertions.length === 1 ? "" : "s"}`;
  if (number === 1) return plural;
  const parts = [
    ...(added.length > 0 ? [`added ${added.join(", ")}`] : []),
    ...(removed.length > 0 ? [`removed ${removed.join(", ")}`] : []),
  ];
  return `${plural}; ${parts.length === 0 ? "the same members" : parts.join("; ")}`;
}
