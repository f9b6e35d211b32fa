"""Dental codes and their medical counterparts."""

from __future__ import annotations

from langchain_core.tools import BaseTool

from assistant.domain.artifacts import CrossingRow, Crosswalked
from assistant.tables.crosswalk import crossings_of, is_dental_only
from assistant.tables.procedures import label
from assistant.tools.context import Turn
from assistant.tools.made import made


def crosswalk(_turn: Turn) -> BaseTool:
    """The crosswalk tool; its table is the same on every turn."""

    @made("crosswalk")
    def run(code: str) -> tuple[str, Crosswalked]:
        """Give the medical (CPT, HCPCS) counterparts of a dental code, or the dental side of a medical one.

        Each pairing comes with the condition that must hold, example diagnoses and the papers it needs. An answer of
        "no medical equivalent" is an answer: nothing is to be billed instead.
        """
        wanted = code.strip().upper()
        rows = tuple(
            CrossingRow(
                cdt=row.cdt,
                medical=row.medical,
                match=row.match,
                diagnoses=row.diagnoses,
                documents=row.documents,
                condition=row.condition,
                pitfall=row.pitfall,
                row=row.id,
                confidence=row.confidence,
            )
            for row in crossings_of(wanted)
        )
        found = Crosswalked(
            key=f"crosswalk:{wanted}",
            basis="crosswalk table",
            code=wanted,
            label=label(wanted),
            rows=rows,
            dental_only=is_dental_only(wanted),
        )
        return found.model_dump_json(exclude_defaults=True), found

    return run
