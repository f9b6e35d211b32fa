"""Whether the diagnoses speak for the procedure, and the lane it belongs to."""

from assistant.rules.link.dental_code_on_medical import dental_code_on_medical
from assistant.rules.link.diagnosis_against import diagnosis_against
from assistant.rules.link.diagnosis_supports import diagnosis_supports
from assistant.rules.link.medical_first import medical_first
from assistant.rules.link.no_medical_equivalent import no_medical_equivalent
from assistant.rules.link.payer_excludes import payer_excludes

RULES = (
    diagnosis_against,
    diagnosis_supports,
    no_medical_equivalent,
    dental_code_on_medical,
    medical_first,
    payer_excludes,
)
