import { STICKY_HEAD, TableFrame } from "@/components/tables/table-frame";
import { Badge } from "@/components/ui/badge";
import { LOCAL_PERSON } from "@/lib/domain/access";
import type { QueueView } from "@/lib/domain/queue-page";

const head = "py-1 pr-4 font-medium";
const cell = "py-1.5 pr-4 tabular-nums";

/** How far each grader of a queue is. */
export function PeopleTable({
  view: { queue, people },
  me,
}: {
  readonly view: QueueView;
  readonly me: string;
}) {
  return (
    <TableFrame label={`Graders of ${queue.name}`}>
      <table className="w-full border-collapse text-left text-sm">
        <thead className={STICKY_HEAD}>
          <tr>
            <th scope="col" className={head}>
              grader
            </th>
            <th scope="col" className={head}>
              progress
            </th>
            <th scope="col" className={head}>
              open
            </th>
          </tr>
        </thead>
        <tbody>
          {people.map(({ person, name, isAssigned, done, skipped, open }) => (
            <tr key={person} className="border-t border-line">
              <th scope="row" className="py-1.5 pr-4 font-medium break-all">
                {name} {person === me && name !== LOCAL_PERSON.name && <Badge tone="accent">you</Badge>}
                {!isAssigned && <Badge>not assigned any more</Badge>}
              </th>
              <td className={cell}>
                {`${done} / ${done + skipped + open}${skipped > 0 ? ` · ${skipped} skipped` : ""}`}
              </td>
              <td className={cell}>{open}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}
