"""The one clock of a case, for every door: what law, letter, policy, manual and card give, side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from assistant.benefits.case_clock import office_clock
from assistant.chains.policy_in_force import policies_for
from assistant.domain.benefits import ClockAnswer, PlanWindow
from assistant.domain.case import Case, CaseDocument, Denial
from assistant.domain.policy import Passage, PolicyDocument
from assistant.domain.ports import PassageSearch
from assistant.intake.letters import last_day_named, with_letter_days
from assistant.intake.reading import document_day
from assistant.intake.records_request import requesting_letter, stated_window
from assistant.policies.periods import periods
from assistant.policies.windows import appeal_window, held_window
from assistant.recognise import sentences
from assistant.tables.playbooks import playbook_for, playbooks

#: What a letter calls the step that its time is for.
_APPEALS = re.compile(r"\b(?:appeal\w*|review|reconsideration|grievance|dispute)\b", re.IGNORECASE)


def case_time(
    case: Case,
    library: PassageSearch,
    today: date,
    *,
    event: str = "appeal",
    level: int = 1,
    payer_stated: date | None = None,
) -> ClockAnswer:
    """The last safe day for an event of a case, or why there is none; the same for every door that asks.

    A request for records counts from the letter that asks, a later level from the latest decision. The period of
    the policy that governs the denied service stands beside the law, as does what the denial letter says itself;
    the payer's manual speaks where neither law nor letter nor card does, a policy on another service never.
    """
    stated = payer_stated or last_day_named(case, event)
    asked = requesting_letter(case) if event == "records_request" else None
    if asked is not None:
        requested = case.model_copy(update={"denials": (Denial(date=document_day(asked)),)})
        window = stated_window(asked)
        return office_clock(
            requested, today=today, event=event, level=level, payer_stated=stated, windows=(window,) if window else ()
        )
    dated = with_letter_days(case)
    if event != "appeal":
        return office_clock(dated, today=today, event=event, level=level, payer_stated=stated)
    dated = dated if level == 1 else _last_decision(dated)
    on = min((line.date_of_service for line in case.claim.lines if line.date_of_service), default=today)
    return office_clock(
        dated,
        today=today,
        event=event,
        level=level,
        payer_stated=stated,
        letter_window=letter_window(dated, level),
        windows=tuple(_governing(dated, library, on)) if level == 1 else (),
        manual=lambda: _manual(dated, library, on) if level == 1 else None,
    )


def letter_window(case: Case, level: int = 1) -> PlanWindow | None:
    """The time to appeal that a denial letter of the case states ("within 180 days of receipt"); the first one."""
    for document in case.documents:
        if document.kind != "denial_letter" or not document.text:
            continue
        for period in periods((_as_passage(document),)):
            if (period.event, period.level) == ("appeal", level):
                words = " ".join(period.quote.split())
                return PlanWindow(
                    value=period.value,
                    unit=period.unit,
                    counts_from=period.counts_from,
                    source=f'the denial letter: "{words}"',
                )
    return None


def _as_passage(document: CaseDocument) -> Passage:
    """What a letter says of an appeal, in the shape that periods are read from; a sentence may run over line ends."""
    text = re.sub(r"(?<=[a-z0-9,;])[ \t]*\n[ \t]*(?=[a-z0-9(])", " ", document.text or "")
    told = [found.text.strip() for found in sentences.split(text) if _APPEALS.search(found.text)]
    return Passage(
        key=document.id,
        document=document.id,
        title="denial letter",
        section="Appeals",
        text="\n".join(told),
        ordinal=0,
        payer="",
    )


def _governing(case: Case, library: PassageSearch, on: date) -> Iterator[PlanWindow]:
    """The appeal periods of the policies that govern the denied services."""
    payer = case.claim.payer
    if payer is None:
        return
    denied = {denial.line for denial in case.denials}
    for line in case.claim.lines:
        playbook = playbook_for(case.claim, line=line.id)
        if playbook is None or (denied and None not in denied and line.id not in denied):
            continue
        day = line.date_of_service or on
        found = policies_for(library, playbook, payer, day, plan=case.claim.plan, code=line.code)
        for policy in found[:1]:
            window = appeal_window(policy.passages, policy.document)
            if window is not None:
                yield window


def _manual(case: Case, library: PassageSearch, on: date) -> PlanWindow | None:
    """The appeal period of the payer's documents that are about no service of their own."""
    payer = case.claim.payer
    if payer is None:
        return None

    def general(document: PolicyDocument) -> bool:
        return document.payer == payer and not _of_one_service(document)

    return held_window(library, payer, "appeal", on, plan=case.claim.plan, only=general)


def _of_one_service(document: PolicyDocument) -> bool:
    """Whether the title says that the document is about a family of services."""
    return any(re.search(playbook.topic, document.title, re.IGNORECASE) for playbook in playbooks())


def _last_decision(case: Case) -> Case:
    """The case with its latest decisions alone, which start the clocks of later levels."""
    last = max((denial.date for denial in case.denials if denial.date), default=None)
    if last is None:
        return case
    return case.model_copy(update={"denials": tuple(d for d in case.denials if d.date == last)})
