"""Medical or dental: three conditions, one verdict, and what would change it."""

from __future__ import annotations

from typing import Literal

from assistant.domain.base import Day, Frozen, Money
from assistant.domain.claim import Share
from assistant.domain.codes import Lane
from assistant.domain.estimate import Wallet

Verdict = Literal["medical_first", "dental_first", "both_in_order", "dental_only", "do_not_bill"]

ConditionStatus = Literal["met", "not_met", "unknown"]

ConditionName = Literal["clinical_story", "economics", "payer_rules"]


class LaneEconomics(Frozen):
    """What the practice knows of a medical claim's worth; every missing part takes a marked assumption.

    ``allowed`` in US dollars for the whole claim, ``probability`` 0 to 1, ``wage`` in US
    dollars an hour, ``fees`` in US dollars.
    """

    allowed: Money | None = None
    probability: Share | None = None
    minutes: int | None = None
    wage: Money | None = None
    fees: Money | None = None


class EconomicInput(Frozen):
    """One number of the arithmetic and where it comes from."""

    name: str
    value: str
    unit: str
    basis: Literal["given", "plan", "assumed", "missing"]
    note: str = ""


class EconomicResult(Frozen):
    """Allowed x probability - minutes x wage - fees, in US dollars.

    ``break_even_probability`` is the chance at which the claim pays for its work;
    ``break_even_allowed`` the allowed amount at which it does.
    """

    inputs: tuple[EconomicInput, ...]
    expected: Money | None = None
    cost: Money
    net: Money | None = None
    break_even_probability: Share | None = None
    break_even_allowed: Money | None = None
    formula: str = ""


class Condition(Frozen):
    """One of the three conditions, what speaks for it and what is missing."""

    name: ConditionName
    status: ConditionStatus
    reasons: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()


class FiredRule(Frozen):
    """A table row that spoke, in our own words."""

    id: str
    statement: str
    source: str
    confidence: str = ""


class Candidate(Frozen):
    """How one line could be billed in the medical lane; the chart must hold the diagnosis."""

    line: str
    cdt: str
    medical: tuple[str, ...]
    match: str
    diagnoses: tuple[str, ...] = ()
    modifiers: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    condition: str = ""
    pitfall: str = ""
    row: str = ""
    confidence: str = ""


class LineLane(Frozen):
    """Where one line goes."""

    line: str
    code: str
    lanes: tuple[Lane, ...]
    reason: str


class LaneDecision(Frozen):
    """The verdict as a record: inputs, rules, conditions, and what would turn it.

    ``changes`` names for each condition what the verdict would become; ``avoid`` what must
    not be written to make a claim fit.
    """

    verdict: Verdict
    summary: str
    decided_on: Day
    family: str | None = None
    conditions: tuple[Condition, ...]
    rules: tuple[FiredRule, ...] = ()
    lines: tuple[LineLane, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    needs: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    economics: EconomicResult
    wallets: tuple[Wallet, ...] = ()
    notes: tuple[str, ...] = ()


class LaneRecord(Frozen):
    """A decision as it was taken, and who set it aside and why.

    ``case`` is the fingerprint of the case as it was read: the same case gives the same one, and nothing of the
    patient stands in it.
    """

    decision: LaneDecision
    who: str
    case: str = ""
    overridden: Verdict | None = None
    why: str = ""
