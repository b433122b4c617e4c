import { beforeAll, expect, it } from "vitest";
import {
  addOwnCodeAction,
  chooseAssertionAction,
  dropAssertionAction,
  mergeCriteriaAction,
  moveCriterionAction,
  restoreCriterionAction,
  retireCriterionAction,
  rewordCriterionAction,
  setFfrLimitAction,
  setKindAction,
  setMustPassAction,
  setRelativeAction,
  handOverCriterionAction,
  setNotesAction,
  splitCriterionAction,
} from "@/lib/actions/criteria";
import {
  adjudicateAction,
  commentDriftAction,
  reopenDriftAction,
  settleDriftAction,
} from "@/lib/actions/drift";
import {
  openCardAction,
  openNamedCardAction,
  recordGradesAction,
  recordRemarksAction,
  revealAction,
} from "@/lib/actions/grading";
import { addJudgeAction, changeExemplarsAction, listPossibleExemplarsAction } from "@/lib/actions/judges";
import {
  closeQueueAction,
  editQueueAction,
  extendQueueAction,
  nextQueueCardsAction,
  queueProgressAction,
} from "@/lib/actions/queues";
import { proposeChangeAction, proposeCodeAction } from "@/lib/actions/proposals";
import { linkReasonAction } from "@/lib/actions/reasons";
import { setReferenceAction } from "@/lib/actions/references";
import { probeJudgeAction } from "@/lib/actions/trust";
import { db } from "@/lib/db/client";
import type { Result } from "@/lib/domain/problem";
import { aWorld, QUEUE_SETTINGS, WHOLE_DRAW, type World } from "@/tests/support/a-world";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { aGradeInput } from "@/tests/support/grading-input";
import { expectOk } from "@/tests/support/import-file";

endDatabaseAfterAll();

let mine: World;
let theirs: World;

beforeAll(async () => {
  mine = await aWorld("mine");
  theirs = await aWorld("theirs");
});

/** What the other project holds, and what an edit of it would change. */
const stored = async () => {
  const where = { projectId: theirs.projectId };
  return {
    criteria: await db.criterion.findMany({ where, include: { revisions: true } }),
    assertions: await db.assertion.findMany({ where }),
    grades: await db.grade.count(),
    remarks: await db.remark.count(),
    choices: await db.choice.count(),
    references: await db.reference.count(),
    queues: await db.gradingQueue.findMany({ where, include: { outputs: true, reservations: true } }),
    events: await db.driftEvent.findMany({ where, include: { comments: true } }),
  };
};

const worded = { name: "n", wording: "w" };
type Case = readonly [name: string, call: () => Promise<Result<unknown>>];
const ofCriterion = () => ({ projectId: mine.projectId, criterionId: theirs.criterion.id });
const ofOutput = () => ({ projectId: mine.projectId, outputId: theirs.outputId });
const ofJudge = () => ({ projectId: mine.projectId, assertionId: theirs.judge.id });
const ofEvent = () => ({ projectId: mine.projectId, eventId: theirs.eventId });

const ofQueue = () => ({ projectId: mine.projectId, queueId: theirs.queueId });

const none = { title: "t", why: "", change: { kind: "choice", choice: { kind: "none" } } } as const;
const theirCandidate = () => ({ kind: "pin", assertionId: theirs.judge.id }) as const;
const code = { name: "n", language: "javascript", source: "x" } as const;

