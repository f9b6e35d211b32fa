"""Every shipped document says what it is, for whom, from when, and that it is ours or invented."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, timedelta
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.domain.policy import GENERAL, PolicyDocument

CORPUS = Path(str(files("corpus")))
FOLDERS = ("policies", "guides", "protocols")
DOCUMENTS = sorted(path for folder in FOLDERS for path in (CORPUS / folder).rglob("*.md"))
PAYERS = {row["name"]: row for row in yaml.safe_load((CORPUS / "tables" / "payers.yaml").read_text(encoding="utf-8"))}
DIGESTED = {name for name, row in PAYERS.items() if not row["invented"]}

#: The corpus was last read against its sources on this day; nothing in it may be newer.
READ_ON = date(2026, 11, 22)

#: Real payers, promises and workshop talk have no place in a shipped document (URLs apart).
BANNED = (
    r"aetna|cigna|humana|metlife|anthem|united ?health\w*|delta dental|blue cross|bcbs\w*|kaiser|guardian|highmark",
    r"ameritas|principal dental|liberty dental|dentaquest|envolve|molina|centene|medi-cal|masshealth|unicare",
    r"guaranteed|will be approved|lorem ipsum|todo|tbd",
    r"chatgpt|openai|language model|chatbot|artificial intelligence",
    r"/(?:work|tmp)/|claimwright",
)

URL = re.compile(r"https?://\S+")


def split(path: Path) -> tuple[dict[str, Any], str]:
    """The front matter and the body of a Markdown document."""
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(front), body.strip()


def document(path: Path) -> PolicyDocument:
    """The document as the domain types see it; unknown keys are refused there."""
    return PolicyDocument.model_validate(split(path)[0])


ALL = {path: document(path) for path in DOCUMENTS}


def slug(payer: str) -> str:
    return payer.lower().replace(" ", "-")


@pytest.fixture(params=DOCUMENTS, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    """One shipped document after the other."""
    return request.param


def test_it_holds_enough_documents() -> None:
    assert len(DOCUMENTS) >= 60
    assert len({doc.payer for doc in ALL.values()} - DIGESTED - {GENERAL}) >= 6


def test_ids_are_unique_kebab_case_and_name_the_file(path: Path) -> None:
    doc = ALL[path]
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", doc.id)
    assert path.stem == doc.id
    assert [other.id for other in ALL.values()].count(doc.id) == 1
    assert doc.id.startswith(doc.series)


def test_it_is_dated(path: Path) -> None:
    doc = ALL[path]
    assert doc.effective_from is not None
    assert doc.reviewed is not None
    assert doc.reviewed <= READ_ON
    assert doc.effective_through is None or doc.effective_from < doc.effective_through


def test_it_has_one_title_and_sections(path: Path) -> None:
    body = split(path)[1]
    titles = re.findall(r"^# .+", body, re.M)
    assert len(titles) == 1
    assert body.startswith("# ")
    assert len(re.findall(r"^#{2,4} .+", body, re.M)) >= 3


def test_it_says_that_it_is_ours_or_invented(path: Path) -> None:
    doc, body = ALL[path], split(path)[1]
    opening = body.split("\n", 3)[2]
    if doc.provenance == "invented":
        assert doc.source == "invented"
        assert "invented example" in opening
    else:
        assert doc.provenance == "own_digest"
        assert re.search(r"\bour own (summary|guide|glossary)\b", opening)
        assert "read 2026-11-22" in opening
        assert URL.search(doc.source)
        assert "Source: " in body


def test_its_payer_is_invented_or_public_and_names_its_folder(path: Path) -> None:
    doc = ALL[path]
    folder = path.relative_to(CORPUS).parts
    if doc.payer == GENERAL:
        assert folder[0] in {"guides", "protocols"}
        return
    assert doc.payer in PAYERS
    assert folder[:2] == ("policies", slug(doc.payer))
    assert doc.lane is not None
    assert doc.provenance == ("own_digest" if doc.payer in DIGESTED else "invented")


def test_it_holds_no_banned_word(path: Path) -> None:
    text = URL.sub("", path.read_text(encoding="utf-8"))
    for pattern in BANNED:
        assert not re.search(rf"\b({pattern})\b", text, re.I), pattern


def test_its_telephones_and_addresses_are_invented(path: Path) -> None:
    body = URL.sub("", split(path)[1])
    assert all(number.startswith("555-01") for number in re.findall(r"\b\d{3}-\d{4}\b", body))
    assert all(code.startswith("00") for code in re.findall(r", [A-Z]{2} (\d{5})\b", body))
    assert "@" not in body


def test_tables_are_whole(path: Path) -> None:
    for block in re.findall(r"(?:^\|.*\|\n?)+", split(path)[1] + "\n", re.M):
        rows = block.strip().split("\n")
        assert len({row.count("|") for row in rows}) == 1, rows[0]
        assert set(rows[1]) <= set("|- :"), rows[0]


def test_a_superseding_version_follows_its_predecessor_without_a_gap() -> None:
    by_id = {doc.id: doc for doc in ALL.values()}
    chains = [doc for doc in ALL.values() if doc.supersedes]
    assert len(chains) >= 10
    for doc in chains:
        earlier = by_id[str(doc.supersedes)]
        assert (earlier.series, earlier.payer, earlier.kind) == (doc.series, doc.payer, doc.kind), doc.id
        assert earlier.effective_through is not None, earlier.id
        assert doc.effective_from == earlier.effective_through + timedelta(days=1), doc.id


def test_versions_of_a_series_never_overlap_and_one_is_in_force() -> None:
    series: dict[str, list[PolicyDocument]] = defaultdict(list)
    for doc in ALL.values():
        series[doc.series].append(doc)
    for name, versions in series.items():
        versions.sort(key=lambda doc: str(doc.effective_from))
        for earlier, later in pairwise(versions):
            assert later.supersedes == earlier.id, name
        assert versions[0].supersedes is None, name
        assert [doc.effective_through for doc in versions].count(None) == 1, name
        assert versions[-1].effective_through is None, name


def test_payer_aliases_belong_to_one_payer_and_are_lower_case() -> None:
    aliases = [alias for row in PAYERS.values() for alias in row["aliases"]]
    assert len(aliases) == len(set(aliases))
    assert all(alias == alias.lower() for alias in aliases)


def test_every_listed_payer_has_a_document() -> None:
    assert set(PAYERS) <= {doc.payer for doc in ALL.values()}


def test_versions_of_a_document_differ_in_what_they_say() -> None:
    bodies: dict[str, str] = {}
    for path in DOCUMENTS:
        body = split(path)[1]
        assert body not in bodies, f"{path.stem} repeats {bodies.get(body)}"
        bodies[body] = path.stem
