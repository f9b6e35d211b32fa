"""One page for a patient: the pen, the case and the parts that every page ends with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType

from assistant.chains.brief import Brief
from assistant.chains.finish import Outline
from assistant.chains.patient.figures import Figures, Pen
from assistant.chains.patient.services import Care, care_of, together
from assistant.domain.claim import Coverage
from assistant.domain.draft import DraftKind, Placeholder, Source
from assistant.domain.finding import Finding
from assistant.prompting.statements import load_statements
from assistant.recognise.placeholders import placeholders
from assistant.tables.patient_words import written_down
from assistant.tables.payer_cards import payer_card

HEADINGS: Mapping[str, str] = MappingProxyType(
    {
        "cost": "What it costs",
        "visits": "Your visits, step by step",
        "plan": "What your plan may pay, and why",
        "share": "What you may owe",
        "both": "Medical and dental",
        "change": "What could change this",
        "unknown": "What we do not know yet",
        "call": "Questions?",
    }
)

#: After the plan has answered.
ANSWERED: Mapping[str, str] = MappingProxyType(
    {**HEADINGS, "cost": "What it cost", "plan": "What the plan did, and why", "share": "What this means for you"}
)

#: The order of the sections on the page.
_ORDER = ("about", "visits", "cost", "plan", "share", "both", "change", "unknown", "note", "call")


@dataclass
class Page:
    """A page in the making."""

    brief: Brief
    pen: Pen
    notes: list[Finding] = field(default_factory=list)

    @property
    def figures(self) -> Figures:
        """The figures of the page."""
        return self.pen.figures

    def care(self, index: int) -> Care:
        """The service of a claim line in plain words."""
        return care_of(self.brief.case.claim.lines[index], index, self.figures)

    def all_care(self) -> Care:
        """Every service of the claim as one phrase."""
        return together([self.care(index) for index in range(len(self.brief.case.claim.lines))])

    def first_plan(self) -> Coverage | None:
        """The plan that pays first."""
        return min(self.brief.case.claim.coverages, key=lambda coverage: coverage.order, default=None)


def new_page(brief: Brief, template: str) -> Page:
    """An empty page with the templates of ``prompts/statements/<template>.md``."""
    return Page(brief, Pen(load_statements(template), Figures()))


@contextmanager
def switch(page: Page, template: str) -> Iterator[None]:
    """Write from another file's templates for a while."""
    before = page.pen.templates
    page.pen.templates = load_statements(template)
    try:
        yield
    finally:
        page.pen.templates = before


def table(key: str) -> Source:
    """A general statement of the patient tables as a source; the quote says where it is written down."""
    return Source(kind="table", key=key, document="patient_words.yaml", quote=written_down(key))


def write_call(page: Page) -> None:
    """Whom to call: the office, and the plan where its number is held."""
    practice = page.brief.case.practice
    named = (("name", practice.name), ("phone", practice.phone))
    sources = [Source(kind="practice", document=f"practice.{name}", quote=value) for name, value in named if value]
    page.pen.write("call", {"phone": practice.phone, "office": practice.name}, sources=sources or [_no_phone()])
    payer = plan.payer if (plan := page.first_plan()) is not None else page.brief.case.claim.payer
    card = payer_card(payer, page.brief.today) if payer else None
    if card is not None and card.telephone:
        held = Source(kind="table", key=card.payer, document="payer_cards.yaml", quote=card.telephone)
        page.pen.write("call_plan", {"plan": card.payer, "plan_phone": card.telephone}, sources=[held])
    elif payer:
        page.pen.write("call_plan", {"plan": payer, "plan_phone": ""}, sources=[table("call_plan")])


def _no_phone() -> Source:
    return Source(kind="practice", document="practice.phone")


def outline(page: Page, kind: DraftKind, *, found: bool = True, headings: Mapping[str, str] = HEADINGS) -> Outline:
    """The page as an outline, its sections in the order of the page."""
    rank = {name: place for place, name in enumerate(_ORDER)}
    statements = tuple(sorted(page.pen.written, key=lambda s: rank.get(s.section.partition(":")[0], len(rank))))
    marks = [what for statement in statements for what in placeholders(statement.text)]
    return Outline(
        kind=kind,
        statements=statements,
        found=found,
        headings=headings,
        placeholders=tuple(
            Placeholder(text=f"[[needs: {what}]]", ask=f"What is the {what}?") for what in dict.fromkeys(marks)
        ),
        notes=tuple(page.notes),
        calculations=page.figures.calculations,
        dated=False,
        page=True,
        patient_facing=True,
        about_claim=False,
    )
