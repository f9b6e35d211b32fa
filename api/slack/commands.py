"""Slash commands and shortcuts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from pydantic import ValidationError

from api.slack.asking import Asking
from api.slack.card import section
from api.slack.delivery import Delivery
from api.slack.escape import mrkdwn, pieces, plain
from api.slack.forms import Forms
from api.slack.personal import look
from api.slack.room import Room, heard
from api.slack.voice import Voice
from assistant.domain.denial import DenialDecoding
from assistant.domain.errors import BadInput
from assistant.tables.work_words import first_move

USAGE = """What I understand:
• /claim ask QUESTION: an answer with its sources
• /claim check CLAIM: check a claim, pasted as JSON
• /claim deadline PLAN DATE: the last safe day of an appeal, such as `deadline self_funded 2026-11-02`
• /claim denial CODES: what reason and remark codes mean, such as `denial CO-16 N362`
• /claim draft appeal, narrative or estimate: opens a form"""
_WHOLE_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Commands:
    """What is typed after a slash or chosen from a menu."""

    def __init__(self, room: Room, voice: Voice, asking: Asking, forms: Forms) -> None:
        self._room = room
        self._voice = voice
        self._asking = asking
        self._forms = forms

    def run(self, found: Delivery) -> None:
        """Carry a slash command out; its answer is for the asker alone."""
        word, _, rest = heard(found.text).partition(" ")
        rest, verb = rest.strip(), word.casefold()
        if verb == "draft":
            kind = rest.split(" ", 1)[0].casefold() if rest else "appeal"
            self._forms.open_intake(found, self._forms.about(rest), kind)
        elif verb == "ask" and rest:
            self._asking.message(replace(found, text=rest))
        elif verb == "check" and rest:
            self._check(found, rest)
        elif verb == "deadline" and rest:
            self._deadline(found, rest)
        elif verb == "denial" and rest:
            self.explain(found, rest)
        else:
            self._say(found, USAGE)

    def shortcut(self, found: Delivery) -> None:
        """Carry a shortcut out: of a message, or the global one that opens the form."""
        if found.body.get("callback_id") != "cw_explain_denial":
            self._forms.open_intake(found, {})
        elif not heard(found.text):
            self._voice.nudge(found, "This message holds no text. Send the letter or the remittance to me as a file.")
        else:
            self.explain(found, heard(found.text))

    def explain(self, found: Delivery, text: str) -> None:
        """Say what a denial means; in a direct message where the text points to a patient."""
        codes = re.findall(r"\b(?:(?:CO|PR|OA|PI)-?\s?[A-Z]?\d{1,3}|(?:MA|M|N)\d{1,4})\b", text.upper())
        looked = look(text)
        given = [code.replace(" ", "-") for code in codes]
        read = self._room.assistant.decode(self._room.caller(found.user), given, text=None if given else looked.text)
        said = denial_text(read)
        if looked and self._room.profile(found).phi == "deny" and not found.in_direct and found.kind != "command":
            self._voice.nudge(
                found, f"That message seems to hold {looked.kinds[0]}; I explain the denial in our direct message."
            )
            self._voice.direct(found, mrkdwn(said[:200]), [section(said)])
        else:
            self._say(found, said)

    def _check(self, found: Delivery, text: str) -> None:
        from assistant.domain.claim import Claim

        if not text.startswith("{"):
            self._asking.message(replace(found, text=f"check {text}"))
            return
        try:
            claim = Claim.model_validate_json(text)
        except ValidationError as error:
            first = error.errors(include_input=False)[0]
            place = ".".join(str(part) for part in first["loc"]) or "the claim"
            raise BadInput(first["msg"], where=place, fix="see `claimwright schema claim`") from None
        report = self._room.assistant.check(self._room.caller(found.user), claim)
        head = (
            f"Clean: {report.checked} checks passed."
            if report.ok and not report.findings
            else f"{sum(f.severity == 'error' for f in report.findings)} errors, {len(report.findings)} findings."
        )
        lines = [f"• {f.severity.upper()} {f.where}: {f.message} {f.fix} ({f.source})" for f in report.findings]
        self._say(found, "\n".join([head, *lines]))

    def _deadline(self, found: Delivery, text: str) -> None:
        from assistant.benefits.office_clocks import anchor_for
        from assistant.recognise.dates import find

        written = [
            each.value for each in find(text, as_of=self._room.assistant.today) if _WHOLE_DAY.fullmatch(each.value)
        ]
        named = [date.fromisoformat(each) for each in written]
        plan = re.search(r"[a-z][a-z_]+", text.casefold())
        if not named or plan is None:
            self._asking.message(replace(found, text=f"what is the deadline to appeal, {text}"))
            return
        day = named[0]
        anchor = anchor_for("appeal", plan[0], None, on=day, level=1)
        made = self._room.assistant.clock(
            self._room.caller(found.user), plan_type=plan[0], dates={anchor: day}, level=1
        )
        if made.deadline is None:
            self._say(found, f"No deadline can be counted: {made.reason} {made.ask}")
            return
        held = made.deadline
        notes = "".join(f"\n• {note}" for note in held.notes)
        self._say(
            found,
            f"Last safe day: {held.date.isoformat()}, {held.days_left} days from today, counted from the {held.anchor} "
            f"{held.anchor_date.isoformat()}. Send it by {(held.send_by or held.date).isoformat()}.\n"
            f"Source: {held.source}{notes}",
        )

    def _say(self, found: Delivery, text: str) -> None:
        parts = pieces(mrkdwn(text))
        blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": part, "verbatim": True}} for part in parts[:4]]
        self._voice.reply(found, mrkdwn(plain(text, 200)), blocks)


def denial_text(read: DenialDecoding) -> str:
    """A decoded denial: what it means, what to do, what to get, and who says so."""
    lines = [f"{read.category.replace('_', ' ').capitalize()}. First move: {first_move(read.action)}.", read.meaning]
    if read.appealable is not None:
        lines.append(f"Appeal open: {'yes' if read.appealable else 'no'}.")
    if read.may_bill_patient is not None:
        lines.append(f"Patient may be billed: {'yes' if read.may_bill_patient else 'no'}.")
    lines += [f"• Get {item}" for item in read.obtain]
    lines += [f"• {note}" for note in read.notes]
    return "\n".join([*lines, f"Why: {read.why}", f"Source: {read.source or 'none held for these codes'}"])
