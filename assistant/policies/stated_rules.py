"""Everything that was read from one document, to be reviewed by a person."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain.base import Frozen
from assistant.domain.policy import Criterion, Limit, Passage
from assistant.policies.criteria import criteria
from assistant.policies.limits import limits_in


class StatedRules(Frozen):
    """The criteria and limits of one document version, each with its words and its passage."""

    document: str
    criteria: tuple[Criterion, ...] = ()
    limits: tuple[Limit, ...] = ()


def stated_rules(document: str, passages: Sequence[Passage]) -> StatedRules:
    """What the passages of the document state."""
    return StatedRules(document=document, criteria=criteria(passages), limits=limits_in(passages))
