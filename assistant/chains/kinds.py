"""Every kind of draft by its name: the one entry for the assistant, the command line and the tools."""

from __future__ import annotations

from assistant.chains.finish import Drafted
from assistant.chains.request import Chain, DraftRequest
from assistant.domain.draft import DraftKind
from assistant.domain.errors import BadInput


def draft(kind: DraftKind, request: DraftRequest) -> Drafted:
    """The draft of a kind, checked; ``BadInput`` where the kind cannot be drafted."""
    return _chain(kind, request.level)(request)


def _chain(kind: DraftKind, level: int) -> Chain:
    """The chain of a kind, imported when it is first used."""
    match kind:
        case "appeal" if level > 1:
            from assistant.chains.letters.appeal_second import draft_appeal_second

            return draft_appeal_second
        case "appeal":
            from assistant.chains.letters.appeal import draft_appeal

            return draft_appeal
        case "claim_file_request":
            from assistant.chains.letters.claim_file_request import draft_claim_file_request

            return draft_claim_file_request
        case "external_review":
            from assistant.chains.letters.external_review import draft_external_review

            return draft_external_review
        case "narrative":
            from assistant.chains.letters.narrative import draft_narrative

            return draft_narrative
        case "predetermination":
            from assistant.chains.letters.predetermination import draft_predetermination

            return draft_predetermination
        case "records_reply":
            from assistant.chains.letters.records_reply import draft_records_reply

            return draft_records_reply
        case "physician_request":
            from assistant.chains.letters.physician_request import draft_physician_request

            return draft_physician_request
        case "explanation":
            from assistant.chains.patient.explanation import draft_explanation

            return draft_explanation
        case "treatment_plan":
            from assistant.chains.patient.treatment_plan import draft_treatment_plan

            return draft_treatment_plan
        case "script":
            from assistant.chains.patient.script import draft_script

            return draft_script
        case _:
            raise BadInput(f"no kind of draft {kind!r}", where="kind", fix="see `claimwright draft --help`")
