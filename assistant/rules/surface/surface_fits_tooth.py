"""Rule SF05."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.reading import fit_surfaces
from assistant.rules.rule import Problem, rule


@rule(
    "SF05",
    severity="error",
    source="Texas Medicaid dental manual: O and B on posterior teeth, I and F on anterior teeth",
    denial="CO-16/N75",
    needs=("surfaces", "tooth"),
)
def surface_fits_tooth(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """Occlusal and buccal belong to back teeth, incisal and facial to front teeth.

    Wrong: I on tooth 19; O on tooth 8
    Right: O on tooth 19; I on tooth 8
    """
    teeth, surfaces = facts.teeth(line), facts.surfaces(line)
    if not teeth or not surfaces:
        return
    fitted = fit_surfaces(surfaces, teeth[0].universal)
    if fitted.fits:
        return
    hard = any(pair in (("O", "I"), ("I", "O")) for pair in fitted.swapped)
    letters = " and ".join(written for written, _ in fitted.swapped)
    yield Problem(
        "surfaces",
        f"surface {letters} does not belong to the {teeth[0].name} (tooth {teeth[0].universal})",
        f"Write {fitted.value} if that is what was restored, or correct the tooth",
        severity=None if hard else "warning",
    )
