"""What tools hand to the one who words the answer: typed, so that no figure passes through prose."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assistant.domain.base import Day, Frozen, Money
from assistant.domain.benefits import ClockAnswer
from assistant.domain.call_script import CallScript
from assistant.domain.code_report import CodeReport, NearCode
from assistant.domain.denial import DenialDecoding
from assistant.domain.draft import DraftAction, DraftKind, StatementType
from assistant.domain.estimate import Coordinated, Estimate
from assistant.domain.finding import Report
from assistant.domain.lane import LaneDecision
from assistant.domain.order import BenefitOrder
from assistant.domain.policy import Criterion, CriterionResult, Hit, Limit, Passage, Requirement


class Artifact(Frozen):
    """What every tool returns. ``key`` is what a statement cites, ``basis`` the table or calculation behind it.

    ``passages`` are those that its values were read from, so that they can be quoted.
    """

    key: str = ""
    basis: str = ""
    passages: tuple[Passage, ...] = ()


class Found(Artifact):
    """The outcome of a search of the corpus.

    ``supported`` says whether the hits carry an answer, ``reason`` why not; ``choices`` are
    the payers that a written name could mean, ``elsewhere`` payers left out because none
    was named. ``not_yet`` says that nothing of the payer, or of the best document, was in force yet on the day.
    """

    question: str
    on: Day
    payer: str | None = None
    payer_known: bool | None = None
    hits: tuple[Hit, ...] = ()
    supported: bool = False
    reason: str = ""
    nearest: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    not_yet: str = ""


class PassageRead(Artifact):
    """One passage with its neighbours; ``passage`` is ``None`` when the key is not held."""

    passage: Passage | None = None


class CodeLookedUp(Artifact):
    """Every reading of a code on the day in question."""

    report: CodeReport


class ToothTold(Frozen):
    """One tooth in every numbering, with the area of the oral cavity that it stands in."""

    universal: str
    iso: str | None = None
    palmer: str | None = None
    name: str
    group: str
    area: str
    area_name: str


class TeethLookedUp(Artifact):
    """The teeth of a number, or of a kind and an area; ``problem`` says why there are none."""

    asked: str = ""
    teeth: tuple[ToothTold, ...] = ()
    problem: str = ""


class DiagnosesFound(Artifact):
    """ICD-10-CM codes whose words fit a condition; which one the record supports the clinician decides."""

    words: str
    codes: tuple[NearCode, ...] = ()


class PairRule(Frozen):
    """A row that keeps two procedures apart; ``basis`` is the code itself or the custom of payers."""

    reach: str
    basis: str
    advice: str
    source: str


class PairChecked(Artifact):
    """Two procedures of one day against the table of conflicts; no rows say that no rule here forbids them."""

    first: str
    second: str
    first_label: str = ""
    second_label: str = ""
    rules: tuple[PairRule, ...] = ()


class CrossingRow(Frozen):
    """One dental procedure and what it is billed as in the medical lane."""

    cdt: str
    medical: tuple[str, ...]
    match: str
    diagnoses: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    condition: str = ""
    pitfall: str = ""
    row: str = ""
    confidence: str = ""


class Crosswalked(Artifact):
    """The pairings of a code; ``dental_only`` when the table says that there is no medical equivalent."""

    code: str
    label: str = ""
    rows: tuple[CrossingRow, ...] = ()
    dental_only: bool = False


class TypicalRule(Frozen):
    """How often most plans pay, which decides nothing."""

    count: int
    count_high: int
    window: int | None
    window_high: int | None
    unit: str
    per: str
    row: str


class FrequencyFound(Artifact):
    """Limits of a payer in force for a code, what is typical, and when the next one is payable.

    ``window_opens`` is the first payable day by the payer's own limit from the services in
    ``done``; ``None`` when no limit could be counted or none is ever payable again.
    """

    code: str
    label: str = ""
    on: Day
    payer: str | None = None
    limits: tuple[Limit, ...] = ()
    typical: tuple[TypicalRule, ...] = ()
    done: tuple[Day, ...] = ()
    window_opens: Day | None = None
    counted: bool = False
    reason: str = ""


class DenialDecoded(Artifact):
    """A denial decoded."""

    decoding: DenialDecoding


class DeadlineFound(Artifact):
    """A clock, with what it was asked with.

    ``title``, ``window``, ``anchor`` and ``source`` tell the length of the clock where its day is not known.
    """

    answer: ClockAnswer
    event: str
    plan_type: str | None = None
    payer: str | None = None
    dates: dict[str, Day] = Field(default_factory=dict)
    title: str = ""
    window: str = ""
    anchor: str = ""
    source: str = ""


class ClaimChecked(Artifact):
    """The report of a claim's check; ``None`` when no claim is at hand."""

    report: Report | None = None


