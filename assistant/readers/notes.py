"""Collecting what is off while reading goes on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from assistant.domain.records.parts import ReadWarning

#: The longest stretch of a file's own text that a warning repeats.
_LONGEST = 120


#: Warnings kept one by one; a file with more is rubbish, and the rest are counted by kind.
_MOST = 10_000


@dataclass
class Notes:
    """The warnings of one file, in the order they were found."""

    items: list[ReadWarning] = field(default_factory=list)
    uncounted: Counter[str] = field(default_factory=Counter)

    def add(self, code: str, where: str, message: str) -> None:
        """Remember one warning."""
        if len(self.items) < _MOST:
            self.items.append(ReadWarning(code=code, where=where, message=message))
        else:
            self.uncounted[code] += 1

    def warnings(self) -> tuple[ReadWarning, ...]:
        """All warnings; those past the limit as one that counts them by kind."""
        if not self.uncounted:
            return tuple(self.items)
        counts = ", ".join(f"{count} {code}" for code, count in sorted(self.uncounted.items()))
        rest = ReadWarning(code="more_warnings", where="file", message=f"further warnings, not listed: {counts}")
        return (*self.items, rest)


@dataclass(slots=True)
class Spot:
    """A place in the record that is being built; warnings raised here carry its JSON path."""

    notes: Notes
    path: str = ""

    def at(self, step: str) -> Spot:
        """The place ``step`` below this one, such as ``claims[0]`` or ``paid``."""
        return Spot(self.notes, f"{self.path}.{step}" if self.path else step)

    def warn(self, code: str, message: str) -> None:
        """Warn about this place."""
        self.notes.add(code, self.path or "file", message)


def shown(text: str, longest: int = _LONGEST) -> str:
    """The file's own text for a message: quoted, control characters escaped, cut when very long.

    >>> shown("1,250.00")
    "'1,250.00'"
    >>> shown("A" * 200)[-20:]
    "AA' (200 characters)"
    """
    if len(text) <= longest:
        return repr(text)
    return f"{text[:longest]!r} ({len(text)} characters)"
