import { Named } from "@/components/shell/membership";
import Link from "next/link";
import { DownloadMenu } from "@/components/tables/download-menu";
import { STICKY_HEAD, TableFrame } from "@/components/tables/table-frame";
import { Explained } from "@/components/ui/explained";
import { percent } from "@/components/ui/rate";
import { differOn, type GraderBoard, type GraderPair } from "@/lib/domain/grader-board";
import type { ProjectId, QueueId } from "@/lib/domain/ids";
import { WeighedGraders } from "./weighed-graders";

/** The pairs and graders that say most; with many graders the rest says less than its number. */
const SHOWN = 12;

const head = "py-1 pr-4 font-medium";
const cell = "py-1.5 pr-4 tabular-nums";
const say = (value: number | null): string => (value === null ? "not measured" : value.toFixed(4));

/** How well people agree, on the whole output and on each criterion, and who disagrees with whom. */
export function AgreementSection({
  projectId,
  queueId = null,
  boards,
}: {
  readonly projectId: ProjectId;
  /** Null: on the outputs of the whole project. */
  readonly queueId?: QueueId | null;
  readonly boards: readonly GraderBoard[];
}) {
  return (
    <section aria-labelledby="agreement" className="flex flex-col gap-3">
      <h2 id="agreement">Do people agree?</h2>
      <DownloadMenu
        projectId={projectId}
        table="agreement"
        params={queueId === null ? [] : [["queue", queueId]]}
      />
      <Table projectId={projectId} boards={boards} />
      {boards.map((board) => (
        <Details key={board.criterionId ?? "whole"} projectId={projectId} board={board} />
      ))}
    </section>
  );
}

function Table({
  projectId,
  boards,
}: {
  readonly projectId: ProjectId;
  readonly boards: readonly GraderBoard[];
}) {
  return (
    <TableFrame label="Agreement of graders">
      <table className="w-full border-collapse text-left text-sm">
        <thead className={STICKY_HEAD}>
          <tr>
            <th scope="col" className={head}>
              graded
            </th>
            <th scope="col" className={head}>
              <Explained
                says="1 − observed ÷ expected disagreement of any number of graders, with grades missing. 1: all agree; 0: as by chance."
                anchor="graders"
              >
                α
              </Explained>
            </th>
            <th scope="col" className={head}>
              <Explained
                says="Agreement beyond chance that stays steady where nearly everything has one label."
                anchor="graders"
              >
                AC1
              </Explained>
            </th>
            <th scope="col" className={head}>
              graders
            </th>
            <th scope="col" className={head}>
              graded by several
            </th>
            <th scope="col" className={head}>
              disputed
            </th>
          </tr>
        </thead>
        <tbody>
          {boards.map(({ criterionId, name, alpha, ac1, graders, shared, disputes }) => (
            <tr key={criterionId ?? "whole"} className="border-t border-line align-top">
              <th scope="row" className="min-w-40 py-1.5 pr-4 font-medium break-words">
                {name}
              </th>
              <td className={cell}>{say(alpha)}</td>
              <td className={cell}>{say(ac1)}</td>
              <td className={cell}>{graders}</td>
              <td className={cell}>{shared}</td>
              <td className={cell}>
                {disputes.length === 0 ? (
                  `0 of ${shared}`
                ) : (
                  <Link
                    href={`/projects/${projectId}/drift/adjudicate?on=${criterionId ?? "whole"}`}
                    className="whitespace-nowrap text-accent underline"
                  >
                    {`${disputes.length} of ${shared}`}
                  </Link>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

function Details({ projectId, board }: { readonly projectId: ProjectId; readonly board: GraderBoard }) {
  const { name, influence } = board;
  return (
    <details className="text-sm">
      <summary className="cursor-pointer text-muted">{`Who disagrees with whom on ${name}`}</summary>
      <div className="mt-2 grid gap-6 sm:grid-cols-2">
        <Pairs projectId={projectId} board={board} />
        <table className="border-collapse self-start text-left">
          <caption className="pb-1 text-left text-muted">{`α of the others without each grader${more(influence.length)}`}</caption>
          <thead>
            <tr className="text-muted">
              <th scope="col" className={head}>
                without
              </th>
              <th scope="col" className={head}>
                α
              </th>
              <th scope="col" className={head}>
                outputs shared
              </th>
            </tr>
          </thead>
          <tbody>
            {influence.slice(0, SHOWN).map(({ grader, alphaWithout, shared }) => (
              <tr key={grader} className="border-t border-line">
                <th scope="row" className="py-1 pr-4 font-normal break-all">
                  <Named>{grader}</Named>
                </th>
                <td className={cell}>{alphaWithout === null ? "not measured" : alphaWithout.toFixed(2)}</td>
                <td className={cell}>{shared}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <WeighedGraders projectId={projectId} criterionId={board.criterionId} />
    </details>
  );
}

function Pairs({ projectId, board }: { readonly projectId: ProjectId; readonly board: GraderBoard }) {
  const { pairs } = board;
  return (
    <table className="border-collapse self-start text-left">
      <caption className="pb-1 text-left text-muted">{`pairs that agree least${more(pairs.length)}`}</caption>
      <thead>
        <tr className="text-muted">
          <th scope="col" className={head}>
            pair
          </th>
          <th scope="col" className={head}>
            <Explained says="Agreement of two graders beyond chance." anchor="kappa-and-ac1">
              κ
            </Explained>
          </th>
          <th scope="col" className={head}>
            agree on
          </th>
          <th scope="col" className={head}>
            differ on
          </th>
        </tr>
      </thead>
      <tbody>
        {pairs.slice(0, SHOWN).map(({ a, b, kappa, agreement, n }) => (
          <tr key={`${a} ${b}`} className="border-t border-line">
            <th scope="row" className="py-1 pr-4 font-normal break-all">
              <Named>{a}</Named>
              {" and "}
              <Named>{b}</Named>
            </th>
            <td className={cell}>{kappa === null ? "not measured" : kappa.toFixed(2)}</td>
            <td className={cell}>{agreement === null ? "not measured" : `${percent(agreement)} of ${n}`}</td>
            <td className={cell}>
              <Differing projectId={projectId} board={board} between={[a, b]} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** On how many outputs two graders differ, and the way to them. */
function Differing({
  projectId,
  board: { criterionId, disputes },
  between,
}: {
  readonly projectId: ProjectId;
  readonly board: GraderBoard;
  readonly between: GraderPair;
}) {
  const count = disputes.filter((dispute) => differOn(between, dispute)).length;
  if (count === 0) return "0";
  const params = new URLSearchParams([
    ["on", criterionId ?? "whole"],
    ...between.map((grader): [string, string] => ["grader", grader]),
  ]);
  return (
    <Link
      href={`/projects/${projectId}/drift/adjudicate?${params.toString()}`}
      className="whitespace-nowrap text-accent underline"
    >
      {count === 1 ? "1 output" : `${count} outputs`}
    </Link>
  );
}

const more = (count: number): string => (count > SHOWN ? ` (${SHOWN} of ${count})` : "");
