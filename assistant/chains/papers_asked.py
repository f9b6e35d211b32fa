"""The papers of a letter: the checklist of the family, and what the payer's documents in force ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.chains.point import Point
from assistant.domain.playbook import ChecklistItem
from assistant.domain.policy import Requirement
from assistant.tables.attachments import AttachmentKind, kinds, named_in

#: Any radiograph fills what asks for one without saying which.
_ANY_IMAGE = "radiograph"
#: The letter itself is the narrative that a payer asks for.
_THE_LETTER = "narrative"


@dataclass(frozen=True)
class Wanted:
    """A paper to enclose; ``asked`` is the payer's own request for it, where it makes one."""

    item: ChecklistItem
    asked: Requirement | None = None

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of enclosure that fill it."""
        return frozenset((self.item.kind, *self.item.instead))


def wanted(points: Iterable[Point]) -> tuple[Wanted, ...]:
    """Each paper once: the families' checklists in their order, then what only the payer asks for."""
    found: dict[str, Wanted] = {}
    for point in points:
        for item in point.playbook.checklist if point.playbook is not None else ():
            found.setdefault(item.title, Wanted(item))
        for requirement, words, named in _papers(point):
            title = next((title for title, held in found.items() if _covers(held, named)), None)
            if title is None:
                found[words] = Wanted(_item(words, named), requirement)
            elif found[title].asked is None:
                found[title] = Wanted(found[title].item, requirement)
    return tuple(found.values())


def told_beside(points: Iterable[Point]) -> tuple[tuple[Requirement, str], ...]:
    """What the payer asks to be told and no paper is named for, such as the date of an extraction."""
    asked = ((each, words) for point in points for each in point.asked for words in each.items)
    return tuple(dict.fromkeys((each, words) for each, words in asked if not named_in(words)))


def quote_of(requirement: Requirement) -> str:
    """The words of the request: of a table's row the cell that holds them."""
    cells = [cell.strip() for cell in requirement.quote.strip().strip("|").split("|")]
    first = requirement.items[0] if requirement.items else ""
    return next((cell for cell in cells if first and first in cell), requirement.quote.strip()).rstrip(".")


def _papers(point: Point) -> Iterator[tuple[Requirement, str, tuple[AttachmentKind, ...]]]:
    for requirement in point.asked:
        for words in requirement.items:
            named = tuple(kind for kind in named_in(words) if kind.name != _THE_LETTER)
            if named:
                yield requirement, words.rstrip("."), named


def _covers(held: Wanted, named: tuple[AttachmentKind, ...]) -> bool:
    if held.kinds & {kind.name for kind in named}:
        return True
    images = {name for name, kind in kinds().items() if kind.family == _ANY_IMAGE}
    return bool(held.kinds & images) and any(kind.name == _ANY_IMAGE for kind in named)


def _item(words: str, named: tuple[AttachmentKind, ...]) -> ChecklistItem:
    names = [kind.name for kind in named]
    if _ANY_IMAGE in names:
        names += [name for name, kind in kinds().items() if kind.family == _ANY_IMAGE]
    return ChecklistItem(
        kind=names[0], instead=tuple(dict.fromkeys(names[1:])), title=f"{words[:1].upper()}{words[1:]}"
    )
