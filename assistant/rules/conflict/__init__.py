"""Procedures that do not go together, or not without another."""

from assistant.rules.conflict.add_on import add_on
from assistant.rules.conflict.billed_before import billed_before
from assistant.rules.conflict.bridge_parts import bridge_parts
from assistant.rules.conflict.build_up_alone import build_up_alone
from assistant.rules.conflict.code_conflict import code_conflict
from assistant.rules.conflict.duplicate_line import duplicate_line
from assistant.rules.conflict.payer_bundle import payer_bundle
from assistant.rules.conflict.ridge_shaping import ridge_shaping

RULES = (
    code_conflict,
    payer_bundle,
    duplicate_line,
    billed_before,
    add_on,
    build_up_alone,
    bridge_parts,
    ridge_shaping,
)
