"""Tooth surfaces: named, counted and fit for the tooth."""

from assistant.rules.surface.surface_count import surface_count
from assistant.rules.surface.surface_fits_tooth import surface_fits_tooth
from assistant.rules.surface.surface_letters import surface_letters
from assistant.rules.surface.surfaces_not_wanted import surfaces_not_wanted
from assistant.rules.surface.surfaces_required import surfaces_required

RULES = (
    surfaces_required,
    surfaces_not_wanted,
    surface_letters,
    surface_count,
    surface_fits_tooth,
)
