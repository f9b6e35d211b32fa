"""What a code is."""

from __future__ import annotations

from langchain_core.tools import BaseTool

from assistant.domain.artifacts import CodeLookedUp
from assistant.tables.explain.report import explain
from assistant.tables.icd10cm import Icd10cm
from assistant.tools.context import Turn
from assistant.tools.made import made


def look_up_code(turn: Turn) -> BaseTool:
    """The code tool of one turn; validity is as of the turn's day."""

    @made("look_up_code")
    def run(code: str) -> tuple[str, CodeLookedUp]:
        """Tell what a CDT, CPT, HCPCS, ICD-10-CM, CARC or RARC code, modifier or place of service is.

        Gives our own label, whether it is in force on the day, what a claim line with it must carry, the lower
        alternative with the fact that would justify the higher, and near misses of a code that does not exist.
        """
        report = explain(code, turn.on, turn.icd or Icd10cm.seed(), turn.imported)
        found = CodeLookedUp(key=f"code:{code.strip().upper()}", basis="code tables", report=report)
        return found.model_dump_json(exclude_defaults=True), found

    return run
