"""What a payer's documents in force ask for, or leave out, for one procedure."""

from __future__ import annotations

from datetime import date

from assistant.domain.policy import Requirement
from assistant.domain.ports import PassageSearch
from assistant.policies.requirements import requirements, requirements_for


def asked_for(
    library: PassageSearch, payer: str, code: str, on: date, *, plan: str | None = None
) -> tuple[Requirement, ...]:
    """Approvals, papers and exclusions that name the code, of the payer's own documents in force on the day."""
    return tuple(
        requirement
        for document in library.in_force(payer, on, plan=plan)
        for requirement in requirements_for(code, requirements(library.passages_of(document.id)))
    )
