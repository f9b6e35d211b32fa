"""Rule DR27."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate

from assistant.rules.drafts.proof import folded
from assistant.rules.drafts.rule import EditedSheet, Trouble, draft_rule

_ROW = re.compile(r"(?:.*\t)?\s*(?:not met|not relied on|met|missing|contradicted)\s*(?::|\t|$)", re.IGNORECASE)
_STATUS = re.compile(r"\W*(not met|not relied on|met|missing|contradicted)\b")


@draft_rule("DR27", severity="error", source="Law 1: proof-carrying drafts")
def edited_status(edited: EditedSheet) -> Iterator[Trouble]:
    """Beside a condition stands what the record makes of it, and only conditions of the policy stand in the table.

    Wrong: "Missing" turned into "Met" in the table of conditions; a row that the policy does not have
    Right: the table as it was; the letter drafted anew when the record is complete
    """
    fresh, text = Flat(edited.fresh), Flat(edited.text)
    conditions = dict.fromkeys(folded(row.text) for row in edited.sheet.evidence.criteria)
    known = {line for words in conditions for _, line in text.statuses(words)}
    for line, content in enumerate(edited.text.splitlines(), start=1):
        if _ROW.match(content) and line not in known:
            yield Trouble(f"line {line}", "the policy has no such condition", "take the row out")
    for words in conditions:
        held = Counter(status for status, _ in fresh.statuses(words))
        for status, line in text.statuses(words):
            if held[status]:
                held[status] -= 1
            else:
                yield Trouble(
                    f"line {line}",
                    f"the letter says {status!r}, and the record does not show that: {words}",
                    "write the status as it was, or add the paper that shows it and draft anew",
                )


class Flat:
    """A letter without its line breaks, and the line that each of its characters stood on."""

    def __init__(self, text: str) -> None:
        lines = [(number, folded(line)) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
        self.text = " ".join(line for _, line in lines)
        self.numbers = [number for number, _ in lines]
        self.ends = list(accumulate(len(line) + 1 for _, line in lines))

    def statuses(self, words: str) -> Iterator[tuple[str, int]]:
        """The status that follows each place where a condition stands, with the line it stands on."""
        for place in re.finditer(re.escape(words), self.text):
            if found := _STATUS.match(self.text, place.end()):
                yield found[1], self.numbers[bisect_right(self.ends, found.end() - 1)]
