"""The patient's age and dentition."""

from assistant.rules.age.age_in_code import age_in_code
from assistant.rules.age.age_limit_of_payer import age_limit_of_payer
from assistant.rules.age.age_usual import age_usual
from assistant.rules.age.dentition_for_age import dentition_for_age

RULES = (
    age_in_code,
    age_usual,
    age_limit_of_payer,
    dentition_for_age,
)
