"""Statement templates: the wording of a letter, one typed statement a block.

A file below ``prompts/statements/`` holds blocks of this form::

    ### cpap_trial | fact | rebuttal
    when: trial_start
    The record shows a CPAP trial from {{ trial_start | long_date }} to
    {{ trial_end | long_date | needs("end of the CPAP trial") }}.

The heading gives id, statement type and section. A block with a ``when:`` line (names with
commas; ``not name`` for the opposite) renders to nothing where one of them does not hold.
Lines of one block are joined with spaces, so that a statement is always one paragraph;
lines that start with ``#`` or ``##`` and a space group blocks for the reader of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable
from typing import get_args

from assistant.domain.draft import Source, Statement, StatementType
from assistant.domain.errors import Misconfigured
from assistant.prompting.environment import fill, variables
from assistant.prompting.header import PromptFile, read_prompt_file

_HEADING = re.compile(r"### (?P<id>[a-z0-9_]+) \| (?P<type>[a-z]+) \| (?P<section>[a-z0-9_:]+)")
_CONDITION = re.compile(r"(?P<negated>not )?(?P<name>[a-z_][a-z0-9_]*)")
_TYPES: Mapping[str, StatementType] = {name: name for name in get_args(StatementType)}


@dataclass(frozen=True)
class StatementTemplate:
    """One block: the statement's type and section, its conditions and its wording."""

    id: str
    type: StatementType
    section: str
    source: str
    conditions: tuple[str, ...]
    slots: frozenset[str]

    def applies(self, slots: Mapping[str, object]) -> bool:
        """Whether every condition holds. Zero is a value; only absence and false are not."""
        return all(_stated(slots, c) for c in self.conditions)


@dataclass(frozen=True)
class StatementTemplates:
    """The blocks of one file, by id."""

    file: PromptFile
    blocks: Mapping[str, StatementTemplate]

    @property
    def stamp(self) -> str:
        """Name, version and hash of the file."""
        return self.file.stamp

    @property
    def ids(self) -> tuple[str, ...]:
        """The statement ids in the order of the file."""
        return tuple(self.blocks)

    def render(self, statement: str, /, **slots: object) -> str:
        """The words of one statement, or ``""`` where its conditions do not hold.

        An unknown id, a slot that the file does not declare and a slot that the wording
        needs but was not passed are ``Misconfigured``.
        """
        block = self._block(statement)
        undeclared = sorted(set(slots) - set(self.file.header.inputs))
        if undeclared:
            raise Misconfigured(f"undeclared slots {undeclared}", where=self._where(block), fix="declare them")
        if not block.applies(slots):
            return ""
        return fill(block.source, dict(slots), self._where(block)).strip()

    def statement(
        self, statement: str, slots: Mapping[str, object], *, sources: Sequence[Source] = (), suffix: str = ""
    ) -> Statement | None:
        """The typed statement, or ``None`` where it renders to nothing; ``suffix`` keeps repeated ids apart."""
        block = self._block(statement)
        text = self.render(statement, **slots)
        if not text:
            return None
        return Statement(
            id=block.id + suffix, type=block.type, text=text, sources=tuple(sources), section=block.section
        )

    def _block(self, statement: str) -> StatementTemplate:
        if statement not in self.blocks:
            raise Misconfigured(f"no statement {statement!r}", where=self.file.where, fix=f"one of {list(self.ids)}")
        return self.blocks[statement]

    def _where(self, block: StatementTemplate) -> str:
        return f"{self.file.where} ### {block.id}"


@cache
def load_statements(name: str, root: Traversable | None = None) -> StatementTemplates:
    """The templates of ``prompts/statements/<name>.md``; ``Misconfigured`` where anything is off."""
    file = read_prompt_file(f"statements/{name}", root)
    blocks: dict[str, StatementTemplate] = {}
    for heading, lines in _cut(file):
        block = _parse(file.where, heading, lines)
        if block.id in blocks:
            raise Misconfigured(f"statement {block.id!r} stands twice", where=file.where, fix="rename one")
        blocks[block.id] = block
    if not blocks:
        raise Misconfigured("no `### id | type | section` block", where=file.where)
    used = frozenset[str]().union(*(b.slots for b in blocks.values()))
    file.declared_exactly(used)
    return StatementTemplates(file, blocks)


def _cut(file: PromptFile) -> Iterator[tuple[str, list[str]]]:
    """Heading and lines of each block; text before the first heading is refused."""
    heading, lines = "", list[str]()
    for line in file.body.split("\n"):
        if line.startswith("### "):
            if heading:
                yield heading, lines
            heading, lines = line.rstrip(), []
        elif not line.startswith(("# ", "## ")) and line.strip():
            if not heading:
                raise Misconfigured(f"text before the first block: {line!r}", where=file.where)
            lines.append(line)
    if heading:
        yield heading, lines


def _parse(where: str, heading: str, lines: list[str]) -> StatementTemplate:
    match = _HEADING.fullmatch(heading)
    if match is None or match["type"] not in _TYPES:
        raise Misconfigured(
            f"not a statement heading: {heading!r}",
            where=where,
            fix=f"write `### id | type | section` with a type of {sorted(_TYPES)}",
        )
    conditions: tuple[str, ...] = ()
    if lines and lines[0].startswith("when:"):
        conditions = tuple(part.strip() for part in lines[0].removeprefix("when:").split(","))
        lines = lines[1:]
    names = [_CONDITION.fullmatch(condition) for condition in conditions]
    if not all(names):
        raise Misconfigured(f"cannot read the `when:` line of {match['id']!r}", where=where, fix="names with commas")
    # Joined before the values go in, so that a verbatim quote keeps its own spaces.
    source = " ".join(" ".join(lines).split())
    if not source:
        raise Misconfigured(f"statement {match['id']!r} has no words", where=where)
    slots = variables(source, f"{where} ### {match['id']}") | {n["name"] for n in names if n is not None}
    return StatementTemplate(match["id"], _TYPES[match["type"]], match["section"], source, conditions, frozenset(slots))


def _stated(slots: Mapping[str, object], condition: str) -> bool:
    value = slots.get(condition.removeprefix("not "))
    present = not (value is None or value is False or value in ("", (), [], {}))
    return present != condition.startswith("not ")
