import { expect, it } from "vitest";
import { lintQuestion } from "@/lib/domain/judge-designs/lint-question";

it.each([
  "Does the reply apologise before it explains?",
  "Is the answer between 1 and 3 sentences long?",
  "Is the tone at least 4 on a scale of 1 to 5?",
  "Is it better to say no? Pass it only if the reply says so; (a greeting alone does not count).",
  "The output names a date and a time.",
  "Satisfied only if:\n- the reply names the order number.",
])("can be put to a judge: %j", (question) => {
  expect(lintQuestion(question)).toBeNull();
});

it.each([
  ["  ", "asks nothing"],
  ["Does {{output}} apologise?", "placeholder"],
  ["Does <output> apologise?", "placeholder"],
  ["Rate it from 1 to 10: does it apologise?", "scale"],
  ["Is the tone at least 7 out of 10?", "scale"],
  ["Is it more polite than the other response?", "compares"],
  ["Which of the two is more polite?", "compares"],
  ["Check that:\n1. it apologises\n2. it names a date", "checklist"],
  ["It must\n- apologise\n- name a date", "checklist"],
])("cannot be put to a judge: %j", (question, why) => {
  expect(lintQuestion(question)).toContain(why);
});
