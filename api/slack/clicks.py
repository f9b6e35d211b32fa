"""Buttons and menus."""

from __future__ import annotations

from typing import Any

from api.slack.card import answer_card, fallback, section
from api.slack.delivery import Delivery
from api.slack.escape import mrkdwn, pieces, plain
from api.slack.files import Files
from api.slack.forms import Forms
from api.slack.home import Home
from api.slack.personal import look
from api.slack.room import Room
from api.slack.views import feedback_window
from api.slack.voice import Voice
from assistant.domain.answer import Answer
from assistant.domain.errors import BadInput, NotFound
from assistant.tables.payers import payers_in


class Clicks:
    """What follows a click."""

    def __init__(self, room: Room, voice: Voice, forms: Forms, files: Files, home: Home) -> None:
        self._room = room
        self._voice = voice
        self._forms = forms
        self._files = files
        self._home = home

    def clicked(self, found: Delivery) -> None:
        """Carry a click out."""
        chosen = found.body["actions"][0]
        value = str(chosen.get("value") or (chosen.get("selected_option") or {}).get("value") or "")
        match found.action:
            case "cw_sources":
                self._sources(found, value)
            case "cw_script":
                self._script(found, value)
            case "cw_draft":
                self._draft(found, value)
            case "cw_person":
                self._person(found, value)
            case "cw_feedback":
                self._feedback(found, value)
            case "cw_share":
                self._share(found, value)
            case "cw_keep":
                self._voice.hook(str(found.body.get("response_url", "")), {"delete_original": True})
            case "cw_role":
                self._home.role_chosen(found, value)
            case "cw_kind":
                self._forms.kind_chosen(found, value)
            case "cw_new":
                self._forms.open_intake(found, {})
            case "cw_file_draft":
                self._files.draft(found, value)
            case _:
                pass  # a button that opens an address needs nothing

    def _sources(self, found: Delivery, trace_id: str) -> None:
        answer = self._answer(trace_id)
        blocks = []
        for number, cited in enumerate(answer.citations[:10], start=1):
            force = cited.effective_from.isoformat() if cited.effective_from else "not stated"
            place = f"{cited.section}{f', page {cited.page}' if cited.page else ''}"
            head = f"*[{number}] {mrkdwn(plain(cited.title, 300))}*\n{mrkdwn(plain(place, 300))}, in force from {force}"
            quote = "\n".join(f"> {line}" for line in mrkdwn(cited.quote[:800]).splitlines())
            text = f"{head}\n{quote}"
            blocks.append({"type": "section", "text": {"type": "mrkdwn", "text": pieces(text)[0], "verbatim": True}})
        self._voice.reply(found, "Sources", blocks or [section("Nothing is cited.")], ephemeral=True)

    def _script(self, found: Delivery, trace_id: str) -> None:
        from assistant.chains.calls.verification_script import verification_script
        from assistant.rendering.call_script import call_script_text

        held = self._room.card(trace_id)
        answer = Answer.model_validate(held["answer"])
        payer = self._payer(held, answer)
        if payer is None:
            raise BadInput("the thread names no payer to call", fix="name the payer in the thread, then click again")
        assistant = self._room.assistant
        made = verification_script(payer, on=assistant.today, library=assistant.library(self._room.caller(found.user)))
        parts = pieces(mrkdwn(call_script_text(made)))
        blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": part, "verbatim": True}} for part in parts[:4]]
        self._voice.reply(found, mrkdwn(f"Questions for the call to {payer}"), blocks)

    def _payer(self, held: dict[str, Any], answer: Answer) -> str | None:
        named = [match.name for match in payers_in(str(held.get("question", ""))) if match.name]
        cited = [each.payer for each in answer.citations if not each.payer.casefold().startswith("general")]
        return next(iter((*named, *cited)), None)

    def _draft(self, found: Delivery, trace_id: str) -> None:
        held = self._room.card(trace_id)
        about = self._forms.about(str(held.get("question", "")), *(e.question for e in self._room.history(found)[-5:]))
        about["payer"] = about["payer"] or self._payer(held, Answer.model_validate(held["answer"])) or ""
        self._forms.open_intake(found, about)

    def _person(self, found: Delivery, trace_id: str) -> None:
        people = self._room.profiles.people
        if people is None:
            raise NotFound("no channel is named that takes over", fix="set `people` in the file of channel profiles")
        held = self._room.card(trace_id)
        made = self._room.assistant.escalate(self._room.caller(found.user), str(held["thread"]), to=people)
        text = look(made.text).text
        asker = f"Asked by <@{found.user}>"
        blocks = [
            {"type": "section", "text": {"type": "mrkdwn", "text": part, "verbatim": True}}
            for part in (*pieces(mrkdwn(text))[:6], asker)
        ]
        self._voice.post(found, "A question for a person", blocks, channel=people)
        self._voice.tell(found, "I passed this on with a summary; a person takes it from here.")

    def _feedback(self, found: Delivery, value: str) -> None:
        verdict, _, trace_id = value.partition(":")
        held = self._room.card(trace_id)
        if verdict == "wrong":
            place = {"channel": found.channel, "thread": found.thread}
            self._room.client.views_open(
                trigger_id=str(found.body.get("trigger_id")), view=feedback_window(trace_id, place)
            )
            return
        answer = Answer.model_validate(held["answer"])
        self._room.assistant.give_feedback(
            self._room.caller(found.user),
            trace_id=trace_id,
            verdict="right",
            question=str(held.get("question", "")),
            answer=answer.text,
            action=answer.action,
        )
        self._voice.nudge(found, "Thank you. This is kept as a right answer.")

    def _share(self, found: Delivery, trace_id: str) -> None:
        held = self._room.card(trace_id)
        answer = Answer.model_validate(held["answer"])
        channel, thread = str(held["channel"]), str(held.get("at") or "")
        for blocks in answer_card(answer, notes=("Shared from an answer to one person.",)):
            self._voice.post(found, fallback(answer), blocks, channel=channel, thread=thread)
        self._voice.hook(str(found.body.get("response_url", "")), {"delete_original": True})

    def _answer(self, trace_id: str) -> Answer:
        return Answer.model_validate(self._room.card(trace_id)["answer"])
