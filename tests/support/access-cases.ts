import type { InstallationNeed, Role } from "@/lib/domain/access";
import { QUEUE_SETTINGS, WHOLE_DRAW, type FullWorld } from "./a-world";
import { aGradeInput } from "./grading-input";

/** A project with all that actions, routes and pages are about. */
export type AccessWorld = FullWorld & {
  /** A file that the owner brought. */
  readonly importId: string;
  /** Somebody with a part in the project who does not act. */
  readonly bystanderId: string;
};

/** Who may: a role in the project, anybody with an account, the administrator, or only who brought the file. */
export type Expected = Role | InstallationNeed | "its owner";

type Case = readonly [need: Expected, input: (world: AccessWorld) => unknown];

const ofProject = ({ projectId }: AccessWorld) => ({ projectId });
const ofCriterion = ({ projectId, criterion }: AccessWorld) => ({ projectId, criterionId: criterion.id });
const ofJudge = ({ projectId, judge }: AccessWorld) => ({ projectId, assertionId: judge.id });
const ofOutput = ({ projectId, outputId }: AccessWorld) => ({ projectId, outputId });
const ofQueue = ({ projectId, queueId }: AccessWorld) => ({ projectId, queueId });
const ofEvent = ({ projectId, eventId }: AccessWorld) => ({ projectId, eventId });
const ofImport = ({ importId }: AccessWorld) => ({ importId });
const ofMember = ({ projectId, bystanderId }: AccessWorld) => ({ projectId, userId: bystanderId });
/** There need not be one: who may is asked before it is looked for. */
const ofProposal = ({ projectId }: AccessWorld) => ({ projectId, number: 1 });
const worded = { name: "n", wording: "w" };
/** Nothing listens there. */
const nowhere = { baseUrl: "http://127.0.0.1:9/v1", apiKey: "key" };
const connection = () => ({
  ...{ ...nowhere, id: null, name: "n", writingModel: "m", judgingModel: "m" },
  ...{ callsAtOnce: 1, requestsPerMinute: null, tokensPerMinute: null },
});
const EVERYTHING = { of: "matching", query: {} } as const;
const choice = { task: "judging", connectionId: null };
const cards = (world: AccessWorld) => ({ ...ofProject(world), count: 1, exclude: [] });

