"""Office cases from the scenario files: the shipped remittance or a named base, with the changes of a scenario."""

from __future__ import annotations

import copy
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from assistant.domain.caller import LOCAL
from assistant.domain.case import Case as OfficeCase
from assistant.intake.case_file import LoadedCase
from evals.suites.tables import content
from evals.task import Workbench

_CLAIM = "CH-20931"


def sample(bench: Workbench) -> Path:
    """The folder of the shipped sample, as files."""
    if "sample" not in bench.kept:
        with as_file(files("corpus").joinpath("samples", "osa_appeal")) as folder:
            bench.kept["sample"] = Path(folder)
    held = bench.kept["sample"]
    assert isinstance(held, Path)
    return held


def papers_of(scenario: dict[str, Any], papers: dict[str, str]) -> dict[str, str]:
    """The sample's papers with the scenario's changes; ``None`` takes a paper away."""
    changed = dict(papers)
    for name, change in scenario.get("papers", {}).items():
        if change is None:
            del changed[name]
        elif isinstance(change, str):
            changed[name] = change
        else:
            for old, new in change:
                assert old in changed[name], f"{name} does not hold {old!r}"
                changed[name] = changed[name].replace(old, new)
    if year := scenario.get("year"):
        return {name: text.replace("2026", str(year)) for name, text in changed.items()}
    return changed


def changed(content: dict[str, Any], scenario: dict[str, Any]) -> dict[str, Any]:
    """A case with the scenario's changes to the claim, its lines, denials and facts."""
    content["claim"] |= scenario.get("claim", {})
    for line in content["claim"]["lines"]:
        if year := scenario.get("year"):
            line["date_of_service"] = f"{year}-08-18"
        line |= scenario.get("lines", {}).get(line["code"], {})
    content["denials"] = scenario.get("denials", content["denials"])
    content["facts"] += scenario.get("facts", [])
    return content


def of_scenario(bench: Workbench, scenario: dict[str, Any]) -> LoadedCase:
    """The sample's remittance with the papers, lines, denials and facts that a scenario changes."""
    folder = sample(bench)
    papers = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))}
    held = _of_remittance(bench, papers_of(scenario, papers), scenario.get("said", {}))
    return LoadedCase(OfficeCase.model_validate(changed(held, scenario)), folder)


def of_kind(bench: Workbench, scenario: dict[str, Any]) -> LoadedCase:
    """A named base with whole keys replaced, words of papers changed, papers and denials added."""
    base = scenario.get("base", "osa")
    if base == "osa":
        folder = sample(bench)
        papers = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))}
        held = _of_remittance(bench, papers, {})
    else:
        folder = bench.place("kinds")
        held = copy.deepcopy(_bases()[base])
        for attachment in held.get("attachments", []):
            (folder / attachment["file"]).write_bytes(b"image")
        for document in held.get("documents", []):
            (folder / document["file"]).write_text(document["text"], encoding="utf-8")
    held |= scenario.get("case", {})
    held["claim"] |= scenario.get("claim", {})
    for line in held["claim"]["lines"]:
        line |= scenario.get("line", {})
    for key, more in (("documents", "more_papers"), ("denials", "more_denials"), ("facts", "facts")):
        held[key] = [*(held.get(key) or []), *scenario.get(more, [])]
    for old, new in scenario.get("words", []):
        for document in held["documents"]:
            document["text"] = (document["text"] or "").replace(old, new)
    return LoadedCase(OfficeCase.model_validate(held), folder)


def _bases() -> dict[str, Any]:
    found = content("chains", "kinds", "bases.yaml")
    assert isinstance(found, dict)
    return found


def _of_remittance(bench: Workbench, papers: dict[str, str], said: dict[str, Any]) -> dict[str, Any]:
    records = bench.assistant.read(LOCAL, (sample(bench) / "remittance.835").read_bytes(), "remittance.835")
    options: dict[str, Any] = {"funding": "self_funded", "received": "2026-09-18"} | said
    received = options["received"]
    options["received"] = date.fromisoformat(received) if received else None
    case = bench.assistant.case_from_records(LOCAL, records, _CLAIM, notes=tuple(papers.items()), **options)
    return case.model_dump(mode="json")
