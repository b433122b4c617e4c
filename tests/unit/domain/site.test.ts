import { describe, expect, it } from "vitest";
import { isAtHome, isFromHere, isLoopback } from "@/lib/domain/site";

const SITE = new URL("https://touchstone.example.org");
const atHome = (headers: Record<string, string>, site: URL | null = null) =>
  isAtHome(new Headers(headers), site);
const fromHere = (headers: Record<string, string>, site: URL | null = null) =>
  isFromHere(new Headers(headers), site);

describe("the name that a request asks for", () => {
  it.each(["127.0.0.1", "localhost", "LocalHost:3000", "[::1]", "[::1]:81", "127.0.0.1:65535"])(
    "is this machine's: %s",
    (host) => expect(atHome({ host })).toBe(true),
  );

  it.each([
    ...["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:3000", "evil@127.0.0.1", "0.0.0.0"],
    ...["touchstone.example.org", "localhost:3000,evil.example", "localhost/", "[::2]", ""],
  ])("is not: %s", (host) => expect(atHome({ host })).toBe(false));

  it("is the address that people type, whichever proxy passes it on, and only with accounts", () => {
    expect(atHome({ host: "touchstone.example.org" }, SITE)).toBe(true);
    expect(atHome({ host: "app:3000", "x-forwarded-host": "touchstone.example.org" }, SITE)).toBe(true);
    expect(atHome({ host: "app:3000" }, SITE)).toBe(false);
    expect(atHome({ host: "evil.example" }, SITE)).toBe(false);
    expect(atHome({ host: "evil.example", "x-forwarded-host": "localhost" })).toBe(false);
    expect(atHome({})).toBe(false);
  });
});

describe("where a request comes from", () => {
  it.each([
    [{ "sec-fetch-site": "same-origin" }, true],
    [{ "sec-fetch-site": "none" }, true],
    [{ "sec-fetch-site": "same-site", origin: "http://localhost:3000" }, false],
    [{ "sec-fetch-site": "cross-site" }, false],
    [{ origin: "http://localhost:3000" }, true],
    // Another program on this machine.
    [{ origin: "http://localhost:5173" }, false],
    [{ origin: "null" }, false],
    [{ origin: "https://evil.example" }, false],
    // No browser: a program of the person.
    [{}, true],
  ])("%o: %s", (headers, is) => expect(fromHere({ host: "localhost:3000", ...headers })).toBe(is));

  it("is here where a proxy asks under a name of its own", () => {
    expect(fromHere({ host: "app:3000", origin: SITE.origin }, SITE)).toBe(true);
    expect(fromHere({ host: "app:3000", origin: "http://touchstone.example.org" }, SITE)).toBe(false);
  });
});

it("knows what only this machine reaches", () => {
  expect(["127.0.0.1", "127.0.0.2", "::1", "localhost"].map(isLoopback)).toEqual([true, true, true, true]);
  expect(["0.0.0.0", "::", "192.168.0.2", ""].map(isLoopback)).toEqual([false, false, false, false]);
});