/** Every action with who may, and input that is in order. An action that is not here fails the test of the table. */
export const ACTIONS: Readonly<Record<string, Case>> = {
  makeApiTokenAction: ["signed-in", () => ({ name: "ci", scopes: ["read"], projectId: null })],
  dropApiTokenAction: ["signed-in", () => ({ id: "none" })],
  signOutThereAction: ["signed-in", () => ({ id: "none" })],
  renameAction: ["signed-in", () => ({ name: "n" })],
  endSessionsAction: ["admin", () => ({ userId: "none" })],
  disableAccountAction: ["admin", () => ({ userId: "none", isDisabled: true })],
  makeAdminAction: ["admin", ({ bystanderId }) => ({ userId: bystanderId, isAdmin: false })],
  takeOverAction: ["admin", ({ projectId }) => ({ abandoned: projectId })],
  passwordLinkAction: ["admin", () => ({ userId: "none" })],
  startAuditSetAction: ["editor", ofProject],
  endAuditSetAction: ["editor", ofProject],
  nextAuditCardsAction: ["grader", cards],
  connectAction: ["admin", connection],
  testConnectionAction: ["admin", connection],
  listModelsAction: ["admin", () => ({ ...nowhere, id: null })],
  disconnectAction: ["admin", () => ({ id: "none", evenInUse: false })],
  chooseConnectionAction: ["admin", () => choice],
  chooseProjectConnectionAction: ["owner", (world) => ({ ...ofProject(world), ...choice })],
  findInProjectAction: ["viewer", (world) => ({ ...ofProject(world), words: "one" })],
  addCriterionAction: ["editor", (world) => ({ ...ofProject(world), ...worded, kind: "code" })],
  rewordCriterionAction: ["editor", (world) => ({ ...ofCriterion(world), ...worded, change: "meaning" })],
  setKindAction: ["editor", (world) => ({ ...ofCriterion(world), kind: "either" })],
  setFfrLimitAction: ["editor", (world) => ({ ...ofCriterion(world), ffrLimit: 0.2 })],
  setMustPassAction: ["editor", (world) => ({ ...ofCriterion(world), mustPass: false })],
  setRelativeAction: ["editor", (world) => ({ ...ofCriterion(world), isRelative: true })],
  handOverCriterionAction: ["editor", (world) => ({ ...ofCriterion(world), to: world.bystanderId })],
  setNotesAction: ["editor", (world) => ({ ...ofCriterion(world), notes: "a note" })],
  retireCriterionAction: ["editor", ofCriterion],
  restoreCriterionAction: ["editor", ofCriterion],
  moveCriterionAction: ["editor", (world) => ({ ...ofCriterion(world), by: 1 })],
  splitCriterionAction: ["editor", (world) => ({ ...ofCriterion(world), parts: [worded, worded] })],
  mergeCriteriaAction: [
    "editor",
    (world) => ({ ...ofProject(world), criterionIds: [world.criterion.id, "none"], into: worded }),
  ],
  suggestCriteriaAction: ["editor", (world) => ({ ...ofProject(world), from: "outputs" })],
  writeCandidatesAction: ["editor", ofCriterion],
  addOwnCodeAction: [
    "editor",
    (world) => ({ ...ofCriterion(world), name: "n", language: "javascript", source: "function check() {}" }),
  ],
  dropAssertionAction: ["editor", ofJudge],
  restoreAssertionAction: ["editor", ofJudge],
  tryCodeAction: [
    "editor",
    (world) => ({ ...ofCriterion(world), language: "javascript", source: "x", on: { name: "none" } }),
  ],
  priceJudgeTrialAction: ["editor", (world) => ({ ...ofJudge(world), on: { round: 0 } })],
  tryJudgeAction: ["editor", (world) => ({ ...ofJudge(world), on: { round: 0 } })],
  chooseAssertionAction: ["editor", (world) => ({ ...ofCriterion(world), choice: { kind: "auto" } })],
  commentDriftAction: ["grader", (world) => ({ ...ofEvent(world), text: "hm" })],
  seeMentionsAction: ["viewer", (world) => ({ ...ofProject(world), commentIds: [1] })],
  settleDriftAction: ["editor", (world) => ({ ...ofEvent(world), resolution: "so" })],
  reopenDriftAction: ["editor", ofEvent],
  weighGradersAction: ["viewer", ofCriterion],
  recheckJudgesAction: ["editor", ofEvent],
  adjudicateAction: [
    "editor",
    (world) => ({ ...ofOutput(world), criterionId: null, mark: "good", note: "", key: "key-of-decision" }),
  ],
  publishEvaluatorAction: ["editor", (world) => ({ ...ofProject(world), note: "" })],
  rollBackAction: ["editor", (world) => ({ ...ofProject(world), number: 1 })],
  nextCardsAction: ["grader", cards],
  nextRelooksAction: ["grader", cards],
  nextDecidingAction: ["grader", (world) => ({ ...ofEvent(world), count: 1, exclude: [] })],
  openCardAction: ["grader", ofOutput],
  openNamedCardAction: [
    "grader",
    (world) => ({ ...ofProject(world), name: String(world.outputId), queueId: null }),
  ],
  recordGradesAction: [
    "grader",
    (world) => ({ ...ofProject(world), grades: [aGradeInput(world.outputId, "good")] }),
  ],
  nextPairsAction: ["grader", (world) => ({ ...ofCriterion(world), count: 1, exclude: [] })],
  recordComparisonsAction: ["grader", (world) => ({ ...ofProject(world), comparisons: [] })],
  recordRemarksAction: ["grader", (world) => ({ ...ofProject(world), remarks: [] })],
  revealAction: ["grader", ofOutput],
  previewImportAction: ["its owner", ofImport],
  readImportAction: ["its owner", ofImport],
  startImportAction: [
    "its owner",
    (world) => ({
      ...ofImport(world),
      ...ofProject(world),
      ...{ name: "n", promptTemplate: "", mapping: { columns: [], values: [] } },
    }),
  ],
  addJudgeAction: ["editor", (world) => ({ ...ofCriterion(world), choice: { design: "direct" } })],
  listPossibleExemplarsAction: ["editor", ofJudge],
  changeExemplarsAction: ["editor", (world) => ({ ...ofJudge(world), exemplars: [] })],
  holdJudgingAction: ["editor", ofProject],
  letJudgeAction: ["editor", ofProject],
  limitSpendingAction: ["owner", (world) => ({ ...ofProject(world), budget: 5 })],
  limitRunAction: ["editor", (world) => ({ ...ofProject(world), amount: null })],
  enterPriceAction: ["admin", () => ({ model: "m", price: null })],
  changeRoleAction: ["owner", (world) => ({ ...ofMember(world), role: "viewer" })],
  removeMemberAction: ["owner", ofMember],
  leaveProjectAction: ["viewer", ofProject],
  inviteAction: ["owner", (world) => ({ ...ofProject(world), role: "viewer", days: 1 })],
  takeBackInvitationAction: ["owner", (world) => ({ ...ofProject(world), id: "none" })],
  joinProjectAction: ["signed-in", () => ({ token: "none" })],
  createQueueAction: [
    "editor",
    (world) => ({ ...ofProject(world), settings: QUEUE_SETTINGS, overlapShare: 0, draw: WHOLE_DRAW }),
  ],
  editQueueAction: ["editor", (world) => ({ ...ofQueue(world), settings: QUEUE_SETTINGS })],
  extendQueueAction: ["editor", (world) => ({ ...ofQueue(world), draw: WHOLE_DRAW })],
  closeQueueAction: ["editor", (world) => ({ ...ofQueue(world), isClosed: false })],
  setOverlapAction: ["editor", (world) => ({ ...ofQueue(world), overlapShare: 0.5 })],
  takeOutputsOutAction: ["editor", (world) => ({ ...ofQueue(world), outputIds: [world.outputId] })],
  putIntoQueueAction: ["editor", (world) => ({ ...ofQueue(world), selection: EVERYTHING })],
  putIntoNewQueueAction: [
    "editor",
    (world) => ({ ...ofProject(world), selection: EVERYTHING, settings: QUEUE_SETTINGS }),
  ],
  tagOutputsAction: ["editor", (world) => ({ ...ofProject(world), selection: EVERYTHING, tag: "odd" })],
  nextQueueCardsAction: ["grader", (world) => ({ ...ofQueue(world), count: 1, exclude: [] })],
  queueProgressAction: ["grader", ofQueue],
  editProjectAction: ["editor", (world) => ({ ...ofProject(world), name: "n", promptTemplate: "" })],
  requireReviewAction: ["owner", (world) => ({ ...ofProject(world), isRequired: false })],
  setLabellingAction: ["owner", (world) => ({ ...ofProject(world), labelling: "weighed" })],
  linkReasonAction: ["grader", (world) => ({ ...ofOutput(world), of: "ann", reason: "r", cause: null })],
  adoptProposalAction: ["editor", (world) => ({ ...ofProject(world), name: "adopted" })],
  setReferenceAction: ["grader", (world) => ({ ...ofOutput(world), text: "right", isVerified: false })],
  previewLimitAction: ["viewer", (world) => ({ ...ofProject(world), ffrLimit: 0.1 })],
  setAllLimitsAction: ["editor", (world) => ({ ...ofProject(world), ffrLimit: 0.2 })],
  proposeChangeAction: [
    "grader",
    (world) => ({
      ...{ ...ofCriterion(world), title: "t", why: "" },
      change: { kind: "choice", choice: { kind: "none" } },
    }),
  ],
  proposeCodeAction: [
    "grader",
    (world) => ({
      ...{ ...ofCriterion(world), title: "t", why: "", name: "n", replaces: null },
      ...{ language: "javascript", source: "function check() { return true; }" },
    }),
  ],
  proposeJudgeAction: [
    "editor",
    (world) => ({ ...ofCriterion(world), title: "t", why: "", question: "", choice: { design: "direct" } }),
  ],
  proposeExemplarsAction: ["editor", (world) => ({ ...ofJudge(world), title: "t", why: "", exemplars: [] })],
  proposeSelectionAction: ["grader", (world) => ({ ...ofProject(world), title: "t", why: "" })],
  commentProposalAction: ["grader", (world) => ({ ...ofProposal(world), comment: "hm" })],
  reviewProposalAction: [
    "editor",
    (world) => ({ ...ofProposal(world), verdict: "approve", comment: "", version: 1 }),
  ],
  mergeProposalAction: ["editor", ofProposal],
  withdrawProposalAction: ["grader", ofProposal],
  rejectProposalAction: ["editor", ofProposal],
  refreshProposalAction: ["grader", ofProposal],
  probeJudgeAction: ["editor", ofJudge],
  perturbAction: ["editor", ofCriterion],
  judgePerturbationAction: [
    "grader",
    (world) => ({ ...ofProject(world), id: world.perturbationId, isRight: true }),
  ],
  /** Late: afterwards there is no queue. */
  deleteQueueAction: ["owner", ofQueue],
  /** Last: afterwards there is no project. */
  deleteProjectAction: ["owner", ofProject],
};

