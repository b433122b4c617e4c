import { Reserved } from "@/components/shell/membership";
import { ButtonLink } from "@/components/ui/button";
import { Rate } from "@/components/ui/rate";
import type { EventFacts } from "@/lib/domain/drift-page";
import type { ProjectId } from "@/lib/domain/ids";

type Props = {
  readonly projectId: ProjectId;
  readonly eventId: number;
  readonly facts: EventFacts;
};

/** What is measured now of what an entry is about, and the way to the grades that would decide. */
export function EventFactsSection({ projectId, eventId, facts: { toGrade, versions, edit } }: Props) {
  return (
    <>
      {toGrade > 0 && (
        <div className="no-print">
          <Reserved need="grader">
            <ButtonLink href={`/projects/${projectId}/grade?decide=${eventId}`} size="sm">
              {toGrade === 1 ? "Grade the one that would decide" : `Grade the ${toGrade} that would decide`}
            </ButtonLink>
          </Reserved>
        </div>
      )}
      {versions.length > 0 && <Versions versions={versions} eventId={eventId} />}
      {edit && <Edit compared={edit.compared} />}
    </>
  );
}

const cell = "py-1 pr-4 align-top";

function Versions({ versions, eventId }: Pick<EventFacts, "versions"> & Pick<Props, "eventId">) {
  return (
    <div className="text-[15px]">
      <h4 id={`versions-${eventId}`} className="text-sm font-medium text-muted">
        Agreement with grades on each version, as it is now
      </h4>
      <div className="overflow-x-auto" tabIndex={0} role="region" aria-labelledby={`versions-${eventId}`}>
        <table className="border-collapse text-left text-sm">
          <thead>
            <tr className="text-muted">
              {["assertion", "version", "agrees"].map((name) => (
                <th key={name} scope="col" className="py-1 pr-4 font-medium">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          {versions.map(({ assertion, criterion, versions: of, p }) => (
            <tbody key={criterion}>
              {of.map(({ version, agreement, interval }, i) => (
                <tr key={version} className="border-t border-line">
                  {i === 0 && (
                    <th
                      scope="rowgroup"
                      rowSpan={of.length}
                      className={`${cell} max-w-60 font-normal break-words`}
                    >
                      {`${criterion}: ${assertion}`}
                      <span className="block text-muted">
                        {p === null
                          ? "not compared: the latest version or those before have no grades"
                          : `latest against those before: p ${p < 0.001 ? "< 0.001" : p.toFixed(3)}`}
                      </span>
                    </th>
                  )}
                  <td className={`${cell} max-w-80 break-words`}>{version}</td>
                  <td className={`${cell} tabular-nums`}>
                    <Rate ratio={agreement} interval={interval} />
                  </td>
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </div>
    </div>
  );
}

function Edit({ compared }: NonNullable<EventFacts["edit"]>) {
  if (compared === null)
    return (
      <p className="text-sm text-muted">
        How the two differ shows here once both have judged the same outputs.
      </p>
    );
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1 text-sm">
      {[
        { name: "verdicts that differ", ratio: compared.differ },
        { name: "the one before agrees with grades", ratio: compared.parent },
        { name: "the new one agrees", ratio: compared.child },
      ].map(({ name, ratio }) => (
        <div key={name} className="flex gap-2">
          <dt className="text-muted">{name}</dt>
          <dd>
            <Rate ratio={ratio} interval={null} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
