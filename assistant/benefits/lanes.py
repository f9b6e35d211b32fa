"""The lane gate: medical or dental, by three conditions and the tables, never by instinct."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from assistant.benefits.case_estimate import compare_wallets
from assistant.benefits.lane_economics import economics_of, worth
from assistant.benefits.lane_evidence import Shown, shown
from assistant.benefits.lane_verdict import Sides, changes_of, summary_of, verdict_of
from assistant.domain.case import Case
from assistant.domain.codes import Lane
from assistant.domain.fact import Fact
from assistant.domain.lane import (
    Candidate,
    Condition,
    ConditionName,
    ConditionStatus,
    EconomicResult,
    FiredRule,
    LaneDecision,
    LaneEconomics,
    LaneRecord,
    LineLane,
    Verdict,
)
from assistant.tables.crosswalk import Crossing, crossings_of
from assistant.tables.diagnosis_links import links_for
from assistant.tables.lanes import LaneFamily, lane_facts, lane_families


@dataclass(frozen=True, slots=True)
class _Matter:
    """What the gate looks at: the case, its family, and the facts read elsewhere."""

    case: Case
    family: LaneFamily | None
    rules: tuple[LaneFamily, ...]
    facts: Sequence[Fact]
    on: date


def decide_lane(
    case: Case, *, today: date, facts: Sequence[Fact] = (), economics: LaneEconomics | None = None
) -> LaneDecision:
    """Medical first, dental first, both in order, dental only, or do not bill.

    The clinical story must be there, a medical claim must be worth its work, and the
    plan's rules must be ones that the office can meet. What is weak goes to dental first;
    only open plan rules do not hold a medical claim back, they are listed. ``facts`` are
    those read from the chart; nothing is read as a diagnosis that the claim does not state.
    """
    on = case.claim.as_of or today
    family, others = _families(case)
    matter = _Matter(case, family, others, facts, on)
    result = economics_of(case, family, economics or LaneEconomics())
    lines = tuple(_line_lane(matter, index) for index in range(len(case.claim.lines)))
    conditions = (
        _story(matter, lines),
        _economics(result),
        _payer_rules(matter),
    )
    statuses: dict[ConditionName, ConditionStatus] = {each.name: each.status for each in conditions}
    sides = _sides(matter, lines)
    verdict = verdict_of(statuses, sides)
    return LaneDecision(
        verdict=verdict,
        summary=summary_of(verdict, sides, statuses),
        decided_on=today,
        family=family.case if family else None,
        conditions=conditions,
        rules=tuple(_fired(matter)),
        lines=lines,
        candidates=tuple(_candidates(matter)),
        needs=_needs(matter, conditions, sides),
        changes=changes_of(statuses, sides, result),
        avoid=tuple(dict.fromkeys(each.avoid for each in others if each.avoid)),
        economics=result,
        wallets=compare_wallets(case, today=today),
        notes=tuple(_notes(matter, sides, result)),
    )


def record_of(
    decision: LaneDecision, *, who: str, case: Case | None = None, overridden: Verdict | None = None, why: str = ""
) -> LaneRecord:
    """The decision as taken by a person; setting it aside needs a reason.

    Raises:
        ValueError: an override without a reason.
    """
    mark = sha256(case.model_dump_json().encode()).hexdigest() if case is not None else ""
    if overridden is not None and not why.strip():
        raise ValueError("say why the verdict is set aside")
    return LaneRecord(decision=decision, who=who, case=mark, overridden=overridden, why=why)


def _families(case: Case) -> tuple[LaneFamily | None, tuple[LaneFamily, ...]]:
    """The family that leads, and every family that the claim names.

    The claim's first diagnosis leads, the longest match of it; an accident names injury. Without
    either, only codes that tell the kind of case by themselves count: a crown is no injury.
    """
    diagnoses = [code.strip().upper() for code in case.claim.diagnoses]
    ranked = [
        (place, -family.names(code), family)
        for place, code in enumerate(diagnoses)
        for family in lane_families()
        if family.names(code)
    ]
    named = list(dict.fromkeys(family for _, _, family in sorted(ranked, key=lambda each: each[:2])))
    if case.claim.accident is not None:
        injuries = [family for family in lane_families() if family.by_accident]
        named = list(dict.fromkeys([*injuries, *named]))
    if not named and not diagnoses:
        cases = {
            row.case
            for line in case.claim.lines
            for row in crossings_of(line.code)
            if row.alone and row.match != "none"
        }
        named = [family for family in lane_families() if family.case in cases]
        return (named[0] if len(named) == 1 else None), tuple(named)
    if any(family.lane != "none" for family in named):
        named = [family for family in named if family.lane != "none"]
    return (named[0] if named else None), tuple(named)


def _line_lane(matter: _Matter, index: int) -> LineLane:
    """Where one line goes on its own: by its crosswalk row and its family."""
    line = matter.case.claim.lines[index]
    rows = _rows_for(line.code, matter)
    family = matter.family
    if family is not None and family.lane == "none":
        return LineLane(line=line.id, code=line.code, lanes=(), reason=family.statement)
    if family is not None and family.lane == "dental":
        return LineLane(line=line.id, code=line.code, lanes=("dental",), reason=family.statement)
    if rows and all(row.match == "none" and row.bill_first.startswith("dental") for row in rows):
        return LineLane(line=line.id, code=line.code, lanes=("dental",), reason=f"no medical equivalent ({rows[0].id})")
    if rows:
        lanes: tuple[Lane, ...] = _lanes_of(rows[0].bill_first, matter)
        return LineLane(line=line.id, code=line.code, lanes=lanes, reason=f"{rows[0].bill_first} ({rows[0].id})")
    if not line.code.startswith("D"):
        return LineLane(line=line.id, code=line.code, lanes=("medical",), reason="a medical code")
    if family is not None:
        both: tuple[Lane, ...] = ("medical", "dental")
        return LineLane(
            line=line.id,
            code=line.code,
            lanes=both,
            reason=f"{family.statement}; no crosswalk row, so the dental code goes",
        )
    return LineLane(
        line=line.id, code=line.code, lanes=("dental",), reason="nothing in the tables points to the medical lane"
    )


def _rows_for(code: str, matter: _Matter) -> list[Crossing]:
    """The crosswalk rows of a code, those of the family and its diagnoses first."""
    diagnoses = [each.strip().upper() for each in matter.case.claim.diagnoses]
    family = matter.family.case if matter.family else ""

    def rank(row: Crossing) -> tuple[bool, bool]:
        fits = any(
            code_.startswith(prefix) or prefix.startswith(code_) for code_ in diagnoses for prefix in row.diagnoses
        )
        return (row.case != family, not fits)

    rows = sorted(crossings_of(code), key=rank)
    if family and any(row.case == family for row in rows):
        return [row for row in rows if row.case == family]
    return [row for row in rows if not rank(row)[1]] or ([] if diagnoses else [row for row in rows if row.alone])


def _lanes_of(bill_first: str, matter: _Matter) -> tuple[Lane, ...]:
    """The lanes that the crosswalk's words name, in order."""
    words = bill_first.lower()
    injured = matter.family is not None and matter.family.by_accident
    if words.startswith("dental unless trauma"):
        return ("medical", "dental") if injured else ("dental",)
    if words.startswith("dental"):
        return ("dental", "medical") if "medical" in words else ("dental",)
    if "dental" in words:
        return ("medical", "dental")
    return ("medical",)


