"""Modifiers: needed, barred and contradictory."""

from assistant.rules.modifier.modifier_form import modifier_form
from assistant.rules.modifier.modifier_needed import modifier_needed
from assistant.rules.modifier.modifier_place import modifier_place
from assistant.rules.modifier.modifier_unknown import modifier_unknown
from assistant.rules.modifier.modifiers_contradict import modifiers_contradict
from assistant.rules.modifier.side_needed import side_needed
from assistant.rules.modifier.visit_25 import visit_25

RULES = (
    modifier_form,
    modifier_unknown,
    modifiers_contradict,
    modifier_needed,
    visit_25,
    modifier_place,
    side_needed,
)
