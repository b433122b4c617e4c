/**
 * How the Python export comes to a verdict with a judge of export-judges.ts, as the app does (lib/workflow/find-out,
 * lib/domain/judge-designs/decide).
 */
export const JUDGING_PYTHON = String.raw`
_SHOWN = "this judge was shown the output as an example, so it does not score it"


def _verdict(kind, reason):
    return {"kind": kind} if reason is None else {"kind": kind, "reason": reason}


def _pass_if(passes, reason):
    return _verdict("pass" if passes else "fail", reason)


def _by_word(judgement):
    kind = "notApplicable" if judgement["judged"] == "na" else judgement["judged"]
    return _verdict(kind, judgement["critique"])


def _rounded(value):
    return math.floor(value + 0.5)


def _percent(share):
    return str(_rounded(share * 100)) + " %"


def _by_ticks(judge, ticks):
    """Questions that cannot apply are left out; when none applies neither does the criterion."""
    applicable = [item for item in judge["items"] if ticks[item["id"]] != "n/a"]
    if not applicable:
        return {"kind": "notApplicable"}
    missed = [item["question"] for item in applicable if ticks[item["id"]] == "no"]
    reason = "answered no: " + " · ".join(missed) if missed else "all " + str(len(applicable)) + " answered yes"

    def share(*weights):
        mine = [ticks[item["id"]] == "yes" for item in applicable if item["weight"] in weights]
        return sum(mine) / len(mine) if mine else 1

    rule = judge["rule"]
    if rule["kind"] == "all":
        return _pass_if(not missed, reason)
    if rule["kind"] == "ratio":
        return _pass_if(share("primary", "secondary") >= rule["atLeast"], reason)
    score = 0.5 * (_rounded(share("primary") * 100) / 100) + 0.5 * (_rounded(share("secondary") * 100) / 100)
    return _pass_if(share("primary") == 1 and score >= 0.8, reason)


def _yes_probability(logprobs):
    """P(yes) among yes and no; None where the model hardly thought of either."""
    masses = {"yes": 0.0, "no": 0.0}
    for token, logprob in {one["token"]: one["logprob"] for one in logprobs}.items():
        word = token.strip(_SPACE).lower()
        if word in masses:
            masses[word] += math.exp(logprob)
    mass = masses["yes"] + masses["no"]
    return masses["yes"] / mass if mass >= 0.1 else None


def _read_word(text, _nonce, _logprobs):
    return read_judgement(text)


def _by_probability(judge, model, blocks):
    threshold = judge["threshold"]

    def decide(probability):
        return _pass_if(
            probability >= threshold, "P(yes) = " + _percent(probability) + ", passes from " + _percent(threshold)
        )

    if judge["samples"] is None:

        def read(text, _nonce, logprobs):
            judgement = read_judgement(text)
            return judgement and (judgement["judged"], _yes_probability(logprobs))

        judged, probability = _ask_twice(model, judge, blocks, read, logprobs=True)
        if judged == "na":
            return {"kind": "notApplicable"}
        return _problem("the answer has no probability") if probability is None else decide(probability)
    said = [
        _ask_twice(model, judge, blocks, _read_word, temperature=1)["judged"] for _ in range(judge["samples"])
    ]
    yes, no = said.count("pass"), said.count("fail")
    if said.count("na") > yes + no or yes + no == 0:
        return {"kind": "notApplicable"}
    return decide(yes / (yes + no))


def _by_pairs(judge, model, own):
    """Each example in both orders; where the order decided, the two count as equal."""
    score, wins, totals = 0, {"good": 0, "bad": 0}, {"good": 0, "bad": 0}
    for exemplar in judge["exemplars"]:
        won_at = []
        for place, (first, second) in (("first", (own, exemplar)), ("second", (exemplar, own))):
            blocks = _blocks_of(first, "first ") + _blocks_of(second, "second ")
            better = _ask_twice(model, judge, blocks, lambda text, nonce, _: _read_better(text, nonce))
            won_at.append(None if better == "equal" else better == place)
        won = won_at[0] if won_at[0] == won_at[1] else None
        label = "good" if exemplar["isGood"] else "bad"
        totals[label] += 1
        wins[label] += won is True
        score += 1 if (exemplar["isGood"] if won is None else won) else -1
    said = "better than {} of {} good and {} of {} bad examples"
    return _pass_if(score > 0, said.format(wins["good"], totals["good"], wins["bad"], totals["bad"]))


def _clipped(text):
    """The first 4,000 characters, counted as JavaScript does."""
    units = text.strip(_SPACE).encode("utf-16-le", "surrogatepass")[:8000]
    return units.decode("utf-16-le", "surrogatepass") or None


def _between_cases(judge, model, own, read):
    blocks = _blocks_of(own)
    made = [
        _ask_twice(model, {**one, "question": judge["question"]}, blocks, lambda text, _nonce, _tokens: _clipped(text))
        for one in judge["cases"]
    ]
    cases = list(zip(("case for PASS", "case for FAIL"), made))
    return _by_word(_ask_twice(model, judge, cases + blocks, read))


def _is_shown_to(judge, own):
    """Known by its content: it was shown with its grade, so a verdict on it would say nothing."""
    return any(
        exemplar["output"] == own["output"] and sorted(map(list, exemplar["input"])) == sorted(own["input"])
        for exemplar in judge.get("exemplars", [])
    )


def _verdict_of(judge, model, item):
    own = _texts_of(item)
    blocks = _blocks_of(own)
    design = judge["design"]

    def read_critique(text, nonce, _logprobs):
        return _read_critique(text, nonce, own["output"])

    if _is_shown_to(judge, own):
        return {"kind": "notApplicable", "reason": _SHOWN}
    if design == "direct":
        return _by_word(_ask_twice(model, judge, blocks, _read_word))
    if design == "critique":
        return _by_word(_ask_twice(model, judge, blocks, read_critique))
    if design == "few-shot":
        examples = []
        for number, exemplar in enumerate(judge["exemplars"], 1):
            which = "example " + str(number) + " "
            examples += _blocks_of(exemplar, which) + [(which + "grade", exemplar["grade"])]
        return _by_word(_ask_twice(model, judge, examples + blocks, read_critique))
    if design == "checklist":
        ids = [one["id"] for one in judge["items"]]
        ticks = _ask_twice(model, judge, blocks, lambda text, nonce, _: _read_answers(text, nonce, ids))
        return _by_ticks(judge, ticks)
    if design == "rubric":
        if item["reference"] is None:
            raise _Unreadable("this output has no verified reference")
        given = [("reference", item["reference"])] + blocks
        level, critique = _ask_twice(model, judge, given, lambda text, nonce, _: _read_level(text, nonce))
        if level is None:
            return {"kind": "notApplicable", "reason": critique}
        lowest = judge["passFrom"]
        return _pass_if(level >= lowest, "level {}, passes from {}: ".format(level, lowest) + critique)
    if design == "probability":
        return _by_probability(judge, model, blocks)
    if design == "pairwise":
        return _by_pairs(judge, model, own)
    if design == "for-and-against":
        return _between_cases(judge, model, own, read_critique)
    raise ValueError("this design is not known here: " + design)


def _judge_alone(judge, model, item):
    try:
        return _verdict_of(judge, model, item)
    except _Unreadable as error:
        return _problem(str(error))


def _by_votes(jury, model, item):
    """Members to which it does not apply do not vote; where one that erred could decide, or votes are even, it errs."""
    votes = [_judge_alone(member, model, item)["kind"] for member in jury["members"]]
    passed, failed, erred = votes.count("pass"), votes.count("fail"), votes.count("error")
    voting = passed + failed + erred
    if voting == 0:
        return {"kind": "notApplicable"}
    said = "{} of {} judges fail it".format(failed, len(votes))
    undecided = _problem("undecided: {}, {} pass it, {} erred".format(said, passed, erred))
    if jury["rule"]["kind"] == "majority":
        if failed > voting / 2:
            return {"kind": "fail", "reason": said}
        return {"kind": "pass", "reason": said} if passed > voting / 2 else undecided
    veto = jury["rule"]["votes"]
    if failed >= veto:
        return {"kind": "fail", "reason": said}
    return undecided if failed + erred >= veto else {"kind": "pass", "reason": said}


def run_judge(judge, item):
    if not os.environ.get("OPENAI_API_KEY") and not os.environ.get("OPENAI_BASE_URL"):
        return _problem("no model is connected: set OPENAI_API_KEY")
    model = os.environ.get("OPENAI_MODEL") or judge["model"]
    if not model:
        return _problem("no model is named: set OPENAI_MODEL")
    try:
        run = _by_votes if judge["design"] == "jury" else _judge_alone
        return run(judge, model, item)
    except Exception as error:
        return _problem("the model did not answer: " + _describe(error))
`;
