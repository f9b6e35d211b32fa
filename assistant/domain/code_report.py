"""What a code is: every reading of it, with its label, validity, needs and neighbours."""

from __future__ import annotations

from typing import Literal

from assistant.domain.base import SCHEMA_VERSION, Day, Frozen
from assistant.domain.codes import CodeSystem

#: ``group`` is the code before a reason code on a remittance (CO, PR, OA, PI, CR).
ReadSystem = CodeSystem | Literal["group"]

#: ``known`` stands in a loaded table; ``well_formed`` has the form of a code that no loaded table holds.
CodeStatus = Literal["known", "well_formed", "unreadable"]


class NearCode(Frozen):
    """A code one slip of the pen away, or a finished form of one that is not."""

    system: CodeSystem
    code: str
    label: str = ""


class LowerAlternative(Frozen):
    """The lower code beside a higher one: ``fact`` justifies the higher, ``record`` is where it would stand."""

    higher: str
    lower: str
    lower_label: str = ""
    fact: str
    record: str
    confidence: str
    source: str


class CodeReading(Frozen):
    """One reading of a code. ``in_force`` is ``None`` where the loaded tables cannot say.

    ``needs`` is what a claim line with it must or may carry; ``notes`` are cautions; ``label`` is our own, or the
    public-domain title of a diagnosis, or that of the practice's own licensed list.
    """

    system: ReadSystem
    code: str
    label: str = ""
    known: bool
    in_force: bool | None = None
    validity: str = ""
    effective_from: Day | None = None
    effective_through: Day | None = None
    release: str = ""
    needs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    alternatives: tuple[LowerAlternative, ...] = ()
    near: tuple[NearCode, ...] = ()
    source: str = ""


class CodeReport(Frozen):
    """The answer to *what is this code*: readings that a loaded table knows first.

    ``also`` names readings that the form allows and no loaded table holds, where another reading is known.
    """

    schema_version: str = SCHEMA_VERSION
    text: str
    on: Day | None = None
    status: CodeStatus
    readings: tuple[CodeReading, ...] = ()
    also: tuple[str, ...] = ()
    near: tuple[NearCode, ...] = ()
    message: str = ""
