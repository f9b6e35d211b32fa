"""ICD-10-CM as a dated table: billable leaves, parents, seventh characters, sides and Excludes1 notes.

The complete list is compiled once into SQLite (``compile_icd10cm``); looking up a code reads a few rows of it.
Until then a dental subset stands in (``Icd10cm.seed``), whose release says that it is one: a code that a subset
lacks is not in the loaded table, never invalid.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from assistant.codes import icd10cm as code_of
from assistant.domain.errors import CodeError, Misconfigured
from assistant.tables.icd10cm_notes import Span
from assistant.tables.releases import Release
from assistant.tables.sqlite_file import ReadOnly, opened

Laterality = Literal["right", "left", "bilateral", "unspecified"]

#: ``billable`` a leaf; ``needs_more`` a parent; ``needs_seventh`` lacks only its seventh character;
#: ``absent`` not in the release.
Standing = Literal["billable", "needs_more", "needs_seventh", "absent"]

_SHORTEST = 3
_SEVENTH = 7
_ALPHABET = string.digits + string.ascii_uppercase
_COLUMNS = "code, label, parent, leaf, seventh_owner, laterality, code_first"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One code of the list. ``parent`` is ``None`` for a three-character category.

    ``seventh_owner`` is the code whose note asks for a seventh character, where this code still lacks it.
    ``code_first`` says that an underlying condition must be coded before it.
    """

    code: str
    label: str
    billable: bool
    parent: str | None
    laterality: Laterality | None
    code_first: bool
    seventh_owner: str | None = None


class SeventhCharacter(NamedTuple):
    """A seventh character with its meaning."""

    character: str
    meaning: str


class Exclusion(NamedTuple):
    """An Excludes1 note under ``stands_at`` that bars ``excluded`` beside ``code``."""

    code: str
    excluded: str
    stands_at: str
    note: str


