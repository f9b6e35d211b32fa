"""Questions: mentions, direct messages, follow-ups, and what a message with a patient's data becomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_sdk.errors import SlackApiError

from api.slack.card import Block, answer_card, button, ending, fallback, section, stream_text
from api.slack.delivery import Delivery
from api.slack.escape import mrkdwn
from api.slack.personal import Looked, look
from api.slack.room import Room, heard, log
from api.slack.said import mark
from api.slack.voice import Voice
from assistant.domain.answer import Answer, Question
from assistant.tables.payers import payers_in
from assistant.tables.work_words import steps

_LONGEST = 20_000
#: The address that comes with a command takes so many messages.
_RESPONSES = 5
_HELP = (
    "Ask me about coverage, codes, denials, deadlines or estimates. Name the payer and the date of service, "
    "and leave out what points to a patient."
)


class Asking:
    """Turns a message into an answer in its thread."""

    def __init__(self, room: Room, voice: Voice) -> None:
        self._room = room
        self._voice = voice

    def message(self, found: Delivery) -> None:
        """Answer a message of a person."""
        profile = self._room.profile(found)
        seconds = self._room.pace.wait(found.channel, profile.per_minute)
        if seconds:
            self._voice.tell(
                found, f"This channel has asked {profile.per_minute} questions in a minute. Ask again in {seconds} s."
            )
            return
        text = heard(found.text)
        if not text:
            self._voice.tell(found, _HELP)
        elif len(text) > _LONGEST:
            self._voice.tell(
                found, f"The message has {len(text):,} characters; I read {_LONGEST:,}. Send it as a file."
            )
        else:
            self.question(found, text)

    def question(self, found: Delivery, text: str) -> None:
        """Answer a text, elsewhere and without identifiers where the channel takes no patient data."""
        looked = look(text)
        if not looked or self._room.profile(found).phi == "allow":
            self._answer(found, text)
        elif found.in_direct or found.kind == "command":
            self._answer(found, looked.text, notes=(self._left_out(looked),))
        else:
            self.move(found, looked)

    def move(self, found: Delivery, looked: Looked) -> None:
        """Tell the asker alone, and answer in a direct message, without what points to the patient."""
        self._voice.nudge(
            found,
            f"Your message seems to hold {_listed(looked.kinds)}. This channel takes no patient data: I posted nothing "
            "here and went on in our direct message. Please delete your message.",
            self.page_button(),
        )
        said = f"From the channel, without {_listed(looked.kinds)}:"
        channel, ts = self._voice.direct(found, mrkdwn(said), [section(said)])
        moved = replace(found, kind="direct", channel=channel, ts=ts, thread=ts)
        self._answer(moved, looked.text, notes=(self._left_out(looked),))

    def _left_out(self, looked: Looked) -> str:
        where = " Work that needs it belongs on the office's page." if self._room.profiles.page else ""
        return f"I left out {_listed(looked.kinds)}.{where}"

    def page_button(self) -> list[Block]:
        """A button that opens the office's page, where one is named."""
        page = self._room.profiles.page
        opened = {**button("Open the office's page", "cw_page", "page"), "url": page}
        return [{"type": "actions", "elements": [opened]}] if page else []

    def _answer(self, found: Delivery, text: str, *, notes: tuple[str, ...] = ()) -> None:
        profile = self._room.profile(found)
        payer, outside = _scope(text, profile.payers)
        if outside:
            self._voice.tell(found, f"This channel is for {_listed(profile.payers)}, not {outside}. Ask elsewhere.")
            return
        answer = self._answer_of_before(found) or self._ask(found, text, payer)
        self._say(
            found, answer, notes, ephemeral=found.kind == "command" or (profile.ephemeral and not found.in_direct)
        )

    def _answer_of_before(self, found: Delivery) -> Answer | None:
        """The answer that was worked out before the work on a delivery broke off."""
        trace = self._room.kept(f"answer:{found.keys[0]}").get("trace") if found.again else None
        return Answer.model_validate(self._room.card(trace)["answer"]) if trace else None

    def _ask(self, found: Delivery, text: str, payer: str | None) -> Answer:
        self._voice.status(found, "Reading the question")
        thread = found.conversation
        question = Question(text=text, payer=payer, thread=thread)
        answer = self._room.assistant.ask(self._room.caller(found.user), question, tell=self._steps(found))
        kept = {"answer": answer.model_dump(mode="json"), "question": look(text).text, "thread": thread}
        self._room.keep(f"card:{answer.trace_id}", {**kept, "channel": found.channel, "at": found.thread})
        self._room.keep(f"answer:{found.keys[0]}", {"trace": answer.trace_id})
        return answer

    def _say(self, found: Delivery, answer: Answer, notes: tuple[str, ...], *, ephemeral: bool) -> None:
        if found.kind == "direct" and self._stream(found, answer, notes):
            return
        shareable = ephemeral and bool(found.channel) and not found.in_direct
        messages = answer_card(answer, notes=notes, ephemeral=shareable)
        if found.kind == "command" and len(messages) > _RESPONSES:
            messages = [
                *messages[: _RESPONSES - 1],
                [section("The answer goes on. Ask me the same in a direct message.")],
            ]
        for blocks in messages:
            self._voice.reply(found, fallback(answer), blocks, ephemeral=ephemeral)
        self._voice.status(found, "")

    def _stream(self, found: Delivery, answer: Answer, notes: tuple[str, ...]) -> bool:
        """Say the checked answer paragraph by paragraph; False when the workspace opens no stream."""
        parts = stream_text(answer)
        if sum(map(len, parts)) > 11_000:
            return False
        client, end = self._room.client, ending(answer, notes=notes)
        number = next(found.parts)
        if self._voice.said.part(found, number, found.channel, found.thread):
            return True
        if begun_before := self._voice.said.stream(found):
            self._put_in_place(found, answer, notes, begun_before, number)
            return True
        try:
            first = parts[0] if parts else fallback(answer)
            begun = client.chat_startStream(
                channel=found.channel,
                thread_ts=found.thread,
                markdown_text=first,
                recipient_team_id=self._room.me.team,
                recipient_user_id=found.user,
            )
        except SlackApiError as error:
            log.info("no stream: %s", error.response.get("error"))
            return False
        ts = str(begun["ts"])
        try:
            for part in parts[1:]:
                client.chat_appendStream(channel=found.channel, ts=ts, markdown_text=part)
            client.chat_stopStream(channel=found.channel, ts=ts, blocks=end or None, metadata=mark(found, number))
        except SlackApiError as error:
            log.warning("a stream broke off (%s); its message is put in place", error.response.get("error"))
            self._put_in_place(found, answer, notes, ts, number)
        return True

    def _put_in_place(self, found: Delivery, answer: Answer, notes: tuple[str, ...], ts: str, number: int) -> None:
        """The whole answer instead of a stream that broke off."""
        client = self._room.client
        try:
            client.chat_stopStream(channel=found.channel, ts=ts)
        except SlackApiError as error:
            log.info("the stream had ended: %s", error.response.get("error"))
        first, *more = answer_card(answer, notes=notes)
        client.chat_update(
            channel=found.channel, ts=ts, text=fallback(answer), blocks=first, metadata=mark(found, number)
        )
        for blocks in more:
            self._voice.reply(found, fallback(answer), blocks)

    def _steps(self, found: Delivery) -> Any:
        shown: list[str] = []

        def tell(kind: str, about: Mapping[str, Any]) -> None:
            name = str(about.get("name", ""))
            step = steps().get(name, "Working on it") if kind == "tool" else "Wording the answer"
            if kind == "model" and not shown:
                step = "Planning the answer"
            if step not in shown[-1:]:
                shown.append(step)
                self._voice.status(found, step)

        return tell


def _scope(text: str, payers: tuple[str, ...]) -> tuple[str | None, str]:
    """The payer that a channel's question is about, and the first one that is not the channel's."""
    if not payers:
        return None, ""
    named = [match.name for match in payers_in(text) if match.name]
    outside = [name for name in named if name not in payers]
    return (payers[0] if not named and len(payers) == 1 else None), (outside[0] if outside else "")


def _listed(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
