"""What a plan has decided on a claim, read from the remittance among the case's papers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.benefits.denials import decode_denial
from assistant.domain.case import Case, CaseDocument
from assistant.domain.denial import DenialReading
from assistant.domain.errors import BadInput
from assistant.domain.records import Adjustment, Check, Remittance, RemittanceClaim, RemittanceLine
from assistant.readers.read import read_records

ZERO = Decimal(0)
#: Reasons in group PR that are the plan's ordinary sharing of cost.
_SHARED = {"1": "deductible", "2": "coinsurance", "3": "copay"}


@dataclass(frozen=True)
class Refusal:
    """An amount that the plan did not pay, with its reason decoded."""

    amount: Decimal
    group: str
    reading: DenialReading


@dataclass(frozen=True)
class SettledLine:
    """One line as the plan settled it, in US dollars; ``index`` is its place in the case's claim."""

    index: int | None
    code: str
    fee: Decimal
    paid: Decimal
    write_off: Decimal
    deductible: Decimal
    coinsurance: Decimal
    copay: Decimal
    refused: tuple[Refusal, ...] = ()

    @property
    def patient(self) -> Decimal:
        """What the plan puts on the patient: its sharing of cost, and refusals in group PR."""
        refused = sum((each.amount for each in self.refused if each.group == "PR"), ZERO)
        return self.deductible + self.coinsurance + self.copay + refused

    @property
    def open(self) -> Decimal:
        """What was refused and is not put on the patient."""
        return sum((each.amount for each in self.refused if each.group != "PR"), ZERO)


@dataclass(frozen=True)
class Settled:
    """A claim as the plan settled it."""

    payer: str | None
    lines: tuple[SettledLine, ...]


def settled(case: Case) -> Settled | None:
    """The case's claim in the remittance among its papers; ``None`` where there is none that balances."""
    for document in case.documents:
        if document.kind != "remittance" or not document.text:
            continue
        found = _claim_in(_records(document), case)
        if found is not None:
            check, claim = found
            lines = tuple(_lines(claim.lines, case))
            if lines and len(lines) == len(claim.lines) and not claim.adjustments:
                return Settled(check.payer, lines)
    return None


def _records(document: CaseDocument) -> Remittance | None:
    try:
        records = read_records((document.text or "").encode(), document.file or document.id)
    except BadInput:
        return None  # an explanation of benefits as text: its denials speak for it
    return records if isinstance(records, Remittance) else None


def _claim_in(remittance: Remittance | None, case: Case) -> tuple[Check, RemittanceClaim] | None:
    """The claim with the case's number, else the only one."""
    if remittance is None:
        return None
    every = [(check, claim) for check in remittance.checks for claim in check.claims]
    numbers = {n for d in case.denials for n in (d.claim_number, d.payer_claim_number) if n}
    named = [pair for pair in every if {pair[1].claim_id, pair[1].payer_claim_no} & numbers]
    fitting = named or every
    return fitting[0] if len(fitting) == 1 else None


def _lines(lines: Sequence[RemittanceLine], case: Case) -> Iterator[SettledLine]:
    """The lines whose amounts are readable and add up."""
    for line in lines:
        if line.charge is None or line.paid is None or not line.line_balances or line.label is None:
            continue
        shares = {name: _sum(line.adjustments, "PR", code) for code, name in _SHARED.items()}
        refused = tuple(_refusals(line))
        known = sum(shares.values(), ZERO) + sum((each.amount for each in refused), ZERO)
        yield SettledLine(
            index=_place(line, case),
            code=line.label,
            fee=Decimal(line.charge),
            paid=Decimal(line.paid),
            write_off=Decimal(line.charge) - Decimal(line.paid) - known,
            refused=refused,
            **shares,
        )


def _sum(adjustments: Sequence[Adjustment], group: str, reason: str) -> Decimal:
    amounts = (Decimal(a.amount) for a in adjustments if (a.group, a.reason) == (group, reason) and a.amount)
    return sum(amounts, ZERO)


def _refusals(line: RemittanceLine) -> Iterator[Refusal]:
    for adjustment in line.adjustments:
        if adjustment.amount is None or (adjustment.group == "PR" and adjustment.reason in _SHARED):
            continue
        reading = decode_denial(group=adjustment.group, carc=adjustment.reason)
        if reading.category == "contractual":
            continue
        if line.remarks:
            reading = decode_denial(group=adjustment.group, carc=adjustment.reason, rarc=" ".join(line.remarks))
        yield Refusal(Decimal(adjustment.amount), adjustment.group or "", reading)


def _place(line: RemittanceLine, case: Case) -> int | None:
    """The claim line with the same number, else the only one with the code."""
    lines = list(enumerate(case.claim.lines))
    same = [i for i, each in lines if each.id == line.control_number and each.code == line.label]
    same = same or [i for i, each in lines if each.code == line.label]
    return same[0] if len(same) == 1 else None
