import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { keepsAnything, namesKept, readKept } from "@/components/ui/browser-storage";
import { createNoteDrafts } from "@/components/grading/note-drafts";
import { createOutbox } from "@/components/grading/outbox";
import { GradeInput } from "@/lib/domain/card";
import { OutputId, ProjectId } from "@/lib/domain/ids";
import { blockedStorage, fakeStorage } from "@/tests/support/fake-storage";
import { aGradeInput } from "@/tests/support/grading-input";

const projectId = ProjectId.parse("project-1");
const outboxOf = (person: string) => createOutbox("outbox", { projectId, person }, GradeInput);
const grade = (output: number) => aGradeInput(OutputId.parse(output), "good");
const outputsIn = (person: string) =>
  outboxOf(person)
    .load()
    .map(({ outputId }) => outputId);

beforeEach(() => vi.stubGlobal("localStorage", fakeStorage()));
afterEach(() => vi.unstubAllGlobals());

describe("the outbox", () => {
  it("keeps what is given in its order, until it is settled", () => {
    const [first, second] = [grade(1), grade(2)];
    const outbox = outboxOf("ann");
    expect([outbox.keep(first), outbox.keep(second)]).toEqual([true, true]);
    expect(outputsIn("ann")).toEqual([1, 2]);
    outbox.settle(new Set([first.key]));
    expect(outputsIn("ann")).toEqual([2]);
  });

  it("gives nobody what another person has said", () => {
    outboxOf("ann").keep(grade(1));
    expect(outputsIn("ben")).toEqual([]);
    expect(outputsIn("local")).toEqual([]);
    expect(outputsIn("ann")).toEqual([1]);
  });

  it("keeps what is refused, and does not offer it again", () => {
    const refused = grade(1);
    const outbox = outboxOf("ann");
    outbox.keep(refused);
    outbox.setAside(refused);
    expect(outputsIn("ann")).toEqual([]);
    const [aside] = namesKept("touchstone.refused.outbox.project-1.ann.");
    expect(readKept(aside ?? "")).toContain(refused.key);
  });

  it("takes up what an earlier version left where there are no accounts, and else leaves it, since it may be anybody's", () => {
    const old = grade(7);
    localStorage.setItem(
      `touchstone.outbox.project-1.001700000000000.000001.${old.key}`,
      JSON.stringify(old),
    );
    expect([outputsIn("ann"), outboxOf("ann").countNobodys()]).toEqual([[], 1]);
    expect(outputsIn("local")).toEqual([7]);
    outboxOf("local").settle(new Set([old.key]));
    expect([outputsIn("local"), localStorage.length]).toEqual([[], 0]);
  });

  it("says that it keeps nothing where the browser allows no storage, and does not break", () => {
    Object.defineProperty(globalThis, "localStorage", blockedStorage);
    expect(keepsAnything()).toBe(false);
    const outbox = outboxOf("local");
    expect([outbox.load(), outbox.keep(grade(1))]).toEqual([[], false]);
    outbox.settle(new Set(["any-key-at-all"]));
  });
});

describe("notes that are not part of a grade yet", () => {
  it("are kept for each person and output, and forgotten when they are", () => {
    const one = OutputId.parse(1);
    const drafts = createNoteDrafts({ projectId, person: "ann" });
    expect(drafts.follow(new Map(), new Map([[one, "rude"]]))).toBe(true);
    expect([...createNoteDrafts({ projectId, person: "ann" }).load()]).toEqual([[1, "rude"]]);
    expect(createNoteDrafts({ projectId, person: "ben" }).load().size).toBe(0);
    drafts.follow(new Map([[one, "rude"]]), new Map());
    expect(drafts.load().size).toBe(0);
  });
});
