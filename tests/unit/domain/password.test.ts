import { describe, expect, it } from "vitest";
import { refusePassword } from "@/lib/domain/password";

const OWN = ["ada.lovelace@example.org", "Ada"];

describe("a password that is guessed first is refused", () => {
  it.each([
    ["aaaaaaaaaaaa", /repeats/],
    ["1212121212", /repeats/],
    ["1234567890", /number/],
    ["2026-11-29 01", /number/],
    ["Password123", /most common/],
    ["P@ssw0rd2026!", /most common/],
    ["passwordpassword", /most common/],
    ["qwertyuiop1", /most common/],
    ["iloveyou12345", /most common/],
    ["Welcome2026!!", /most common/],
    ["touchstone1!", /most common/],
    ["AdaLovelace1815", /your name or address/],
    ["adalovelace!!", /your name or address/],
  ])("%s", (password, why) => {
    expect(refusePassword(password, OWN)).toMatch(why);
  });

  it.each([
    "a password for tests",
    "another long one",
    "correct horse battery",
    "kX93-lqoP-77ba",
    "9#$71!x&&2",
    "über den Wolken",
  ])("and %s is not", (password) => {
    expect(refusePassword(password, OWN)).toBeNull();
  });
});
