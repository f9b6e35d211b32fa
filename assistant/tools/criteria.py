"""A payer's conditions for a service, and how a case stands against them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from langchain_core.tools import BaseTool

from assistant.domain.artifacts import CriteriaFound
from assistant.domain.playbook import Playbook
from assistant.domain.policy import Criterion, CriterionResult, Passage, Requirement
from assistant.tables.playbooks import playbook_for, playbooks
from assistant.tools.context import Turn
from assistant.tools.made import made


def criteria(turn: Turn) -> BaseTool:
    """The criteria tool of one turn: the payer's own policy in force on the turn's day."""

    @made("criteria")
    def run(code: str, payer: str | None = None) -> tuple[str, CriteriaFound]:
        """Give a payer's written conditions for a procedure code in force, against the case where one is at hand.

        A condition that the chart does not show is "missing", never "not met".
        """
        wanted = code.strip().upper()
        name = turn.payer_for(payer) or (turn.case.case.claim.payer if turn.case else None)
        playbook = _playbook(turn, wanted)
        empty = CriteriaFound(key=f"criteria:{wanted}", basis="policy conditions", payer=name, topic=wanted)
        if playbook is None or name is None:
            return "No playbook or payer: search the documents instead.", empty
        from assistant.chains.policy_in_force import policies_for
        from assistant.policies.asked import asked_for
        from assistant.policies.beginnings import nothing_in_force

        day = _service_day(turn)
        policies = policies_for(turn.library, playbook, name, day or turn.on, plan=turn.plan, code=wanted)
        asked = asked_for(turn.library, name, wanted, day or turn.on, plan=turn.plan)
        if not policies and not asked:
            own = [document for document in turn.library.documents() if document.payer == name]
            early = nothing_in_force(name, own, day or turn.on)
            return f"No document of this payer states conditions for it. {early}".strip(), empty
        if not policies:
            found = empty.model_copy(update={"asked": asked, "passages": _cited(turn, asked)})
            return found.model_dump_json(exclude_defaults=True), found
        policy = policies[0]
        cited = {each.passage for each in policy.conditions} | {
            child.passage for each in policy.conditions for child in each.children
        }
        found = CriteriaFound(
            key=f"criteria:{wanted}",
            basis=policy.document.title,
            passages=tuple(dict.fromkeys([*(p for p in policy.passages if p.key in cited), *_cited(turn, asked)])),
            payer=name,
            topic=playbook.title,
            document=policy.document.id,
            title=policy.document.title,
            effective_from=policy.document.effective_from,
            criteria=policy.conditions,
            results=_results(turn, playbook, policy.conditions, day),
            asked=asked,
        )
        return found.model_dump_json(exclude_defaults=True), found

    return run


def _playbook(turn: Turn, code: str) -> Playbook | None:
    if turn.case is not None and (own := playbook_for(turn.case.case.claim)) is not None:
        return own
    return next((each for each in playbooks() if code in each.procedures), None)


def _cited(turn: Turn, asked: Iterable[Requirement]) -> tuple[Passage, ...]:
    """The passages that the requirements are quoted from."""
    keys = dict.fromkeys(each.passage for each in asked)
    return tuple(passage for key in keys if (passage := turn.library.passage(key)) is not None)


def _service_day(turn: Turn) -> date | None:
    lines = turn.case.case.claim.lines if turn.case else ()
    return min((line.date_of_service for line in lines if line.date_of_service), default=None)


def _results(
    turn: Turn, playbook: Playbook, conditions: tuple[Criterion, ...], day: date | None
) -> tuple[CriterionResult, ...]:
    if turn.case is None:
        return ()
    from assistant.chains.criteria.evaluate import evaluate
    from assistant.chains.point import CONFIRMED
    from assistant.intake.case_facts import facts_of

    case = turn.case.case
    line = next((each for each in case.claim.lines if each.code in playbook.procedures), None)
    return evaluate(
        conditions,
        playbook,
        facts_of(case, playbook, line),
        day,
        line=line,
        tooth_system=case.claim.tooth_system or "universal",
        confirmed=tuple(fact.value for fact in case.facts if fact.key == CONFIRMED),
    )
