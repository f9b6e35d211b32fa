"""What of a turn is kept in its thread."""

from __future__ import annotations

from assistant.conversation.guard import cleaned
from assistant.conversation.personal import without_identifiers
from assistant.domain.answer import Answer, Question
from assistant.domain.conversation import Exchange

_LONGEST = 8_000


def kept(question: Question, answer: Answer) -> Exchange:
    """The exchange without identifiers of people; a refused request leaves no words that a later turn could follow."""
    asked, _ = without_identifiers(cleaned(question.text)[:_LONGEST])
    said, _ = without_identifiers(answer.text[:_LONGEST])
    if answer.action in ("refuse_and_redirect", "smalltalk"):
        asked = f"({answer.action.replace('_', ' ')})"
    return Exchange(question=asked or "(empty)", answer=said, action=answer.action)
