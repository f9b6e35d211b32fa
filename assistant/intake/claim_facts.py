"""Facts that a claim itself states: age, days, earlier services, what else is billed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from assistant.codes import tooth
from assistant.domain.claim import Claim, ServiceLine
from assistant.domain.fact import Fact, Span
from assistant.domain.playbook import ClaimField, FactSpec

#: ``document_kind`` of a fact that the claim itself states.
CLAIM = "claim"
#: Years from which a patient counts as an adult.
_ADULT = 18


def of_claim(spec: FactSpec, claim: Claim, line: ServiceLine | None) -> Iterator[Fact]:
    """The fact with the field it was read from; nothing where the claim leaves the field empty."""
    if spec.claim is not None:
        yield from _READERS[spec.claim](spec, claim, line)


def _stated(spec: FactSpec, field: str, quote: str, *, value: Decimal | bool = True, day: date | None = None) -> Fact:
    span = Span(document=field, start=0, end=len(quote), quote=quote)
    return Fact(key=spec.key, value=value, unit=spec.unit, day=day, span=span, document_kind=CLAIM)


def _dated(spec: FactSpec, field: str, day: date | None) -> Iterator[Fact]:
    if day is not None:
        yield _stated(spec, field, day.isoformat(), day=day)


def _absent(fact: Fact) -> Fact:
    return fact.model_copy(update={"polarity": "absent"})


def _place(claim: Claim, line: ServiceLine, name: str) -> str:
    return f"claim.lines[{claim.lines.index(line)}].{name}"


def _months(claim: Claim, line: ServiceLine | None) -> int | None:
    """Full months of age on the date of service."""
    born = claim.patient.birth_date if claim.patient else None
    on = (line.date_of_service if line else None) or claim.as_of
    if born is None or on is None or born > on:
        return None
    return (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)


def _age(spec: FactSpec, claim: Claim, line: ServiceLine | None) -> Iterator[Fact]:
    months = _months(claim, line)
    if months is not None and claim.patient and claim.patient.birth_date:
        value = Decimal(months if spec.claim == "age_months" else months // 12)
        yield _stated(spec, "claim.patient.birth_date", claim.patient.birth_date.isoformat(), value=value)


def _adult(spec: FactSpec, claim: Claim, line: ServiceLine | None) -> Iterator[Fact]:
    for fact in _age(spec, claim, line):
        if isinstance(fact.value, Decimal) and fact.value >= _ADULT:
            yield fact.model_copy(update={"value": True})


def _service(spec: FactSpec, claim: Claim, line: ServiceLine | None) -> Iterator[Fact]:
    if line is not None:
        yield from _dated(spec, _place(claim, line, "date_of_service"), line.date_of_service)


def _preparation(spec: FactSpec, claim: Claim, line: ServiceLine | None) -> Iterator[Fact]:
    """The day of preparation; the date of service where the claim gives no other day."""
    if line is not None and line.prep_date is not None:
        yield from _dated(spec, _place(claim, line, "prep_date"), line.prep_date)
    else:
        yield from _service(spec, claim, line)


def _permanent(spec: FactSpec, claim: Claim, line: ServiceLine | None) -> Iterator[Fact]:
    """Whether the tooth of the line is a permanent one; a number that no mouth holds says nothing."""
    system = claim.tooth_system or "universal"
    if line is not None and line.tooth and tooth.is_valid(line.tooth, system):
        fact = _stated(spec, _place(claim, line, "tooth"), line.tooth)
        yield fact if tooth.is_permanent(line.tooth, system) else _absent(fact)


def _accident_day(spec: FactSpec, claim: Claim, _line: ServiceLine | None) -> Iterator[Fact]:
    yield from _dated(spec, "claim.accident.date", claim.accident.date if claim.accident else None)


def _accident_kind(spec: FactSpec, claim: Claim, _line: ServiceLine | None) -> Iterator[Fact]:
    if claim.accident and claim.accident.kind:
        yield _stated(spec, "claim.accident.kind", claim.accident.kind)


def _history(spec: FactSpec, claim: Claim, _line: ServiceLine | None) -> Iterator[Fact]:
    for number, entry in enumerate(claim.history):
        if entry.code in spec.codes:
            fact = _stated(spec, f"claim.history[{number}]", entry.code, day=entry.date_of_service)
            yield fact.model_copy(update={"place": (entry.tooth or "") if spec.per == "tooth" else ""})


def _other_line(spec: FactSpec, claim: Claim, line: ServiceLine | None) -> Iterator[Fact]:
    """Whether the claim holds one of the codes on the same day; a claim that does not says so too."""
    if line is None:
        return
    for number, other in enumerate(claim.lines):
        if other is not line and other.code in spec.codes and other.date_of_service == line.date_of_service:
            yield _stated(spec, f"claim.lines[{number}].code", other.code, day=other.date_of_service)
            return
    yield _absent(_stated(spec, _place(claim, line, "code"), line.code, day=line.date_of_service))


def _coverage(spec: FactSpec, claim: Claim, _line: ServiceLine | None) -> Iterator[Fact]:
    """The first day of the plan that the claim goes to."""
    for number, plan in enumerate(claim.coverages):
        if plan.payer == claim.payer and plan.effective is not None:
            yield from _dated(spec, f"claim.coverages[{number}].effective", plan.effective)
            return


def _area(spec: FactSpec, claim: Claim, line: ServiceLine | None) -> Iterator[Fact]:
    if line is not None and line.area:
        yield _stated(spec, _place(claim, line, "area"), line.area)


def _authorization(spec: FactSpec, claim: Claim, _line: ServiceLine | None) -> Iterator[Fact]:
    if claim.prior_authorization:
        yield _stated(spec, "claim.prior_authorization", claim.prior_authorization)


_READERS: dict[ClaimField, Callable[[FactSpec, Claim, ServiceLine | None], Iterator[Fact]]] = {
    "age": _age,
    "age_months": _age,
    "adult": _adult,
    "permanent_tooth": _permanent,
    "date_of_service": _service,
    "prep_date": _preparation,
    "accident_date": _accident_day,
    "accident_kind": _accident_kind,
    "history": _history,
    "other_line": _other_line,
    "coverage_start": _coverage,
    "prior_authorization": _authorization,
    "area": _area,
}
