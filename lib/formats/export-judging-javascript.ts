/**
 * The types of the judges of export-judges.ts in the TypeScript export. What is asked stands in each of them, so that
 * the code below only has to fence, ask, read and decide.
 */
export const JUDGE_TYPES = `type Ask = { readonly question: string; readonly form: string; readonly ending: string; readonly tokens: number };
type Input = readonly (readonly [name: string, value: string])[];
type Exemplar = { readonly output: string; readonly input: Input; readonly isGood: boolean; readonly grade: string };
type Checklist = Ask & {
  readonly design: "checklist";
  readonly items: readonly { readonly id: string; readonly question: string; readonly weight: "primary" | "secondary" }[];
  readonly rule: { readonly kind: "all" } | { readonly kind: "ratio"; readonly atLeast: number } | { readonly kind: "priority" };
};
type Probability = Ask & { readonly design: "probability"; readonly samples: number | null; readonly threshold: number };
type Pairwise = Ask & { readonly design: "pairwise"; readonly exemplars: readonly Exemplar[] };
type ForAndAgainst = Ask & { readonly design: "for-and-against"; readonly cases: readonly Omit<Ask, "question">[] };
type Solo =
  | (Ask & { readonly design: "direct" })
  | (Ask & { readonly design: "critique" })
  | (Ask & { readonly design: "few-shot"; readonly exemplars: readonly Exemplar[] })
  | (Ask & { readonly design: "rubric"; readonly passFrom: number })
  | Checklist
  | Probability
  | Pairwise
  | ForAndAgainst;
type Jury = {
  readonly design: "jury";
  readonly members: readonly Solo[];
  readonly rule: { readonly kind: "majority" } | { readonly kind: "veto"; readonly votes: number };
};
type Judge = { readonly kind: "judge"; readonly model: string | null } & (Solo | Jury);`;

/**
 * How the TypeScript and promptfoo exports come to a verdict, as the app does (lib/workflow/find-out,
 * lib/domain/judge-designs/decide). Between « and » stand the types.
 */
