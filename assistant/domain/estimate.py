"""What a service will cost: each line by plan, each total a sum of lines, nothing guessed."""

from __future__ import annotations

from typing import Literal

from assistant.domain.base import Day, Frozen, Money
from assistant.domain.claim import CobMethod
from assistant.domain.codes import Lane
from assistant.domain.finding import Finding


class MoneyRange(Frozen):
    """The least and the most that an amount can be, in US dollars."""

    low: Money
    high: Money

    @property
    def exact(self) -> Money | None:
        """The amount, when both ends agree."""
        return self.low if self.low == self.high else None


GapKind = Literal[
    "share",
    "allowed",
    "alternate",
    "waived",
    "deductible",
    "deductible_used",
    "maximum",
    "maximum_used",
    "lifetime",
    "network",
    "since",
    "clause",
    "lost",
    "again",
    "method",
    "fee",
    "coverage",
]

CauseKind = Literal[
    "waiting", "waiting_open", "missing_tooth", "reopens", "never", "begins", "ended", "no_plan", "bundled"
]


class Gap(Frozen):
    """What an estimate would need to be exact; ``text`` names it in the office's words."""

    kind: GapKind
    text: str
    plan: str | None = None


class Cause(Frozen):
    """Why a plan pays nothing for a line; ``text`` is the reason in the office's words.

    ``day`` is when a waiting period ends, a limit opens again, or a plan begins or ended;
    ``months`` is the length of a waiting period.
    """

    kind: CauseKind
    text: str
    plan: str | None = None
    day: Day | None = None
    months: int | None = None


class Cut(Frozen):
    """A maximum that cut a payment, and what was left of it before, in US dollars."""

    maximum: Literal["annual", "lifetime"]
    left: Money

    @property
    def text(self) -> str:
        """The reason in the office's words.

        >>> Cut(maximum="annual", left="600.00").text
        'limited to 600.00 left of the annual maximum'
        """
        return f"limited to {self.left} left of the {self.maximum} maximum"


class PlanShare(Frozen):
    """What one plan pays on one line. An amount is ``None`` where only its range is known.

    ``base`` is what the share is taken of: the allowed amount, or the alternate benefit's,
    less nothing; ``deductible`` is the part that the patient bears first. ``cut`` and
    ``causes`` are those of the ``reasons`` that a reader may take values from.
    """

    payer: str
    lane: Lane
    order: int
    allowed: Money | None = None
    base: Money | None = None
    deductible: Money | None = None
    share: Money | None = None
    pays: Money | None = None
    pays_range: MoneyRange
    cut: Cut | None = None
    reasons: tuple[str, ...] = ()
    causes: tuple[Cause, ...] = ()


class Amounts(Frozen):
    """Fee split into what plans pay, what the patient owes and what the office writes off.

    ``None`` stands for not exactly known; the ranges then say how far it can go, and a
    range is ``None`` where nothing at all is known.
    """

    fee: Money | None = None
    plan_pays: Money | None = None
    patient: Money | None = None
    write_off: Money | None = None
    plan_pays_range: MoneyRange | None = None
    patient_range: MoneyRange | None = None
    write_off_range: MoneyRange | None = None


class EstimateLine(Amounts):
    """One line of the claim with the reason of every number and the gaps that remain."""

    id: str
    code: str
    label: str = ""
    date_of_service: Day | None = None
    plans: tuple[PlanShare, ...] = ()
    reasons: tuple[str, ...] = ()
    causes: tuple[Cause, ...] = ()
    gaps: tuple[str, ...] = ()


class PlanLeft(Frozen):
    """What is left of a plan after the lines, for one benefit year."""

    payer: str
    order: int
    benefit_year_start: Day
    maximum_left: MoneyRange | None = None
    deductible_left: MoneyRange | None = None


class Phase(Amounts):
    """The lines of one benefit year of the first plan, added up."""

    benefit_year_start: Day


class Estimate(Frozen):
    """An estimate of a claim or a treatment plan; never a promise of payment.

    ``status`` is ``exact`` when every total is one number, ``range`` when something is
    missing and ``gaps`` names it, ``not_possible`` when no line could be estimated.
    ``missing`` are the gaps with what each is about.
    """

    status: Literal["exact", "range", "not_possible"]
    lines: tuple[EstimateLine, ...]
    total: Amounts
    left: tuple[PlanLeft, ...] = ()
    phases: tuple[Phase, ...] = ()
    gaps: tuple[str, ...] = ()
    missing: tuple[Gap, ...] = ()
    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


class Coordinated(Frozen):
    """What a later plan pays after the plans before it, with the formula that says so.

    ``normal_benefit`` is what it would pay if it stood alone, before its maximum;
    ``uncapped`` is what it would pay after the plans before it, were there no maximum.
    """

    normal_benefit: Money
    uncapped: Money
    pays: Money
    patient: Money
    deductible_used: Money
    method: CobMethod
    reason: str


class LimitCheck(Frozen):
    """Whether a frequency or replacement limit stops a line, and until when.

    ``hit`` is ``None`` where only custom speaks and the plan has to be asked. A limit that
    is hit and has no day of ``reopens`` pays no more in a lifetime.
    """

    hit: bool | None
    reason: str
    reopens: Day | None = None

    @property
    def cause(self) -> Cause | None:
        """Why the plan does not pay, where its own limit is hit."""
        if not self.hit:
            return None
        return Cause(kind="reopens" if self.reopens else "never", text=self.reason, day=self.reopens)


class Wallet(Frozen):
    """One way of billing the same lines: which plans in which order, and what comes out."""

    name: Literal["dental_only", "medical_first", "medical_only"]
    plans: tuple[str, ...]
    total: Amounts
    dental_maximum_used: MoneyRange | None = None
    notes: tuple[str, ...] = ()
