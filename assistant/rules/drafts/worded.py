"""The statements of a draft in the words of a model, judged like a fresh draft and like a person's edit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.domain.draft import Statement
from assistant.domain.finding import Finding
from assistant.rules.drafts.comparison import compare
from assistant.rules.drafts.engine import DRAFT_RULES, EDIT_RULES
from assistant.rules.drafts.rule import DraftRule, Sheet
from assistant.rules.drafts.worded_same import worded_same

#: On a statement that a model has worded, besides the rules on drafts and on edits.
WORDED_RULES: tuple[DraftRule, ...] = (worded_same,)


def check_worded(statements: Sequence[Statement], sheet: Sheet) -> tuple[Finding, ...]:
    """What is wrong with ``statements``, the same in number and order as those of ``sheet``, in a model's words.

    ``where`` is the id of the statement. What was wrong before is not told again.
    """
    known = {(finding.rule, finding.where) for rule in DRAFT_RULES for finding in rule.findings(sheet)}
    worded = sheet.worded(tuple(statements))
    fresh = [finding for rule in DRAFT_RULES for finding in rule.findings(worded)]
    new = [finding for finding in fresh if (finding.rule, finding.where) not in known]
    return (*new, *_of_edits(statements, sheet))


def _of_edits(statements: Sequence[Statement], sheet: Sheet) -> Iterator[Finding]:
    for before, now in zip(sheet.statements, statements, strict=True):
        if now.text == before.text:
            continue
        edited = compare(now.text, before.text, sheet)
        for rule in (*EDIT_RULES, *WORDED_RULES):
            for finding in rule.findings(edited):
                yield finding.model_copy(update={"where": now.id})
