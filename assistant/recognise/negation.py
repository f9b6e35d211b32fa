"""Does the text say that something is so, is not so, is someone else's, or might be?

``no CPAP trial`` denies the trial; ``CPAP not tolerated`` denies the tolerance and affirms the trial. Family history,
a condition (``if pain persists``) and a suspicion (``r/o caries``) are neither. Every reading carries the words that
it rests on.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from assistant.recognise import sentences
from assistant.recognise.scan import pattern

#: ``absent``: said not to be; ``hypothetical``: only conditional, planned to be checked or suspected;
#: ``family``: of a relative; ``unknown``: said not to be available.
Polarity = Literal["present", "absent", "hypothetical", "family", "unknown"]


class Reading(NamedTuple):
    """How a span stands in its sentence; ``cue`` is verbatim and empty for ``present``."""

    polarity: Polarity
    cue: str = ""
    start: int = -1
    end: int = -1


#: Cue before the span -> what it makes of it. Reaches to the span over the words that ``_BREAK`` does not hold.
_BEFORE: tuple[tuple[Polarity, str], ...] = (
    (
        "family",
        r"family (?:medical )?(?:history|hx) (?:is )?(?:positive |significant )?(?:of|for)|\bfh(?:x)?:? (?:of|for)?|"
        r"\b(?:mother|father|sister|brother|parent|spouse|wife|husband)(?:'s)? (?:has|had|with|uses|wears|history of)",
    ),
    (
        "unknown",
        r"\b(?:unknown|unclear|unsure)(?: (?:if|whether|about))?|\b(?:no|without) (?:record|records|documentation|"
        r"report|copy|results?) (?:of|for|on file (?:of|for))|"
        r"\bnot (?:documented|recorded|known|stated|available)|\b(?:awaiting|pending|request(?:ed|ing)?|obtain)\b",
    ),
    (
        "hypothetical",
        r"\br/o\b|\brule[ds]? out\b|\bif\b|\bunless\b|\bshould\b(?= (?:the|pain|symptoms|this|it|he|she|they|pt))|"
        r"\b(?:suspect(?:ed|s)?|possible|possibly|probable|questionable|\?|concern for|differential|versus|vs\.?|"
        r"consider(?:ing)?|may need|might need|in case of|risk of|at risk for|candidate for|to prevent|"
        r"prevent(?:s|ion of)?|discussed|recommend(?:ed|s|ing)?|advis(?:ed|es)|plan(?:ned|s)?(?: to)?|offered|"
        r"will (?:need|require|have|try|start)|needs?|would (?:need|require))",
    ),
    (
        "absent",
        r"\bno\b(?! (?:longer|more than|less than|later than|change in|improvement|relief|response|better|doubt|luck|"
        r"success|benefit|other|further|additional|new)\b)|"
        r"\b(?:not|never|without|w/o|neither|nor|none of|lacks?|lacking|denie[ds]|deny|denying|negative for|"
        r"free of|absence of|"
        r"absent|lack of|declin(?:ed|es|ing)|refus(?:ed|es|ing)|isn't|wasn't|doesn't|didn't|hasn't|haven't|hadn't|"
        r"can't|cannot|could not|couldn't|don't|won't|unable to(?: obtain| get)?|ruled out|"
        r"no (?:evidence|sign|signs|history|hx|complaints?|indication|longer|further|additional|new) (?:of|has|for)?|"
        r"no longer|neg(?:ative)?(?: for)?|no s/s(?: of)?)(?![A-Za-z])",
    ),
)
#: Cue after the span -> what it makes of it.
_AFTER: tuple[tuple[Polarity, str], ...] = (
    ("absent", r"^\s?[:-]\s?(?:denied|denies|none|no)\b(?! claim)"),
    (
        "absent",
        r"^[\s,:-]{0,3}(?:(?:is|was|were|are|has been|have been|had been|has|have|had|does|do|did|(?<!, )[a-z]{3,12})"
        r" ){0,2}"
        r"(?:not (?:done|performed|present|found|seen|noted|observed|attempted|tried|started|taken|completed|used|"
        r"given|indicated|evident|detected|visible|placed|been)(?: (?:done|performed|tried|attempted|used|started))?|"
        r"never (?:tried|done|attempted|used|started|performed|given|been)|n't (?:been )?(?:done|tried|performed|used)|"
        r"absent|ruled out|declined|refused|negative|neg\b|wnl\b|"
        r"(?:was |were )?(?:deferred|cancell?ed))",
    ),
    (
        "unknown",
        r"^[\s,:-]{0,3}(?:(?:is|was|are|were|report|records?|results?|date|dates|data) ){0,3}"
        r"(?:not (?:available|on file|documented|recorded|in chart|in the chart|in our records|received|known|stated|"
        r"provided|obtained|sent|enclosed)|unavailable|unknown|missing|pending|awaited|tbd|n/a|illegible|unclear|\?)",
    ),
    (
        "hypothetical",
        r"^[\s,:-]{0,3}(?:(?:is|was|are|were|to be) ){0,2}(?:suspected|possible|considered|recommended|planned|"
        r"advised|discussed|offered|questionable|scheduled|ordered)\b",
    ),
)
#: ``not tolerated``, ``no relief from``, ``unable to tolerate``: the thing was there and went badly.
_WENT_BADLY = (
    r"\b(?:not|never|unable to|could not|couldn't|cannot|can't|did not|didn't|does not|doesn't|failed to|"
    r"refus(?:ed|es) to|"
    r"hasn't|haven't|no)\s(?:be |been |really |well |fully |adequately |able to ){0,2}(?:tolerat\w*|respond\w*|"
    r"help\w*|work\w*|improv\w*|reliev\w*|"
    r"relief\w*|resol\w*|wear\w*|continu\w*|adher\w*|compl(?:y|ied|iant|iance)\w*|stand\b|keep\w*|success\w*|"
    r"benefit\w*|"
    r"effective\w*|sleep\w*|response|better|change|use\b|us(?:ing|ed) (?:it|the))"
    r"(?:\s(?:from|with|to|of|after|on|by|the|a|an|in|using|despite|it|his|her|their)){0,3}"
)
_THEN_WENT_BADLY = (
    r"^[\s,:-]{0,3}(?:(?:was|is|were|has been|therapy|trial|treatment|use|pt|patient|he|she|they|but) ){0,3}"
    + _WENT_BADLY
)
_UNTIL = (
    r"\bnot (?:only|just|until|limited to)\b|\bno (?:doubt|later than|more than|less than|fewer than)\b|"
    r"\bnot (?:sure )?(?:un)"
)
#: Words after which a cue reaches no further.
_BREAK = (
    r";|\.\s|(?<!n't )(?<!not )(?<!never )(?<!longer )\b(?:has|had)\b|"
    r"\b(?:but|however|although|though|(?<!not )yet|except|apart from|aside from|besides|"
    r"other than|which|who|because|since|due to|despite|after|until|therefore|so|"
    r"reports?|reported|presents?|presented|with(?! (?:cpap|pap)\b)|then|now|and (?:has|had|was|is|reports?|presents?|"
    r"uses?|wears?|did|does|were|are))\b|,\s(?:he|she|pt|patient|the|they|it|was|is|has|had|then|now)\b"
)
#: A member of a list that says itself how it is ("no mobility, bone levels normal") is not denied with the first.
_AFFIRMED = (
    r"\b(?:normal|within normal limits|wnl|good|healthy|stable|adequate|excellent|fair|intact|unremarkable|"
    r"complete|controlled)[\s.]*$"
)
_BREAK_AFTER = r";|\.\s|,\s(?:but|and|however)\b|\bbut\b"
_WIDTH = 90


def read(text: str, start: int, end: int) -> Reading:
    """How ``text[start:end]`` stands in its sentence.

    The nearest cue decides; between cues on both sides the one after the span does.

    >>> text = "No CPAP trial on file."
    >>> read(text, 3, 13)
    Reading(polarity='absent', cue='No', start=0, end=2)
    >>> text = "CPAP was not tolerated."
    >>> read(text, 0, 4).polarity
    'present'
    """
    right = _right(text, end)
    if pattern(_THEN_WENT_BADLY).match(right):
        return Reading("present")
    after = _first_after(right, end)
    if after is not None:
        return after
    affirmed = pattern(_AFFIRMED).search(text[start:end] + right.split(",")[0]) is not None
    return _last_before(*_left(text, start), affirmed=affirmed) or Reading("present")


def is_denied(text: str, start: int, end: int) -> bool:
    """Whether the text says that what stands at ``start`` to ``end`` is not so."""
    return read(text, start, end).polarity == "absent"


def _left(text: str, start: int) -> tuple[str, int]:
    """What stands before the span in its sentence, and where that starts."""
    low = max(0, start - _WIDTH)
    place = text.rfind("\n", low, start)
    while place >= 0 and not sentences.line_ends(text, place):
        place = text.rfind("\n", low, place)
    return text[max(low, place + 1) : start], max(low, place + 1)


def _right(text: str, end: int) -> str:
    window = text[end : end + _WIDTH]
    place = window.find("\n")
    while place >= 0 and not sentences.line_ends(text, end + place):
        place = window.find("\n", place + 1)
    window = window[:place] if place >= 0 else window
    match = pattern(_BREAK_AFTER).search(window)
    return window[: match.start()] if match else window


def _first_after(right: str, end: int) -> Reading | None:
    for polarity, cue in _AFTER:
        match = pattern(cue).match(right)
        if match:
            words = match[0].lstrip(" ,:-")
            start = end + match.end() - len(words)
            return Reading(polarity, words, start, end + match.end())
    return None


def _last_before(left: str, left_start: int, *, affirmed: bool) -> Reading | None:
    """The cue nearest to the span; ``no relief from`` and ``not only`` are none.

    ``affirmed``: the span's member of a list says itself how it is, so no cue of an earlier member reaches it.
    """
    spared = [match.span() for source in (_WENT_BADLY, _UNTIL) for match in pattern(source).finditer(left)]
    last_break = max((match.start() for match in pattern(_BREAK).finditer(left)), default=-1)
    if affirmed:
        last_break = max(last_break, left.rfind(","))
    found = [
        Reading(polarity, match[0].strip(), left_start + match.start(), left_start + match.end())
        for polarity, cue in _BEFORE
        for match in pattern(cue).finditer(left)
        if match.end() > last_break and not any(low <= match.start() < high for low, high in spared)
    ]
    nearest: Reading | None = None
    for reading in sorted(found, key=lambda r: (r.start, -r.end)):
        if nearest is None or reading.start >= nearest.end:
            nearest = reading
    return _trimmed(nearest) if nearest else None


def _trimmed(reading: Reading) -> Reading:
    """The reading with its span cut to the cue itself, without blanks around it."""
    lead = reading.end - reading.start - len(reading.cue)
    return reading if lead == 0 else reading._replace(end=reading.start + len(reading.cue))
