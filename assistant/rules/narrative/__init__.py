"""What the narrative says against what the claim says."""

from assistant.rules.narrative.code_told import code_told
from assistant.rules.narrative.date_told import date_told
from assistant.rules.narrative.place_told import place_told
from assistant.rules.narrative.side_told import side_told
from assistant.rules.narrative.surfaces_told import surfaces_told
from assistant.rules.narrative.tooth_told import tooth_told
from assistant.rules.narrative.words_against import words_against
from assistant.rules.narrative.words_missing import words_missing

RULES = (
    tooth_told,
    place_told,
    side_told,
    code_told,
    date_told,
    surfaces_told,
    words_missing,
    words_against,
)