const cases: readonly Case[] = [
  ["propose for a criterion", () => proposeChangeAction({ ...ofCriterion(), ...none })],
  [
    "propose to use an assertion",
    () =>
      proposeChangeAction({
        ...{ projectId: mine.projectId, criterionId: mine.criterion.id },
        ...{ ...none, change: { kind: "choice", choice: theirCandidate() } },
      }),
  ],
  ["propose code", () => proposeCodeAction({ ...ofCriterion(), ...none, ...code, replaces: null })],
  ["progress in a queue", () => queueProgressAction(ofQueue())],
  ["edit queue", () => editQueueAction({ ...ofQueue(), settings: QUEUE_SETTINGS })],
  ["extend queue", () => extendQueueAction({ ...ofQueue(), draw: WHOLE_DRAW })],
  ["close queue", () => closeQueueAction({ ...ofQueue(), isClosed: true })],
  ["cards of a queue", () => nextQueueCardsAction({ ...ofQueue(), count: 1, exclude: [] })],
  ["reword", () => rewordCriterionAction({ ...ofCriterion(), ...worded, change: "meaning" })],
  ["kind", () => setKindAction({ ...ofCriterion(), kind: "code" })],
  ["limit", () => setFfrLimitAction({ ...ofCriterion(), ffrLimit: 0.01 })],
  ["must pass", () => setMustPassAction({ ...ofCriterion(), mustPass: true })],
  ["relative", () => setRelativeAction({ ...ofCriterion(), isRelative: true })],
  ["hand over", () => handOverCriterionAction({ ...ofCriterion(), to: "local" })],
  ["notes", () => setNotesAction({ ...ofCriterion(), notes: "a note" })],
  ["retire", () => retireCriterionAction(ofCriterion())],
  ["restore", () => restoreCriterionAction(ofCriterion())],
  ["move", () => moveCriterionAction({ ...ofCriterion(), by: 1 })],
  ["split", () => splitCriterionAction({ ...ofCriterion(), parts: [worded, worded] })],
  [
    "merge",
    () =>
      mergeCriteriaAction({
        projectId: mine.projectId,
        criterionIds: [mine.criterion.id, theirs.criterion.id],
        into: worded,
      }),
  ],
  ["own code", () => addOwnCodeAction({ ...ofCriterion(), name: "n", language: "python", source: "x" })],
  ["drop", () => dropAssertionAction(ofJudge())],
  ["choose for it", () => chooseAssertionAction({ ...ofCriterion(), choice: { kind: "none" } })],
  [
    "choose it",
    () =>
      chooseAssertionAction({
        projectId: mine.projectId,
        criterionId: mine.criterion.id,
        choice: { kind: "pin", assertionId: theirs.judge.id },
      }),
  ],
  ["judge", () => addJudgeAction({ ...ofCriterion(), choice: { design: "direct" } })],
  ["examples", () => listPossibleExemplarsAction(ofJudge())],
  ["other examples", () => changeExemplarsAction({ ...ofJudge(), exemplars: [] })],
  ["probe", () => probeJudgeAction(ofJudge())],
  ["card", () => openCardAction(ofOutput())],
  [
    "card by its id",
    () =>
      openNamedCardAction({ projectId: mine.projectId, name: String(ofOutput().outputId), queueId: null }),
  ],
  ["reason", () => linkReasonAction({ ...ofOutput(), of: "ann", reason: "r", cause: null })],
  [
    "reason for their criterion",
    () =>
      linkReasonAction({
        projectId: mine.projectId,
        outputId: mine.outputId,
        of: "ann",
        reason: "r",
        cause: { kind: "criterion", criterionId: theirs.criterion.id },
      }),
  ],
  ["reference", () => setReferenceAction({ ...ofOutput(), text: "right", isVerified: true })],
  [
    "decide on their output",
    () =>
      adjudicateAction({ ...ofOutput(), criterionId: null, mark: "bad", note: "", key: "key-of-decision" }),
  ],
  [
    "decide under their criterion",
    () =>
      adjudicateAction({
        ...ofCriterion(),
        outputId: mine.outputId,
        mark: "bad",
        note: "",
        key: "key-of-decision",
      }),
  ],
  ["comment", () => commentDriftAction({ ...ofEvent(), text: "hm" })],
  ["settle", () => settleDriftAction({ ...ofEvent(), resolution: "so" })],
  ["reopen", () => reopenDriftAction(ofEvent())],
];

it.each(cases)("turns down ids of another project: %s", async (_name, call) => {
  const before = await stored();
  expect(await call()).toMatchObject({ ok: false, problem: { code: "not-found" } });
  expect(await stored()).toEqual(before);
});

it("keeps no grade of another project's output, criterion or wording", async () => {
  const before = await stored();
  const { projectId, outputId, criterion } = mine;
  const grades = [
    aGradeInput(theirs.outputId, "bad"),
    aGradeInput(outputId, "bad", { criterionId: theirs.criterion.id }),
    aGradeInput(outputId, "bad", { criterionId: criterion.id, revisionId: theirs.criterion.revision.id }),
  ];
  const { settled, notices } = expectOk(await recordGradesAction({ projectId, grades }));
  expect([settled.length, notices.length]).toEqual([3, 3]);
  expect(await stored()).toEqual(before);
});

it("stores nothing as said by whoever is signed in that somebody else has said", async () => {
  const before = await stored();
  const { projectId, outputId } = mine;
  const by = "the-person-who-was-here-before";
  const remark = { kind: "tags" as const, tags: ["rude"] };
  const refused = { ok: false, problem: { code: "someone-else" } };
  const grades = [aGradeInput(outputId, "bad")];
  expect(await recordGradesAction({ projectId, by, grades })).toEqual(refused);
  expect(
    await recordRemarksAction({ projectId, by, remarks: [{ key: "key-of-remark", outputId, remark }] }),
  ).toEqual(refused);
  expect(await stored()).toEqual(before);
});

it("keeps no remark on another project's output, and reveals nothing of it", async () => {
  const before = await stored();
  const remark = { kind: "tags" as const, tags: ["rude"] };
  const remarks = [{ key: "key-of-remark", outputId: theirs.outputId, remark }];
  expectOk(await recordRemarksAction({ projectId: mine.projectId, remarks }));
  expect(expectOk(await revealAction(ofOutput()))).toEqual({
    ...{ said: [], otherwise: null, model: null },
  });
  expect(await stored()).toEqual(before);
});
