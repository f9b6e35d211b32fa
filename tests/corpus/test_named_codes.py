"""Every code, telephone and post box that a shipped document names is known and belongs to its payer."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

CORPUS = Path(str(files("corpus")))
DOCUMENTS = sorted(path for folder in ("policies", "guides", "protocols") for path in (CORPUS / folder).rglob("*.md"))

URL = re.compile(r"https?://\S+")
CDT = re.compile(r"\bD\d{4}\b")
MEDICAL = re.compile(r"(?<![\w,.$-])(?:[AEGJKS]\d{4}|\d{5})(?![\w-])")
REMARK = re.compile(r"\bRARC ((?:N|MA?)\d{1,3})\b")
REASON = re.compile(r"\bCARC ([AB]?\d{1,3})\b")

#: Named in order to say that they are gone, or post codes of invented addresses.
GONE = {"S8262"}


def body(path: Path) -> str:
    return URL.sub("", path.read_text(encoding="utf-8").split("---\n", 2)[2])


def payer(path: Path) -> str:
    return str(yaml.safe_load(path.read_text(encoding="utf-8").split("---\n", 2)[1])["payer"])


@cache
def codes(table: str) -> frozenset[str]:
    with (CORPUS / "tables" / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return frozenset(row["code"] for row in csv.DictReader(lines))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_dental_codes_are_in_our_table(path: Path) -> None:
    assert set(CDT.findall(body(path))) <= codes("procedures")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_medical_codes_are_in_our_table(path: Path) -> None:
    named = {code for code in MEDICAL.findall(body(path)) if code == "00170" or not code.startswith("00")}
    assert named - GONE <= codes("medical_procedures")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_reasons_and_remarks_are_in_our_table(path: Path) -> None:
    named = set(REMARK.findall(body(path))) | set(REASON.findall(body(path)))
    assert named <= codes("denial_actions")


@pytest.mark.parametrize(
    "pattern", [r"\b555-01\d\d\b", r"\bPO Box \d+, [A-Z][A-Za-z ]+"], ids=["telephone", "post box"]
)
def test_a_contact_belongs_to_one_payer(pattern: str) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for path in DOCUMENTS:
        for contact in re.findall(pattern, body(path)):
            owners[contact].add(payer(path))
    assert len(owners) >= 10
    assert {contact: names for contact, names in owners.items() if len(names) > 1} == {}
