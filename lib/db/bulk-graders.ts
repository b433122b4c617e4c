import type { PoolClient } from "pg";
import { LOCAL_PERSON } from "@/lib/domain/access";

/** Before the name of a grader in a file that is the id of somebody here: a file cannot speak for them. */
const FROM_A_FILE = "import:";

/** Under which name the grades of each of these graders are stored; only those who get another are among them. */
export async function renamedGraders(
  client: PoolClient,
  graders: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ id: string }>(`SELECT id FROM "User" WHERE id = ANY($1)`, [
    [...graders],
  ]);
  const taken = [LOCAL_PERSON.id, ...rows.map(({ id }) => id)].filter((id) => graders.has(id));
  return new Map(taken.map((id) => [id, `${FROM_A_FILE}${id}`]));
}
