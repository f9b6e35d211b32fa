"""Papers, or parts of them, that belong to another patient: nothing of them is used."""

from __future__ import annotations

import re

from assistant.domain.case import Case, CaseDocument

#: From and to, in characters of the document's text.
Part = tuple[int, int]

_PATIENT = re.compile(
    r"^[ \t]*(?:(?P<own>patient|pt)(?:(?:'s)? name)?|(?P<holder>member)(?: name)?"
    r"|name(?=[^\n]{0,60}\b(?:DOB|date of birth|born)\b))[ \t]*:[ \t]*"
    r"(?P<name>[A-Z][\w.'’-]*(?:,? [A-Z][\w.'’-]*){1,3})",
    re.I | re.M,
)
#: Labels that follow a name on its line.
_NOT_A_NAME = frozenset({"date", "dob", "birth", "id", "phone", "age", "sex", "mrn", "member", "chart"})


def names_in(text: str) -> tuple[re.Match[str], ...]:
    """Where a paper names its patient; the group ``name`` holds the words.

    Beside a patient the member is who holds the plan, and is left out.
    """
    found = tuple(_PATIENT.finditer(text))
    named = any(match["own"] for match in found)
    return tuple(match for match in found if not (named and match["holder"]))


def same_person(one: str, other: str) -> bool:
    """Two names in common, or one and initials that fit; ``Merrick, A.`` and ``Alva J Merrick`` are one person."""
    first, second = _names(one), _names(other)
    shared = set(first) & set(second)
    if len(shared) > 1:
        return True
    rest = [(a, b) for a in first if a not in shared for b in second if b not in shared]
    return len(shared) == 1 and any(len(min(a, b, key=len)) == 1 and a[0] == b[0] for a, b in rest)


def _names(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W\d_]+", text.casefold()) if word not in _NOT_A_NAME]


def own_name(case: Case) -> str | None:
    """The patient of the case: as entered, else as the first paper that names one."""
    entered = case.entered("patient_name")
    if entered is not None:
        return entered.value
    return next((found["name"] for d in case.documents for found in names_in(d.text or "")), None)


def foreign_parts(case: Case) -> dict[str, tuple[Part, ...]]:
    """By document, the parts under another patient's name: up to where the own name stands again."""
    own = own_name(case)
    if own is None:
        return {}
    found = {document.id: _parts(document, own) for document in case.documents}
    return {name: parts for name, parts in found.items() if parts}


def _parts(document: CaseDocument, own: str) -> tuple[Part, ...]:
    text = document.text or ""
    named = names_in(text)
    parts = []
    for index, match in enumerate(named):
        if same_person(own, match["name"]):
            continue
        # What stands above the first name of a paper belongs to that name.
        start = match.start() if index else 0
        end = named[index + 1].start() if index + 1 < len(named) else len(text)
        parts.append((start, end))
    return tuple(parts)


def within(parts: tuple[Part, ...], start: int) -> bool:
    """Whether a place lies in one of the parts."""
    return any(first <= start < last for first, last in parts)
