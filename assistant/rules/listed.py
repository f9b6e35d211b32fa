"""Facts of a code that hold whatever the line says: whether the tables list it, and what they say about it."""

from __future__ import annotations

from assistant.tables.medical_procedures import MedicalProcedure, medical_procedure
from assistant.tables.procedures import Procedure, procedure


def listed(code: str) -> Procedure | MedicalProcedure | None:
    """The code's row, dental or medical; ``None`` when no table holds it.

    >>> listed("D2740").code, listed("E0486").code, listed("D2199")
    ('D2740', 'E0486', None)
    """
    return procedure(code) or medical_procedure(code)


def has_end(code: str) -> bool:
    """Whether the code is known to end, or to have ended."""
    found = listed(code)
    return found is not None and found.period.effective_through is not None


def has_code_age(code: str) -> bool:
    """Whether an age is part of the code."""
    found = listed(code)
    if found is None or (isinstance(found, Procedure) and found.age_basis != "code"):
        return False
    return found.age_min is not None or found.age_max is not None


def has_sides(code: str) -> bool:
    """Whether the code is for one side or for both."""
    found = medical_procedure(code)
    return found is not None and bool(found.sides)


def is_counted(code: str) -> bool:
    """Whether the code says how many units a line can have."""
    found = listed(code)
    return found is not None and found.units in ("one", "first_quarter_hour")


def is_add_on(code: str) -> bool:
    """Whether the code only adds to another."""
    found = listed(code)
    return found is not None and bool(found.add_on_to)
