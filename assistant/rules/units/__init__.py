"""Units and time."""

from assistant.rules.units.minutes_match import minutes_match
from assistant.rules.units.minutes_missing import minutes_missing
from assistant.rules.units.one_unit import one_unit
from assistant.rules.units.units_real import units_real

RULES = (
    units_real,
    one_unit,
    minutes_match,
    minutes_missing,
)
