"""The questions of a benefit verification call."""

from __future__ import annotations

from langchain_core.tools import BaseTool

from assistant.domain.artifacts import CallScripted
from assistant.domain.errors import BadInput
from assistant.tools.context import Turn
from assistant.tools.made import made


def verification_script(turn: Turn) -> BaseTool:
    """The call script of one turn, for the payer of the thread and a family of cases or the case at hand."""

    @made("verification_script")
    def run(family: str = "", payer: str | None = None) -> tuple[str, CallScripted]:
        """List the questions for a benefit verification call, in order, with what the office holds on each.

        `family` names the kind of case (osa_appliance, tmj_disorder, dental_implant, crown_buildup ...); without it
        the case at hand decides. `problem` says why there is no script.
        """
        from assistant.chains.calls.verification_script import verification_script as scripted
        from assistant.rendering.call_script import call_script_text

        case = turn.case.case if turn.case is not None else None
        named = turn.payer_for(payer) or (case.claim.payer if case is not None else None)
        if named is None:
            problem = "which payer is called?"
            return problem, CallScripted(key="call:none", basis="call", problem=problem)
        try:
            found = scripted(
                named,
                family,
                on=turn.on,
                plan=turn.plan,
                case=case,
                library=turn.library,
                limits=turn.limits,
            )
        except BadInput as error:
            return error.message, CallScripted(key="call:none", basis="call", problem=f"{error.message}; {error.fix}")
        text = call_script_text(found)
        return text, CallScripted(key="call:script", basis="call", script=found, text=text)

    return run
