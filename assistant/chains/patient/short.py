"""A patient's page within the length of a channel: what is owed and that it is an estimate first."""

from __future__ import annotations

from dataclasses import replace

from assistant.chains.finish import Outline
from assistant.domain.errors import BadInput
from assistant.domain.finding import Finding
from assistant.rendering.channels import CHANNELS, fit_channel

#: What a section weighs when there is little room; the note stands or falls with the amounts.
_WEIGHTS = {"note": 0, "share": 1, "plan": 2, "cost": 2, "visits": 2, "about": 3, "call": 3, "unknown": 4, "both": 5}
_LEAST = 6


def in_channel(page: Outline, channel: str | None) -> Outline:
    """The page to the channel's length, with a note of what was left out; ``letter`` and ``None`` keep it whole.

    Raises :class:`BadInput` for a channel that is none.
    """
    if channel is None or channel == "letter":
        return page
    if channel not in CHANNELS:
        raise BadInput(f"there is no channel {channel!r}", where="channel", fix=f"one of {', '.join(CHANNELS)}")
    parts = [(_WEIGHTS.get(each.section.partition(":")[0], _LEAST), each.text) for each in page.statements]
    fitted = fit_channel(parts, channel)
    kept = tuple(each for each in page.statements if each.text not in fitted.dropped)
    notes = (_left_out(channel, fitted.dropped),) if fitted.dropped else ()
    return replace(page, statements=kept, text=fitted.text + "\n", notes=(*page.notes, *notes))


def _left_out(channel: str, dropped: tuple[str, ...]) -> Finding:
    """One note that holds every sentence that found no room."""
    return Finding(
        rule="PT21",
        severity="note",
        where=channel,
        message=f"left out at {CHANNELS[channel].limit} characters: {' '.join(dropped)}",
        fix="use a longer channel where it matters",
        source="rendering.channels",
    )
