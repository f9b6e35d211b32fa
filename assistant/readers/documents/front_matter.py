"""The YAML block between two ``---`` lines at the top of a text document."""

from __future__ import annotations

from typing import Any

import yaml

from assistant.domain.errors import BadInput

FENCE = "---"

#: Metadata is short; more than this is something else.
MAX_LETTERS = 64_000


def split_front_matter(text: str, where: str) -> tuple[dict[str, Any], str]:
    r"""Metadata and body; no metadata when the text does not begin with ``---``.

    Raises ``BadInput`` when the block is not closed, is not YAML or is not a mapping.

    >>> split_front_matter("---\npayer: Example Dental\n---\n# Crowns\n", "note.md")
    ({'payer': 'Example Dental'}, '# Crowns\n')
    """
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        return {}, text
    end = next((number for number, line in enumerate(lines[1:], start=1) if line.rstrip() == FENCE), None)
    if end is None:
        raise BadInput("the front matter is not closed", where=where, fix=f"end it with a line {FENCE}")
    return load_mapping("\n".join(lines[1:end]), where), "\n".join(lines[end + 1 :])


def load_mapping(text: str, where: str) -> dict[str, Any]:
    """A YAML mapping with text keys. Raises ``BadInput`` when it is none, too long, or nested past all measure."""
    if len(text) > MAX_LETTERS:
        raise BadInput(f"the front matter has more than {MAX_LETTERS:,} letters", where=where, fix="shorten it")
    try:
        values = yaml.load(text, Loader=_Plain) or {}  # noqa: S506 - _Plain is a safe loader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" (line {mark.line + 2})" if mark is not None else ""
        problem = getattr(error, "problem", None) or str(error) or "unreadable"
        raise BadInput(f"the front matter is not YAML: {problem}{line}", where=where) from None
    except RecursionError:
        raise BadInput("the front matter is nested too deeply", where=where) from None
    if not isinstance(values, dict):
        raise BadInput("the front matter is not a list of keys and values", where=where, fix="write `payer: NAME`")
    return {str(key): value for key, value in values.items()}


class _Plain(yaml.SafeLoader):
    """Safe YAML that refuses aliases, which can blow a small file up."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.events.AliasEvent):
            raise yaml.YAMLError("aliases are not allowed")
        return super().compose_node(parent, index)
