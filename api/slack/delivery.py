"""One thing that the workspace delivered: what kind it is, where it belongs, under which keys it is worked once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Literal

Kind = Literal["mention", "direct", "message", "home", "command", "action", "form", "shortcut"]

#: Every other subtype is an edit, a deletion, a join, a bot: nothing that a person asks.
_SPOKEN = (None, "file_share", "thread_broadcast")
#: These open a window, which must happen within three seconds, or cost nothing.
QUICK_ACTIONS = frozenset(
    {"cw_draft", "cw_feedback", "cw_share", "cw_keep", "cw_role", "cw_sources", "cw_new", "cw_kind"}
)


@dataclass(frozen=True)
class Identity:
    """Who this app is in its workspace."""

    team: str
    bot_user: str
    bot: str = ""
    name: str = "claimwright"


@dataclass(frozen=True)
class Delivery:
    """A delivery with its place. ``keys`` name it; the first one for good.

    ``again`` when work on it was begun before and broke off: what it said by then stands in the workspace.
    """

    kind: Kind
    keys: tuple[str, ...]
    body: Mapping[str, Any]
    user: str
    channel: str = ""
    ts: str = ""
    thread: str = ""
    text: str = ""
    again: bool = False
    #: The number of the next message that answers it.
    parts: Iterator[int] = field(default_factory=count, compare=False, repr=False)

    @property
    def conversation(self) -> str:
        """The thread of the assistant that belongs to the thread in the workspace."""
        return f"slack-{self.channel}-{self.thread}" if self.thread else f"slack-{self.channel}-{self.user}"

    @property
    def quick(self) -> bool:
        """Whether it must be answered at once, not behind questions in work."""
        if self.kind in ("home", "shortcut"):
            return self.body.get("callback_id") != "cw_explain_denial"
        if self.kind == "command":
            return self.text.split(" ", 1)[0].casefold() in ("draft", "", "help")
        return self.kind == "action" and self.action in QUICK_ACTIONS

    @property
    def action(self) -> str:
        """The button or menu that was used."""
        return str(_first(self.body.get("actions")).get("action_id", ""))

    @property
    def in_direct(self) -> bool:
        """Whether it came in a conversation of one person with the app."""
        return self.channel.startswith("D")


def read(body: Mapping[str, Any], me: Identity) -> Delivery | None:
    """What a verified body is; ``None`` for all that must be left alone: bots, edits, deletions, other workspaces."""
    if body.get("type") == "event_callback":
        return _event(body, me)
    if "command" in body:
        return _command(body, me)
    team = body.get("team")
    if not isinstance(team, Mapping) or team.get("id") != me.team or not _user(body):
        return None
    if body.get("type") == "block_actions":
        return _action(body)
    if body.get("type") == "view_submission":
        view = _map(body.get("view"))
        return Delivery("form", (f"view:{view.get('id')}",), body, _user(body))
    if body.get("type") in ("shortcut", "message_action"):
        message, channel = _map(body.get("message")), str(_map(body.get("channel")).get("id", ""))
        ts = str(message.get("ts", ""))
        return Delivery(
            "shortcut",
            (f"shortcut:{body.get('trigger_id')}",),
            body,
            _user(body),
            channel=channel,
            ts=ts,
            thread=str(message.get("thread_ts") or ts),
            text=str(message.get("text") or ""),
        )
    return None


def _event(body: Mapping[str, Any], me: Identity) -> Delivery | None:
    event, event_id = _map(body.get("event")), body.get("event_id")
    thread = _map(event.get("assistant_thread"))
    user, kind = event.get("user") or thread.get("user_id"), event.get("type")
    if body.get("team_id") != me.team or not isinstance(user, str) or not isinstance(event_id, str) or not event_id:
        return None
    if kind in ("app_home_opened", "assistant_thread_started"):
        if user == me.bot_user:
            return None
        channel = str(event.get("channel") or thread.get("channel_id") or "")
        return Delivery(
            "home", (f"event:{event_id}",), body, user, channel=channel, thread=str(thread.get("thread_ts") or "")
        )
    if kind not in ("message", "app_mention") or _not_asked(event, me):
        return None
    channel, ts = str(event.get("channel", "")), str(event.get("ts", ""))
    if not channel or not ts:
        return None
    text = str(event.get("text") or "")
    return Delivery(
        _spoken(event, text, me),
        (f"event:{event_id}", f"message:{channel}:{ts}"),
        body,
        user,
        channel=channel,
        ts=ts,
        thread=str(event.get("thread_ts") or ts),
        text=text.replace(f"<@{me.bot_user}>", " ").strip(),
    )


def _not_asked(event: Mapping[str, Any], me: Identity) -> bool:
    other = {event.get(name) for name in ("user_team", "source_team")} - {None, me.team}
    return bool(
        other
        or event.get("bot_id")
        or event.get("bot_profile")
        or event.get("user") in (me.bot_user, "USLACKBOT")
        or event.get("hidden")
        or event.get("edited")
        or event.get("subtype") not in _SPOKEN
    )


def _spoken(event: Mapping[str, Any], text: str, me: Identity) -> Kind:
    if event.get("channel_type") == "im" or str(event.get("channel", "")).startswith("D"):
        return "direct"
    return "mention" if event.get("type") == "app_mention" or f"<@{me.bot_user}>" in text else "message"


def _command(body: Mapping[str, Any], me: Identity) -> Delivery | None:
    user, trigger = body.get("user_id"), body.get("trigger_id")
    if body.get("team_id") != me.team or not isinstance(user, str) or not trigger:
        return None
    channel, text = str(body.get("channel_id", "")), str(body.get("text") or "").strip()
    return Delivery("command", (f"command:{trigger}",), body, user, channel=channel, text=text)


def _action(body: Mapping[str, Any]) -> Delivery | None:
    action, container = _first(body.get("actions")), _map(body.get("container"))
    if not action.get("action_id"):
        return None
    ts = str(container.get("message_ts") or _map(body.get("message")).get("ts") or "")
    channel = str(_map(body.get("channel")).get("id") or container.get("channel_id") or "")
    thread = str(container.get("thread_ts") or _map(body.get("message")).get("thread_ts") or ts)
    return Delivery(
        "action", (_click(action, ts, channel, body),), body, _user(body), channel=channel, ts=ts, thread=thread
    )


def _click(action: Mapping[str, Any], ts: str, channel: str, body: Mapping[str, Any]) -> str:
    """Ten clicks on one button are one wish; a window or a menu may be opened again."""
    name = str(action["action_id"])
    if name in QUICK_ACTIONS - {"cw_share", "cw_keep"} or not ts:
        return f"click:{body.get('trigger_id')}"
    clicked = json.dumps([name, channel, ts, action.get("value"), action.get("block_id")])
    return f"click:{hashlib.sha256(clicked.encode()).hexdigest()}"


def _user(body: Mapping[str, Any]) -> str:
    return str(_map(body.get("user")).get("id") or "")


def _map(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _first(value: Any) -> Mapping[str, Any]:
    return _map(value[0]) if isinstance(value, list) and value else {}
