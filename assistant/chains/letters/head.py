"""The head of a letter to a payer: whom it goes to, what it is about, and what is missing there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.chains.brief import Brief, place_words, service_name
from assistant.domain.draft import Placeholder
from assistant.domain.finding import Finding
from assistant.domain.payer_card import AppealAddress
from assistant.intake.addresses import appeals_address as read_address
from assistant.prompting.wording import long_date, money
from assistant.recognise.placeholders import placeholders as open_marks
from assistant.rendering.letter import practice_needs
from assistant.tables.payer_cards import appeal_address, payer_card

#: The reference lines of a letter, label and value.
ReBlock = tuple[tuple[str, str], ...]


def appeals_addressee(brief: Brief) -> tuple[str, ...]:
    """Where an appeal goes; see :func:`address_for_appeals`."""
    found = address_for_appeals(brief)
    return (
        brief.case.claim.payer or "[[needs: name of the payer]]",
        "Appeals",
        found.address or "[[needs: appeals address from the notice]]",
    )


def address_for_appeals(brief: Brief) -> AppealAddress:
    """The address that a person entered, else the notice's own, else the remittance's, else the payer card's."""
    entered = brief.case.entered("appeals_address")
    card = payer_card(brief.case.claim.payer, brief.today) if brief.case.claim.payer else None
    if entered is not None:
        return AppealAddress(address=entered.value, source=f"entered by {entered.who}")
    if (read := read_address(brief.case)) is not None:
        return appeal_address(card, letter_address=read[0])
    remitted = brief.case.entered("payer_address")
    if remitted is not None:
        other = f"the payer card names {card.appeals}" if card is not None and card.appeals else ""
        return AppealAddress(address=remitted.value, source="the remittance", note=other)
    return appeal_address(card)


def address_notes(brief: Brief) -> Iterator[Finding]:
    """Where the address was taken from, unless the notice or a person gave it."""
    found = address_for_appeals(brief)
    if found.address is None or (found.source == "the denial letter" and not found.note):
        return
    if found.source.startswith("entered"):
        return
    yield Finding(
        rule="AP06",
        severity="note",
        where="addressee",
        message=f"the appeals address is from {found.source}" + (f"; {found.note.rstrip('.')}" if found.note else ""),
        fix="compare it with the notice; enter the fact appeals_address where it differs",
        source=found.source,
    )


def patient_lines(brief: Brief) -> ReBlock:
    """Name, date of birth and member number; what is unknown is left out or marked."""
    name, member = brief.case.entered("patient_name"), brief.case.entered("member_id")
    birth = brief.case.claim.patient.birth_date if brief.case.claim.patient else None
    lines = (
        ("Patient", name.value if name else "[[needs: patient name]]"),
        ("Date of birth", long_date(birth) if birth else ""),
        ("Member ID", member.value if member else ""),
    )
    return tuple((label, value) for label, value in lines if value)


def re_block(brief: Brief) -> ReBlock:
    """The reference lines of a letter about a claim; with several services one line each."""
    denial = brief.denial
    lines = (
        ("Claim number", (denial.payer_claim_number or denial.claim_number or "") if denial else ""),
        ("Our account", (denial.claim_number or "") if denial and denial.payer_claim_number else ""),
        *_services(brief),
        ("Date of denial", long_date(denial.date) if denial and denial.date else ""),
    )
    return (*patient_lines(brief), *((label, value) for label, value in lines if value))


def _services(brief: Brief) -> ReBlock:
    line = brief.line
    if len(brief.points) > 1:
        return tuple(("Service", _with_day(brief, index)) for index in range(len(brief.points)))
    return (
        ("Date of service", long_date(line.date_of_service) if line and line.date_of_service else ""),
        ("Service", " ".join((line.code, *line.modifiers)) + place_words(line) if line else ""),
        ("Amount", money(brief.main.amount) if brief.main.amount is not None else ""),
    )


def _with_day(brief: Brief, index: int) -> str:
    point = brief.points[index]
    day = f", {long_date(point.line.date_of_service)}" if point.line and point.line.date_of_service else ""
    amount = f", {money(point.amount)}" if point.amount is not None else ""
    return f"{service_name(point)}{day}{amount}"


def head_marks(brief: Brief, addressee: Iterable[str], reference: ReBlock) -> tuple[Placeholder, ...]:
    """Placeholders of the letterhead, the address, the reference lines and the signature."""
    marks = list(practice_needs(brief.case.practice))
    for line in (*addressee, *(value for _, value in reference)):
        marks += [Placeholder(text=f"[[needs: {what}]]", ask=f"What is the {what}?") for what in open_marks(line)]
    return tuple(dict.fromkeys(marks))
