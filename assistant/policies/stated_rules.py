"""Everything that was read from one document, to be reviewed by a person."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain.base import Frozen
from assistant.domain.policy import Criterion, Limit, Passage, Requirement
from assistant.policies.criteria import criteria
from assistant.policies.limits import limits_in
from assistant.policies.periods import StatedPeriod, periods
from assistant.policies.requirements import requirements


class StatedRules(Frozen):
    """What one document version states, each statement with its words, its passage, its page and how sure it is."""

    document: str
    criteria: tuple[Criterion, ...] = ()
    limits: tuple[Limit, ...] = ()
    prior_authorization: tuple[Requirement, ...] = ()
    documentation: tuple[Requirement, ...] = ()
    exclusions: tuple[Requirement, ...] = ()
    code_lists: tuple[Requirement, ...] = ()
    periods: tuple[StatedPeriod, ...] = ()


def stated_rules(document: str, passages: Sequence[Passage]) -> StatedRules:
    """What the passages of the document state."""
    found = requirements(passages)
    return StatedRules(
        document=document,
        criteria=criteria(passages),
        limits=limits_in(passages),
        prior_authorization=tuple(each for each in found if each.kind == "prior_authorization"),
        documentation=tuple(each for each in found if each.kind == "documentation"),
        exclusions=tuple(each for each in found if each.kind == "exclusion"),
        code_lists=tuple(each for each in found if each.kind == "code_list"),
        periods=periods(passages),
    )