const asCause = ({ criterion }: AccessWorld) => ({ kind: "criterion", criterionId: criterion.id });
const asPin = ({ judge }: AccessWorld) => ({ kind: "pin", assertionId: judge.id });
const onCriterion = ({ outputId, criterion }: AccessWorld) =>
  aGradeInput(outputId, "bad", { criterionId: criterion.id, revisionId: criterion.revision.id });
const aPair = ({ criterion, outputId }: AccessWorld) => ({
  ...{ key: "key-of-comparison", criterionId: criterion.id, revisionId: criterion.revision.id },
  ...{ leftId: outputId, rightId: outputId, winner: "left" },
});

/** Further input of the same actions: ids that lie deeper in it, or are left out above. */
export const DEEPER: readonly (readonly [action: string, input: (world: AccessWorld) => unknown])[] = [
  ["chooseAssertionAction", (world) => ({ ...ofCriterion(world), choice: asPin(world) })],
  [
    "proposeChangeAction",
    (world) => ({
      ...{ ...ofCriterion(world), title: "t", why: "" },
      change: { kind: "choice", choice: asPin(world) },
    }),
  ],
  [
    "proposeCodeAction",
    (world) => ({
      ...{ ...ofCriterion(world), title: "t", why: "", name: "n", replaces: world.judge.id },
      ...{ language: "javascript", source: "function check() { return false; }" },
    }),
  ],
  ["linkReasonAction", (world) => ({ ...ofOutput(world), of: "ann", reason: "r", cause: asCause(world) })],
  ["weighGradersAction", ofCriterion],
  [
    "adjudicateAction",
    (world) => ({
      ...{ ...ofOutput(world), criterionId: world.criterion.id },
      ...{ mark: "good", note: "", key: "key-of-decision-2" },
    }),
  ],
  ["recordGradesAction", (world) => ({ ...ofProject(world), grades: [onCriterion(world)] })],
  [
    "recordRemarksAction",
    (world) => ({
      ...ofProject(world),
      remarks: [{ key: "key-of-remark", outputId: world.outputId, remark: { kind: "tags", tags: ["rude"] } }],
    }),
  ],
  ["recordComparisonsAction", (world) => ({ ...ofProject(world), comparisons: [aPair(world)] })],
  [
    "changeExemplarsAction",
    (world) => ({
      ...ofJudge(world),
      exemplars: [{ outputId: world.outputId, note: "", borderline: false }],
    }),
  ],
  [
    "mergeCriteriaAction",
    (world) => ({
      ...ofProject(world),
      criterionIds: [world.criterion.id, world.otherCriterionId],
      into: worded,
    }),
  ],
];

