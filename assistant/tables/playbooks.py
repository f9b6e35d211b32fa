"""Playbooks, one YAML file each in ``corpus/playbooks``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import yaml

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # the C library is absent on some machines
    from yaml import SafeLoader  # type: ignore[assignment]  # the same loader, slower

from assistant.domain.playbook import Playbook

if TYPE_CHECKING:
    from assistant.domain.claim import Claim


@cache
def playbooks() -> tuple[Playbook, ...]:
    """Every shipped playbook, by id."""
    folder = files("corpus") / "playbooks"
    texts = [entry.read_text(encoding="utf-8") for entry in folder.iterdir() if entry.name.endswith(".yaml")]
    loaded = (Playbook.model_validate(yaml.load(text, Loader=SafeLoader)) for text in texts)
    return tuple(sorted(loaded, key=lambda playbook: playbook.id))


def playbook_for(claim: Claim, *, line: str | None = None) -> Playbook | None:
    """The playbook whose procedures stand on the claim (on ``line`` if named).

    A diagnosis that the playbook knows decides between two that both know the procedure;
    without a match ``None``: no family is guessed.
    """
    lines = [item for item in claim.lines if line is None or item.id == line] or list(claim.lines)
    codes = {item.code.strip().upper() for item in lines}
    diagnoses = {code.strip().upper() for code in claim.diagnoses}
    matching = [playbook for playbook in playbooks() if _knows(playbook, codes, diagnoses)]
    if len(matching) < 2:
        return matching[0] if matching else None
    return max(matching, key=lambda playbook: sum(_covers(playbook, code) for code in diagnoses))


def _knows(playbook: Playbook, codes: set[str], diagnoses: set[str]) -> bool:
    """Whether the procedures mean this family; those that it shares with others do so only beside its diagnoses."""
    found = codes & set(playbook.procedures)
    return bool(found - set(playbook.shared)) or (bool(found) and any(_covers(playbook, code) for code in diagnoses))


def _covers(playbook: Playbook, diagnosis: str) -> bool:
    return any(diagnosis.startswith(prefix) for prefix in playbook.diagnoses)
