"""Every kind of draft on complete cases, with facts missing, and with nothing to stand on."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.assistant import Assistant
from assistant.chains.edited import check_edited
from assistant.chains.finish import Drafted
from assistant.domain.caller import LOCAL
from assistant.domain.case import Case
from assistant.domain.errors import BadInput
from assistant.intake.case_file import LoadedCase
from assistant.recognise.placeholders import placeholders
from assistant.rendering.channels import CHANNELS
from assistant.rules.drafts import EDIT_RULES

HERE = Path(__file__).parent / "kinds"
SAMPLE = files("corpus") / "samples" / "osa_appeal"
BASES: dict[str, dict[str, Any]] = yaml.safe_load((HERE / "bases.yaml").read_text(encoding="utf-8"))

Scenario = dict[str, Any]


def load() -> Iterator[Any]:
    for path in sorted(HERE.glob("*.yaml")):
        if path.stem == "bases":
            continue
        for scenario in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield pytest.param(path.stem, scenario, id=f"{path.stem}: {scenario['name']}")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the enclosures of every case lie."""
    made = tmp_path_factory.mktemp("case")
    for base in BASES.values():
        for attachment in base.get("attachments", []):
            (made / attachment["file"]).write_bytes(b"image")
        for document in base.get("documents", []):
            (made / document["file"]).write_text(document["text"], encoding="utf-8")
    return made


def case_of(scenario: Scenario, made: Callable[..., Case]) -> Case:
    """The base with the scenario's changes: whole keys replaced, words of papers changed."""
    base = scenario.get("base", "osa")
    content = made().model_dump(mode="json") if base == "osa" else copy.deepcopy(BASES[base])
    for key, value in scenario.get("case", {}).items():
        content[key] = value
    content["claim"] |= scenario.get("claim", {})
    for line in content["claim"]["lines"]:
        line |= scenario.get("line", {})
    content["documents"] = [*content.get("documents", []), *scenario.get("more_papers", [])]
    content["denials"] = [*content.get("denials", []), *scenario.get("more_denials", [])]
    content["facts"] = [*content.get("facts", []), *scenario.get("facts", [])]
    for old, new in scenario.get("words", []):
        held = [document for document in content["documents"] if old in (document["text"] or "")]
        assert held, f"no paper holds {old!r}"
        for document in held:
            document["text"] = document["text"].replace(old, new)
    return Case.model_validate(content)


def drafted(kind: str, scenario: Scenario, case: Case, folder: Path, assistant: Assistant) -> Drafted:
    if scenario.get("base", "osa") == "osa":
        folder = Path(str(SAMPLE))
    options = {key: scenario[key] for key in ("level", "channel", "about") if key in scenario}
    return assistant.draft(LOCAL, kind, LoadedCase(case, folder), **options)


@pytest.mark.parametrize(("kind", "scenario"), list(load()))
def test_kind(
    kind: str,
    scenario: Scenario,
    make_case: Callable[..., Case],
    folder: Path,
    assistant: Assistant,
) -> None:
    case = case_of(scenario, make_case)
    made = drafted(kind, scenario, case, folder, assistant)
    draft = made.draft
    letter = " ".join(draft.text.split())
    wrong = [f.message for f in draft.findings if f.severity == "error"]
    assert draft.kind == kind
    for key in ("status", "action"):
        assert getattr(draft, key) == scenario.get(key, getattr(draft, key)), f"{key}; {wrong}\n{draft.text}"
    assert [words for words in scenario.get("says", []) if words not in letter] == [], draft.text
    assert [words for words in scenario.get("never", []) if words in letter] == [], draft.text
    needed = " ".join(mark.text for mark in draft.placeholders)
    assert [words for words in scenario.get("needs", []) if words not in needed] == [], needed
    assert [words for words in scenario.get("no_needs", []) if words in needed] == [], needed
    told = " | ".join(f"{f.rule} {f.message} {f.fix}" for f in draft.findings)
    assert [words for words in scenario.get("findings", []) if words not in told] == [], told
    if "text" in scenario:
        assert draft.text.strip() == scenario["text"].strip()
    if "deadline" in scenario:
        assert (draft.deadline.date if draft.deadline else None) == scenario["deadline"]
    always(made, scenario)


def always(made: Drafted, scenario: Scenario) -> None:
    """What holds for every kind, whatever the case."""
    draft = made.draft
    unproved = [(f.rule, f.message) for f in draft.findings if f.severity == "error" and f.rule.startswith("DR0")]
    assert unproved == []
    for statement in draft.statements:
        assert statement.type in ("request", "courtesy") or statement.sources, statement
    assert len({statement.id for statement in draft.statements}) == len(draft.statements)
    assert len({statement.id for statement in draft.statements}) == len(draft.statements)
    listed = {what for mark in draft.placeholders for what in placeholders(mark.text)}
    assert set(placeholders(draft.text)) <= listed or draft.status == "not_found"
    channel = scenario.get("channel")
    if channel is None or channel == "letter":
        assert draft.text.startswith("DRAFT")
        changes = check_edited(draft.text, made).findings
        assert [f for f in changes if f.rule in {rule.id for rule in EDIT_RULES}] == []
    elif CHANNELS[channel].limit is not None:
        assert all(len(line) <= CHANNELS[channel].limit for line in draft.text.splitlines())
    if draft.status == "ready":
        assert not draft.placeholders
    counted = re.search(r"Of its (\d+) conditions in the table below, the record meets (\d+)", draft.text)
    if counted is not None:
        numbered = [row.status for row in draft.criteria if row.depth == 0 and row.service == draft.criteria[0].service]
        assert (int(counted[1]), int(counted[2])) == (len(numbered), numbered.count("met"))


@pytest.mark.parametrize(
    ("kind", "options", "says"),
    [
        ("narrative", {"channel": "fax"}, "no channel 'fax'"),
        ("physician_request", {"about": "bite wings"}, "one of: study, order, cpap"),
    ],
)
def test_an_unknown_option_is_named(
    kind: str,
    options: dict[str, str],
    says: str,
    make_case: Callable[..., Case],
    folder: Path,
    assistant: Assistant,
) -> None:
    with pytest.raises(BadInput) as error:
        drafted(kind, options, make_case(), folder, assistant)
    assert says in str(error.value)