/** Actions that tell of what was not theirs by keeping nothing, rather than by a refusal. */
export const KEEP_NOTHING: readonly string[] = [
  ...["recordGradesAction", "recordRemarksAction", "recordComparisonsAction", "revealAction"],
];

/** Actions that only look, and those whose traces carry who made them: grades, remarks, comments. */
export const UNLOGGED: readonly string[] = [
  ...["testConnectionAction", "listModelsAction", "listPossibleExemplarsAction", "previewLimitAction"],
  ...["previewImportAction", "readImportAction", "queueProgressAction", "revealAction", "openCardAction"],
  ...[
    "openNamedCardAction",
    "nextCardsAction",
    "nextRelooksAction",
    "nextDecidingAction",
    "nextAuditCardsAction",
    "nextQueueCardsAction",
  ],
  ...["nextPairsAction", "recordComparisonsAction"],
  ...["recordGradesAction", "recordRemarksAction", "linkReasonAction", "commentDriftAction"],
  ...["commentProposalAction"],
  ...["seeMentionsAction", "weighGradersAction", "findInProjectAction"],
  ...["tryCodeAction", "priceJudgeTrialAction"],
  // Stands in the log when it has ended.
  "startImportAction",
];

/** Routes that change something and leave no line: a grade carries who gave it, an import is written down when it has ended. */
export const UNLOGGED_ROUTES: readonly string[] = [
  "POST app/api/imports",
  "POST app/api/projects/[projectId]/grades",
];

