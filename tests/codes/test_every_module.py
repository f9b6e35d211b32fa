"""The verbs that all code modules share, over one table of cases."""

from __future__ import annotations

from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.codes import (
    area,
    carc,
    cdt,
    cpt,
    day,
    hcpcs,
    icd10cm,
    modifier,
    npi,
    place_of_service,
    rarc,
    surface,
    taxonomy,
    tooth,
)
from assistant.domain.errors import CodeError


def _tooth(system: str) -> SimpleNamespace:
    verbs = ("validate", "is_valid", "format")
    return SimpleNamespace(
        compact=tooth.compact, **{verb: partial(getattr(tooth, verb), system=system) for verb in verbs}
    )


# module, (written, canonical), refused
CASES: dict[str, tuple[Any, list[tuple[str, str]], list[str]]] = {
    "cdt": (
        cdt,
        [
            ("D2740", "D2740"),
            ("d2740", "D2740"),
            (" D 2740 ", "D2740"),
            ("D-0120", "D0120"),
            ("\uff24\uff12\uff17\uff14\uff10", "D2740"),
        ],
        ["2740", "D274", "D27400", "DD740", "D27A0", "", "E2740", "D2740.", "\u0662\u0667\u0664\u0660", "D\u0662740"],
    ),
    "cpt": (
        cpt,
        [
            ("99213", "99213"),
            ("0001f", "0001F"),
            ("0213T", "0213T"),
            ("0001U", "0001U"),
            ("0001m", "0001M"),
            ("0001A", "0001A"),
            (" 00170 ", "00170"),
        ],
        ["9921", "992133", "D9921", "99213-25", "9921X", "0213Z", "", "A9921"],
    ),
    "hcpcs": (
        hcpcs,
        [("e0486", "E0486"), ("K1027", "K1027"), (" G0330", "G0330"), ("V5008", "V5008"), ("U0001", "U0001")],
        ["D2740", "X1234", "E048", "E04866", "0486E", "I1234", "O1234", "N0001", "F1234", "", "E048A"],
    ),
    "icd10cm": (
        icd10cm,
        [
            ("K02.63", "K02.63"),
            ("k0263", "K02.63"),
            ("S025XXA", "S02.5XXA"),
            ("I10", "I10"),
            ("u07.1", "U07.1"),
            ("C4A.0", "C4A.0"),
            ("QA0.0", "QA0.0"),
            ("I10.", "I10"),
        ],
        ["K0", "K02.63000", "02.63", "K0.263", "K026.3", "KK2.63", "K.0263", "", ".", "K02..63", "MA130"],
    ),
    "modifier": (
        modifier,
        [("kx", "KX"), ("-59", "59"), (" 25 ", "25"), ("1P", "1P")],
        ["K", "KXX", "00", "", "K.", "5-9"],
    ),
    "place_of_service": (
        place_of_service,
        [("11", "11"), ("2", "02"), (" 24 ", "24"), ("99", "99")],
        ["00", "0", "111", "1A", "", "-1"],
    ),
    "carc": (
        carc,
        [
            ("50", "50"),
            ("050", "50"),
            ("1", "1"),
            ("a1", "A1"),
            ("B7", "B7"),
            ("P12", "P12"),
            ("A0", "A0"),
            ("297", "297"),
        ],
        ["0", "1234", "N115", "CO50", "", "A123", "00001", "0050", "C1", "1-3", "B01"],
    ),
    "rarc": (
        rarc,
        [("n115", "N115"), ("MA1", "MA01"), ("MA130", "MA130"), ("M076", "M76"), ("N1", "N1"), ("ma-07", "MA07")],
        ["115", "N", "MA", "N0", "N1234", "X1", "", "CO50", "MA00"],
    ),
    "npi": (
        npi,
        [("1234567893", "1234567893"), ("123-456-7893", "1234567893"), ("2000000002", "2000000002")],
        ["1234567890", "3234567893", "123456789", "12345678933", "", "123456789X", "0234567899"],
    ),
    "taxonomy": (
        taxonomy,
        [("1223G0001X", "1223G0001X"), ("122300000x", "122300000X"), ("124Q00000X", "124Q00000X")],
        ["1223G0001", "1223G0001Y", "1223G00011X", "A223G0001X", ""],
    ),
    "tooth, universal": (
        _tooth("universal"),
        [
            ("14", "14"),
            ("#08", "8"),
            ("a", "A"),
            ("Tooth #3", "3"),
            ("no. 30", "30"),
            ("51", "51"),
            ("ts", "TS"),
            ("82", "82"),
        ],
        ["0", "33", "50", "83", "U", "US", "8A", "1-3", "14,15", "1 4", "NOT", "1.8", "", "#", "101", "UR6"],
    ),
    "tooth, iso": (
        _tooth("iso"),
        [("18", "18"), ("4.8", "48"), ("55", "55"), ("85", "85")],
        ["19", "1", "50", "56", "86", "A", "8", "00", "", "UR6", "181"],
    ),
    "tooth, palmer": (
        _tooth("palmer"),
        [("UR8", "UR8"), ("ule", "ULE"), ("LL1", "LL1")],
        ["UR9", "UX1", "8", "URF", "R8", ""],
    ),
    "surface": (
        surface,
        [
            ("dom", "MOD"),
            ("L F I M", "MIFL"),
            ("OD", "DO"),
            ("bo", "OB"),
            ("lbdom", "MODBL"),
            ("M,O", "MO"),
            ("L", "L"),
            ("lfid", "DIFL"),
        ],
        ["MX", "MM", "OI", "BF", "", "MODBLF", "1", " "],
    ),
    "area": (
        area,
        [
            ("10", "10"),
            ("ur", "10"),
            ("Upper Left Quad", "20"),
            ("lower-left", "30"),
            ("L.R.", "40"),
            ("full mouth", "00"),
            ("maxillary arch", "01"),
            ("lower", "02"),
        ],
        ["05", "L", "R", "1", "50", "", "upper middle", "11"],
    ),
    "day": (
        day,
        [
            ("2026-11-12", "2026-11-12"),
            ("20261112", "2026-11-12"),
            ("Nov 12, 2026", "2026-11-12"),
            ("12-nov-2026", "2026-11-12"),
            ("12th of November 2026", "2026-11-12"),
            ("2026/1/2", "2026-01-02"),
            ("25.12.2026", "2026-12-25"),
            ("5/5/2026", "2026-05-05"),
            ("sept 3 2026", "2026-09-03"),
            ("2026-11-12T08:30:00", "2026-11-12"),
        ],
        [
            "11/12/2026",
            "11/12/26",
            "Nov 12",
            "2026-02-30",
            "2026-13-01",
            "30/30/2026",
            "Ju 3 2026",
            "yesterday",
            "",
            "2026-11",
            "1/2-2026",
            "0000-01-01",
        ],
    ),
}
GOOD = [
    pytest.param(module, *pair, id=f"{name}: {pair[0]}") for name, (module, good, _) in CASES.items() for pair in good
]
BAD = [pytest.param(module, text, id=f"{name}: {text}") for name, (module, _, bad) in CASES.items() for text in bad]
MODULES = [pytest.param(module, id=name) for name, (module, _, _) in CASES.items()]