class Icd10cm:
    """A read-only view of one compiled release, and of others beside it when several are loaded."""

    def __init__(self, path: Path) -> None:
        """Open the compiled file; raises ``Misconfigured`` when it cannot be read."""
        self._begin(opened(path), ())

    def _begin(self, file: ReadOnly, others: Sequence[Icd10cm]) -> None:
        self._file = file
        self._others = tuple(others)
        self.release = file.release
        self._node: Callable[[str], _Node | None] = lru_cache(maxsize=8192)(self._read_node)
        self._found: Callable[[str], Diagnosis | None] = lru_cache(maxsize=8192)(self._find)
        self._notes: Callable[[str], list[_Note]] = lru_cache(maxsize=1024)(self._read_notes)

    @classmethod
    def seed(cls) -> Icd10cm:
        """The dental subset that ships with the product."""
        from assistant.tables.icd10_dental import seed_connection, seed_release

        view = cls.__new__(cls)
        view._begin(ReadOnly(seed_connection(), seed_release()), ())
        return view

    @classmethod
    def at(cls, path: Path) -> Icd10cm:
        """The compiled list at ``path``, or the shipped subset where there is none yet."""
        return cls(path) if path.exists() else cls.seed()

    def beside(self, *others: Icd10cm) -> Icd10cm:
        """The same release with other releases on the shelf, so that ``on`` can choose among them by date."""
        view = Icd10cm.__new__(Icd10cm)
        view._begin(self._file, others)
        return view

    def on(self, day: date | None) -> Icd10cm:
        """The loaded release whose code set year holds the day; the newest when none does or no day is given."""
        shelf = (self, *self._others)
        if day is not None:
            for view in shelf:
                if view.release.in_year(day):
                    return view
        return max(shelf, key=lambda view: view.release.effective_from or date.min)

    @property
    def releases(self) -> tuple[Release, ...]:
        """Every release that is loaded, this one first."""
        return tuple(view.release for view in (self, *self._others))

    def get(self, code: str) -> Diagnosis | None:
        """The code with or without its dot; ``None`` when the release lacks it or the form is wrong.

        >>> Icd10cm.seed().get("m26621").laterality
        'right'
        """
        bare = _bare(code)
        return self._found(bare) if bare else None

    def standing(self, code: str) -> Standing:
        """How the code stands in the release."""
        found = self.get(code)
        if found is None:
            return "absent"
        if found.billable:
            return "billable"
        return "needs_seventh" if self._is_leaf_node(found.code) else "needs_more"

    def children(self, code: str) -> tuple[Diagnosis, ...]:
        """The codes one step below; for a code that lacks only its seventh character, the finished codes."""
        bare = _bare(code)
        node = self._node(bare) if bare else None
        if node is None:
            return ()
        if node.leaf:
            return tuple(_with_seventh(full, node, char) for full, char in self._finished(node))
        below = self._file.rows(f"SELECT {_COLUMNS} FROM node WHERE parent = ? ORDER BY code", node.code)  # noqa: S608  # our own columns
        return tuple(_diagnosis(_Node(*row)) for row in below)

    def leaves(self, code: str, limit: int = 50) -> tuple[Diagnosis, ...]:
        """The billable codes at or below ``code``, at most ``limit``."""
        found: list[Diagnosis] = []
        stack = [each for each in (self.get(code),) if each is not None]
        while stack and len(found) < limit:
            each = stack.pop()
            if each.billable:
                found.append(each)
            else:
                stack.extend(reversed(self.children(each.code)))
        return tuple(found)

    def seventh_characters(self, code: str) -> tuple[SeventhCharacter, ...]:
        """The seventh characters that the code, or the code it was made from, can take; empty when none."""
        bare = _bare(code)
        if bare is None:
            return ()
        node = self._node(bare) or (extended[0] if (extended := self._extended(bare)) else None)
        if node is None or node.seventh_owner is None:
            return ()
        return tuple(char for _, char in self._finished(node)) if node.leaf else self._characters(node.seventh_owner)

    def laterality(self, code: str) -> Laterality | None:
        """The side that the code itself names; ``None`` when the code has no side."""
        found = self.get(code)
        return found.laterality if found else None

    def excludes1(self, one: str, other: str) -> Exclusion | None:
        """The Excludes1 note, own or inherited, that bars the two codes on one claim; ``None`` when there is none.

        The coding guidelines allow the pair when the conditions are unrelated (section I.A.12.a).

        >>> Icd10cm.seed().excludes1("G47.33", "P28.39").note
        'obstructive sleep apnea of newborn (P28.3-)'
        """
        return self._barred(one, other) or self._barred(other, one)

    def exclusions(self, code: str) -> tuple[tuple[str, str], ...]:
        """Every Excludes1 note over the code as (where it stands, note), nearest first."""
        bare = _bare(code)
        notes = self._notes(bare) if bare else []
        return tuple(dict.fromkeys((_shown(each.owner), each.note) for each in notes))

    def near(self, code: str, limit: int = 5) -> tuple[Diagnosis, ...]:
        """Codes that may have been meant: finished forms of a parent or padded ones first, then one slip away."""
        bare = code_of.compact(code)
        if not _SHORTEST <= len(bare) <= _SEVENTH + 1:
            return ()
        found: dict[str, Diagnosis] = {}
        for candidate in self._candidates(bare):
            diagnosis = self.get(candidate)
            if diagnosis is not None and diagnosis.billable and candidate != bare:
                found.setdefault(diagnosis.code, diagnosis)
            if len(found) >= limit:
                break
        return tuple(found.values())

    def _candidates(self, bare: str) -> Iterator[str]:
        yield from (each.code for each in self.leaves(bare, limit=8)) if _bare(bare) else ()
        yield from _padded(bare)
        yield from _one_slip_away(bare)
        for length in range(len(bare) - 1, 2, -1):
            shorter = self.get(bare[:length])
            if shorter is not None:
                yield from (each.code for each in self.leaves(shorter.code, limit=8))
                return

    def _barred(self, code: str, other: str) -> Exclusion | None:
        bare, second = _bare(code), _bare(other)
        if bare is None or second is None:
            return None
        for each in self._notes(bare):
            if each.low and each.span.holds(second) and not each.span.holds(bare):
                return Exclusion(_shown(bare), _shown(second), _shown(each.owner), each.note)
        return None

    def _find(self, bare: str) -> Diagnosis | None:
        node = self._node(bare)
        if node is not None:
            return _diagnosis(node)
        extended = self._extended(bare)
        return _with_seventh(bare, *extended) if extended else None

    def _read_notes(self, bare: str) -> list[_Note]:
        statement = "SELECT owner, low, high, seventh, note FROM excludes1 WHERE owner = ?"
        return [_Note(*row) for owner in self._ancestry(bare) for row in self._file.rows(statement, owner)]

    def _ancestry(self, bare: str) -> Iterator[str]:
        node = self._node(bare) or (extended[0] if (extended := self._extended(bare)) else None)
        while node is not None:
            yield node.code
            node = self._node(node.parent) if node.parent else None

    def _extended(self, bare: str) -> tuple[_Node, SeventhCharacter] | None:
        """The code that ``bare`` is made from by padding and a seventh character, when the release allows it."""
        if len(bare) != _SEVENTH:
            return None
        for length in range(_SEVENTH - 1, 2, -1):
            if bare[length:-1].strip(code_of.PLACEHOLDER):
                return None
            node = self._node(bare[:length])
            if node is not None:
                return next(((node, char) for full, char in self._finished(node) if full == bare), None)
        return None

    def _finished(self, node: _Node) -> list[tuple[str, SeventhCharacter]]:
        if not node.leaf or node.seventh_owner is None:
            return []
        stem = node.code.ljust(_SEVENTH - 1, code_of.PLACEHOLDER)
        unlisted = {row[0] for row in self._file.rows("SELECT code FROM unlisted WHERE stem = ?", node.code)}
        made = ((stem + char.character, char) for char in self._characters(node.seventh_owner))
        return [(full, char) for full, char in made if full not in unlisted]

    def _characters(self, owner: str) -> tuple[SeventhCharacter, ...]:
        found = self._file.rows("SELECT character, meaning FROM seventh WHERE owner = ? ORDER BY character", owner)
        return tuple(SeventhCharacter(*row) for row in found)

    def _is_leaf_node(self, code: str) -> bool:
        node = self._node(code_of.compact(code))
        return node is not None and bool(node.leaf)

    def _read_node(self, code: str) -> _Node | None:
        found = self._file.rows(f"SELECT {_COLUMNS} FROM node WHERE code = ?", code)  # noqa: S608  # our own columns
        return _Node(*found[0]) if found else None


