import Link from "next/link";
import { LabelMark, VerdictMark } from "@/components/ui/marks";
import type { ProjectId } from "@/lib/domain/ids";
import type { Trial } from "@/lib/domain/trial";
import type { Verdict } from "@/lib/domain/verdict";

type Props = { readonly projectId: ProjectId; readonly trials: readonly Trial[] };

/** What was said in a dry run, output by output, beside what people say. */
export function TrialList({ projectId, trials }: Props) {
  return (
    <ul aria-label="Dry run" className="flex flex-col text-sm">
      {trials.map(({ outputId, name, excerpt, label, verdict }) => (
        <li key={outputId} className="flex flex-col gap-0.5 border-b border-line py-1.5">
          <span className="flex flex-wrap items-baseline gap-x-3">
            <VerdictMark kind={verdict.kind} />
            <span className="text-muted">
              {"graded: "}
              <LabelMark label={label} />
            </span>
            <Link href={`/projects/${projectId}/outputs/${outputId}`} className="min-w-0 truncate underline">
              {name}
            </Link>
          </span>
          <Said verdict={verdict} />
          <span dir="auto" className="truncate text-muted">
            {excerpt}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Said({ verdict }: { readonly verdict: Verdict }) {
  const text = verdict.kind === "error" ? verdict.message : verdict.reason;
  if (text === undefined || text === "") return null;
  return <span className={verdict.kind === "error" ? "break-words text-warn" : "break-words"}>{text}</span>;
}
