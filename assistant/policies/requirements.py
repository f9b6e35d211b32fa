"""Approvals, papers to send, services left out and code lists, read from tables, lists and sentences of a policy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from assistant.domain.policy import Confidence, Criterion, Passage, Requirement, RequirementKind
from assistant.policies.codes import codes_in
from assistant.policies.criteria import criteria
from assistant.policies.rows import Row, is_row, tables
from assistant.policies.services import codes_named
from assistant.recognise import sentences

_APPROVAL = (
    r"(?:prior[- ]authori[sz]ation|pre-?authori[sz]ation|pre-?cert(?:ification)?|pre-?determination"
    r"|(?:prior|advance) approval|approval (?:in advance|before treatment))"
)
_APPROVAL_NAME = re.compile(
    rf"{_APPROVAL}|\b(?:prior|pre)-? ?auth\b|^\s*(?:authorization|approval|PA|auth)(?: needed| required)?\s*\??$", re.I
)
_NOT_NEEDED = re.compile(
    rf"\b(?:no|without) {_APPROVAL}|{_APPROVAL}\b[^.;]{{0,40}}\b(?:is|are) (?:not|never) (?:required|needed)"
    rf"|\b(?:do(?:es)? not|never) (?:need|require)s?\b[^.;]{{0,30}}{_APPROVAL}",
    re.I,
)
_NEEDED = re.compile(
    rf"{_APPROVAL}\b[^.;]{{0,60}}\b(?:is|are|must be) (?!not\b|never\b)(?:\w+ ){{0,2}}"
    r"(?:required|needed|requested|obtained)"
    rf"|(?<!not )(?<!never )\b(?:needs?|requires?|request|obtain)\b(?! no\b)[^.;]{{0,30}}{_APPROVAL}"
    rf"|\bonly with {_APPROVAL}"
    r"|\bmust be (?:pre-?)?(?:approved|authori[sz]ed) (?:before|in advance)",
    re.I,
)
_YES = re.compile(
    r"^\W*(?:y(?:es)?|before (?:treatment|service|the service)|required|needed|always|x|pa|\u2713|\u2714)\b"
    r"|^[x\u2713\u2714]$",
    re.I,
)
_NO = re.compile(r"^\W*(?:n(?:o|one)?|not (?:required|needed)|never|-+|\u2013|\u2014)\W*$", re.I)
_ADVISED = re.compile(r"\b(?:advised|recommended|optional|voluntary)\b", re.I)
_CONTRAST = re.compile(r";|\b(?:but|however|though)\b", re.I)
_MAYBE = re.compile(
    r"\b(?:if|when|unless|except|above|over|more than|only for|depends|within \d+|under (?:age )?\d+"
    r"|age \d+|until|else)\b",
    re.I,
)

_PAPERS_NAME = re.compile(
    r"\b(?:documents?|documentation|attachments?|papers|records? (?:needed|required|to)|send with|submit with"
    r"|what to send|enclosures?|needed with|submission requirements?|supporting information)\b",
    re.I,
)
_PAPER = re.compile(
    r"\b(?:x-?rays?|radiographs?|images?|bitewings?|films?|charts?|charting|narratives?|photo(?:graph)?s?|letters?|notes?"
    r"|reports?|records?|models?|scans?|stud(?:y|ies)|explanation of benefits|EOB|treatment plans?|prescriptions?"
    r"|orders?|referrals?|questionnaires?|statements?|receipts?|invoices?|consents?|logs?|downloads?)\b",
    re.I,
)
_SEND = re.compile(
    r"^(?:please )?(?:send|submit|attach|include|enclose|provide)\b"
    r"|\b(?:must|should|shall|need to) be (?:sent|submitted|attached|included|enclosed|provided)\b"
    r"|\b(?:claims?|requests?)\b[^.;:]{0,40}\b(?:must|should) (?:include|contain|be (?:sent|submitted) with)\b",
    re.I,
)
_PARTS = re.compile(r"\s*(?:;|,(?! \d)|\band\b|\bplus\b|\n)\s*")

_REFUSED = re.compile(
    r"\b(?:is|are) (?:not|never) (?:covered|paid|payable|a (?:covered )?benefit)\b|\b(?:is|are) excluded\b"
    r"|\bdo(?:es)? not (?:pay|cover)\b|\bno benefits? (?:is|are) (?:paid|payable)\b",
    re.I,
)
_REFUSED_CELL = re.compile(
    r"^\W*not (?:covered|paid|payable|an? (?:covered )?(?:benefit|service))\b"
    r"|^\W*(?:no benefit|excluded|non-?covered|no coverage)\b",
    re.I,
)
#: A cell that grants beside one that refuses: the row speaks of two plans or two years.
_GRANTED_CELL = re.compile(r"^\W*(?:covered|paid|yes)\b|[1-9]\d?0?\s?(?:%|percent)|\$\s?[1-9]", re.I)
#: Columns of a table that grants: its rows leave nothing out, whatever heading it stands under.
_GRANTING_NAME = re.compile(r"\b(?:limits?|frequency|how often|fees?|allowed|pays?|percent)\b", re.I)
#: A lead that says on what an approval is given, not what needs one.
_GIVEN = re.compile(
    r"\b(?:granted|given|approved|covered|when|if|with|includes?|contains?|shows?|states?|needs)\b", re.I
)

#: A sentence may end in a code, and the next one begin with one.
_AFTER_CODE = re.compile(r"(?<=\d{4}\.)\s+(?=[A-Z])")

#: A table with so many codes is a list of codes.
_LISTED = 3
_CODE_NAME = re.compile(r"\b(?:codes?|cdt|cpt|hcpcs|procedure)\b", re.I)

_HEADED: tuple[tuple[RequirementKind, re.Pattern[str]], ...] = (
    ("prior_authorization", re.compile(_APPROVAL, re.I)),
    (
        "exclusion",
        re.compile(
            r"\b(?:(?:not|never|non)[ -]?covered|exclusions?|not paid|excluded|(?:does|do) not (?:pay|cover))\b",
            re.I,
        ),
    ),
    (
        "documentation",
        re.compile(
            r"\b(?:document\w*|what to (?:send|submit)|(?:papers|records?) to (?:send|submit)|attachments?)\b", re.I
        ),
    ),
)


def requirements(passages: Sequence[Passage]) -> tuple[Requirement, ...]:
    """Everything of the kind that the passages of one document state, in reading order, each once.

    Table cells, items of lists that a lead introduces and plain sentences that name a code are read surely; items
    under a heading and sentences without a code less so; what carries a condition never counts as sure.
    """
    return _requirements(tuple(passages))


@lru_cache(maxsize=256)
def _requirements(passages: tuple[Passage, ...]) -> tuple[Requirement, ...]:
    of_lists = _from_lists(passages)
    found: list[Requirement] = []
    for passage in passages:
        found += _from_tables(passage)
        found += of_lists.get(passage.key, [])
        found += _from_sentences(passage)
    unique: dict[tuple[object, ...], Requirement] = {}
    for requirement in found:
        unique.setdefault((requirement.kind, requirement.passage, requirement.quote, requirement.codes), requirement)
    return tuple(unique.values())


def requirements_for(code: str, stated: Iterable[Requirement]) -> tuple[Requirement, ...]:
    """Those that name the code; lists of codes aside."""
    return tuple(each for each in stated if code in each.codes and each.kind != "code_list")


# Tables


def _from_tables(passage: Passage) -> Iterator[Requirement]:
    for rows in tables(passage.text):
        for row in rows:
            yield from _from_row(row, passage)
        yield from _code_list(rows, passage)


def _from_row(row: Row, passage: Passage) -> Iterator[Requirement]:
    codes = _row_codes(row)
    heading = _headed(passage)
    approval = row.under(_APPROVAL_NAME)
    if approval and codes:
        needed = True if _YES.search(approval) else False if _NO.search(approval) else None
        sure: Confidence = "low" if needed is None else "medium" if _MAYBE.search(approval) else "high"
        condition = approval if _MAYBE.search(approval) else ""
        yield _made("prior_authorization", row.line, passage, sure, codes=codes, needed=needed, condition=condition)
    elif approval is None and heading == "prior_authorization" and codes:
        advised = any(_ADVISED.search(cell) for cell in row.cells)
        sure = "low" if advised else "medium"
        yield _made("prior_authorization", row.line, passage, sure, codes=codes, needed=None if advised else True)
    papers = row.under(_PAPERS_NAME)
    if papers and not _NO.search(papers):
        sure = "high" if codes else "medium"
        yield _made("documentation", row.line, passage, sure, codes=codes, items=_parts(papers))
    refusing = [at for at, cell in enumerate(row.cells) if at and _REFUSED_CELL.search(cell)]
    refused, mixed = bool(refusing), bool(refusing) and any(map(_GRANTED_CELL.search, row.cells[1:]))
    named = codes or (codes_named(row.cells[0]) if refused and not mixed else ())
    if refused or (heading == "exclusion" and codes and not any(map(_GRANTING_NAME.search, row.names))):
        conditional = any(_MAYBE.search(cell) for cell in row.cells)
        sure = "low" if mixed else "high" if refused and not conditional and (codes or not named) else "medium"
        only = ", ".join(row.names[at] for at in refusing if at < len(row.names)) if mixed else ""
        yield _made("exclusion", row.line, passage, sure, codes=named, items=row.cells[:2], condition=only)


def _row_codes(row: Row) -> tuple[str, ...]:
    """The codes of a row; bare digits are codes too where the column says so."""
    cell = row.under(_CODE_NAME) or ""
    return codes_in(f"CPT {cell}" if re.fullmatch(r"\d{5}", cell) else cell) or codes_in(row.line)


def _code_list(rows: Sequence[Row], passage: Passage) -> Iterator[Requirement]:
    codes = tuple(sorted({code for row in rows for code in _row_codes(row)}))
    if len(codes) >= _LISTED and any(_CODE_NAME.search(name) for name in rows[0].names):
        quote = passage.text[passage.text.index(rows[0].line) : passage.text.rindex(rows[-1].line) + len(rows[-1].line)]
        yield _made("code_list", quote, passage, "high", codes=codes)


# Lists


def _from_lists(passages: Sequence[Passage]) -> dict[str, list[Requirement]]:
    """What the lists state, by the passage in which each item stands."""
    by_key = {passage.key: passage for passage in passages}
    found: dict[str, list[Requirement]] = {}
    for group in criteria(passages):
        kind, sure, needed = _kind_of_list(group)
        for item in group.children if kind else ():
            for leaf in _leaves(item):
                passage = by_key[leaf.passage]
                codes = codes_in(leaf.text) or codes_in(group.text)
                conditional = bool(_MAYBE.search(leaf.text))
                condition = group.condition or (leaf.text if conditional else "")
                made = _made(
                    kind,
                    leaf.text,
                    passage,
                    "medium" if conditional else sure,
                    codes=codes,
                    items=_items(kind, leaf.text),
                    condition=condition,
                    needed=needed,
                )
                found.setdefault(passage.key, []).append(made)
    return found


def _kind_of_list(group: Criterion) -> tuple[RequirementKind | None, Confidence, bool]:
    """What a list is about: its lead where that says so, else its heading."""
    lead = group.text if group.confidence == "high" else ""
    if (freed := _NOT_NEEDED.search(lead)) and not _GIVEN.search(lead, freed.end()):
        return "prior_authorization", "high", False
    if (asked := _NEEDED.search(lead)) and not _GIVEN.search(lead, asked.end()):
        return "prior_authorization", "high", True
    if _REFUSED.search(lead) or (group.topic == "exclusion" and lead):
        return "exclusion", "high", True
    if _SEND.search(lead) or (_PAPERS_NAME.search(lead) and lead):
        return "documentation", "high", True
    if lead and group.topic == "coverage":
        return None, "low", True
    heading = _heading_kind(group.section)
    if heading == "prior_authorization" and (freed or asked or not any(codes_in(item.text) for item in group.children)):
        papers = sum(bool(_PAPER.search(item.text)) for item in group.children)
        return ("documentation" if 2 * papers >= len(group.children) and not freed else None), "medium", True
    return heading, "medium", True


def _leaves(criterion: Criterion) -> Iterator[Criterion]:
    if not criterion.children:
        yield criterion
    for child in criterion.children:
        yield from _leaves(child)


# Sentences


def _from_sentences(passage: Passage) -> Iterator[Requirement]:
    for line in passage.text.splitlines():
        if is_row(line):
            continue
        for sentence in sentences.split(line):
            for text in filter(None, _AFTER_CODE.split(sentence.text.strip())):
                if not text.endswith(":"):
                    yield from _from_sentence(text, passage)


def _from_sentence(text: str, passage: Passage) -> Iterator[Requirement]:
    codes = codes_in(text)
    conditional = _MAYBE.search(text)
    sure: Confidence = "low" if conditional or _CONTRAST.search(text) else "high" if codes else "medium"
    condition = text[conditional.start() :].rstrip(".") if conditional else ""
    freed, asked = bool(_NOT_NEEDED.search(text)), bool(_NEEDED.search(text))
    if freed and asked:
        yield _made("prior_authorization", text, passage, "low", codes=codes, needed=None, condition=condition)
    elif freed or asked:
        yield _made("prior_authorization", text, passage, sure, codes=codes, needed=asked, condition=condition)
    if _REFUSED.search(text):
        yield _made("exclusion", text, passage, sure, codes=codes, items=(text,), condition=condition)
    if _SEND.search(text) and _PAPER.search(text):
        papers = _SEND.sub("", text, count=1).strip(" .")
        yield _made(
            "documentation",
            text,
            passage,
            sure,
            codes=codes,
            items=_items("documentation", papers),
            condition=condition,
        )


# How


def _headed(passage: Passage) -> RequirementKind | None:
    return _heading_kind(passage.section)


def _heading_kind(section: str) -> RequirementKind | None:
    last = section.rsplit(" > ", 1)[-1]
    return next((kind for kind, pattern in _HEADED if pattern.search(last)), None)


def _items(kind: RequirementKind | None, text: str) -> tuple[str, ...]:
    if kind != "documentation":
        return (text,)
    return tuple(part for part in _parts(text) if _PAPER.search(part)) or (text,)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip(" .") for part in _PARTS.split(text) if part.strip(" ."))


def _made(
    kind: RequirementKind | None,
    quote: str,
    passage: Passage,
    confidence: Confidence,
    *,
    codes: tuple[str, ...] = (),
    needed: bool | None = True,
    items: tuple[str, ...] = (),
    condition: str = "",
) -> Requirement:
    assert kind is not None  # callers ask for a kind first
    return Requirement(
        kind=kind,
        codes=codes,
        needed=needed,
        items=items,
        condition=condition,
        section=passage.section,
        document=passage.document,
        passage=passage.key,
        page=passage.page,
        quote=quote,
        confidence=confidence,
    )
