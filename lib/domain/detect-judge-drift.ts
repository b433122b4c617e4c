import type { Alarm, Since } from "./drift-alarms";

/** A model that answered as a judge: how often, and its first and last call. */
export type JudgeModel = {
  readonly model: string;
  readonly answers: number;
  readonly firstCall: number;
  readonly lastCall: number;
};

/**
 * Judges that are asked of another model than before: earlier verdicts are not those that the model of now would give.
 * Models that take turns, as in a jury, have not replaced each other.
 */
export function detectJudgeDrift(models: readonly JudgeModel[], since: Since): Alarm[] {
  const { latest, replaced } = replacedModels(models);
  if (latest === null) return [];
  // The model that came last and those that it replaced: another change is another subject.
  const subject = `judge:${[...replaced, latest].map(({ model }) => model).join()}`;
  if (since(subject) !== null) return [];
  return [
    {
      ...{ kind: "judgeDrift", subject, criterionId: null },
      sentence: `The judge is ${latest.model} now; earlier verdicts come from ${replaced.map(({ model }) => model).join(", ")}`,
      outputIds: [],
      figures: [],
      lines: models.map(({ model, answers }) => `${model}: ${answers} answers`),
    },
  ];
}

/** The newest model that was first asked when others had given their last answer; null: nothing was replaced. */
function replacedModels(models: readonly JudgeModel[]): {
  readonly latest: JudgeModel | null;
  readonly replaced: readonly JudgeModel[];
} {
  const newestFirst = models.toSorted((a, b) => b.firstCall - a.firstCall);
  for (const latest of newestFirst) {
    const replaced = models.filter(({ lastCall }) => lastCall < latest.firstCall);
    if (replaced.length > 0) return { latest, replaced };
  }
  return { latest: null, replaced: [] };
}

/** The model that judges now, where it has replaced others; null: none was replaced. */
export const replacingModel = (models: readonly JudgeModel[]): string | null =>
  replacedModels(models).latest?.model ?? null;

/** Whether verdicts of judges come from models that replaced each other. */
export const hasReplacedJudge = (models: readonly JudgeModel[]): boolean =>
  replacedModels(models).latest !== null;
