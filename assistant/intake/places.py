"""Which tooth, area or side a value in a sentence belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from assistant.codes import tooth
from assistant.domain.codes import ToothSystem
from assistant.domain.fact import Mention
from assistant.domain.playbook import FactSpec
from assistant.recognise import areas, dates, sides, teeth

#: What may stand between the teeth of one list.
_JOINED = re.compile(r"[\s,;&/#]*(?:\band\b[\s#]*)?", re.IGNORECASE)
_NEAR_SIDE = 60
_OTHER_TOOTH = re.compile(
    r"\b(?:oppos\w+|adjacent|neighbou?r\w*|next|against|occludes with)\s(?:to |by |tooth )*#?\s*$", re.I
)


def places(spec: FactSpec, text: str, match: re.Match[str], system: ToothSystem, before: str = "") -> tuple[str, ...]:
    """The places of the matched value, canonical; empty where neither the sentence nor what precedes it names one.

    A pattern may name the place itself with the groups ``tooth`` and ``site``. Else charts
    put the tooth first (``#30 MB 6 mm``); where a sentence opens with the value, the tooth
    that follows is meant (``6 mm pocket on #30``). A sentence without a tooth goes on about
    the last one of the words ``before`` it.
    """
    named = match.groupdict()
    if spec.per == "side":
        return _sides(text, match)
    if spec.per != "tooth":
        return ()
    if written := named.get("tooth"):
        found: tuple[str, ...] = (tooth.compact(written),) if tooth.is_valid(written, system) else ()
    else:
        found = _teeth(text, match, system) or _areas(text) or _last_named(before, system)
    site = (named.get("site") or "").upper()
    return tuple(f"{place} {site}".strip() for place in found or ("",) if place or site)


def _areas(text: str) -> tuple[str, ...]:
    return tuple(f"area {mention.value}" for mention in areas.find(text)[:1])


def _last_named(before: str, system: ToothSystem) -> tuple[str, ...]:
    """The teeth that the words before spoke of last; a tooth that only stands opposite is not spoken of."""
    spoken = [group for group in _lists(before, teeth.find(before, system=system)) if not _beside(before, group)]
    return tuple(dict.fromkeys(mention.value for mention in spoken[-1])) if spoken else ()


def _beside(text: str, group: list[Mention]) -> bool:
    return bool(_OTHER_TOOTH.search(text[: group[0].start]))


def _teeth(text: str, match: re.Match[str], system: ToothSystem) -> tuple[str, ...]:
    lists = list(_lists(text, teeth.find(text, system=system)))
    if not lists:
        return ()
    within = [group for group in lists if group[0].start < match.end() and match.start() < group[-1].end]
    before = [group for group in lists if group[0].start < match.start()]
    group = (within or before[-1:] or lists[:1])[0]
    return tuple(dict.fromkeys(mention.value for mention in group))


def _lists(text: str, mentions: tuple[Mention, ...]) -> Iterator[list[Mention]]:
    """Teeth that are named together: ``#2, 3 and 5`` or a range."""
    if not mentions:
        return
    group = [mentions[0]]
    for previous, mention in pairwise(mentions):
        if mention.start == previous.start or _JOINED.fullmatch(text[previous.end : mention.start]):
            group.append(mention)
        else:
            yield group
            group = [mention]
    yield group


def _without_dates(text: str) -> str:
    """The text with blanks for its dates: ``09/02/2026 Left TMJ`` is no remainder of a number."""
    for day in dates.find(text):
        text = text[: day.start] + " " * (day.end - day.start) + text[day.end :]
    return text


def _sides(text: str, match: re.Match[str]) -> tuple[str, ...]:
    found = [
        mention
        for mention in sides.find(_without_dates(text))
        if mention.start < match.end() + _NEAR_SIDE and match.start() < mention.end + _NEAR_SIDE
    ]
    within = [mention for mention in found if match.start() <= mention.start < match.end()]
    nearest = within or sorted(
        found, key=lambda mention: min(abs(mention.end - match.start()), abs(mention.start - match.end()))
    )
    return (nearest[0].value,) if nearest else ()
