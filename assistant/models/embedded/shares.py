"""The share of a class of services that a payer's document says the plan pays."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.domain.artifacts import Found
from assistant.domain.policy import Passage

_PERCENT = re.compile(r"(\d{1,3}) ?(?:percent|%)")


def share_of(benefit_class: str, found: Found) -> tuple[Passage, str, Decimal] | None:
    """The passage, the line and the percentage of a class; in network where a line tells both apart.

    ``None`` where no line of the payer's own passages names the class with a percentage.
    """
    for hit in found.hits:
        if hit.passage.payer != found.payer:
            continue
        for line in hit.passage.text.splitlines():
            if re.match(rf"\W*{benefit_class}\b", line, re.IGNORECASE) and (percent := _PERCENT.search(line)):
                return hit.passage, line.strip(), Decimal(percent[1])
    return None
