"""The tables of a compiled ICD-10-CM list and the rules by which they are filled."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from assistant.tables.icd10cm_notes import spans

SCHEMA = (
    "CREATE TABLE node (code TEXT PRIMARY KEY, label TEXT NOT NULL, parent TEXT, leaf INTEGER NOT NULL,"
    " seventh_owner TEXT, laterality TEXT, code_first INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE seventh (owner TEXT NOT NULL, character TEXT NOT NULL, meaning TEXT NOT NULL,"
    " PRIMARY KEY (owner, character)) WITHOUT ROWID",
    "CREATE TABLE excludes1 (owner TEXT NOT NULL, low TEXT NOT NULL, high TEXT NOT NULL, seventh TEXT NOT NULL,"
    " note TEXT NOT NULL)",
    "CREATE TABLE unlisted (stem TEXT NOT NULL, code TEXT NOT NULL)",
    "CREATE INDEX node_parent ON node (parent)",
    "CREATE INDEX excludes1_owner ON excludes1 (owner)",
    "CREATE INDEX unlisted_stem ON unlisted (stem)",
)

_SIDE = re.compile(r"\b(right|left)\b", re.IGNORECASE)
_BILATERAL = re.compile(r"\bbilateral\b", re.IGNORECASE)
_BOTH = re.compile(r"\bboth\b", re.IGNORECASE)
_UNSPECIFIED = re.compile(r"\bunspecified\b", re.IGNORECASE)
_UNSPECIFIED_SIDE = "unspecified side"
_OTHER_SIDE = {"right": "left", "left": "right"}
_CATEGORY = 3


class Node(NamedTuple):
    """One entry of the list, code without its dot; ``seventh_owner`` only where the code lacks the character."""

    code: str
    label: str
    parent: str | None
    leaf: bool
    seventh_owner: str | None
    code_first: bool


@dataclass
class Listing:
    """What a source file says, gathered before it is written.

    ``sevenths`` are (owner, character, meaning), ``excludes`` (owner, note), ``unlisted`` (stem, code that a
    seventh character would make and a note bars), ``barred`` (heading, sixth, seventh character).
    """

    nodes: list[Node] = field(default_factory=list)
    sevenths: list[tuple[str, str, str]] = field(default_factory=list)
    excludes: list[tuple[str, str]] = field(default_factory=list)
    unlisted: list[tuple[str, str]] = field(default_factory=list)
    barred: list[tuple[str, str, str]] = field(default_factory=list)

    def node_rows(self) -> Iterable[tuple[object, ...]]:
        """Rows of ``node``, sides worked out."""
        sides = lateralities(self.nodes)
        for node in self.nodes:
            yield (*node[:3], int(node.leaf), node.seventh_owner, sides.get(node.code), int(node.code_first))

    def exclude_rows(self) -> Iterable[tuple[object, ...]]:
        """Rows of ``excludes1``: one for each span, and one without codes for a note that names none."""
        for owner, note in self.excludes:
            for low, high, seventh in spans(note) or (("", "", ""),):
                yield (owner, low, high, seventh, note)

    def count(self) -> int:
        """How many codes a claim can carry."""
        per_owner: dict[str, int] = defaultdict(int)
        for owner, _, _ in self.sevenths:
            per_owner[owner] += 1
        made = sum(per_owner[n.seventh_owner] if n.seventh_owner else 1 for n in self.nodes if n.leaf)
        return made - len(self.unlisted)


def lateralities(nodes: Iterable[Node]) -> dict[str, str]:
    """The side that each code names.

    A word such as left counts only when the same category has the same label for the other side, so that a
    left ventricle has none; *bilateral* always counts, *both* and *unspecified* beside a sibling that has a side.
    Where one sibling says *unspecified side* in so many words, another that is merely unspecified has none.
    """
    listed = list(nodes)
    labels: dict[str, set[str]] = defaultdict(set)
    for node in listed:
        labels[node.code[:_CATEGORY]].add(node.label.lower())
    sides: dict[str, str] = {}
    for node in listed:
        label = node.label.lower()
        named = set(_SIDE.findall(label))
        mirrored = _SIDE.sub(lambda match: _OTHER_SIDE[match[1]], label)
        if len(named) == 1 and mirrored in labels[node.code[:_CATEGORY]]:
            sides[node.code] = named.pop()
    sided = {node.parent for node in listed if node.code in sides}
    in_words = {node.parent for node in listed if _UNSPECIFIED_SIDE in node.label.lower()}
    for node in listed:
        if node.code in sides:
            continue
        if _BILATERAL.search(node.label):
            sides[node.code] = "bilateral"
        elif node.parent in sided:
            if _BOTH.search(node.label):
                sides[node.code] = "bilateral"
            elif _says_unspecified(node, node.parent in in_words):
                sides[node.code] = "unspecified"
    return sides


def _says_unspecified(node: Node, in_words: bool) -> bool:
    label = node.label.lower()
    return _UNSPECIFIED_SIDE in label if in_words else _UNSPECIFIED.search(label) is not None
