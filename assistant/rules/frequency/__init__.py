"""How often, how soon and within which limits of the plan."""

from assistant.rules.frequency.cleaning_after_perio import cleaning_after_perio
from assistant.rules.frequency.coverage_active import coverage_active
from assistant.rules.frequency.maintenance_history import maintenance_history
from assistant.rules.frequency.maximum_left import maximum_left
from assistant.rules.frequency.missing_tooth_clause import missing_tooth_clause
from assistant.rules.frequency.new_patient_visit import new_patient_visit
from assistant.rules.frequency.payer_frequency import payer_frequency
from assistant.rules.frequency.too_soon import too_soon
from assistant.rules.frequency.typical_frequency import typical_frequency
from assistant.rules.frequency.waiting_period import waiting_period

RULES = (
    typical_frequency,
    payer_frequency,
    too_soon,
    coverage_active,
    waiting_period,
    missing_tooth_clause,
    maximum_left,
    maintenance_history,
    cleaning_after_perio,
    new_patient_visit,
)
