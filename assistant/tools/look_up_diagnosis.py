"""Which ICD-10-CM codes there are for a condition."""

from __future__ import annotations

from langchain_core.tools import BaseTool

from assistant.domain.artifacts import DiagnosesFound
from assistant.domain.code_report import NearCode
from assistant.tables.diagnosis_words import diagnoses_named
from assistant.tables.icd10cm import Icd10cm
from assistant.tools.context import Turn
from assistant.tools.made import made


def look_up_diagnosis(turn: Turn) -> BaseTool:
    """The diagnosis tool of one turn; codes are those of the turn's day."""

    @made("look_up_diagnosis")
    def run(words: str) -> tuple[str, DiagnosesFound]:
        """Give the ICD-10-CM codes whose words fit a condition ("abscessed tooth", "cracked tooth").

        A look-up only: the diagnosis is the clinician's, and the code has to say what the record says. Never choose
        one for a patient.
        """
        icd = (turn.icd or Icd10cm.seed()).on(turn.on)
        codes = tuple(
            NearCode(system="icd10cm", code=each.code, label=each.label)
            for each in diagnoses_named(words)
            if icd.standing(each.code) == "billable"
        )
        found = DiagnosesFound(key="diagnosis:words", basis="ICD-10-CM table", words=words, codes=codes)
        return found.model_dump_json(exclude_defaults=True), found

    return run