class CriteriaFound(Artifact):
    """A payer's conditions for a service in force, and how the case at hand stands against them.

    ``asked`` are the approvals, papers and exclusions that name the code, of every document of the payer in force.
    """

    payer: str | None
    topic: str
    document: str = ""
    title: str = ""
    effective_from: Day | None = None
    criteria: tuple[Criterion, ...] = ()
    results: tuple[CriterionResult, ...] = ()
    asked: tuple[Requirement, ...] = ()


class EstimateMade(Artifact):
    """An estimate; ``missing`` names what would have to be known first, ``given`` what it was counted from.

    ``left`` is what remains of a yearly maximum of which a part was used, US dollars.
    """

    estimate: Estimate | None = None
    left: Money | None = None
    given: dict[str, str] = Field(default_factory=dict)
    missing: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()


class BenefitsCoordinated(Artifact):
    """Which plan pays first, or what a second plan pays by each method that its document may name."""

    order: BenefitOrder | None = None
    amounts: tuple[Coordinated, ...] = ()
    given: dict[str, str] = Field(default_factory=dict)
    missing: tuple[str, ...] = ()


class LaneFound(Artifact):
    """Medical or dental first: decided for a case, or what the table says of a family of cases."""

    decision: LaneDecision | None = None
    family: str = ""
    statement: str = ""
    needs: tuple[str, ...] = ()
    avoid: str = ""


class RemittanceLine(Frozen):
    """What was taken off one line, decoded."""

    line: str | None
    code: str | None
    codes: tuple[str, ...]
    amount: Money | None
    meaning: str
    action: DraftAction


class RemittanceRead(Artifact):
    """A remittance or a pasted explanation of benefits; ``problem`` when it cannot be read."""

    lines: tuple[RemittanceLine, ...] = ()
    problem: str = ""


class DraftMade(Artifact):
    """A draft of the case at hand, or what is needed to make one."""

    kind: DraftKind
    status: str = ""
    text: str = ""
    to_get: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


class CallScripted(Artifact):
    """The script of a verification call; ``problem`` says why there is none."""

    script: CallScript | None = None
    text: str = ""
    problem: str = ""


class TextRedacted(Artifact):
    """A text without identifiers, and the kinds that were taken out."""

    text: str
    kinds: tuple[str, ...] = ()


class ReplyStatement(Frozen):
    """One statement that a model words.

    ``passages`` are keys of passages, ``quote`` is verbatim from one of them; ``artifacts``
    are keys of what other tools returned, which prove computed and table statements.
    """

    type: StatementType
    text: str
    passages: tuple[str, ...] = ()
    quote: str = ""
    artifacts: tuple[str, ...] = ()


class Reply(Frozen):
    """What a model returns at the end of a turn; everything else of the answer is made by code."""

    action: Literal["answer", "answer_with_caveat", "answer_then_offer_draft", "draft", "clarify", "cannot_answer"]
    statements: tuple[ReplyStatement, ...] = ()
    questions: tuple[str, ...] = ()
