"""Rule DR10."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.rules.drafts.proof import folded
from assistant.rules.drafts.rule import Sheet, Trouble, draft_rule


@draft_rule("DR10", severity="error", source="Law 1: proof-carrying drafts")
def criteria_quotes(sheet: Sheet) -> Iterator[Trouble]:
    """The criteria table quotes policy and record as they are written.

    Wrong: a row whose words its passage does not hold
    Right: policy and chart quoted letter for letter
    """
    for index, row in enumerate(sheet.evidence.criteria):
        passage = sheet.proof.passages.get(row.passage)
        if passage is None or folded(row.text) not in folded(passage.text):
            yield Trouble(
                f"criteria[{index}]", f"the policy does not hold the words {row.text!r}", "take the row from the policy"
            )
        for side in row.evidence:
            if not sheet.proof.holds_wording(side.quote):
                yield Trouble(
                    f"criteria[{index}]",
                    f"the record does not hold the words {side.quote!r}",
                    "take the quote from the record",
                )
