"""How often a payer pays for a procedure, and when the next one is payable."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from langchain_core.tools import BaseTool

from assistant.benefits.reopening import frequency_reopens
from assistant.domain.artifacts import FrequencyFound, TypicalRule
from assistant.domain.policy import Limit, Passage
from assistant.tables.frequency import limits_for
from assistant.tables.procedures import label
from assistant.tools.context import Turn
from assistant.tools.made import made

#: Limits whose window is counted from services; ages and waiting periods are not.
_COUNTED = frozenset({"frequency", "replacement", "lifetime"})


def frequency(turn: Turn) -> BaseTool:
    """The frequency tool of one turn: the payer's own limits in force, and what is typical."""

    @made("frequency")
    def run(code: str, done: Sequence[date] = (), payer: str | None = None) -> tuple[str, FrequencyFound]:
        """Give how often a payer pays a procedure code, from its documents in force, beside what is typical.

        `done` are the dates on which it was done; with them and a limit of the payer the first payable day is
        counted. Typical limits decide nothing: say so when you use them.
        """
        wanted = code.strip().upper()
        name = turn.payer_for(payer)
        limits = turn.limits.limits(name, wanted, turn.on, plan=turn.plan) if turn.limits and name else ()
        past = sorted(day for day in done if day <= max(turn.on, turn.today))  # nothing is done in the future
        opens, counted, reason = _opening(limits, past, turn.on)
        found = FrequencyFound(
            key=f"frequency:{wanted}",
            basis="frequency table" if not limits else "limits in the payer's documents",
            passages=_passages(turn, limits),
            code=wanted,
            label=label(wanted),
            on=turn.on,
            payer=name,
            limits=limits,
            typical=_typical(wanted),
            done=tuple(past),
            window_opens=opens,
            counted=counted,
            reason=reason,
        )
        return found.model_dump_json(exclude_defaults=True), found

    return run


def _opening(limits: Sequence[Limit], done: Sequence[date], on: date) -> tuple[date | None, bool, str]:
    """The latest day of those that the limits name; a benefit year whose start is not known is not counted."""
    days: list[date] = []
    reasons: list[str] = []
    for limit in limits if done else ():
        if limit.kind not in _COUNTED or limit.window_unit == "benefit_year":
            continue
        reopening = frequency_reopens(list(done), limit, on=on)
        reasons.append(reopening.reason)
        if reopening.date is None:
            return None, True, reopening.reason
        days.append(reopening.date)
    return (max(days), True, " ".join(reasons)) if days else (None, False, "")


def _typical(code: str) -> tuple[TypicalRule, ...]:
    return tuple(
        TypicalRule(
            count=each.count,
            count_high=each.count_high,
            window=each.window,
            window_high=each.window_high,
            unit=each.unit,
            per=each.per,
            row=each.id,
        )
        for each in limits_for(code)
        if each.kind == "frequency"
    )


def _passages(turn: Turn, limits: Sequence[Limit]) -> tuple[Passage, ...]:
    keys = dict.fromkeys(limit.passage for limit in limits)
    return tuple(passage for key in keys if (passage := turn.library.passage(key)) is not None)