@pytest.mark.parametrize(("module", "written", "canonical"), GOOD)
def test_what_people_write_becomes_canonical(module: Any, written: str, canonical: str) -> None:
    assert module.validate(written) == canonical
    assert module.is_valid(written) is True


@pytest.mark.parametrize(("module", "written", "canonical"), GOOD)
def test_canonical_and_shown_forms_are_read_again(module: Any, written: str, canonical: str) -> None:
    assert module.validate(canonical) == canonical
    assert module.compact(module.compact(written)) == module.compact(written)
    shown = module.format(written)
    order = {"order": "mdy"} if module is day else {}
    assert module.validate(shown, **order) == canonical
    assert module.format(shown, **order) == shown


@pytest.mark.parametrize(("module", "text"), BAD)
def test_anything_else_is_refused_with_a_way_to_mend_it(module: Any, text: str) -> None:
    assert module.is_valid(text) is False
    with pytest.raises(CodeError) as caught:
        module.validate(text)
    assert caught.value.message
    assert caught.value.fix


@pytest.mark.parametrize("module", MODULES)
@settings(max_examples=150, derandomize=True, deadline=None)
@given(text=st.one_of(st.text(max_size=14), st.text(alphabet="0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ .-/#", max_size=9)))
def test_no_text_crashes_and_validation_is_idempotent(module: Any, text: str) -> None:
    assert module.compact(module.compact(text)) == module.compact(text)
    if module.is_valid(text):
        canonical = module.validate(text)
        assert module.validate(canonical) == canonical
        assert module.validate(f" {text.lower()} ") == canonical
    else:
        with pytest.raises(CodeError):
            module.validate(text)