class _Node(NamedTuple):
    """A row of the tabular list; chapters and sections are rows too, so that their notes are inherited."""

    code: str
    label: str
    parent: str | None
    leaf: int
    seventh_owner: str | None
    laterality: Laterality | None
    code_first: int


class _Note(NamedTuple):
    """An Excludes1 note with one span of the codes it names; ``low`` is empty when it names none."""

    owner: str
    low: str
    high: str
    seventh: str
    note: str

    @property
    def span(self) -> Span:
        return Span(self.low, self.high, self.seventh)


def compile_icd10cm(target: Path, progress: Callable[[str], None] | None = None) -> Path:
    """Compile the complete list from the installed ``simple-icd-10-cm`` package into ``target``.

    The file appears whole or not at all. ``progress`` is told each step. Takes a few seconds.
    """
    from assistant.tables.importers.icd10cm_tabular import compile_bundled

    return compile_bundled(target, progress or (lambda _: None))


def is_compiled(path: Path) -> bool:
    """Whether the installed list stands at ``path``, compiled in this version's layout; else it is compiled anew."""
    from assistant.tables.importers.icd10cm_tabular import is_bundled

    try:
        return is_bundled(opened(path).release)
    except Misconfigured:
        return False


def _bare(code: str) -> str | None:
    try:
        return code_of.compact(code_of.validate(code))
    except CodeError:
        return None


def _shown(code: str) -> str:
    """A code with its dot; the name of a section or chapter as it is."""
    return code_of.validate(code) if code_of.is_valid(code) else code


def _diagnosis(node: _Node) -> Diagnosis:
    parent = node.parent if node.parent and code_of.is_valid(node.parent) else None
    return Diagnosis(
        code=_shown(node.code),
        label=node.label,
        billable=bool(node.leaf) and node.seventh_owner is None,
        parent=_shown(parent) if parent else None,
        laterality=node.laterality,
        code_first=bool(node.code_first),
        seventh_owner=_shown(node.seventh_owner) if node.seventh_owner else None,
    )


def _with_seventh(full: str, node: _Node, char: SeventhCharacter) -> Diagnosis:
    return replace(
        _diagnosis(node),
        code=_shown(full),
        label=f"{node.label}, {char.meaning}",
        billable=True,
        parent=_shown(node.code),
        seventh_owner=None,
    )


def _padded(bare: str) -> Iterator[str]:
    """The seventh character moved to its place: S025XA becomes S025XXA."""
    if len(bare) < _SEVENTH and bare[-1:].isalpha():
        stem = bare[:-1].rstrip(code_of.PLACEHOLDER)
        yield stem.ljust(_SEVENTH - 1, code_of.PLACEHOLDER) + bare[-1]


def _one_slip_away(bare: str) -> Iterator[str]:
    """Two neighbours swapped, one character wrong, one missing, one too many."""
    places = range(len(bare))
    yield from (bare[:n] + bare[n + 1] + bare[n] + bare[n + 2 :] for n in places[:-1])
    yield from (bare[:n] + char + bare[n + 1 :] for n in reversed(places) for char in _ALPHABET)
    yield from (bare + char for char in _ALPHABET)
    yield from (bare[:n] + char + bare[n:] for n in reversed(places) for char in _ALPHABET)
    yield from (bare[:n] + bare[n + 1 :] for n in reversed(places))