def _sides(matter: _Matter, lines: Sequence[LineLane]) -> Sides:
    on_file = {coverage.lane for coverage in matter.case.claim.coverages}
    medical_known = "medical" in on_file or (not on_file and matter.case.claim.lane == "medical")
    has_dental_code = any(row.cdt for line in matter.case.claim.lines for row in _rows_for(line.code, matter))
    return Sides(
        lane=matter.family.lane if matter.family else None,
        medical_plan=medical_known,
        dental_plan="dental" in on_file or (not on_file and matter.case.claim.lane == "dental"),
        reaches_medical=any("medical" in each.lanes for each in lines),
        dental_open=not on_file,
        reaches_dental=has_dental_code or any("dental" in each.lanes for each in lines),
        splits=len({each.lanes for each in lines}) > 1 or any(len(each.lanes) > 1 for each in lines),
    )


def _story(matter: _Matter, lines: Sequence[LineLane]) -> Condition:
    """The clinical story: a diagnosis that fits, and the facts that its family asks for."""
    family = matter.family
    diagnosis = _diagnosis(matter)
    keys = family.story if family is not None and family.story else ("diagnosis", "impairment", "conservative_care")
    if family is not None and family.lane in ("dental", "none"):
        return Condition(name="clinical_story", status="not_met", reasons=(family.statement,))
    if not any("medical" in each.lanes for each in lines):
        return Condition(name="clinical_story", status="not_met", reasons=("no line has a medical side",))
    return _condition("clinical_story", [shown(key, matter.case, matter.facts, diagnosis) for key in keys])


def _diagnosis(matter: _Matter) -> Shown:
    """Whether the stated diagnoses carry the procedures; a missing one is asked for, never proposed as fact."""
    fact = lane_facts()["diagnosis"]
    stated = [code.strip().upper() for code in matter.case.claim.diagnoses]
    if not stated:
        return Shown(fact, "unknown")
    for line in matter.case.claim.lines:
        for link in links_for(line.code, line.date_of_service or matter.on):
            fits = any(link.names(code) for code in stated)
            if link.severity == "error" and fits == (link.relation == "not_for"):
                return Shown(fact, "not_met", f"{', '.join(stated)} for {line.code}: {link.advice}")
    if matter.family is not None:
        return Shown(fact, "met", f"diagnosis {', '.join(stated)} ({matter.family.id})")
    return Shown(fact, "unknown", f"{', '.join(stated)} belongs to no family of the table")


