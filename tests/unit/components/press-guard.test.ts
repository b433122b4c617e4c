import { expect, it } from "vitest";
import { createPressGuard } from "@/components/grading/press-guard";

it("takes two quick clicks on one button as one, and lets slower ones and those on another through", () => {
  const { isFirst } = createPressGuard();
  expect(isFirst("good", 1_000)).toBe(true);
  expect([isFirst("good", 1_150), isFirst("good", 1_300)]).toEqual([false, false]);
  expect(isFirst("good", 1_800)).toBe(true);
  expect([isFirst("bad", 1_850), isFirst("good", 1_900)]).toEqual([true, true]);
});
