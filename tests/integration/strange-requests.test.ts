import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { POST as publish } from "@/app/api/projects/[projectId]/evaluators/route";
import { GET as readGrades, POST as grade } from "@/app/api/projects/[projectId]/grades/route";
import { POST as bring } from "@/app/api/imports/route";
import { proxy } from "@/proxy";
import { db } from "@/lib/db/client";
import { aWorld, type World } from "@/tests/support/a-world";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { aGradeInput } from "@/tests/support/grading-input";

endDatabaseAfterAll();

let world: World;
beforeAll(async () => {
  world = await aWorld("mine");
});
beforeEach(async () => {
  await db.import.deleteMany();
  await db.grade.deleteMany();
});

const CROSS_SITE = { host: "localhost:3000", "sec-fetch-site": "cross-site" };
const REBOUND = { host: "evil.example:3000", "sec-fetch-site": "same-origin" };
const request = (headers: Record<string, string>, body?: string) =>
  new Request(
    "http://localhost:3000/api/any",
    body === undefined ? { headers } : { headers, body, method: "POST" },
  );
const route = () => ({ params: Promise.resolve({ projectId: world.projectId }) });

describe.each([
  ["from a page of another site", CROSS_SITE],
  ["under the name of another site", REBOUND],
  ["from another program on this machine", { host: "localhost:3000", origin: "http://localhost:5173" }],
])("what is sent %s", (_, headers) => {
  it("changes nothing", async () => {
    const grades = JSON.stringify({ grades: [aGradeInput(world.outputId, "bad")] });
    const answers = [
      await bring(request(headers, "output\na\n")),
      await grade(request(headers, grades), route()),
      await publish(request(headers, "{}"), route()),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(
      Array<unknown>(3).fill(expect.stringMatching(/under this name|Another site/)),
    );
    expect([await db.import.count(), await db.grade.count(), await db.evaluator.count()]).toEqual([0, 0, 0]);
  });
});

it("lets pages of its own and programs do what they may", async () => {
  for (const headers of [{ "sec-fetch-site": "same-origin", host: "localhost:3000" }, {}]) {
    const grades = JSON.stringify({ grades: [aGradeInput(world.outputId, "bad")] });
    expect((await bring(request(headers, "output\na\n"))).status).toBe(200);
    expect((await grade(request(headers, grades), route())).status).toBe(200);
  }
});

it("reads nothing out under the name of another site, and tells how to come in", async () => {
  expect((await readGrades(request(REBOUND), route())).status).toBe(403);
  const refusal = proxy(request(REBOUND));
  expect(refusal?.status).toBe(421);
  expect(await refusal?.text()).toContain("Open it at the address that the server prints");
  expect(proxy(request({ host: "127.0.0.1:3000" }))).toBeUndefined();
});
