import { z } from "zod";
import { covers, type Person } from "@/lib/domain/access";
import { CriterionId, QueueId, type ProjectId } from "@/lib/domain/ids";
import { OutputsQuery } from "@/lib/domain/outputs-query";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { QueueQuery } from "@/lib/domain/queue-page";
import type { TableContent, TableFormat, TableName } from "@/lib/domain/table-file";
import { VerdictTableQuery } from "@/lib/domain/verdict-table";
import { tableFile } from "@/lib/formats/table-file";
import { readRole } from "../allow";
import { hiddenFrom } from "../read-blind";
import { outputsTable, verdictsTable } from "./outputs-table";
import { pairsTable, queueAgreementTable, queueTable, reasonsTable } from "./people-tables";
import { agreementTable, candidatesTable, passRatesTable } from "./report-tables";

/** Names and values of an address, as pages get them. */
type Search = Readonly<Record<string, string | readonly string[] | undefined>>;

type Asked = {
  readonly projectId: ProjectId;
  readonly person: Person;
  readonly table: TableName;
  readonly search: Search;
  readonly now: Date;
};

/** All rows of a table under its filters, as text in pieces; what its page hides from the person is not in it. */
export async function readTableFile(
  asked: Asked,
  format: TableFormat,
): Promise<Result<AsyncGenerator<string, void>>> {
  const content = await contentOf(asked);
  return content.ok ? ok(tableFile(content.value, format)) : content;
}

const OfCriterion = z.object({ criterion: z.string().nullable().catch(null) });
const OfQueue = z.object({ queue: QueueId.optional().catch(undefined) });

async function contentOf({ projectId, person, table, search, now }: Asked): Promise<Result<TableContent>> {
  const me = person.id;
  const { queue: queueId } = OfQueue.parse(search);
  switch (table) {
    case "outputs":
      return ok(await outputsTable(projectId, OutputsQuery.parse(search), me));
    case "verdicts": {
      const { filter, a: chosen } = VerdictTableQuery.parse(search);
      return ok(
        await verdictsTable(projectId, {
          filter,
          chosen,
          hidden: await hiddenFrom(projectId, me),
          person: me,
        }),
      );
    }
    case "candidates":
      return ok(await candidatesTable(projectId, OfCriterion.parse(search).criterion));
    case "pass-rates":
      return ok(await passRatesTable(projectId));
    case "agreement":
      if (queueId) return queueAgreementTable({ projectId, queueId, me, now });
      return ok(await agreementTable(projectId));
    case "queue":
      if (!queueId) return fail({ code: "not-found", what: "queue" });
      return queueTable({ projectId, queueId, me, now }, QueueQuery.parse(search).show);
    case "pairs":
      return pairsOf({ projectId, person, search });
    case "reasons":
      return ok(await reasonsTable(projectId, await hiddenFrom(projectId, me)));
  }
}

const OfPairs = z.object({ criterion: CriterionId, by: z.string().nullable().catch(null) });

async function pairsOf({
  projectId,
  person,
  search,
}: Pick<Asked, "projectId" | "person" | "search">): Promise<Result<TableContent>> {
  const query = OfPairs.safeParse(search);
  if (!query.success) return fail({ code: "not-found", what: "criterion" });
  const role = await readRole(person, projectId);
  const isGrader = role !== null && covers(role, "grader");
  const { criterion: criterionId, by } = query.data;
  return pairsTable({ projectId, criterionId }, { by, person: person.id, isGrader });
}
