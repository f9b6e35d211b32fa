"""Tooth, surface and area that a person adds to the lines of a case; payers' answers seldom carry them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.domain.case import Case
from assistant.domain.claim import ServiceLine
from assistant.domain.errors import BadInput


def with_places(case: Case, given: Mapping[str, Sequence[str]]) -> Case:
    """The case with the places written in: ``given`` maps ``tooth``, ``surfaces`` or ``area`` to values.

    A value is ``30`` for the only denied line, or ``LINE=30`` for one of several; ``BadInput``
    where the line is not clear.
    """
    lines = {line.id: line for line in case.claim.lines}
    for field, values in given.items():
        for value in values:
            name, _, place = value.rpartition("=")
            line = _line(case, lines, name.strip(), field)
            lines[line.id] = line.model_copy(update={field: place.strip()})
    return case.model_copy(update={"claim": case.claim.model_copy(update={"lines": tuple(lines.values())})})


def _line(case: Case, lines: Mapping[str, ServiceLine], name: str, field: str) -> ServiceLine:
    if name:
        found = [line for line in lines.values() if name in (line.id, line.code)]
    else:
        denied = {denial.line for denial in case.denials}
        found = [line for line in lines.values() if line.id in denied] or list(lines.values())
    if len(found) != 1:
        listed = ", ".join(f"{line.id}={line.code}" for line in lines.values())
        raise BadInput(
            f"it is not clear which line the {field} belongs to",
            where=f"--{field.removesuffix('s')}",
            fix=f"write LINE=VALUE; the lines are {listed}",
        )
    return found[0]
