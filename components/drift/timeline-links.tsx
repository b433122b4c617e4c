import type { Timeline, TimelineGrade } from "@/lib/domain/drift-timeline";
import type { DriftPage } from "@/lib/domain/drift-page";
import type { ProjectId, RevisionId } from "@/lib/domain/ids";

type Link = { readonly href: string; readonly says: string };

/** Where the marks of a timeline lead: the chart and the list beneath it offer the same. */
export type TimelineLinks = {
  readonly edits: readonly {
    readonly number: number;
    readonly says: string;
    /** The wordings side by side, and the entry of the journal (null: it has none). */
    readonly wordings: string;
    readonly entry: string | null;
  }[];
  /** Null: under another meaning, where it leads to nothing that counts now. */
  readonly ofGrade: (grade: TimelineGrade) => Link | null;
};

export function timelineLinks(
  { criterionId, edits }: Timeline,
  {
    projectId,
    entries,
    outputNames,
  }: {
    readonly projectId: ProjectId;
    /** The entries of the journal by the wording that they made. */
    readonly entries: ReadonlyMap<RevisionId, number>;
    readonly outputNames: DriftPage["outputNames"];
  },
): TimelineLinks {
  const drift = `/projects/${projectId}/drift`;
  return {
    edits: edits.map(({ revision: { id, number, change }, after }) => {
      const entry = entries.get(id);
      return {
        number,
        says: `revision ${number}, ${change === "meaning" ? "another meaning" : "a clarification"}, after ${after} ${after === 1 ? "grade" : "grades"}`,
        wordings: `${drift}/${criterionId ?? ""}?left=${number - 1}&right=${number}`,
        entry: entry === undefined ? null : `${drift}#entry-${entry}`,
      };
    }),
    ofGrade: ({ outputId, label, isStale }) =>
      isStale
        ? null
        : {
            href: `/projects/${projectId}/outputs/${outputId}`,
            says: `${outputNames.get(outputId) ?? outputId}: ${label}`,
          },
  };
}

/** The same ways for who works by keyboard or hears the page: the dots of a chart would be hundreds of stops. */
export function TimelineLinkList({
  timeline: { name, grades },
  links: { edits, ofGrade },
}: {
  readonly timeline: Timeline;
  readonly links: TimelineLinks;
}) {
  const graded = grades.flatMap((grade) => {
    const link = ofGrade(grade);
    return link ? [{ nth: grade.nth, ...link }] : [];
  });
  if (edits.length + graded.length === 0) return null;
  return (
    <details className="text-sm">
      <summary className="cursor-pointer text-muted">The marks as links</summary>
      {edits.length > 0 && (
        <ul aria-label={`Wordings of “${name}”`} className="my-1 flex flex-col gap-1">
          {edits.map(({ number, says, wordings, entry }) => (
            <li key={number}>
              <a href={wordings} className={link}>
                {says}
              </a>
              {entry !== null && (
                <>
                  {" · "}
                  <a href={entry} className={link}>
                    {`journal entry of revision ${number}`}
                  </a>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      {graded.length > 0 && (
        <ol aria-label={`Grades of “${name}”`} className="my-1 flex flex-wrap gap-x-4 gap-y-1">
          {graded.map(({ nth, href, says }) => (
            <li key={nth}>
              <a href={href} className={link}>
                {says}
              </a>
            </li>
          ))}
        </ol>
      )}
    </details>
  );
}

const link = "break-words underline decoration-line underline-offset-2";
