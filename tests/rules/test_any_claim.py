"""No claim that the reader accepts makes the check fail, and the report keeps its promises."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.claim import Claim
from assistant.rules.engine import check_claim
from assistant.rules.families import find_rule
from assistant.tables.icd10cm import Icd10cm
from assistant.tables.medical_procedures import medical_procedures
from assistant.tables.procedures import procedures

TODAY = date(2026, 11, 22)
ICD = Icd10cm.seed()

junk = st.text(max_size=6)
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
codes = st.sampled_from([*procedures(), *medical_procedures(), "D2199", "D27", "99499"]) | junk
teeth = st.sampled_from(["3", "14", "19", "8", "A", "K", "58", "AS", "33", "14,15", "1-4", "16-1", "#30", "48"]) | junk
surfaces = st.sampled_from(["O", "MO", "MOD", "MIFL", "MODBL", "I", "F", "MM", "X"]) | junk
areas = st.sampled_from(["00", "01", "02", "10", "20", "30", "40", "UR", "05"]) | junk
diagnoses = st.sampled_from(
    ["K02.63", "K08.1", "S02.5XXA", "S02.5XA", "G47.33", "R06.81", "M26.621", "W19.XXXA", "K07.6", "C02.1", "Z95.2"]
)
modifiers = st.sampled_from(["KX", "NU", "GA", "GY", "RT", "LT", "25", "59", "50", "zz"]) | junk
money = st.decimals(-1000, 100_000, places=2) | st.decimals(0, 10, places=3)
optional = st.none


def maybe(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.none() | strategy


lines = st.fixed_dictionaries(
    {"id": st.sampled_from(["1", "2", "3"]), "code": codes},
    optional={
        "date_of_service": maybe(days),
        "tooth": maybe(teeth),
        "surfaces": maybe(surfaces),
        "area": maybe(areas),
        "modifiers": st.lists(modifiers, max_size=5),
        "units": st.integers(-2, 200),
        "fee": maybe(money),
        "diagnosis_pointers": st.lists(st.integers(-1, 6), max_size=5),
        "prep_date": maybe(days),
        "place_of_service": maybe(st.sampled_from(["11", "12", "02", "22", "00", "x"])),
        "minutes": maybe(st.integers(-10, 400)),
    },
)
history = st.fixed_dictionaries(
    {"code": codes, "date_of_service": days}, optional={"tooth": maybe(teeth), "surfaces": surfaces, "area": areas}
)
attachments = st.fixed_dictionaries(
    {"kind": st.sampled_from(["periapical", "perio chart", "sleep study", "order", "pathology report"]) | junk},
    optional={"date": maybe(days), "tooth": maybe(teeth)},
)
coverages = st.fixed_dictionaries(
    {"lane": st.sampled_from(["dental", "medical"]), "payer": st.sampled_from(["Northlake Dental", "Medicare"])},
    optional={
        "effective": maybe(days),
        "terminated": maybe(days),
        "benefit_year_start": st.sampled_from(["01-01", "07-01", "02-30", "13-45", "00-00"]),
        "annual_maximum": maybe(money),
        "maximum_used": maybe(money),
        "waiting_periods": st.dictionaries(st.sampled_from(["major", "basic", "D2740"]), st.integers(-5, 40)),
        "missing_tooth_clause": st.booleans(),
    },
)
narratives = st.lists(
    st.sampled_from(
        ["#19 MOD caries", "right TMJ pain", "upper left", "seated 11/12/2026", "photo enclosed", "D2750", "no bone"]
    )
    | junk,
    max_size=4,
).map(". ".join)
claims = st.fixed_dictionaries(
    {"lane": st.sampled_from(["dental", "medical"]), "lines": st.lists(lines, max_size=5)},
    optional={
        "payer": st.sampled_from(["Northlake Dental", "Medicare", "medicare advantage", ""]),
        "as_of": maybe(days),
        "purpose": st.sampled_from(["claim", "predetermination"]),
        "patient": st.fixed_dictionaries({}, optional={"birth_date": maybe(days)}),
        "billing_provider": st.fixed_dictionaries({}, optional={"npi": junk, "taxonomy": junk}),
        "rendering_provider": st.fixed_dictionaries({}, optional={"npi": junk, "taxonomy": junk}),
        "tooth_system": maybe(st.sampled_from(["universal", "iso"])),
        "place_of_service": maybe(st.sampled_from(["11", "12", "97", "home"])),
        "accident": st.fixed_dictionaries(
            {}, optional={"date": maybe(days), "kind": st.sampled_from(["auto", "employment", "other"])}
        ),
        "missing_teeth": st.lists(teeth, max_size=3),
        "diagnoses": st.lists(diagnoses | junk, max_size=6),
        "history": st.lists(history, max_size=4),
        "attachments": st.lists(attachments, max_size=3),
        "narrative": narratives,
        "total_fee": maybe(money),
        "coverages": st.lists(coverages, max_size=2),
    },
)


@settings(max_examples=500, derandomize=True, deadline=None)
@given(claims)
def test_any_claim_gets_a_report(written: dict[str, object]) -> None:
    claim = Claim.model_validate(written)
    report = check_claim(claim, today=TODAY, icd=ICD)
    assert report.ok == all(each.severity != "error" for each in report.findings)
    assert report.checked > 0
    for each in report.findings:
        assert find_rule(each.rule) is not None
        assert each.where
        assert each.message
        assert each.fix
        assert each.source
