"""Accidents and who pays for them."""

from assistant.rules.accident.accident_missing import accident_missing
from assistant.rules.accident.accident_order import accident_order
from assistant.rules.accident.other_payer import other_payer

RULES = (
    accident_missing,
    accident_order,
    other_payer,
)