def _payer_rules(matter: _Matter) -> Condition:
    """Whether the office can meet the plan's rules before and after treatment."""
    keys = matter.family.rules if matter.family else ("prior_authorization",)
    found = [shown(key, matter.case, matter.facts, Shown(lane_facts()["diagnosis"], "unknown")) for key in keys]
    return _condition("payer_rules", found)


def _economics(result: EconomicResult) -> Condition:
    status = worth(result)
    assumed = [each.name for each in result.inputs if each.basis == "assumed"]
    reasons = [f"{result.formula} = {result.net}" if result.net is not None else result.formula]
    if assumed:
        reasons.append(f"assumed: {', '.join(assumed)}")
    if result.net is None:
        reasons.append(f"pays for its work from an allowed amount of {result.break_even_allowed}")
        missing = ("the medical plan's allowed amount",)
        return Condition(
            name="economics",
            status=status,
            reasons=tuple(reasons),
            missing=missing,
            ask=("What does the medical plan allow?",),
        )
    return Condition(name="economics", status=status, reasons=tuple(reasons))


def _condition(name: ConditionName, found: Sequence[Shown]) -> Condition:
    """Not met when one fact is said not to be; met when all are there; else unknown."""
    states = {each.status for each in found}
    status: ConditionStatus = "not_met" if "not_met" in states else "unknown" if "unknown" in states else "met"
    missing = [each for each in found if each.status != "met"]
    return Condition(
        name=name,
        status=status,
        reasons=tuple(each.why for each in found if each.why),
        missing=tuple(each.fact.label for each in missing),
        ask=tuple(each.fact.ask for each in missing),
    )


def _fired(matter: _Matter) -> list[FiredRule]:
    rules = [
        FiredRule(id=each.id, statement=each.statement, source=each.source, confidence=each.confidence)
        for each in matter.rules
    ]
    for line in matter.case.claim.lines:
        rules += [
            FiredRule(
                id=row.id, statement=f"{line.code}: {row.bill_first}", source=row.source, confidence=row.confidence
            )
            for row in _rows_for(line.code, matter)[:1]
        ]
    return rules


def _candidates(matter: _Matter) -> list[Candidate]:
    """Medical codes per line with what the chart must hold for each; ``none`` rows are answers too."""
    return [
        Candidate(
            line=line.id,
            cdt=row.cdt,
            medical=row.medical,
            match=row.match,
            diagnoses=row.diagnoses,
            modifiers=row.modifiers,
            documents=row.documents,
            condition=row.condition,
            pitfall=row.pitfall,
            row=row.id,
            confidence=row.confidence,
        )
        for line in matter.case.claim.lines
        for row in _rows_for(line.code, matter)
    ]


def _only_with_a_story(matter: _Matter) -> list[str]:
    """Codes that are plain dental care here, and what on the claim would bring their medical side up."""
    if matter.case.claim.diagnoses or matter.family is not None:
        return []
    kinds: dict[str, list[str]] = {}
    for line in matter.case.claim.lines:
        cases = [row.case for row in crossings_of(line.code) if row.medical and not row.alone]
        if cases and not _rows_for(line.code, matter):
            kinds[line.code] = list(dict.fromkeys(cases))
    return [
        f"{code} is taken as plain dental care: no diagnosis and no accident is on the claim. "
        f"If the chart tells of one ({', '.join(cases)}), enter it and decide again."
        for code, cases in kinds.items()
    ]


def _needs(matter: _Matter, conditions: Sequence[Condition], sides: Sides) -> tuple[str, ...]:
    """Everything to get, each once: missing facts first, then papers that the crosswalk names."""
    if (matter.family is not None and matter.family.lane in ("dental", "none")) or not sides.reaches_medical:
        return ()
    needs = [item for condition in conditions for item in condition.missing]
    if not sides.medical_plan and sides.reaches_medical:
        needs.insert(0, "the patient's medical plan")
    for row in _candidates(matter)[:1]:
        needs += [f"paper: {document}" for document in row.documents]
    return tuple(dict.fromkeys(needs))


def _notes(matter: _Matter, sides: Sides, result: EconomicResult) -> list[str]:
    notes = []
    if matter.family is None and len(matter.rules) > 1:
        listed = ", ".join(each.case for each in matter.rules)
        notes.append(f"The codes fit several kinds of case ({listed}): the diagnosis decides.")
    if any(each.basis == "assumed" for each in result.inputs):
        notes.append("Assumed numbers are defaults of the table; replace them with the practice's own.")
    if matter.family is not None and matter.family.hint:
        notes.append(matter.family.hint)
    notes += _only_with_a_story(matter)
    if sides.reaches_medical:
        notes.append("A diagnosis shown here is a question to the provider: only what the chart holds may be billed.")
    return notes
