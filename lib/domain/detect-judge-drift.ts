import type { Assertion } from "./assertion";
import type { Alarm, Since } from "./drift-alarms";
import type { AssertionId, OutputId } from "./ids";
import type { Judge } from "./judge-designs/judge";

/** A model that answered as a judge, from its first call to its last one. */
export type JudgeModel = {
  /** As the connection named it; null: not known. */
  readonly asked: string | null;
  /** As it called itself. */
  readonly model: string;
  readonly firstCall: number;
  readonly lastCall: number;
};

/** The last answer to one kind of question of a judge about an output. */
export type JudgeAnswer = Pick<JudgeModel, "asked" | "model"> & {
  readonly assertionId: AssertionId;
  readonly outputId: OutputId;
  readonly task: string;
  readonly call: number;
  readonly at: Date;
};

/** The models that are connected now. */
export type ModelsNow = { readonly judgingModel: string; readonly decidingModel: string };

/** Whom a judge would ask now: a cascade goes on to the model that decides, a jury is its members. */
export function modelsOf(judge: Judge, now: ModelsNow): string[] {
  switch (judge.design) {
    case "cascade":
      return [now.judgingModel, now.decidingModel];
    case "jury":
      return [...new Set(judge.members.flatMap(({ judge: member }) => modelsOf(member, now)))];
    case "direct":
    case "critique":
    case "checklist":
    case "few-shot":
    case "rubric":
    case "pairwise":
    case "probability":
    case "for-and-against":
      return [now.judgingModel];
  }
}

/** Of judges that ask the same, the one that was asked first about an output: the others took its answer over. */
export function firstAsked(answers: readonly JudgeAnswer[]): JudgeAnswer[] {
  const first = new Map<OutputId, JudgeAnswer>();
  for (const answer of answers) {
    const known = first.get(answer.outputId);
    if (!known || answer.call < known.call) first.set(answer.outputId, answer);
  }
  return answers.filter(({ outputId, assertionId }) => first.get(outputId)?.assertionId === assertionId);
}

/** A judge that speaks for a criterion, with the answers that may stand behind its verdicts. */
export type JudgeInForce = {
  readonly assertion: Assertion;
  readonly judge: Judge;
  /** Its own answers. */
  readonly own: readonly JudgeAnswer[];
  /** Those of judges whose answers it takes over: they ask the same, or are its members. */
  readonly others: readonly JudgeAnswer[];
};

/** A judge with the verdicts in force that are not of the models that it would ask now. */
export type Outdated = {
  readonly assertion: Assertion;
  readonly judge: Judge;
  /** The models of now. */
  readonly asks: readonly string[];
  /** By output: the models behind its verdict that are asked no more, and when they answered. */
  readonly earlier: ReadonlyMap<OutputId, { readonly models: readonly string[]; readonly at: Date }>;
  /** Verdicts of which the model is known. */
  readonly known: number;
};

type Facts = {
  readonly judges: readonly JudgeInForce[];
  readonly models: readonly JudgeModel[];
  readonly now: ModelsNow;
  readonly hasVerdict: (assertionId: AssertionId, outputId: OutputId) => boolean;
};

/** The judges with verdicts of models that they would not ask now. */
export function outdatedJudges({ judges, models, now, hasVerdict }: Facts): Outdated[] {
  return judges.flatMap(({ assertion, judge, own, others }) => {
    const asks = modelsOf(judge, now);
    const answers = answersBehind(own, others);
    const earlier = new Map<OutputId, { models: readonly string[]; at: Date }>();
    let known = 0;
    for (const [outputId, behind] of answers) {
      if (!hasVerdict(assertion.id, outputId)) continue;
      known += 1;
      const old = behind.filter((answer) => !isOfNow(answer, asks, models));
      const [first] = old;
      if (first) earlier.set(outputId, { models: [...new Set(old.map(({ model }) => model))], at: first.at });
    }
    return earlier.size === 0
      ? []
      : [{ assertion, judge, asks: asks.map((name) => nameNow(name, models)), earlier, known }];
  });
}

