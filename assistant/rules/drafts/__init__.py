"""Rules on drafts: what a letter says stands in its evidence, fresh or edited."""

from assistant.rules.drafts.engine import DRAFT_RULES, EDIT_RULES, check_draft, check_edited
from assistant.rules.drafts.worded import WORDED_RULES, check_worded

__all__ = ["DRAFT_RULES", "EDIT_RULES", "WORDED_RULES", "check_draft", "check_edited", "check_worded"]
