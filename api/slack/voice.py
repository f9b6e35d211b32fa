"""Saying things in the workspace: in the thread, to one person, in a direct message; nothing unfolds or calls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook import WebhookClient

from api.slack.card import Block, section
from api.slack.delivery import Delivery
from api.slack.escape import mrkdwn, plain
from api.slack.limits import broken
from api.slack.room import Room, log
from api.slack.said import Said, mark

_QUIET: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False}
#: The channel takes no message of ours: then the person is told alone.
_SHUT = frozenset(
    {"not_in_channel", "channel_not_found", "is_archived", "restricted_action", "user_not_in_channel", "no_permission"}
)
#: The message itself was refused: then its text goes without its form.
_ILL_FORMED = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"})
_HOOKS = "hooks.slack.com"


class Voice:
    """Posts of one app. Each carries a mark of the delivery that it answers."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.said = Said(room.client, room.me)

    def tell(self, to: Delivery, text: str) -> None:
        """One plain sentence where the delivery came from."""
        self.reply(to, mrkdwn(plain(text, 2500)), [section(plain(text, 2500))])

    def reply(self, to: Delivery, text: str, blocks: Sequence[Block], *, ephemeral: bool = False) -> str:
        """A message in the thread of a delivery; to the asker alone where that is wished. Returns its ``ts``."""
        if to.kind == "command":
            return self._respond(to, text, blocks)
        if not to.channel:
            return self.direct(to, text, blocks)[1]
        try:
            if ephemeral and not to.in_direct:
                return self._ephemeral(to, text, blocks)
            return self.post(to, text, blocks, channel=to.channel, thread=to.thread)
        except SlackApiError as error:
            if _code(error) not in _SHUT or to.in_direct:
                raise
            log.warning("the channel takes no message (%s); answered in a direct message", _code(error))
            return self.direct(to, text, blocks)[1]

    def nudge(self, to: Delivery, text: str, below: Sequence[Block] = ()) -> None:
        """A word that only the asker sees; in a direct message it is a message like any other."""
        self.reply(to, mrkdwn(text), [section(text), *below], ephemeral=True)

    def direct(self, to: Delivery, text: str, blocks: Sequence[Block]) -> tuple[str, str]:
        """A direct message to whom a delivery is from; returns its channel and ``ts``."""
        opened = self._room.client.conversations_open(users=to.user)
        channel = str(opened["channel"]["id"])
        return channel, self.post(to, text, blocks, channel=channel)

    def status(self, to: Delivery, status: str) -> None:
        """What is being done, shown under the thread; an answer does not depend on it."""
        if to.kind == "command" or not to.thread:
            return
        try:
            self._room.client.assistant_threads_setStatus(
                channel_id=to.channel, thread_ts=to.thread, status=status, loading_messages=[status] if status else None
            )
        except SlackApiError as error:
            log.info("no status shown: %s", _code(error))

    def post(self, to: Delivery, text: str, blocks: Sequence[Block], *, channel: str, thread: str = "") -> str:
        """A message anywhere, once for each delivery; returns its ``ts``."""
        client, part = self._room.client, next(to.parts)
        if stands := self.said.part(to, part, channel, thread):
            return stands
        place: dict[str, Any] = {"channel": channel, **({"thread_ts": thread} if thread else {}), **_QUIET}
        place["metadata"] = mark(to, part)
        if broken(blocks):
            log.error("a message breaks the limits and goes as text: %s", broken(blocks)[0])
            return str(client.chat_postMessage(**place, text=text[:3000])["ts"])
        try:
            return str(client.chat_postMessage(**place, text=text, blocks=list(blocks))["ts"])
        except SlackApiError as error:
            if _code(error) not in _ILL_FORMED:
                raise
            log.error("a message was refused (%s) and goes as text", _code(error))
            return str(client.chat_postMessage(**place, text=text[:3000])["ts"])

    def _ephemeral(self, to: Delivery, text: str, blocks: Sequence[Block]) -> str:
        within: dict[str, Any] = {"thread_ts": to.thread} if to.thread and to.thread != to.ts else {}
        made = self._room.client.chat_postEphemeral(
            channel=to.channel, user=to.user, text=text, blocks=list(blocks), **within
        )
        return str(made.get("message_ts", ""))

    def _respond(self, to: Delivery, text: str, blocks: Sequence[Block]) -> str:
        body: dict[str, Any] = {"text": text, "blocks": list(blocks), "response_type": "ephemeral"}
        try:
            self.hook(str(to.body.get("response_url", "")), body)
        except (SlackClientError, OSError) as error:
            log.warning("a command's address takes no answer (%s); answered in a direct message", type(error).__name__)
            return self.direct(to, text, blocks)[1]
        return ""

    def hook(self, url: str, body: dict[str, Any]) -> None:
        """Answer at the address that came with a command or a click, if it is the workspace's own."""
        if not self._own(url):
            log.error("an address to respond to is not the workspace's own; nothing was sent")
            return
        blocks = body.pop("blocks", None)
        made = WebhookClient(url).send_dict({**body, **({"blocks": blocks} if blocks else {}), **_QUIET})
        if made.status_code != 200:
            raise SlackClientError(f"the workspace refused a response: {made.status_code}")

    def _own(self, url: str) -> bool:
        given, base = urlsplit(url), urlsplit(self._room.client.base_url)
        if given.hostname == _HOOKS:
            return given.scheme == "https"
        return (given.scheme, given.netloc) == (base.scheme, base.netloc)


def _code(error: SlackApiError) -> str:
    return str(error.response.get("error", "unknown"))
