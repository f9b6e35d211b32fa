"""What every handler works with: the assistant, the workspace's client, who we are, what channels allow."""

from __future__ import annotations

import html
import json
import logging
import re
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.slack.delivery import Delivery, Identity
from api.slack.profiles import Profile, Profiles
from assistant.domain.caller import Caller
from assistant.domain.conversation import Exchange
from assistant.domain.errors import NotFound

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from assistant.assistant import Assistant

#: The workspace is that of one practice.
PRACTICE = "local"
log = logging.getLogger("claimwright.slack")

_LINK = re.compile(r"<((?:https?|mailto|tel):[^|>]*)(?:\|([^>]*))?>")
_NAMED = re.compile(r"<[#!@]([^|>]*)(?:\|([^>]*))?>")


def heard(text: str) -> str:
    """What a person typed, out of the form in which the workspace sends it.

    >>> heard("is &lt;D2740&gt; ok <#C012|billing>, see <https://x.test|x.test>")
    'is <D2740> ok billing, see x.test'
    """
    text = _LINK.sub(lambda m: m[2] or m[1], text)
    return html.unescape(_NAMED.sub(lambda m: m[2] or "", text)).strip()


class Pace:
    """Questions of each channel in the last minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def wait(self, channel: str, per_minute: int) -> int:
        """Zero when the question may be worked, else the seconds until one may."""
        now = self._clock()
        with self._lock:
            seen = self._seen.setdefault(channel, deque())
            while seen and now - seen[0] >= 60:
                seen.popleft()
            if len(seen) >= per_minute:
                return max(1, round(60 - (now - seen[0])))
            seen.append(now)
        return 0


@dataclass(frozen=True)
class Room:
    """The parts. ``template`` is the office's Word template."""

    assistant: Assistant
    client: WebClient
    me: Identity
    profiles: Profiles
    template: Path | None = None
    pace: Pace = field(default_factory=Pace)

    def caller(self, user: str) -> Caller:
        """The person of the workspace as the assistant's records name them."""
        return Caller(practice=PRACTICE, user=f"slack:{user}")

    @property
    def keeper(self) -> Caller:
        """The door itself."""
        return Caller(practice=PRACTICE, user="slack", role="system")

    def profile(self, delivery: Delivery) -> Profile:
        """What the channel of a delivery allows."""
        return self.profiles.of(delivery.channel)

    def keep(self, key: str, note: Mapping[str, Any]) -> None:
        """Keep what a later click needs, sealed."""
        office = self.assistant.office
        office.deliveries.keep(self.keeper, key, json.dumps(note).encode(), at=office.now())

    def kept(self, key: str) -> dict[str, Any]:
        """What was kept under a key; empty when nothing is."""
        content = self.assistant.office.deliveries.kept(self.keeper, key)
        return dict(json.loads(content)) if content is not None else {}

    def card(self, trace_id: str) -> dict[str, Any]:
        """The answer behind a button; ``NotFound`` when it is no longer kept."""
        held = self.kept(f"card:{trace_id}")
        if not held:
            raise NotFound("this answer is no longer kept", fix="ask the question again")
        return held

    def engaged(self, delivery: Delivery) -> bool:
        """Whether the assistant takes part in the thread of a message."""
        return delivery.thread != delivery.ts and bool(self.kept(f"engaged:{delivery.conversation}"))

    def history(self, delivery: Delivery) -> tuple[Exchange, ...]:
        """What was said in the thread, without identifiers of people."""
        try:
            return self.assistant.thread(self.caller(delivery.user), delivery.conversation)
        except NotFound:
            return ()
