"""What is plainly wrong with the papers of a case: other patients, no words, nothing to the point."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.case import Case
from assistant.domain.fact import Fact
from assistant.domain.finding import Finding, Severity
from assistant.intake.records_request import asks_for_records
from assistant.intake.strangers import foreign_parts, names_in, own_name, same_person
from assistant.tables.note_languages import other_language

#: Papers of the payer say nothing of the mouth and need not.
_NO_FACTS = ("denial_letter", "remittance", "letter")


def intake_notes(case: Case, facts: tuple[Fact, ...], *, known_family: bool) -> tuple[Finding, ...]:
    """A finding a trouble, the ones about other patients first."""
    return (*_strangers(case), *_silent(case, facts, known_family=known_family), *_corrected(case))


def _strangers(case: Case) -> Iterator[Finding]:
    foreign, own = foreign_parts(case), own_name(case) or ""
    for index, document in enumerate(case.documents):
        if document.id not in foreign:
            continue
        both = any(same_person(own, found["name"]) for found in names_in(document.text or ""))
        what = "names two patients" if both else "names another patient"
        yield _note(
            "IN01",
            "warning",
            f"documents[{index}]",
            f"{document.file or document.id} {what}: nothing under the other name is used, and it is not enclosed",
            "take the other patient's part out of the paper, or the paper out of the case",
        )


def _silent(case: Case, facts: tuple[Fact, ...], *, known_family: bool) -> Iterator[Finding]:
    told = {fact.span.document for fact in facts if fact.span is not None}
    foreign = foreign_parts(case)
    for index, document in enumerate(case.documents):
        where, name = f"documents[{index}]", document.file or document.id
        if document.text is not None and not document.text.strip():
            yield _note("IN02", "warning", where, f"{name} holds no words", "add the text, or take the paper out")
        elif document.kind not in _NO_FACTS and (language := other_language(document.text or "")) is not None:
            yield _note(
                "IN05",
                "warning",
                where,
                f"{name} is written in {language}: its facts could not be read; the paper is kept as it is",
                "enter what it states with `claimwright case fact set`, or add a translation as a further paper",
            )
        elif (
            known_family
            and document.text
            and document.id not in told
            and document.id not in foreign
            and document.kind not in _NO_FACTS
            and not asks_for_records(document)
        ):
            yield _note(
                "IN03",
                "note",
                where,
                f"nothing in {name} speaks to the service on the claim",
                "check that it belongs to this case; state what it shows as a fact where it does",
            )


def _corrected(case: Case) -> Iterator[Finding]:
    for index, fact in enumerate(case.facts):
        if fact.corrects:
            yield _note(
                "IN04",
                "note",
                f"facts[{index}]",
                f"{fact.key} stands as {fact.who} entered it on {fact.when.isoformat()}, in place of what was read",
                "compare it with the paper before signing",
            )


def _note(rule: str, severity: Severity, where: str, message: str, fix: str) -> Finding:
    return Finding(rule=rule, severity=severity, where=where, message=message, fix=fix, source="papers of the case")
