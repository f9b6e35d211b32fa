"""Place of service."""

from assistant.rules.place.appliance_place import appliance_place
from assistant.rules.place.facility_place import facility_place
from assistant.rules.place.place_missing import place_missing
from assistant.rules.place.place_valid import place_valid
from assistant.rules.place.telehealth_place import telehealth_place

RULES = (
    place_valid,
    place_missing,
    appliance_place,
    facility_place,
    telehealth_place,
)
