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

_LONGEST = 20_000
#: The address that comes with a command takes so many messages.
_RESPONSES = 5
_STEPS = {
    "search_policies": "Searching the payer's documents",
    "read_passage": "Reading the passage",
    "look_up_code": "Looking up the code",
    "decode_denial": "Reading the denial codes",
    "deadline": "Counting the deadline",
    "check_claim": "Checking the claim",
    "estimate": "Working out the estimate",
    "frequency": "Looking up the frequency limits",
    "lane": "Comparing medical and dental",
    "criteria": "Reading the payer's criteria",
    "crosswalk": "Looking up the medical code",
    "coordinate_benefits": "Working out which plan pays first",
    "read_remittance": "Reading the remittance",
    "script": "Writing the script for the call",
    "verification_script": "Writing the questions for the call",
}
_HELP = (
    "Ask me about coverage, codes, denials, deadlines or estimates. Name the payer and the date of service, "
    "and leave out what points to a patient."
)


class Asking:
    """Turns a message into an answer in its thread."""

    def __init__(self, room: Room, voice: Voice) -> None:
        self._room = room
        self._voice = voice

    def message(self, asked: Delivery) -> None:
        """Answer a message of a person."""
        profile = self._room.profile(asked)
        seconds = self._room.pace.wait(asked.channel, profile.per_minute)
        if seconds:
            self._voice.tell(
                asked, f"This channel has asked {profile.per_minute} questions in a minute. Ask again in {seconds} s."
            )
            return
        text = heard(asked.text)
        if not text:
            self._voice.tell(asked, _HELP)
        elif len(text) > _LONGEST:
            self._voice.tell(
                asked, f"The message has {len(text):,} characters; I read {_LONGEST:,}. Send it as a file."
            )
        else:
            self.question(asked, text)

    def question(self, asked: Delivery, text: str) -> None:
        """Answer a text, elsewhere and without identifiers where the channel takes no patient data."""
        looked = look(text)
        if not looked or self._room.profile(asked).phi == "allow":
            self._answer(asked, text)
        elif asked.in_direct or asked.kind == "command":
            self._answer(asked, looked.text, notes=(self._left_out(looked),))
        else:
            self.move(asked, looked)

    def move(self, asked: Delivery, looked: Looked) -> None:
        """Tell the asker alone, and answer in a direct message, without what points to the patient."""
        self._voice.nudge(
            asked,
            f"Your message seems to hold {_listed(looked.kinds)}. This channel takes no patient data: I posted nothing "
            "here and went on in our direct message. Please delete your message.",
            self.page_button(),
        )
        said = f"From the channel, without {_listed(looked.kinds)}:"
        channel, ts = self._voice.direct(asked, mrkdwn(said), [section(said)])
        moved = replace(asked, kind="direct", channel=channel, ts=ts, thread=ts)
        self._answer(moved, looked.text, notes=(self._left_out(looked),))

    def _left_out(self, looked: Looked) -> str:
        where = " Work that needs it belongs on the office's page." if self._room.profiles.page else ""
        return f"I left out {_listed(looked.kinds)}.{where}"

    def page_button(self) -> list[Block]:
        """A button that opens the office's page, where one is named."""
        page = self._room.profiles.page
        opened = {**button("Open the office's page", "cw_page", "page"), "url": page}
        return [{"type": "actions", "elements": [opened]}] if page else []

    def _answer(self, asked: Delivery, text: str, *, notes: tuple[str, ...] = ()) -> None:
        profile = self._room.profile(asked)
        payer, outside = _scope(text, profile.payers)
        if outside:
            self._voice.tell(asked, f"This channel is for {_listed(profile.payers)}, not {outside}. Ask elsewhere.")
            return
        answer = self._answer_of_before(asked) or self._asked(asked, text, payer)
        self._say(
            asked, answer, notes, ephemeral=asked.kind == "command" or (profile.ephemeral and not asked.in_direct)
        )

    def _answer_of_before(self, asked: Delivery) -> Answer | None:
        """The answer that was worked out before the work on a delivery broke off."""
        trace = self._room.kept(f"answer:{asked.keys[0]}").get("trace") if asked.again else None
        return Answer.model_validate(self._room.card(trace)["answer"]) if trace else None

    def _asked(self, asked: Delivery, text: str, payer: str | None) -> Answer:
        self._voice.status(asked, "Reading the question")
        thread = asked.conversation
        question = Question(text=text, payer=payer, thread=thread)
        answer = self._room.assistant.ask(self._room.caller(asked.user), question, tell=self._steps(asked))
        kept = {"answer": answer.model_dump(mode="json"), "question": look(text).text, "thread": thread}
        self._room.keep(f"card:{answer.trace_id}", {**kept, "channel": asked.channel, "at": asked.thread})
        self._room.keep(f"answer:{asked.keys[0]}", {"trace": answer.trace_id})
        return answer

    def _say(self, asked: Delivery, answer: Answer, notes: tuple[str, ...], *, ephemeral: bool) -> None:
        if asked.kind == "direct" and self._stream(asked, answer, notes):
            return
        shareable = ephemeral and bool(asked.channel) and not asked.in_direct
        messages = answer_card(answer, notes=notes, ephemeral=shareable)
        if asked.kind == "command" and len(messages) > _RESPONSES:
            messages = [
                *messages[: _RESPONSES - 1],
                [section("The answer goes on. Ask me the same in a direct message.")],
            ]
        for blocks in messages:
            self._voice.reply(asked, fallback(answer), blocks, ephemeral=ephemeral)
        self._voice.status(asked, "")

    def _stream(self, asked: Delivery, answer: Answer, notes: tuple[str, ...]) -> bool:
        """Say the checked answer paragraph by paragraph; False when the workspace opens no stream."""
        parts = stream_text(answer)
        if sum(map(len, parts)) > 11_000:
            return False
        client, end = self._room.client, ending(answer, notes=notes)
        number = next(asked.parts)
        if self._voice.said.part(asked, number, asked.channel, asked.thread):
            return True
        if begun_before := self._voice.said.stream(asked):
            self._put_in_place(asked, answer, notes, begun_before, number)
            return True
        try:
            first = parts[0] if parts else fallback(answer)
            begun = client.chat_startStream(
                channel=asked.channel,
                thread_ts=asked.thread,
                markdown_text=first,
                recipient_team_id=self._room.me.team,
                recipient_user_id=asked.user,
            )
        except SlackApiError as error:
            log.info("no stream: %s", error.response.get("error"))
            return False
        ts = str(begun["ts"])
        try:
            for part in parts[1:]:
                client.chat_appendStream(channel=asked.channel, ts=ts, markdown_text=part)
            client.chat_stopStream(channel=asked.channel, ts=ts, blocks=end or None, metadata=mark(asked, number))
        except SlackApiError as error:
            log.warning("a stream broke off (%s); its message is put in place", error.response.get("error"))
            self._put_in_place(asked, answer, notes, ts, number)
        return True

    def _put_in_place(self, asked: Delivery, answer: Answer, notes: tuple[str, ...], ts: str, number: int) -> None:
        """The whole answer instead of a stream that broke off."""
        client = self._room.client
        try:
            client.chat_stopStream(channel=asked.channel, ts=ts)
        except SlackApiError as error:
            log.info("the stream had ended: %s", error.response.get("error"))
        first, *more = answer_card(answer, notes=notes)
        client.chat_update(
            channel=asked.channel, ts=ts, text=fallback(answer), blocks=first, metadata=mark(asked, number)
        )
        for blocks in more:
            self._voice.reply(asked, fallback(answer), blocks)

    def _steps(self, asked: Delivery) -> Any:
        shown: list[str] = []

        def tell(kind: str, about: Mapping[str, Any]) -> None:
            name = str(about.get("name", ""))
            step = _STEPS.get(name, "Working on it") if kind == "tool" else "Wording the answer"
            if kind == "model" and not shown:
                step = "Planning the answer"
            if step not in shown[-1:]:
                shown.append(step)
                self._voice.status(asked, step)

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