export const JUDGING_JAVASCRIPT = String.raw`
const SHOWN = "this judge was shown the output as an example, so it does not score it";

const because = (reason«: string | null») => (reason === null ? {} : { reason });
const passIf = (passes«: boolean», reason«: string | null»)«: Verdict» => ({ kind: passes ? "pass" : "fail", ...because(reason) });
const byWord = ({ judged, critique }«: Judgement»)«: Verdict» =>
  judged === "na" ? { kind: "notApplicable", ...because(critique) } : passIf(judged === "pass", critique);
const percent = (share«: number») => Math.round(share * 100) + " %";

/** Questions that cannot apply are left out; when none applies neither does the criterion. */
function byTicks({ items, rule }«: Checklist», ticks«: Ticks»)«: Verdict» {
  const applicable = items.filter(({ id }) => ticks.get(id) !== "n/a");
  if (applicable.length === 0) return { kind: "notApplicable" };
  const missed = applicable.filter(({ id }) => ticks.get(id) === "no").map(({ question }) => question);
  const reason = missed.length === 0 ? "all " + applicable.length + " answered yes" : "answered no: " + missed.join(" · ");
  const share = (weight«?: string») => {
    const mine = applicable.filter((item) => weight === undefined || item.weight === weight);
    return mine.length === 0 ? 1 : mine.filter(({ id }) => ticks.get(id) === "yes").length / mine.length;
  };
  if (rule.kind === "all") return passIf(missed.length === 0, reason);
  if (rule.kind === "ratio") return passIf(share() >= rule.atLeast, reason);
  const half = (weight«: string») => 0.5 * (Math.round(share(weight) * 100) / 100);
  return passIf(share("primary") === 1 && half("primary") + half("secondary") >= 0.8, reason);
}

/** P(yes) among yes and no; null where the model hardly thought of either. */
function yesProbability(logprobs«: Logprobs | null») {
  const byToken = new Map((logprobs ?? []).map(({ token, logprob }) => [token, logprob]));
  const massOf = (word«: string») =>
    [...byToken].reduce((sum, [token, logprob]) => (token.trim().toLowerCase() === word ? sum + Math.exp(logprob) : sum), 0);
  const [yes, no] = [massOf("yes"), massOf("no")];
  return yes + no >= 0.1 ? yes / (yes + no) : null;
}

async function byProbability(judge«: Probability», model«: string», blocks«: readonly Block[]»)«: Promise<Verdict>» {
  const { samples, threshold } = judge;
  const decide = (probability«: number») =>
    passIf(probability >= threshold, "P(yes) = " + percent(probability) + ", passes from " + percent(threshold));
  if (samples === null) {
    const { judged, probability } = await askTwice(model, judge, {
      blocks,
      logprobs: true,
      read: (text, _nonce, logprobs) => {
        const judgement = readJudgement(text);
        return judgement && { judged: judgement.judged, probability: yesProbability(logprobs) };
      },
    });
    if (judged === "na") return { kind: "notApplicable" };
    return probability === null ? problem("the answer has no probability") : decide(probability);
  }
  const said«: Judged[]» = [];
  for (let i = 0; i < samples; i++)
    said.push((await askTwice(model, judge, { blocks, temperature: 1, read: (text) => readJudgement(text) })).judged);
  const count = (judged«: Judged») => said.filter((one) => one === judged).length;
  const [yes, no] = [count("pass"), count("fail")];
  return count("na") > yes + no || yes + no === 0 ? { kind: "notApplicable" } : decide(yes / (yes + no));
}

/** Each example in both orders; where the order decided, the two count as equal. */
async function byPairs(judge«: Pairwise», model«: string», own«: JudgedText»)«: Promise<Verdict>» {
  let score = 0;
  const wins = { good: 0, bad: 0 };
  const all = { good: 0, bad: 0 };
  for (const exemplar of judge.exemplars) {
    const wonAt«: (boolean | null)[]» = [];
    for (const place of ["first", "second"]) {
      const [first, second] = place === "first" ? [own, exemplar] : [exemplar, own];
      const blocks = [...blocksOf(first, "first "), ...blocksOf(second, "second ")];
      const better = await askTwice(model, judge, { blocks, read: readBetter });
      wonAt.push(better === "equal" ? null : better === place);
    }
    const won = wonAt[0] === wonAt[1] ? wonAt[0] ?? null : null;
    const label = exemplar.isGood ? "good" : "bad";
    all[label]++;
    if (won === true) wins[label]++;
    score += (won ?? exemplar.isGood) ? 1 : -1;
  }
  return passIf(score > 0, "better than " + wins.good + " of " + all.good + " good and " + wins.bad + " of " + all.bad + " bad examples");
}

async function betweenCases(judge«: ForAndAgainst», model«: string», own«: JudgedText»)«: Promise<Verdict>» {
  const made«: string[]» = [];
  for (const one of judge.cases) {
    const ask = { ...one, question: judge.question };
    made.push(await askTwice(model, ask, { blocks: blocksOf(own), read: (text) => text.trim().slice(0, 4000) || null }));
  }
  const cases«: Block[]» = [["case for PASS", made[0] ?? ""], ["case for FAIL", made[1] ?? ""]];
  return byWord(
    await askTwice(model, judge, { blocks: [...cases, ...blocksOf(own)], read: (text, nonce) => readCritique(text, nonce, own.output) }),
  );
}

/** Known by its content: it was shown with its grade, so a verdict on it would say nothing. */
const isShownTo = (judge«: Solo», own«: JudgedText») =>
  "exemplars" in judge &&
  judge.exemplars.some(
    ({ output, input }) =>
      output === own.output &&
      input.length === own.input.length &&
      input.every(([name, value]) => own.input.some(([other, its]) => other === name && its === value)),
  );

async function verdictOf(judge«: Solo», model«: string», item«: Item»)«: Promise<Verdict>» {
  const own = textsOf(item);
  const blocks = blocksOf(own);
  if (isShownTo(judge, own)) return { kind: "notApplicable", reason: SHOWN };
  switch (judge.design) {
    case "direct":
      return byWord(await askTwice(model, judge, { blocks, read: (text) => readJudgement(text) }));
    case "critique":
      return byWord(await askTwice(model, judge, { blocks, read: (text, nonce) => readCritique(text, nonce, own.output) }));
    case "few-shot": {
      const examples = judge.exemplars.flatMap((exemplar, i)«: Block[]» => {
        const which = "example " + (i + 1) + " ";
        return [...blocksOf(exemplar, which), [which + "grade", exemplar.grade]];
      });
      return byWord(
        await askTwice(model, judge, { blocks: [...examples, ...blocks], read: (text, nonce) => readCritique(text, nonce, own.output) }),
      );
    }
    case "checklist": {
      const ids = judge.items.map(({ id }) => id);
      return byTicks(judge, await askTwice(model, judge, { blocks, read: (text, nonce) => readAnswers(text, nonce, ids) }));
    }
    case "rubric": {
      if (item.reference === null) throw new Unreadable("this output has no verified reference");
      const { level, critique } = await askTwice(model, judge, { blocks: [["reference", item.reference], ...blocks], read: readLevel });
      if (level === null) return { kind: "notApplicable", reason: critique };
      return passIf(level >= judge.passFrom, "level " + level + ", passes from " + judge.passFrom + ": " + critique);
    }
    case "probability":
      return byProbability(judge, model, blocks);
    case "pairwise":
      return byPairs(judge, model, own);
    case "for-and-against":
      return betweenCases(judge, model, own);
  }
}

async function judgeAlone(judge«: Solo», model«: string», item«: Item»)«: Promise<Verdict>» {
  try {
    return await verdictOf(judge, model, item);
  } catch (thrown) {
    if (thrown instanceof Unreadable) return problem(thrown.message);
    throw thrown;
  }
}

/** Members to which it does not apply do not vote; where one that erred could decide, or votes are even, the jury errs. */
async function byVotes({ members, rule }«: Jury», model«: string», item«: Item»)«: Promise<Verdict>» {
  const votes«: string[]» = [];
  for (const member of members) votes.push((await judgeAlone(member, model, item)).kind);
  const count = (kind«: Verdict["kind"]») => votes.filter((vote) => vote === kind).length;
  const [passed, failed, erred] = [count("pass"), count("fail"), count("error")];
  const voting = passed + failed + erred;
  if (voting === 0) return { kind: "notApplicable" };
  const said = failed + " of " + members.length + " judges fail it";
  const undecided = problem("undecided: " + said + ", " + passed + " pass it, " + erred + " erred");
  if (rule.kind === "majority") {
    if (failed > voting / 2) return { kind: "fail", reason: said };
    return passed > voting / 2 ? { kind: "pass", reason: said } : undecided;
  }
  if (failed >= rule.votes) return { kind: "fail", reason: said };
  return failed + erred >= rule.votes ? undecided : { kind: "pass", reason: said };
}

async function runJudge(judge«: Judge», item«: Item»)«: Promise<Verdict>» {
  if (!process.env["OPENAI_API_KEY"] && !process.env["OPENAI_BASE_URL"]) return problem("no model is connected: set OPENAI_API_KEY");
  const model = process.env["OPENAI_MODEL"] || judge.model;
  if (!model) return problem("no model is named: set OPENAI_MODEL");
  try {
    return await (judge.design === "jury" ? byVotes(judge, model, item) : judgeAlone(judge, model, item));
  } catch (thrown) {
    return problem("the model did not answer: " + describe(thrown));
  }
}
`;
