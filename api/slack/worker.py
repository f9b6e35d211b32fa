"""Working one delivery to its end: an answer, or in its place why there is none."""

from __future__ import annotations

import traceback
import uuid
from dataclasses import dataclass
from http.client import HTTPException
from typing import TYPE_CHECKING

from slack_sdk.errors import SlackApiError

from api.slack.asking import Asking
from api.slack.delivery import Delivery
from api.slack.handlers import Handlers
from api.slack.room import Room, log
from api.slack.voice import Voice
from assistant.domain.errors import ClaimwrightError

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from api.slack.delivery import Identity
    from api.slack.profiles import Profiles
    from assistant.assistant import Assistant
    from assistant.settings import Settings

#: What people can do about a refusal of the workspace.
_REFUSED = {
    "expired_trigger_id": "The form came too late to be opened. Please click once more.",
    "trigger_expired": "The form came too late to be opened. Please click once more.",
    "missing_scope": "The app may not do this yet. Ask your administrator to run `claimwright slack check`.",
    "ratelimited": "Slack asks me to slow down. Please ask again in a minute.",
}

#: The workspace says these of itself, not of what it was sent.
_PASSING = frozenset({"ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"})
_BROKEN = 500


@dataclass(frozen=True)
class Worker:
    """The parts that answer a delivery."""

    room: Room
    voice: Voice
    handlers: Handlers

    def work(self, found: Delivery) -> bool:
        """Answer a delivery; every failure is told where it came from. False when the workspace cannot be reached."""
        try:
            self.handlers.handle(found)
        except ClaimwrightError as error:
            return self.say_why(found, f"I could not do that: {error}")
        except SlackApiError as error:
            code = str(error.response.get("error"))
            log.error("the workspace refused a call: %s", code)
            return self.say_why(found, _REFUSED.get(code, f"Slack refused my reply ({code}). Ask your administrator."))
        except Exception as error:  # noqa: BLE001  # the last place that can still answer
            return self.say_why(found, f"Something failed on my side. Tell your operator: {logged(error)}.")
        return True

    def say_why(self, found: Delivery, text: str, *, alone: bool = False) -> bool:
        """Tell why there is no answer, ``alone`` to the asker only; what is refused for good is logged.

        False when the workspace cannot be reached: then it can be told later.
        """
        try:
            if alone:
                self.voice.nudge(found, text)
            else:
                self.voice.tell(found, text)
        except (OSError, HTTPException) as error:
            log.error("a failure could not be told yet: %s", type(error).__name__)
            return False
        except Exception as error:  # noqa: BLE001  # nothing is left that could tell it
            log.error("a failure could not be told: %s", type(error).__name__)
            return not (isinstance(error, SlackApiError) and passing(error))
        return True

    def warm(self) -> None:
        """Load what the first answer and the first draft need, so that nobody waits for it."""
        self.room.assistant.warm_answers(self.room.keeper)
        self.room.assistant.warm_drafts(self.room.keeper)


def open_worker(
    assistant: Assistant, settings: Settings, client: WebClient, me: Identity, profiles: Profiles
) -> Worker:
    """A worker on these parts."""
    room = Room(assistant=assistant, client=client, me=me, profiles=profiles, template=settings.template)
    voice = Voice(room)
    return Worker(room, voice, Handlers(room, voice, Asking(room, voice)))


def passing(error: SlackApiError) -> bool:
    """Whether the workspace failed by itself, and may take the same call later."""
    status = getattr(error.response, "status_code", None) or error.response.get("status") or 0
    return int(status) >= _BROKEN or error.response.get("error") in _PASSING


def logged(error: Exception) -> str:
    """Log an error's kind and places, never its words, which may hold what was asked; returns the reference."""
    reference = uuid.uuid4().hex[:8]
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
    log.error("delivery failed, reference %s: %s at %s", reference, type(error).__name__, places)
    return reference
