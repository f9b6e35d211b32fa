"""Fees and totals."""

from assistant.rules.money.fee_is_allowed import fee_is_allowed
from assistant.rules.money.fee_missing import fee_missing
from assistant.rules.money.fees_differ import fees_differ
from assistant.rules.money.total_fee import total_fee

RULES = (
    fee_missing,
    total_fee,
    fee_is_allowed,
    fees_differ,
)
