import { request } from "node:http";
import { expect, test } from "playwright/test";

/** What the server answers to a request that names this host, as one does after DNS rebinding. */
const ask = (
  url: URL,
  { host, method = "GET", headers = {} }: { host: string; method?: string; headers?: Record<string, string> },
): Promise<{ readonly status: number; readonly headers: NodeJS.Dict<string | string[]> }> =>
  new Promise((resolve, reject) => {
    const asked = request(url, { method, headers: { ...headers, host } }, (answer) => {
      answer.destroy();
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers });
    });
    asked.on("error", reject).end();
  });

test("nothing is answered under the name of another site, and no other site shows a page within its own", async ({
  baseURL,
}) => {
  const at = (path: string) => new URL(path, baseURL);
  const paths = ["/", "/settings", "/help/statistics", "/api/health", "/api/projects/any/events"];
  for (const path of paths) {
    expect((await ask(at(path), { host: "evil.example" })).status, path).toBe(421);
    expect((await ask(at(path), { host: "localhost:1" })).status, path).not.toBe(421);
  }
  const action = { method: "POST", headers: { "next-action": "0".repeat(42), "content-length": "0" } };
  expect((await ask(at("/"), { host: "evil.example", ...action })).status).toBe(421);
  const upload = { method: "POST", headers: { "content-length": "0" } };
  expect((await ask(at("/api/imports"), { host: "evil.example", ...upload })).status).toBe(403);
  const { headers } = await ask(at("/"), { host: at("/").host });
  expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(headers["referrer-policy"]).toBe("same-origin");
});
