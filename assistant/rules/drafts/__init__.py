"""Rules on drafts: what a letter says stands in its evidence, fresh or edited."""

from assistant.rules.drafts.engine import DRAFT_RULES, EDIT_RULES, check_draft, check_edited

__all__ = ["DRAFT_RULES", "EDIT_RULES", "check_draft", "check_edited"]
