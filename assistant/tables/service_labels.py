"""What a service is called in a letter: our own short label, dental or medical."""

from __future__ import annotations

from assistant.tables.medical_procedures import medical_procedure
from assistant.tables.procedures import procedure


def service_label(code: str) -> str:
    """The label of the tables, in small letters; empty where they do not know the code.

    >>> service_label("D2740")
    'ceramic crown'
    """
    plain = code.strip().upper()
    found = procedure(plain) or medical_procedure(plain)
    label = found.label if found is not None else ""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label