/** The answers that a verdict rests on, by output: its own ones, else those that it was taken over from. */
function answersBehind(
  own: readonly JudgeAnswer[],
  others: readonly JudgeAnswer[],
): Map<OutputId, readonly JudgeAnswer[]> {
  const behind = new Map<OutputId, readonly JudgeAnswer[]>([...byOutput(others), ...byOutput(own)]);
  for (const [outputId, answers] of behind) behind.set(outputId, withoutOvertaken(answers));
  return behind;
}

function byOutput(answers: readonly JudgeAnswer[]): Map<OutputId, JudgeAnswer[]> {
  const found = new Map<OutputId, JudgeAnswer[]>();
  for (const answer of answers) {
    const known = found.get(answer.outputId);
    if (known) known.push(answer);
    else found.set(answer.outputId, [answer]);
  }
  return found;
}

const isStrong = ({ task }: JudgeAnswer): boolean => task.startsWith("judge-output-strong");

/** A cascade that was asked again and was sure the second time has not heard the strong model of the first. */
function withoutOvertaken(answers: readonly JudgeAnswer[]): readonly JudgeAnswer[] {
  const cheap = Math.max(0, ...answers.flatMap((answer) => (isStrong(answer) ? [] : [answer.call])));
  return answers.filter((answer) => !isStrong(answer) || answer.call > cheap);
}

/** Asked under a name that is asked now, and not of a model that another one has replaced under that name. */
function isOfNow(answer: JudgeAnswer, asks: readonly string[], models: readonly JudgeModel[]): boolean {
  return (
    asks.some((name) => isAskedAs(answer, name)) &&
    !models.some(
      (other) =>
        other.model !== answer.model &&
        asks.some((name) => isAskedAs(other, name) && isAskedAs(answer, name)) &&
        models.every(
          (one) => one.model !== answer.model || one.asked !== answer.asked || one.lastCall < other.firstCall,
        ),
    )
  );
}

/** Where it was not kept how a model was asked: a server may answer under a longer name, with a date. */
const isAskedAs = ({ asked, model }: Pick<JudgeModel, "asked" | "model">, name: string): boolean =>
  asked === null ? model === name || /^[-@:]\d/.test(suffixOf(model, name)) : asked === name;

const suffixOf = (model: string, name: string): string =>
  model.startsWith(name) ? model.slice(name.length) : "";

/** As the model calls itself that answered last under this name. */
const nameNow = (name: string, models: readonly JudgeModel[]): string =>
  models.filter((model) => isAskedAs(model, name)).toSorted((a, b) => b.firstCall - a.firstCall)[0]?.model ??
  name;

/**
 * Judges that would ask another model now than the one behind their verdicts in force: it may say otherwise. What was
 * settled is told again where a model that is asked no more has judged since.
 */
export function detectJudgeDrift(judges: readonly Outdated[], since: Since): Alarm[] {
  const now = sorted(judges.flatMap(({ asks }) => asks));
  const subject = `judge:${now.join()}`;
  const from = since(subject);
  if (judges.length === 0 || from === "open") return [];
  const counted = judges.map((judge) => ({
    ...judge,
    earlier: [...judge.earlier.values()].filter(({ at }) => from === null || at > from),
  }));
  const before = sorted(counted.flatMap(({ earlier }) => earlier.flatMap(({ models }) => models)));
  if (before.length === 0) return [];
  return [
    {
      ...{ kind: "judgeDrift", subject, criterionId: null },
      sentence: `The judge is ${now.join(" and ")} now; earlier verdicts come from ${before.join(", ")}`,
      outputIds: [],
      figures: [],
      lines: counted
        .filter(({ earlier }) => earlier.length > 0)
        .map(
          ({ assertion, earlier, known }) =>
            `“${assertion.name}”: ${earlier.length} of ${known} verdicts whose model is known come from ${sorted(earlier.flatMap(({ models }) => models)).join(", ")}`,
        ),
    },
  ];
}

const sorted = (names: readonly string[]): string[] => [...new Set(names)].toSorted();
