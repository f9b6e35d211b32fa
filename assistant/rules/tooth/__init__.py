"""Teeth: named where needed, real, and fit for the procedure."""

from assistant.rules.tooth.dentition import dentition
from assistant.rules.tooth.missing_list import missing_list
from assistant.rules.tooth.quadrant_teeth import quadrant_teeth
from assistant.rules.tooth.teeth_per_line import teeth_per_line
from assistant.rules.tooth.tooth_asked import tooth_asked
from assistant.rules.tooth.tooth_exists import tooth_exists
from assistant.rules.tooth.tooth_extracted import tooth_extracted
from assistant.rules.tooth.tooth_missing import tooth_missing
from assistant.rules.tooth.tooth_not_wanted import tooth_not_wanted
from assistant.rules.tooth.tooth_required import tooth_required
from assistant.rules.tooth.tooth_scope import tooth_scope
from assistant.rules.tooth.tooth_system_stated import tooth_system_stated

RULES = (
    tooth_required,
    tooth_asked,
    tooth_exists,
    tooth_not_wanted,
    teeth_per_line,
    quadrant_teeth,
    tooth_missing,
    tooth_extracted,
    dentition,
    tooth_scope,
    missing_list,
    tooth_system_stated,
)
