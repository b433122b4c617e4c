import type { Alarm, Since } from "./drift-alarms";

/** A model that answered as a judge, and how often. */
export type JudgeModel = { readonly model: string; readonly answers: number };

/** Verdicts of judges that come from several models: those of before are not those that the model of now would give. */
export function detectJudgeDrift(models: readonly JudgeModel[], since: Since): Alarm[] {
  const subject = `judge:${models.map(({ model }) => model).join()}`;
  const latest = models.at(-1);
  if (models.length < 2 || !latest || since(subject) !== null) return [];
  return [
    {
      ...{ kind: "judgeDrift", subject, criterionId: null },
      sentence: `The judge is ${latest.model} now; earlier verdicts come from ${models
        .slice(0, -1)
        .map(({ model }) => model)
        .join(", ")}`,
      outputIds: [],
      figures: [],
      lines: models.map(({ model, answers }) => `${model}: ${answers} answers`),
    },
  ];
}
