"""Rule DR11."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.rules.drafts.rule import Sheet, Trouble, draft_rule

#: A paper of another person is no evidence; with one among them nothing may go out.
_PERSON = ("patient:", "date of birth")


@draft_rule("DR11", severity="warning", source="comparison of the papers of the case")
def contradiction_open(sheet: Sheet) -> Iterator[Trouble]:
    """The papers of the case do not contradict one another.

    Wrong: AHI 12 in the report and AHI 21 in the letter
    Right: the same value in both
    """
    for index, conflict in enumerate(sheet.evidence.contradictions):
        yield Trouble(
            f"contradictions[{index}]",
            f"{conflict.what}: {conflict.a.document} says {conflict.a.quote!r}, "
            f"{conflict.b.document} says {conflict.b.quote!r}",
            "find out which is right and correct the other paper",
            "error" if conflict.what.startswith(_PERSON) else None,
        )