const json = (body: unknown): RequestInit => ({ method: "POST", body: JSON.stringify(body) });

/** Every route and method with who may, and what a request to it needs; "anyone": it has no gate of its own. */
export const ROUTES: Readonly<
  Record<string, readonly [need: Expected | "anyone", init?: (world: AccessWorld) => RequestInit]>
> = {
  "GET app/api/auth/[...path]": ["anyone"],
  "POST app/api/auth/[...path]": ["anyone", () => json({})],
  "GET app/api/evaluators/[evaluatorId]/[target]": ["viewer"],
  "GET app/api/health": ["anyone"],
  "GET app/api/imports/[importId]/bad-rows": ["its owner"],
  "POST app/api/imports": ["signed-in", () => ({ method: "POST", body: "output\na\n" })],
  "GET app/api/projects/[projectId]/audit": ["editor"],
  "GET app/api/projects/[projectId]/drift": ["viewer"],
  "GET app/api/projects/[projectId]/evaluators": ["viewer"],
  "POST app/api/projects/[projectId]/evaluators": ["editor", () => json({ note: "" })],
  "GET app/api/projects/[projectId]/evaluators/compare": ["viewer"],
  "GET app/api/projects/[projectId]/events": ["viewer"],
  "GET app/api/projects/[projectId]/grades": ["editor"],
  "GET app/api/projects/[projectId]/tables/[name]": ["viewer"],
  "POST app/api/projects/[projectId]/grades": [
    "grader",
    ({ outputId }) => json({ grades: [aGradeInput(outputId, "bad")] }),
  ],
};

/** Every page with who may see it; a page of a project that is not here is for its viewers. */
export const PAGES: Readonly<Record<string, Expected | "anyone">> = {
  app: "signed-in",
  "app/help/statistics": "anyone",
  "app/invite/[token]": "anyone",
  "app/projects/new": "signed-in",
  "app/reset/[token]": "anyone",
  "app/settings": "signed-in",
  "app/settings/account": "signed-in",
  "app/settings/audit": "admin",
  "app/sign-in": "anyone",
  "app/projects/[projectId]/activity": "viewer",
  "app/projects/[projectId]/audit": "editor",
  "app/projects/[projectId]/assertions/[assertionId]/trust": "viewer",
  "app/projects/[projectId]/criteria": "viewer",
  "app/projects/[projectId]/drift": "viewer",
  "app/projects/[projectId]/drift/[criterionId]": "viewer",
  "app/projects/[projectId]/drift/adjudicate": "viewer",
  "app/projects/[projectId]/export": "viewer",
  "app/projects/[projectId]/export/compare": "viewer",
  "app/projects/[projectId]/grade": "viewer",
  "app/projects/[projectId]/grade/pairs": "viewer",
  "app/projects/[projectId]/members": "viewer",
  "app/projects/[projectId]/outputs": "viewer",
  "app/projects/[projectId]/outputs/[outputId]": "viewer",
  "app/projects/[projectId]/outputs/compare": "viewer",
  "app/projects/[projectId]/outputs/import": "viewer",
  "app/projects/[projectId]/proposals": "viewer",
  "app/projects/[projectId]/proposals/[number]": "viewer",
  "app/projects/[projectId]/queues": "viewer",
  "app/projects/[projectId]/queues/[queueId]": "viewer",
  "app/projects/[projectId]/report": "viewer",
  "app/projects/[projectId]/report/table": "viewer",
};
