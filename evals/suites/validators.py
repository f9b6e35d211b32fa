"""Claims with one known mistake, claims without any, and public errors that must not be repeated.

A case of a rule file that is wrong must draw that rule's finding at that place (recall); one that is right must draw
neither it nor any error (precision). The generated ones take a clean claim and plant one mistake.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from assistant.domain.finding import Severity
from evals.case import Case
from evals.labels import ClaimContent, Labels, Words, one_or_more
from evals.score import Outcome, Score, none_of, unscored
from evals.suite import CHECKOUT, Suite
from evals.suites.generated_claims import SEED, generated
from evals.suites.tables import content, each_file
from evals.task import TODAY

if TYPE_CHECKING:
    from assistant.domain.policy import Limit
    from evals.task import Workbench

_COMMON: dict[str, Any] = {
    "as_of": TODAY.isoformat(),
    "tooth_system": "universal",
    "place_of_service": "11",
    "billing_provider": {"npi": "1234567893"},
    "patient": {"birth_date": "1984-05-02"},
}
_LANES = {"dental": "Northlake Dental", "medical": "Northlake Health"}
_LINE = {"date_of_service": "2026-11-12", "fee": "100.00"}
_ABOUT = ("name", "finds", "severity", "denial", "times", "says", "expect_errors", "limits", "drop")


def _known(rule: str) -> str:
    """A rule that there is; none would never be found, which a right claim would take for right."""
    from assistant.rules.families import find_rule

    if rule and find_rule(rule) is None:
        raise ValueError(f"no rule is called {rule!r}; `claimwright rules` lists them")
    return rule


RuleId = Annotated[str, AfterValidator(_known)]


class Checked(Labels):
    """A claim, and the payer's limits that hold for it."""

    claim: ClaimContent
    limits: tuple[dict[str, Any], ...] | None = None


class Foreseen(Labels):
    """A finding that is due."""

    rule: RuleId
    where: str | None = None
    finds: str | None = None
    severity: Severity | None = None
    says: str = ""
    denial: str | None = Field(default=None, description="The remark code (RARC) that the finding foresees")


class Found(Labels):
    """With ``finds`` the rule finds something there; without it neither the rule nor any error may show."""

    rule: RuleId | None = Field(default=None, description="The rule; empty for a claim in which nothing is wrong")
    allowed: Words = Field(default=(), description="Rules whose errors a right claim may draw all the same")
    finds: str | None = Field(default=None, description="Where the rule must find something, such as lines[0].tooth")
    severity: Severity | None = None
    says: str = Field(default="", description="Words of the finding")
    must: tuple[Foreseen, ...] = Field(default=(), description="Findings that are due")
    must_not: Annotated[tuple[RuleId, ...], BeforeValidator(one_or_more)] = Field(
        default=(), description="Rules that must find nothing"
    )

    @model_validator(mode="after")
    def _complete(self) -> Found:
        if self.rule is None and not (self.must or self.must_not):
            raise ValueError("rule is missing (or must, or must_not)")
        if self.finds is not None and not self.rule:
            raise ValueError("rule is missing: it says what is found there")
        return self


