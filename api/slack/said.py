"""What an answer that broke off has said already: found in the workspace, so that nothing is said twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError

from api.slack.delivery import Delivery
from api.slack.room import log

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from api.slack.delivery import Identity

_TYPE = "claimwright_reply"
_READ = 200


def mark(to: Delivery, part: int) -> dict[str, Any]:
    """What a message carries that nobody sees: which delivery it answers, and which of its messages it is."""
    return {"event_type": _TYPE, "event_payload": {"delivery": to.keys[0], "part": part}}


class Said:
    """Messages of this app in a conversation of the workspace."""

    def __init__(self, client: WebClient, me: Identity) -> None:
        self._client = client
        self._me = me

    def part(self, to: Delivery, part: int, channel: str, thread: str) -> str:
        """The ``ts`` of a message that a delivery was answered with before; empty when there is none."""
        for message in self._own(to, channel, thread):
            metadata = message.get("metadata") or {}
            if metadata.get("event_type") == _TYPE and metadata.get("event_payload") == mark(to, part)["event_payload"]:
                return str(message["ts"])
        return ""

    def stream(self, to: Delivery) -> str:
        """The ``ts`` of a stream that nobody ended: of all messages here only those carry no mark."""
        for message in self._own(to, to.channel, to.thread):
            if not message.get("metadata") and not message.get("files") and float(message["ts"]) > float(to.ts):
                return str(message["ts"])
        return ""

    def file(self, to: Delivery, name: str, channel: str, thread: str) -> bool:
        """Whether a file was sent before."""
        files = [file for message in self._own(to, channel, thread) for file in message.get("files", ())]
        return any(file.get("name") == name for file in files)

    def _own(self, to: Delivery, channel: str, thread: str) -> list[dict[str, Any]]:
        if not to.again:
            return []
        try:
            if thread:
                listed = self._client.conversations_replies(
                    channel=channel, ts=thread, include_all_metadata=True, limit=_READ
                )
            else:
                listed = self._client.conversations_history(channel=channel, include_all_metadata=True, limit=_READ)
        except SlackApiError as error:
            # Said twice is better than not at all.
            log.warning("what was said cannot be read: %s", error.response.get("error"))
            return []
        messages: list[dict[str, Any]] = listed.get("messages") or []
        mine = (self._me.bot_user, self._me.bot)
        return [each for each in messages if each.get("user") in mine or each.get("bot_id") in mine]
