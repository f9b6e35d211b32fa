"""Modifiers, places of service and provider numbers explained."""

from __future__ import annotations

from assistant.codes import taxonomy
from assistant.domain.code_report import CodeReading, ReadSystem
from assistant.tables.explain.validity import not_loaded
from assistant.tables.modifiers import Modifier, modifier
from assistant.tables.places import Place, place
from assistant.tables.releases import Release, shipped_release


def explain_modifier(code: str) -> CodeReading:
    """The reading of a modifier; ``code`` is canonical."""
    row, release = modifier(code), shipped_release("modifiers")
    notes = []
    if row is not None:
        notes = [
            f"Goes on: {row.goes_on} lines." if row.goes_on != "any" else "",
            f"Not together with {', '.join(row.excludes)}." if row.excludes else "",
            f"Together with {', '.join(row.goes_with)}." if row.goes_with else "",
            f"Use: {row.use}." if row.use else "",
        ]
    return _listed("modifier", code, row, release, notes)


def explain_place(code: str) -> CodeReading:
    """The reading of a place of service; ``code`` is canonical."""
    row, release = place(code), shipped_release("places_of_service")
    notes = []
    if row is not None:
        notes = ["A facility: another party bills for the room." if row.facility else "", row.note]
    return _listed("pos", code, row, release, notes)


def _listed(
    system: ReadSystem, code: str, row: Modifier | Place | None, release: Release, notes: list[str]
) -> CodeReading:
    """The reading of a code that a loaded list has, or has not."""
    return CodeReading(
        system=system,
        code=code,
        label=row.label if row else "",
        known=row is not None,
        validity="In the loaded list." if row else not_loaded(release.name).sentence,
        release=release.name,
        notes=tuple(note for note in notes if note),
        source=row.source if row else release.source,
    )


def explain_npi(code: str) -> CodeReading:
    """The reading of a provider number; ``code`` is canonical."""
    return CodeReading(
        system="npi",
        code=code,
        label="Provider number",
        known=True,
        validity="Well formed, the check digit fits. Whether it is enrolled is known to the registry only.",
        source="45 CFR 162.406",
    )


def explain_taxonomy(code: str) -> CodeReading:
    """The reading of a taxonomy code; ``code`` is canonical."""
    dentist = taxonomy.is_dentist(code)
    return CodeReading(
        system="taxonomy",
        code=code,
        label="Dentist, any specialty" if dentist else "Provider type and specialty",
        known=dentist,
        validity="Well formed; the list of the NUCC is not loaded.",
        source="https://taxonomy.nucc.org",
    )
