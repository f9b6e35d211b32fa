"""From statements and a brief to a checked draft: wording, rules, status, text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import count

from assistant.chains.brief import Brief
from assistant.chains.letters.head import ReBlock
from assistant.chains.policy_in_force import PolicyInForce
from assistant.domain.draft import (
    CriterionRow,
    Draft,
    DraftAction,
    DraftKind,
    DraftStatus,
    Enclosure,
    Placeholder,
    Statement,
)
from assistant.domain.evidence import Calculation
from assistant.domain.finding import Finding
from assistant.domain.ports import Wording
from assistant.readers.documents.docx import DRAFT_MARK
from assistant.rendering.letter import Letter
from assistant.rendering.text import body_text, letter_text
from assistant.rules.drafts import check_draft, check_worded
from assistant.rules.drafts.rule import Sheet


@dataclass(frozen=True)
class Drafted:
    """A draft with what its documents and its re-checking need."""

    draft: Draft
    letter: Letter
    sheet: Sheet
    titles: Mapping[str, str] = field(default_factory=dict)
    policy: PolicyInForce | None = None


@dataclass(frozen=True)
class Outline:
    """What one kind of draft says, before it is worded and checked.

    ``found`` is false where there is nothing to stand on; ``wanted`` is the action that the
    kind is for, any other makes the draft one to review. ``criteria`` is the table that is
    printed and weighed; ``page`` says that the statements stand alone, without letterhead.
    ``text`` replaces the whole text, for channels that carry no letter; ``printed`` is false
    where the table is for the office and not part of the letter.
    """

    kind: DraftKind
    statements: tuple[Statement, ...]
    found: bool = True
    action: DraftAction = "none"
    wanted: DraftAction | None = None
    addressee: tuple[str, ...] = ()
    re_block: ReBlock = ()
    headings: Mapping[str, str] = field(default_factory=dict)
    criteria: tuple[CriterionRow, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    placeholders: tuple[Placeholder, ...] = ()
    notes: tuple[Finding, ...] = ()
    calculations: tuple[Calculation, ...] = ()
    dated: bool = True
    page: bool = False
    patient_facing: bool = False
    about_claim: bool = True
    printed: bool = True
    text: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "statements", tuple(told_apart(self.statements)))


def told_apart(statements: Iterable[Statement]) -> Iterator[Statement]:
    """The statements, each under an id of its own: one that stands again gets the next free number behind it."""
    taken: set[str] = set()
    for statement in statements:
        number = next(n for n in count(1) if _numbered(statement.id, n) not in taken)
        name = _numbered(statement.id, number)
        taken.add(name)
        yield statement if name == statement.id else statement.model_copy(update={"id": name})


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name}_{number}"


def finish(brief: Brief, outline: Outline, *, wording: Wording | None = None, trace_id: str = "") -> Drafted:
    """The outline worded (by ``wording`` where one is given), checked by every draft rule, with its status.

    A hosted wording gets the same rules, and those on edits, as a callable, so that it can fall
    back statement by statement; whatever it returns is checked once more here. A text made for a
    channel is counted to the character and not worded again.
    """
    sheet = partial(
        Sheet,
        evidence=brief.evidence(*outline.calculations, criteria=outline.criteria),
        playbook=brief.playbook,
        patient_facing=outline.patient_facing,
    )
    statements, notes = outline.statements, outline.notes
    if wording is not None and outline.text is None:
        embedded = sheet(statements)
        worded = wording.word(statements, kind=outline.kind, check=lambda tried: check_worded(tried, embedded))
        statements, notes = worded.statements, (*notes, *worded.notes)
    checked = sheet(statements)
    of_claim = brief.report.findings if outline.about_claim else ()
    own = (*brief.loaded.findings, *brief.notes, *notes, *check_draft(checked))
    letter = _letter(brief, outline, statements)
    draft = Draft(
        kind=outline.kind,
        status=_status(brief, outline, own, of_claim),
        text=_text(outline, letter),
        statements=statements,
        denial_category=brief.reading.category if brief.reading else None,
        action=outline.action,
        criteria=outline.criteria,
        contradictions=brief.conflicts,
        placeholders=outline.placeholders,
        deadline=brief.deadline if outline.dated else None,
        enclosures=brief.enclosures,
        findings=(*brief.loaded.findings, *of_claim, *own[len(brief.loaded.findings) :]),
        trace_id=trace_id,
    )
    return Drafted(draft=draft, letter=letter, sheet=checked, titles=brief.titles, policy=brief.policy)


def _status(brief: Brief, outline: Outline, own: tuple[Finding, ...], of_claim: tuple[Finding, ...]) -> DraftStatus:
    """First match of the contract: blocked, not found, needs review, ready.

    Errors of the claim itself do not make the draft unproved: they change the action.
    """
    if any(finding.severity == "error" for finding in own):
        return "blocked"
    if not outline.found:
        return "not_found"
    unsettled = any(row.status != "met" for row in outline.criteria if row.depth == 0)
    warned = any(finding.severity in ("warning", "error") for finding in (*own, *of_claim))
    late = outline.dated and brief.deadline is not None and brief.deadline.passed(brief.today)
    off = outline.wanted is not None and outline.action != outline.wanted
    if outline.placeholders or unsettled or brief.conflicts or warned or late or off:
        return "needs_review"
    return "ready"


def _text(outline: Outline, letter: Letter) -> str:
    if outline.text is not None:
        return outline.text
    if outline.page:
        return f"{DRAFT_MARK}\n\n{body_text(letter.statements, letter.headings)}"
    return letter_text(letter)


def _letter(brief: Brief, outline: Outline, statements: tuple[Statement, ...]) -> Letter:
    policies = {point.policy.document.id: point.policy.document.title for point in brief.points if point.policy}
    return Letter(
        statements=statements,
        practice=brief.case.practice,
        addressee=outline.addressee,
        re_block=outline.re_block,
        date=brief.today,
        criteria=outline.criteria if outline.printed else (),
        enclosures=outline.enclosures,
        placeholders=outline.placeholders,
        signed=not outline.patient_facing,
        headings=outline.headings,
        titles={**brief.titles, **policies},
    )
