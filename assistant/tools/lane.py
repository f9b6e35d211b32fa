"""Medical or dental first."""

from __future__ import annotations

from langchain_core.tools import BaseTool

from assistant.domain.artifacts import LaneFound
from assistant.tables.lanes import lane_facts, lane_families
from assistant.tables.playbooks import playbook_for
from assistant.tools.context import Turn
from assistant.tools.made import made


def lane(turn: Turn) -> BaseTool:
    """The lane tool of one turn: a decision for the case at hand, else what the table says of the family."""

    @made("lane")
    def run(family: str = "", diagnosis: str = "") -> tuple[str, LaneFound]:
        """Tell whether a case goes to the medical or the dental plan first, with what it needs.

        `family` is one of the table's names (trauma, sleep apnea, TMJ, biopsy / pathology, ...), `diagnosis` an
        ICD-10-CM code; a case at hand needs neither.
        """
        if turn.case is not None:
            from assistant.benefits.lanes import decide_lane
            from assistant.intake.case_facts import facts_of as facts_of_case

            case = turn.case.case
            playbook = playbook_for(case.claim)
            facts = facts_of_case(case, playbook) if playbook is not None else ()
            decided = decide_lane(case, today=turn.today, facts=facts)
            found = LaneFound(key="lane:case", basis="lane gate", decision=decided, family=decided.family or "")
            return found.model_dump_json(exclude_defaults=True), found
        named = [each for each in lane_families() if each.case.casefold() == family.strip().casefold()]
        by_code = sorted(lane_families(), key=lambda each: -each.names(diagnosis.upper())) if diagnosis else []
        row = named[0] if named else by_code[0] if by_code and by_code[0].names(diagnosis.upper()) else None
        if row is None:
            names = ", ".join(each.case for each in lane_families())
            return f"No such family. Choose one of: {names}", LaneFound(key="lane:none", basis="lane table")
        facts_of = lane_facts()
        found = LaneFound(
            key=f"lane:{row.id}",
            basis=f"lane table, row {row.id}",
            family=row.case,
            statement=row.statement,
            needs=tuple(facts_of[key].label for key in (*row.story, *row.rules) if key in facts_of),
            avoid=row.avoid,
        )
        return found.model_dump_json(exclude_defaults=True), found

    return run
