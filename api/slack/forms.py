"""Windows that were sent off: read into a case, or kept as a remark."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from api.slack.card import section
from api.slack.delivery import Delivery
from api.slack.drafts import Drafting
from api.slack.escape import mrkdwn
from api.slack.personal import look
from api.slack.room import Room
from api.slack.views import chooser, private, values
from api.slack.voice import Voice
from assistant.domain.answer import Answer
from assistant.domain.errors import BadInput
from assistant.tables.payers import payers_in

if TYPE_CHECKING:
    from assistant.domain.case import Case
    from assistant.domain.claim import Claim

_CODE = re.compile(
    r"\b([DEKGA]\d{4}|\d{5})\b(?:\s*(?:#|tooth\s*|no\.?\s*)?([1-9]\d?|[A-T])\b(?!\d))?(?:[^;,$\n]*\$?\s*"
    r"([\d,]+(?:\.\d{2})?)(?=\s*(?:[;,\n]|$)))?",
    re.IGNORECASE,
)
_REMARK = re.compile(r"\b((?:MA|M|N)\d{1,4})\b", re.IGNORECASE)


class Forms:
    """The windows of one app."""

    def __init__(self, room: Room, voice: Voice, drafting: Drafting) -> None:
        self._room = room
        self._voice = voice
        self._drafting = drafting

    def open_intake(self, found: Delivery, about: dict[str, Any], kind: str = "appeal") -> None:
        """Open the intake window, prefilled."""
        self._room.client.views_open(trigger_id=str(found.body.get("trigger_id")), view=chooser(about, kind))

    def kind_chosen(self, found: Delivery, kind: str) -> None:
        """Change an open intake window to what another kind asks, with what was filled in."""
        view = found.body.get("view", {})
        self._room.client.views_update(
            view_id=str(view.get("id")), hash=view.get("hash"), view=chooser(values(view), kind)
        )

    def about(self, *texts: str) -> dict[str, str]:
        """What texts of a thread tell for the window, without identifiers of people."""
        text = look("\n".join(texts)).text
        payers = [match.name for match in payers_in(text) if match.name]
        codes = re.findall(r"\b[DEK]\d{4}\b", text, re.IGNORECASE)
        reasons = re.findall(r"\b(?:CO|PR|OA|PI)-?\d{1,3}\b", text)
        return {
            "payer": payers[0] if payers else "",
            "codes": "; ".join(dict.fromkeys(code.upper() for code in codes)),
            "reason": ", ".join(dict.fromkeys(reasons)),
        }

    def problems(self, found: Delivery) -> dict[str, str]:
        """What must be mended before a window closes, by its block."""
        view = found.body.get("view", {})
        if view.get("callback_id") != "cw_form_intake":
            return {}
        entered = values(view)
        wrong: dict[str, str] = {}
        if self._room.profiles.direct.phi == "deny":
            for name, text in entered.items():
                if isinstance(text, str) and (looked := look(text)):
                    wrong[name] = f"Please leave out {looked.kinds[0]}: no patient data in this workspace."
        if "codes" not in wrong and not _CODE.search(entered.get("codes", "")):
            wrong["codes"] = "Name at least one procedure code, such as D2740."
        for name in ("percent", "maximum", "deductible"):
            if entered.get(name) and _money(entered[name]) is None:
                wrong[name] = "A number, such as 50."
        return wrong

    def sent(self, found: Delivery) -> None:
        """Work a window that was sent off."""
        view = found.body.get("view", {})
        if view.get("callback_id") == "cw_form_feedback":
            self._remark(found, view)
            return
        entered = values(view)
        kind = entered.get("kind", "appeal")
        if kind == "estimate":
            self._estimate(found, entered)
        else:
            self._drafting.draft(found, "narrative" if kind == "narrative" else "appeal", _case(entered))

    def _estimate(self, found: Delivery, entered: dict[str, Any]) -> None:
        from assistant.domain.case import Case
        from assistant.domain.claim import Coverage

        claim = _claim(entered)
        percent = _money(entered.get("percent") or "")
        coverage = Coverage(
            lane=claim.lane,
            payer=claim.payer or "unknown",
            annual_maximum=_money(entered.get("maximum") or ""),
            maximum_used=Decimal(0) if entered.get("maximum") else None,
            deductible=_money(entered.get("deductible") or ""),
            deductible_met=Decimal(0) if entered.get("deductible") else None,
            percent={line.code: percent / 100 for line in claim.lines} if percent is not None else {},
        )
        made = self._room.assistant.estimate(
            self._room.caller(found.user), Case(claim=claim.model_copy(update={"coverages": (coverage,)}))
        )
        lines = [f"Estimate ({made.status.replace('_', ' ')}), not a promise of payment"]
        total = made.total
        pays, owes = _span(total.plan_pays, total.plan_pays_range), _span(total.patient, total.patient_range)
        lines += [f"Plan pays {pays}; the patient owes {owes}."]
        lines += [f"• {gap}" for gap in (*made.gaps, *made.notes)[:8]]
        self._voice.direct(found, mrkdwn(lines[0]), [section("\n".join(lines))])

    def _remark(self, found: Delivery, view: dict[str, Any]) -> None:
        entered, with_ = values(view), private(view)
        held = self._room.card(str(with_.get("trace")))
        answer = Answer.model_validate(held["answer"])
        self._room.assistant.give_feedback(
            self._room.caller(found.user),
            trace_id=answer.trace_id,
            verdict="wrong",
            reasons=entered.get("reasons") or ["other"],
            comment=str(entered.get("comment") or ""),
            question=str(held.get("question", "")),
            answer=answer.text,
            action=answer.action,
        )
        thanks = "Thank you. Your remark is kept and becomes a case to be checked."
        self._voice.direct(found, mrkdwn(thanks), [section(thanks)])


def _claim(entered: dict[str, Any]) -> Claim:
    from assistant.domain.claim import Claim, ServiceLine

    service = date.fromisoformat(entered["service"]) if entered.get("service") else None
    lines = [
        ServiceLine(
            id=str(number),
            code=match[1].upper(),
            tooth=(match[2] or "").upper() or None,
            fee=_money(match[3] or ""),
            date_of_service=service,
        )
        for number, match in enumerate(_CODE.finditer(entered.get("codes", "")), start=1)
    ]
    if not lines:
        raise BadInput("no procedure code was given", where="Services", fix="name one, such as D2740")
    lane = "dental" if all(line.code.startswith("D") for line in lines) else "medical"
    return Claim(lane=lane, payer=entered.get("payer") or None, lines=tuple(lines))


def _case(entered: dict[str, Any]) -> Case:
    from assistant.domain.case import Case, CaseDocument, Denial

    reason, notes = entered.get("reason") or "", entered.get("notes") or ""
    denied = date.fromisoformat(entered["denied"]) if entered.get("denied") else None
    remark = _REMARK.search(reason)
    carc = re.search(r"\b(CO|PR|OA|PI)-?\s?(\d{1,3}|[A-Z]\d{1,2})\b", reason.upper())
    denials = (
        Denial(
            date=denied,
            group=carc[1] if carc else None,
            carc=carc[2] if carc else None,
            rarc=remark[1].upper() if remark else None,
            text=reason or None,
            line="1",
        ),
    )
    papers = (CaseDocument(id="chart-notes", kind="chart_note", text=notes),) if notes else ()
    return Case(
        claim=_claim(entered),
        denials=denials if reason or denied else (),
        documents=papers,
        plan_funding=entered.get("funding") or "unknown",
    )


def _money(text: str) -> Decimal | None:
    plain = text.replace("$", "").replace(",", "").replace("%", "").strip()
    return Decimal(plain) if re.fullmatch(r"\d{1,9}(?:\.\d{1,2})?", plain) else None


def _span(exact: Decimal | None, span: Any) -> str:
    if exact is not None:
        return f"${exact}"
    return f"${span.low} to ${span.high}" if span is not None else "an amount that is not known yet"
