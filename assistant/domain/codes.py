"""A code and the system it belongs to."""

from __future__ import annotations

from typing import Literal

from assistant.domain.base import Frozen

#: The code systems that a claim, a remittance or a policy can name.
CodeSystem = Literal["cdt", "cpt", "hcpcs", "icd10cm", "modifier", "pos", "carc", "rarc", "npi", "taxonomy"]

#: The two ways of numbering teeth; never guessed from a number, see ``assistant.codes.tooth``.
ToothSystem = Literal["universal", "iso"]

#: Which wallet a claim is addressed to.
Lane = Literal["dental", "medical"]


class Code(Frozen):
    """A code in canonical form, such as ``Code(system="cdt", value="D2740")``."""

    system: CodeSystem
    value: str

    def __str__(self) -> str:
        return self.value


class Site(Frozen):
    """Where in the mouth: teeth, surfaces, area of the oral cavity, each as canonical text."""

    teeth: tuple[str, ...] = ()
    surfaces: str | None = None
    area: str | None = None
