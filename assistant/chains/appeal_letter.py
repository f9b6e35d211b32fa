"""The statements of an appeal, each with its sources; the words stand in ``prompts/statements/appeal.md``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from assistant.chains.criteria.table import leaves
from assistant.chains.letter_sources import of_denial, of_line, of_passage
from assistant.chains.policy_in_force import PolicyInForce
from assistant.domain.case import Case, Denial
from assistant.domain.claim import ServiceLine
from assistant.domain.denial import DenialReading
from assistant.domain.draft import Deadline, Enclosure, Source, Statement
from assistant.domain.evidence import Calculation
from assistant.domain.fact import Fact
from assistant.domain.policy import CriterionResult, Passage
from assistant.intake.case_file import denial_text
from assistant.prompting.statements import StatementTemplates, load_statements
from assistant.prompting.wording import long_date, money
from assistant.tables.rights import Right


@dataclass(frozen=True)
class AppealMatter:
    """Everything an appeal is worded from."""

    case: Case
    denial: Denial | None
    line: ServiceLine | None
    reading: DenialReading | None
    policy: PolicyInForce | None
    results: tuple[CriterionResult, ...]
    deadline: Deadline | None
    right: Right | None
    enclosures: tuple[Enclosure, ...]
    titles: Mapping[str, str]
    days: Mapping[str, date]
    telling: tuple[Fact, ...]
    today: date

    @cached_property
    def passages(self) -> dict[str, Passage]:
        """Passages of the policy by key."""
        return {passage.key: passage for passage in self.policy.passages} if self.policy else {}

    @cached_property
    def deciding(self) -> tuple[CriterionResult, ...]:
        """The conditions that decide."""
        return tuple(leaves(self.results))

    @cached_property
    def calculations(self) -> tuple[Calculation, ...]:
        """What the letter computes: how many conditions are met, and the deadline."""
        found = []
        if self.deciding:
            met = sum(result.status == "met" for result in self.deciding)
            total = len(self.deciding)
            found.append(
                Calculation(
                    key="criteria_count",
                    text=f"{met} of {total} deciding conditions are met",
                    values=(str(met), str(total)),
                )
            )
        if self.deadline is not None:
            days = (self.deadline.date.isoformat(), self.deadline.anchor_date.isoformat())
            words = f"{self.deadline.event} {days[0]}, counted from {self.deadline.anchor} {days[1]}"
            found.append(Calculation(key="deadline", text=words, values=days))
        return tuple(found)

    @property
    def addressee(self) -> tuple[str, ...]:
        """Whom the letter goes to; the address on the notice is the right one."""
        return (
            self.case.claim.payer or "[[needs: name of the payer]]",
            "Appeals",
            "[[needs: appeals address from the notice]]",
        )

    @property
    def re_block(self) -> tuple[tuple[str, str], ...]:
        """The reference lines; what is unknown is left out or marked."""
        name, member = self.case.entered("patient_name"), self.case.entered("member_id")
        birth = self.case.claim.patient.birth_date if self.case.claim.patient else None
        denial = self.denial
        lines = (
            ("Patient", name.value if name else "[[needs: patient name]]"),
            ("Date of birth", long_date(birth) if birth else ""),
            ("Member ID", member.value if member else ""),
            ("Claim number", (denial.payer_claim_number or denial.claim_number or "") if denial else ""),
            ("Our account", (denial.claim_number or "") if denial and denial.payer_claim_number else ""),
            (
                "Date of service",
                long_date(self.line.date_of_service) if self.line and self.line.date_of_service else "",
            ),
            ("Service", " ".join((self.line.code, *self.line.modifiers)) if self.line else ""),
            ("Amount", money(denial.amount) if denial and denial.amount is not None else ""),
            ("Date of denial", long_date(denial.date) if denial and denial.date else ""),
        )
        return tuple((label, value) for label, value in lines if value)


def statements_of(matter: AppealMatter) -> tuple[Statement, ...]:
    """The letter, statement by statement; empty where there is no denial to answer."""
    if matter.denial is None or matter.line is None:
        return ()
    templates = load_statements("appeal")
    return tuple(
        statement
        for part in (_opening, _reason, _rebuttal, _request, _close)
        for statement in part(matter, templates)
        if statement is not None
    )


def _opening(matter: AppealMatter, templates: StatementTemplates) -> Iterator[Statement | None]:
    denial, line = matter.denial, matter.line
    assert denial is not None
    assert line is not None
    amount = denial.amount if denial.amount is not None else line.fee
    slots = {"code": line.code, "dos": line.date_of_service, "amount": amount, "notice_date": denial.date}
    yield templates.statement("opening", slots, sources=_claimed(matter))
    yield templates.statement("opening_request", {})


def _claimed(matter: AppealMatter) -> tuple[Source, ...]:
    """Sources of what the opening names: the line and the denial."""
    case, line, denial = matter.case, matter.line, matter.denial
    found: list[Source] = []
    if line is not None:
        found += of_line(line, case.claim.lines.index(line))
    if denial is not None:
        found += of_denial(denial, case.denials.index(denial))
    return tuple(found)


def _reason(matter: AppealMatter, templates: StatementTemplates) -> Iterator[Statement | None]:
    for index, denial in enumerate(matter.case.denials):
        if matter.line is not None and denial.line not in (None, matter.line.id):
            continue
        suffix = f"_{index + 1}" if index else ""
        codes = {"carc": denial.carc, "group": denial.group, "rarc": denial.rarc}
        yield templates.statement("reason_codes", codes, sources=of_denial(denial, index), suffix=suffix)
        words = denial.text or _decisive(denial_text(matter.case, denial))
        yield templates.statement(
            "reason_words", {"reason_text": words}, sources=_words_of(matter, denial, index, words), suffix=suffix
        )
    if matter.reading is not None and matter.reading.meaning:
        key = " ".join(matter.reading.codes) or "denial phrases"
        source = Source(kind="table", key=key, document="denial reasons", quote=matter.reading.meaning)
        meaning = matter.reading.meaning.strip().rstrip(".")
        yield templates.statement("reason_meaning", {"meaning": meaning}, sources=(source,))


def _words_of(matter: AppealMatter, denial: Denial, index: int, words: str | None) -> tuple[Source, ...]:
    if denial.text or not words:
        return of_denial(denial, index)
    letter = next((d for d in matter.case.documents if denial.file and d.file == denial.file), None)
    return (Source(kind="span", document=letter.id if letter else None, quote=words),)


def _decisive(text: str | None) -> str | None:
    """The sentence of a denial letter that gives the reason."""
    if not text:
        return None
    from assistant.recognise import sentences

    found = [sentence.text for sentence in sentences.split(text)]
    telling = (
        "not medically necessary",
        "medical necessity",
        "denied because",
        "reason",
        "not covered",
        "did not show",
        "does not meet",
    )
    return next((s for cue in telling for s in found if cue in s.lower() and len(s) < 400), None)


def _rebuttal(matter: AppealMatter, templates: StatementTemplates) -> Iterator[Statement | None]:
    if matter.policy is None or not matter.results:
        return
    document = matter.policy.document
    first = matter.results[0].criterion
    slots = {
        "policy_title": document.title,
        "policy_from": document.effective_from,
        "policy_through": document.effective_through,
    }
    yield templates.statement(
        "policy",
        slots,
        sources=(of_passage(matter.passages[first.passage], _words(first.text, matter.passages[first.passage])),),
    )
    met = sum(result.status == "met" for result in matter.deciding)
    counted = Source(kind="calculation", key="criteria_count", quote="criteria table")
    yield templates.statement("count", {"met_count": met, "total_count": len(matter.deciding)}, sources=(counted,))
    yield from _shown(matter, templates)
    yield from _open(matter, templates)


def _words(text: str, passage: Passage) -> str:
    """The criterion's words where they stand in the passage, else the passage's first line."""
    return text if text in " ".join(passage.text.split()) else passage.text.strip().splitlines()[0]


def _shown(matter: AppealMatter, templates: StatementTemplates) -> Iterator[Statement | None]:
    """What the record shows on the points that carry the case, paper by paper; the table below holds the rest."""
    by_paper: dict[str, list[str]] = {}
    for fact in matter.telling:
        by_paper.setdefault(fact.document, []).append(fact.quote)
    for number, (document, quotes) in enumerate(by_paper.items(), start=1):
        slots = {
            "document": matter.titles.get(document, f"Stated, {document}"),
            "document_day": matter.days.get(document),
            "quotes": list(dict.fromkeys(quotes)),
        }
        sources = tuple(_quoted(matter, document, quote) for quote in dict.fromkeys(quotes))
        yield templates.statement("shown", slots, sources=sources, suffix=f"_{number}")


def _quoted(matter: AppealMatter, document: str, quote: str) -> Source:
    kind = "span" if document in matter.titles else "entered"
    return Source(kind=kind, document=document, quote=quote)


def _open(matter: AppealMatter, templates: StatementTemplates) -> Iterator[Statement | None]:
    seen: set[str] = set()
    for result in matter.deciding:
        if result.status not in ("missing", "contradicted") or not result.obtain or result.obtain in seen:
            continue
        seen.add(result.obtain)
        template = "unmet" if result.status == "missing" else "disputed"
        source = of_passage(matter.passages[result.criterion.passage], result.criterion.text)
        slots = {"criterion": result.criterion.text, "obtain": result.obtain}
        yield templates.statement(template, slots, sources=(source,), suffix=f"_{len(seen)}")


def _request(matter: AppealMatter, templates: StatementTemplates) -> Iterator[Statement | None]:
    yield templates.statement("reviewer", {})
    yield templates.statement("reasons", {})
    if matter.right is not None:
        source = Source(kind="table", key=matter.right.id, document="appeal rights", quote=matter.right.text)
        yield templates.statement("right", {"law": matter.right.text}, sources=(source,))
    deadline = matter.deadline
    if deadline is not None and not deadline.passed(matter.today):
        source = Source(kind="calculation", key="deadline", quote=deadline.source)
        slots = {"deadline": deadline.date, "anchor": deadline.anchor, "anchor_date": deadline.anchor_date}
        yield templates.statement("timely", slots, sources=(source,))


def _close(matter: AppealMatter, templates: StatementTemplates) -> Iterator[Statement | None]:
    if matter.enclosures:
        sources = tuple(Source(kind="attachment", document=e.file, quote=e.title) for e in matter.enclosures)
        yield templates.statement("enclosed", {}, sources=sources)
    yield templates.statement("thanks", {})
    yield templates.statement("farewell", {})
