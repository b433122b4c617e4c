/**
 * How the Python export reads an answer: as strictly as the app (lib/domain/parse-judgement, lib/llm/read-structured),
 * which the tests hold it against. White space and letters are JavaScript's, so that both read alike.
 */
export const READING_PYTHON = String.raw`
_SPACE = "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]")
_WORDS = {
    "yes": "pass", "pass": "pass", "passed": "pass", "true": "pass", "1": "pass", "good": "pass",
    "no": "fail", "fail": "fail", "failed": "fail", "false": "fail", "0": "fail", "bad": "fail",
    "n/a": "na", "na": "na", "not applicable": "na", "unknown": "na", "not assessable": "na",
}
_VERDICT_KEYS = {"verdict", "pass", "passed", "answer", "grade", "result"}


def _regex(pattern):
    """Case aside; ~ stands for JavaScript's white space, inside and outside of brackets, and ¬ for no end of a line."""
    pattern = pattern.replace("[~", "[" + _SPACE).replace("~", "[" + _SPACE + "]").replace("¬", "[^\n\r\u2028\u2029]")
    return re.compile(pattern, re.I | re.A)


def _plain(text):
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def _no_constant(name):
    raise ValueError(name)


def _from_json(text):
    """The value of JSON text; None: it is none, or null."""
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return None


_BARE = re.compile("\\A[" + _SPACE + "*_\u0060\"'“”‘’[\\](){}#>~]+|[" + _SPACE + "*_\u0060\"'“”‘’[\\](){}#>~.!]+\\Z")


def _bare(text):
    """The word without case, markdown, quotes, brackets and a final full stop."""
    return _BARE.sub("", text.strip(_SPACE)).strip(_SPACE).lower()


def _objects_in(text):
    """Top-level {...} spans; braces inside strings do not count."""
    depth = start = i = 0
    in_string = False
    while i < len(text):
        char = text[i]
        if in_string:
            if char == "\\":
                i += 1
            elif char == '"':
                in_string = False
        elif char == '"' and depth > 0:
            in_string = True
        elif char == "{":
            if depth == 0:
                start = i
            depth += 1
        elif char == "}" and depth > 0:
            depth -= 1
            if depth == 0:
                yield text[start : i + 1]
        i += 1


_TOKENS = _regex(r'"(?:\\¬|[^"\\])*"|[{}[\]:]')


def _keys_of(text):
    """The keys as written: two equal ones contradict each other, and json would hide it."""
    depth, last = 0, ""
    for token in _TOKENS.findall(text):
        if token in "{[":
            depth += 1
        elif token in "}]":
            depth -= 1
        elif token == ":" and depth == 1:
            key = _from_json(last)
            yield last if key is None else str(key)
        else:
            last = token


def _word_of(value):
    if isinstance(value, bool):
        return "pass" if value else "fail"
    if isinstance(value, (int, float)):
        return {1: "pass", 0: "fail"}.get(value)
    return _WORDS.get(_bare(_plain(value).strip(_SPACE))) if isinstance(value, str) else None


def _text_of(value):
    return value if isinstance(value, str) and value else None


def _json_verdicts(text, nonce):
    """False: there is no object with a verdict. None: there are several that contradict, or one that says nothing."""
    found = []
    for candidate in _objects_in(text):
        fields = _from_json(candidate)
        if not isinstance(fields, dict):
            continue
        said = [key for key in _keys_of(candidate) if key in _VERDICT_KEYS]
        if not said or (nonce is not None and fields.get("nonce") != nonce):
            continue
        judged = _word_of(fields.get(said[0])) if len(said) == 1 else None
        judgement = {"judged": judged, "critique": _text_of(fields.get("critique")), "evidence": _text_of(fields.get("evidence"))}
        found.append(None if judged is None else judgement)
    if not found:
        return False
    kinds = {one and one["judged"] for one in found}
    return found[0] if len(kinds) == 1 else None


_OPENING = _regex(r"""^[~*_"']*(yes|no|pass|fail)[*_"']*~*(?:[,.;:!]|~[-–—]~)""")
_LABEL = _regex(r"^[~*_>#-]*(?:final~+)?(?:verdict|answer|grade|result|judg(?:e)?ment)~*[*_]*~*[:=]~*(¬+)\Z")
_SAYS_NO = _regex(r"\b(no|fail|fails|failed|false)\b")
_SAYS_YES = _regex(r"\b(yes|pass|passes|passed|true)\b")


def _opening_word(line):
    """"Yes, because …" and "No - it …": the word, then punctuation that ends it. "No one …" does not count."""
    found = _OPENING.search(line)
    return _WORDS.get(found[1].lower()) if found else None


def _prose_verdict(text):
    lines = [line.strip(_SPACE) for line in re.split("\r?\n", text)]
    lines = [line for line in lines if line]
    labels = [found[1] for found in map(_LABEL.search, lines) if found]
    if labels:
        return _WORDS.get(_bare(labels[-1]))
    first, last = (lines[0], lines[-1]) if lines else ("", "")
    opening = _WORDS.get(_bare(first)) or (_opening_word(first) if len(lines) == 1 else None)
    closing = _WORDS.get(_bare(last))
    if len(lines) > 1 and opening and not closing:
        opposite = _SAYS_NO if opening == "pass" else _SAYS_YES
        if any(opposite.search(line) for line in lines[1:]):
            return None
    if opening and closing and opening != closing:
        return None
    return closing or opening


_REASONING = _regex(r"<(think|thinking|reasoning)>[\s\S]*?</\1>")
_BEGUN = _regex(r"<(think|thinking|reasoning)>")


def read_judgement(raw, nonce=None):
    """Strict: an answer that is not what was asked for, or contradicts itself, is None, which becomes an error and
    never a verdict. With a nonce, only a JSON object that repeats it counts."""
    text = _REASONING.sub("", raw.strip(_SPACE)).strip(_SPACE)
    # Reasoning that never ends was cut off before a verdict.
    if not text or _BEGUN.search(text):
        return None
    objects = _json_verdicts(text, nonce)
    if objects is not False:
        return objects
    if nonce is not None:
        return None
    words = _plain(text).strip(_SPACE)
    judged = _WORDS.get(_bare(words)) or _prose_verdict(words)
    return judged and {"judged": judged, "critique": None, "evidence": None}


_LOOSE = re.compile("[" + _SPACE + "\"'“”‘’«»\u0060*_]+")


def _loose(text):
    return _LOOSE.sub(" ", unicodedata.normalize("NFKC", text).replace("¦", " ")).strip(_SPACE).lower()


def _read_critique(text, nonce, output):
    """The same with its quote, which must stand in the output."""
    judgement = read_judgement(text, nonce)
    if judgement and judgement["evidence"]:
        said = _loose(output)
        if not all(_loose(part) in said for part in re.split(r"…|\.{3}", judgement["evidence"])):
            return None
    return judgement


_CODE_FENCE = _regex(r"\u0060\u0060\u0060(?:json)?~*([\s\S]*?)\u0060\u0060\u0060")


def _read_object(text, nonce, read):
    """What read makes of a JSON answer, with or without a code fence around it; None: nothing that fits."""
    fenced = _CODE_FENCE.search(text)
    span = text[text.find("{") : text.rfind("}") + 1]
    for candidate in [text] + ([fenced[1]] if fenced else []) + [span]:
        fields = _from_json(candidate.strip(_SPACE))
        if not isinstance(fields, dict) or not isinstance(fields.get("nonce"), str):
            continue
        answer = read(fields)
        if answer is not None:
            return answer if fields["nonce"] == nonce else None
    return None


def _read_answers(text, nonce, ids):
    """One answer too few or too many, and the whole counts as none."""

    def read(fields):
        said = fields.get("answers")
        if not isinstance(said, list):
            return None
        for one in said:
            if not isinstance(one, dict) or not isinstance(one.get("id"), str):
                return None
            if one.get("answer") not in ("yes", "no", "n/a"):
                return None
        return [(one["id"], one["answer"]) for one in said]

    answers = _read_object(text, nonce, read)
    if answers is None or len(answers) != len(ids):
        return None
    ticks = dict(answers)
    return ticks if all(name in ticks for name in ids) else None


def _read_level(text, nonce):
    """(level, critique); level None: the criterion cannot apply."""

    def read(fields):
        critique, level = fields.get("critique"), fields.get("level")
        if not isinstance(critique, str):
            return None
        if level == "n/a":
            return None, critique
        is_number = isinstance(level, (int, float)) and not isinstance(level, bool)
        return (int(level), critique) if is_number and level in (1, 2, 3, 4, 5) else None

    return _read_object(text, nonce, read)


def _read_better(text, nonce):
    def read(fields):
        better = fields.get("better")
        return better if better in ("first", "second", "equal") else None

    return _read_object(text, nonce, read)
`;
