"""Every prompt and statement file loads, declares what it uses, and is the only place where such words stand."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from assistant.prompting.prompt import load_prompt
from assistant.prompting.statements import load_statements

PROMPTS = Path(str(files("prompts")))
ROOT = Path(__file__).parents[2]
PROMPT_NAMES = sorted(path.stem for path in PROMPTS.glob("*.md"))
STATEMENT_NAMES = sorted(path.stem for path in (PROMPTS / "statements").glob("*.md"))
#: Hidden orders that the trials plant speak like prompts on purpose.
_PAYLOADS = ROOT / "evals" / "injection" / "payloads.py"
SOURCES = sorted(
    path for name in ("assistant", "api", "evals") for path in (ROOT / name).rglob("*.py") if path != _PAYLOADS
)
#: How prompts speak to a model.
PERSONA = re.compile(
    r"\byou are (?:a|an|the) \w+|\byour (?:task|role|job) is\b|\bact as an?\b|\bdo not (?:invent|make up)\b"
    r"|\bas an ai\b|\brespond only\b|\byou must (?:cite|answer)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("name", PROMPT_NAMES)
def test_a_prompt_loads(name: str) -> None:
    assert load_prompt(name).name == name


@pytest.mark.parametrize("name", STATEMENT_NAMES)
def test_a_statement_file_loads(name: str) -> None:
    assert load_statements(name)


def test_there_are_prompts_and_statements() -> None:
    assert PROMPT_NAMES
    assert {"answer", "appeal"} <= set(STATEMENT_NAMES)


def test_no_prompt_stands_in_code() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in SOURCES
        for match in PERSONA.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_nothing_prints() -> None:
    """Data goes out through ``api/cli/output.py``; the rest returns values."""
    called = re.compile(r"(?<![\w.])print\(")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in SOURCES
        if "evals" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if called.search(line) and not line.lstrip().startswith((">>>", "..."))
    ]
    assert found == []


def test_the_text_of_the_project_speaks_of_the_project_alone() -> None:
    other = re.compile(r"(?<![\w])/(?:work|tmp)/|claude|chatgpt|openai", re.IGNORECASE)
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in SOURCES
        if path.name not in ("load.py", "canary.py")  # they name a provider of chat models
        for match in other.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []
