import Link from "next/link";
import type { OutputId, ProjectId } from "@/lib/domain/ids";

/** More than so many links say less than their number. */
const SHOWN = 12;

export type NamedOutput = { readonly id: OutputId; readonly name: string; readonly says?: string };

/** Outputs by name, each leading to its page or to its card. */
export function OutputLinks({
  projectId,
  outputs,
  isToGrade = false,
}: {
  readonly projectId: ProjectId;
  readonly outputs: readonly NamedOutput[];
  /** Whether they lead to where they are graded. */
  readonly isToGrade?: boolean;
}) {
  return (
    <ul className="inline">
      {outputs.slice(0, SHOWN).map(({ id, name, says }, i) => (
        <li key={id} className="inline">
          {i > 0 && ", "}
          <Link
            href={`/projects/${projectId}/${isToGrade ? `grade?output=${id}` : `outputs/${id}`}`}
            className="underline decoration-line underline-offset-2"
          >
            {name}
          </Link>
          {says !== undefined && ` ${says}`}
        </li>
      ))}
      {outputs.length > SHOWN && <li className="inline">{` and ${outputs.length - SHOWN} more`}</li>}
    </ul>
  );
}
