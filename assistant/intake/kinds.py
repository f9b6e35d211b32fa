"""What kind of paper a text is, from its own words."""

from __future__ import annotations

import re

from assistant.domain.case import DocumentKind

#: The first kind whose words stand in the text decides; the narrow kinds come first.
_WORDS: tuple[tuple[DocumentKind, re.Pattern[str]], ...] = (
    (
        "denial_letter",
        re.compile(
            r"\b(?:adverse (?:benefit )?determination|we (?:have |are )?(?:denied|unable to approve)"
            r"|(?:claim|request) (?:has been|was|is) denied"
            r"|notice of denial|denial notice|not (?:covered|approved) (?:because|for the following))",
            re.IGNORECASE,
        ),
    ),
    (
        "letter",
        re.compile(
            r"\b(?:(?:need|require|request) the following (?:records|documents|documentation|information|items)"
            r"|(?:please )?(?:send|submit|provide) (?:us )?the following"
            r"|additional (?:information|documentation|records) (?:is |are )?(?:needed|required|requested))",
            re.IGNORECASE,
        ),
    ),
    ("remittance", re.compile(r"\b(?:explanation of benefits|remittance advice|EOB)\b", re.IGNORECASE)),
    (
        "sleep_study",
        re.compile(
            r"\b(?:sleep (?:apno?ea )?(?:test|study) report|polysomnogra(?:m|phy) report)\b"
            r"|\bAHI\b[\s\S]{0,400}\binterpreted\b",
            re.IGNORECASE,
        ),
    ),
    (
        "pathology_report",
        re.compile(
            r"\b(?:pathology report|histopatholog\w+|microscopic (?:description|examination)|specimen:)", re.IGNORECASE
        ),
    ),
    (
        "imaging_report",
        re.compile(
            r"\b(?:radiology report|imaging report|MRI report|CT report|CBCT report|impression:[\s\S]{0,300}radiolog)",
            re.IGNORECASE,
        ),
    ),
    ("perio_chart", re.compile(r"\b(?:periodontal chart|perio chart(?:ing)?|probing depths?:)", re.IGNORECASE)),
    (
        "order",
        re.compile(
            r"^\s*(?:standard |detailed )?(?:written )?(?:order|prescription|Rx)\b", re.IGNORECASE | re.MULTILINE
        ),
    ),
    ("intake_form", re.compile(r"\b(?:intake form|medical history form|questionnaire)\b", re.IGNORECASE)),
    ("letter", re.compile(r"^\s*(?:dear|to whom it may concern)\b", re.IGNORECASE | re.MULTILINE)),
)


def kind_of(text: str) -> DocumentKind:
    r"""The kind of paper; ``chart_note`` where no words decide.

    >>> kind_of("WRITTEN ORDER\nOrder: custom appliance")
    'order'
    >>> kind_of("#19 MOD composite placed")
    'chart_note'
    """
    return next((kind for kind, pattern in _WORDS if pattern.search(text)), "chart_note")
