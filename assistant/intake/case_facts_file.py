"""Facts that people confirm, correct or add, kept in ``case.yaml`` with who and when."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from assistant.domain.case import Case
from assistant.domain.errors import BadInput
from assistant.domain.fact import EnteredFact
from assistant.intake.case_file import load_case


def text_with_fact(path: Path, fact: EnteredFact) -> str:
    """The text of the case file with the fact at the end of its facts; comments and order stay.

    Raises :class:`BadInput` where the file is no case, or would be none afterwards.
    """
    load_case(path)
    text = path.read_text(encoding="utf-8-sig")
    entry = fact.model_dump(mode="json", exclude_defaults=True)
    changed = _json(text, entry) if text.lstrip().startswith("{") else _yaml(text, entry)
    kept = Case.model_validate(yaml.safe_load(changed) if not text.lstrip().startswith("{") else json.loads(changed))
    if fact not in kept.facts:
        raise BadInput("the facts of this file cannot be added to", where=str(path), fix="write `facts` as a list")
    return changed


def _json(text: str, entry: dict[str, Any]) -> str:
    content = json.loads(text)
    content.setdefault("facts", []).append(entry)
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _yaml(text: str, entry: dict[str, Any]) -> str:
    """The entry after the last line of the block ``facts``, or in a new block at the end."""
    written = "- " + json.dumps(entry, ensure_ascii=False)
    lines = text.rstrip("\n").split("\n")
    start = next((i for i, line in enumerate(lines) if line.rstrip() == "facts:"), None)
    if start is None:
        empty = next((i for i, line in enumerate(lines) if line.replace(" ", "") == "facts:[]"), None)
        if empty is not None:
            lines[empty : empty + 1] = ["facts:", written]
            return "\n".join(lines) + "\n"
        return "\n".join([*lines, "facts:", written]) + "\n"
    end = start + 1
    indent = ""
    while end < len(lines) and (not lines[end].strip() or lines[end][0] in " -#"):
        if lines[end].lstrip().startswith("- ") and not indent:
            indent = lines[end][: len(lines[end]) - len(lines[end].lstrip())]
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    lines.insert(end, indent + written)
    return "\n".join(lines) + "\n"
