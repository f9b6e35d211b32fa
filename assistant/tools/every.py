"""The tools of a turn."""

from __future__ import annotations

from functools import cache
from typing import cast

from langchain_core.tools import BaseTool

from assistant.tools.check_claim import check_claim
from assistant.tools.context import Turn
from assistant.tools.coordinate_benefits import coordinate_benefits
from assistant.tools.criteria import criteria
from assistant.tools.crosswalk import crosswalk
from assistant.tools.deadline import deadline
from assistant.tools.decode_denial import decode_denial
from assistant.tools.draft_appeal import draft_appeal
from assistant.tools.draft_claim_file_request import draft_claim_file_request
from assistant.tools.draft_explanation import draft_explanation
from assistant.tools.draft_external_review import draft_external_review
from assistant.tools.draft_narrative import draft_narrative
from assistant.tools.draft_physician_request import draft_physician_request
from assistant.tools.draft_predetermination import draft_predetermination
from assistant.tools.draft_records_reply import draft_records_reply
from assistant.tools.estimate import estimate
from assistant.tools.frequency import frequency
from assistant.tools.lane import lane
from assistant.tools.look_up_code import look_up_code
from assistant.tools.look_up_diagnosis import look_up_diagnosis
from assistant.tools.look_up_pair import look_up_pair
from assistant.tools.look_up_tooth import look_up_tooth
from assistant.tools.made import unbound
from assistant.tools.read_passage import read_passage
from assistant.tools.read_remittance import read_remittance
from assistant.tools.redact import redact
from assistant.tools.script import script
from assistant.tools.search_policies import search_policies
from assistant.tools.verification_script import verification_script

_MAKERS = (
    search_policies,
    read_passage,
    look_up_code,
    look_up_tooth,
    look_up_diagnosis,
    look_up_pair,
    crosswalk,
    frequency,
    decode_denial,
    deadline,
    check_claim,
    criteria,
    estimate,
    coordinate_benefits,
    lane,
    read_remittance,
    draft_appeal,
    draft_explanation,
    draft_narrative,
    draft_predetermination,
    draft_records_reply,
    draft_physician_request,
    draft_claim_file_request,
    draft_external_review,
    script,
    verification_script,
    redact,
)


_BY_NAME = {make.__name__: make for make in _MAKERS}


def tools_of(turn: Turn) -> tuple[BaseTool, ...]:
    """Every tool, bound to the fixed points of the turn."""
    return tuple(make(turn) for make in _MAKERS)


def tool_of(turn: Turn, name: str) -> BaseTool:
    """The tool of a name, bound to the fixed points of the turn; ``KeyError`` where there is none."""
    return _BY_NAME[name](turn)


@cache
def described() -> tuple[BaseTool, ...]:
    """Every tool as models are told of it, bound to no turn; calling one is ``RuntimeError``."""
    nobody = cast(Turn, None)  # a maker reads the turn only when its tool is called
    return tuple(unbound(make(nobody)) for make in _MAKERS)
