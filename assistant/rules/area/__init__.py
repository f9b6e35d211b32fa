"""Areas of the oral cavity: named where needed and agreeing with teeth and codes."""

from assistant.rules.area.arch_fits_tooth import arch_fits_tooth
from assistant.rules.area.area_allowed import area_allowed
from assistant.rules.area.area_asked import area_asked
from assistant.rules.area.area_exists import area_exists
from assistant.rules.area.area_fits_tooth import area_fits_tooth
from assistant.rules.area.area_in_code import area_in_code
from assistant.rules.area.area_required import area_required
from assistant.rules.area.many_quadrants import many_quadrants

RULES = (
    area_required,
    area_exists,
    area_allowed,
    area_fits_tooth,
    area_in_code,
    arch_fits_tooth,
    area_asked,
    many_quadrants,
)
