"""Diagnoses: real, finished, compatible and pointed to."""

from assistant.rules.diagnosis.cancer_unproved import cancer_unproved
from assistant.rules.diagnosis.cause_first import cause_first
from assistant.rules.diagnosis.diagnosis_count import diagnosis_count
from assistant.rules.diagnosis.diagnosis_exists import diagnosis_exists
from assistant.rules.diagnosis.diagnosis_finished import diagnosis_finished
from assistant.rules.diagnosis.diagnosis_form import diagnosis_form
from assistant.rules.diagnosis.diagnosis_needed import diagnosis_needed
from assistant.rules.diagnosis.excludes1 import excludes1
from assistant.rules.diagnosis.external_cause import external_cause
from assistant.rules.diagnosis.linkage_status import linkage_status
from assistant.rules.diagnosis.pointers import pointers
from assistant.rules.diagnosis.release_behind import release_behind
from assistant.rules.diagnosis.routine_dental import routine_dental
from assistant.rules.diagnosis.seventh_character import seventh_character
from assistant.rules.diagnosis.side_contradicted import side_contradicted
from assistant.rules.diagnosis.side_unspecified import side_unspecified

RULES = (
    diagnosis_form,
    diagnosis_exists,
    diagnosis_finished,
    seventh_character,
    side_unspecified,
    side_contradicted,
    excludes1,
    routine_dental,
    external_cause,
    cause_first,
    pointers,
    diagnosis_needed,
    diagnosis_count,
    cancer_unproved,
    linkage_status,
    release_behind,
)