class _Stated:
    """Policy limits as a case states them."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        from assistant.domain.policy import Limit

        self._rows = tuple(Limit.model_validate(row) for row in rows)

    def limits(self, payer: str, code: str, on: date, *, plan: str | None = None) -> tuple[Limit, ...]:  # noqa: ARG002  # the port's
        return tuple(row for row in self._rows if code in row.codes and row.in_force(on))


def _claim(row: dict[str, Any]) -> dict[str, Any]:
    """The claim of a case: common values, those of its lane, its own; ``drop`` leaves keys out."""
    lane = row.get("lane", "dental")
    own = {key: value for key, value in row.items() if key not in _ABOUT}
    whole = {"lane": lane, **_COMMON, "payer": _LANES[lane], **own}
    whole["lines"] = [{"id": str(number), **_LINE, **line} for number, line in enumerate(row.get("lines", []), 1)]
    return {key: value for key, value in whole.items() if key not in row.get("drop", ())}


def _of_rules() -> Iterator[Case]:
    for path, held in each_file("rules", "cases"):
        rule = held["rule"]
        for side in ("wrong", "right"):
            for row in held[side]:
                severity = row.get("severity", held["severity"])
                expect = {"rule": rule, "allowed": row.get("expect_errors", [])}
                if side == "wrong":
                    expect |= {"finds": row["finds"], "severity": severity, "says": row.get("says", "")}
                yield Case(
                    id=f"{rule}-{side}-{row['name']}",
                    suite="validators",
                    slice=f"{rule[:2]} {side}",
                    inputs={"claim": _claim(row), "limits": row.get("limits")},
                    expect=expect,
                    tags=(rule, side),
                    provenance=f"written by hand, {path.name}",
                )


def _traps() -> Iterator[Case]:
    for row in content("rules", "traps.yaml"):
        yield Case(
            id=f"trap-{row['trap'][:90]}",
            suite="validators",
            slice="public errors",
            inputs={"claim": _claim(row["claim"] | {"drop": row["claim"].get("drop", ())})},
            expect={"must": row.get("must", []), "must_not": row.get("must_not", [])},
            difficulty="hard",
            tags=("public error", "must" if row.get("must") else "must not"),
            provenance="wrong facts of public texts, traps.yaml",
        )


def cases() -> tuple[Case, ...]:
    """Rule files, public errors and generated claims."""
    return (*_of_rules(), *_traps(), *generated())


def run(bench: Workbench, case: Case) -> Outcome:
    """Check the claim."""
    from assistant.domain.claim import Claim
    from assistant.rules.engine import check_claim
    from assistant.tables.icd10cm import Icd10cm

    if "diagnoses" not in bench.kept:
        bench.kept["diagnoses"] = Icd10cm.seed()  # no check changes it
    stated = case.inputs.get("limits")
    limits = _Stated(stated) if stated else None
    claim = Claim.model_validate(case.inputs["claim"])
    findings = check_claim(claim, today=TODAY, limits=limits, icd=bench.kept["diagnoses"]).findings
    told = [f"{f.severity} {f.rule} {f.where}: {f.message}. Fix: {f.fix}" for f in findings]
    found = [
        {
            "rule": f.rule,
            "where": f.where,
            "severity": f.severity,
            "words": f"{f.message} {f.fix}",
            "denial": f.predicts.rarc if f.predicts else None,
        }
        for f in findings
    ]
    lines = ", ".join(f"{line.code} {line.tooth or ''}".strip() for line in claim.lines)
    return Outcome(
        question=f"check: {lines}",
        text="\n".join(told) or "clean",
        evidence=tuple(dict.fromkeys(f.source for f in findings)),
        values={"findings": found},
    )


def _finds(case: Case, outcome: Outcome) -> Score:
    """The finding that is due, at its place and with its severity."""
    wanted = [case.expect] if case.expect.get("finds") is not None else case.expect.get("must", [])
    if not wanted:
        return unscored("finds", "nothing is wrong with this claim")
    missing = [_line(each) for each in wanted if not any(_is(each, found) for found in outcome.values["findings"])]
    got = "; ".join(f"{each['rule']} {each['where']}" for each in outcome.values["findings"]) or "nothing"
    return Score(
        name="finds",
        value=float(not missing),
        compared=f"{'; '.join(map(_line, wanted))} with {got}"[:600],
        why=f"not found: {'; '.join(missing)}" if missing else "found",
    )


def _is(wanted: dict[str, Any], found: dict[str, Any]) -> bool:
    return (
        found["rule"] == wanted["rule"]
        and found["where"] == wanted.get("finds", wanted.get("where"))
        and wanted.get("severity") in (None, found["severity"])
        and wanted.get("denial") in (None, found["denial"])
        and wanted.get("says", "") in found["words"]
    )


def _line(wanted: dict[str, Any]) -> str:
    return f"{wanted['rule']} at {wanted.get('finds', wanted.get('where'))} ({wanted.get('severity', 'any')})"


def _quiet(case: Case, outcome: Outcome) -> Score:
    """No false alarm: not the rule of a right case, no error, none of the rules that would repeat a wrong fact."""
    found = outcome.values["findings"]
    if case.expect.get("finds") is not None or case.expect.get("must"):
        avoided = case.expect.get("must_not", [])
        if not avoided:
            return unscored("no false alarm", "a wrong claim may draw other findings too")
        return none_of("no false alarm", [f["rule"] for f in found if f["rule"] in avoided], ", ".join(avoided))
    if case.expect.get("must_not"):
        avoided = case.expect["must_not"]
        return none_of("no false alarm", [f["rule"] for f in found if f["rule"] in avoided], ", ".join(avoided))
    rule, allowed = case.expect["rule"], case.expect.get("allowed", [])
    alarms = [
        f"{f['rule']} {f['where']}"
        for f in found
        if f["rule"] == rule or (f["severity"] == "error" and f["rule"] not in allowed)
    ]
    return none_of("no false alarm", alarms, f"{rule or 'nothing'} or any error")


SUITE = Suite(
    name="validators",
    about="claims with one known mistake and claims without any",
    home="tests/rules/cases, tests/rules/traps.yaml; generated with a seed",
    cases=cases,
    task=run,
    seed=SEED,
    inputs=Checked,
    expect=Found,
    example={
        "inputs": {
            "claim": {
                "lane": "dental",
                "payer": "Northlake Dental",
                "as_of": "2026-11-22",
                "billing_provider": {"npi": "1234567893"},
                "lines": [{"id": "1", "code": "D2740", "date_of_service": "2026-11-12", "fee": "1200.00"}],
            }
        },
        "expect": {"rule": "TS01", "finds": "lines[0].tooth"},
    },
    scorers=(_finds, _quiet),
    needs=CHECKOUT / "rules" / "cases",
)
