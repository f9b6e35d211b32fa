"""The app: Bolt verifies and parses; every delivery is taken once, acknowledged at once and worked on a queue."""

from __future__ import annotations

import json
import logging
import traceback
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from slack_bolt import App, BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler, RateLimitErrorRetryHandler

from api.slack.asking import Asking
from api.slack.delivery import Delivery, Identity, read
from api.slack.handlers import Handlers
from api.slack.profiles import Profiles, load_profiles
from api.slack.room import Room, log
from api.slack.voice import Voice
from api.slack.work import Work
from assistant.domain.errors import ClaimwrightError, Misconfigured

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.settings import Settings

#: A delivery that nobody finished for so long belongs to a process that died.
_ABANDONED = timedelta(minutes=5)
_LIBRARIES = ("slack_bolt", "slack_sdk")


class Silence(logging.Filter):
    """Keeps back what the libraries say below a warning, and every line that quotes a request's body."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a line may be written; what an error said is left out."""
        record.exc_info = record.exc_text = None
        return record.levelno >= logging.WARNING and "body" not in record.getMessage().casefold()


def library_log() -> logging.Logger:
    """The log that Bolt and its client write to."""
    quiet = logging.getLogger("claimwright.slack.library")
    quiet.setLevel(logging.WARNING)
    if not any(isinstance(each, Silence) for each in quiet.filters):
        quiet.addFilter(Silence())
    for name in (*_LIBRARIES, "slack_bolt.RequestVerification"):
        named = logging.getLogger(name)
        named.setLevel(logging.WARNING)
        if not any(isinstance(each, Silence) for each in named.filters):
            named.addFilter(Silence())
    return quiet


@dataclass
class Door:
    """The running door. ``bolt`` takes requests of either transport."""

    bolt: App
    room: Room
    voice: Voice
    asking: Asking
    handlers: Handlers

    def __post_init__(self) -> None:
        self._work: Work[Delivery] | None = None
        self._quick: Work[Delivery] | None = None

    def open(self, *, workers: int, most: int) -> None:
        """Start the workers and take up again what another process left unfinished."""
        self._work = Work(self._run, workers=workers, most=most, name="slack-work")
        self._quick = Work(self._run, workers=2, most=max(most, 20), name="slack-quick")
        self.bolt.middleware(self._take)
        self.take_up()

    def warm(self) -> None:
        """Load what the first answer and the first draft need, so that no acknowledgement waits for it."""
        from pathlib import Path

        from assistant.domain.answer import Question
        from assistant.domain.case import Case, Denial
        from assistant.domain.claim import Claim, ServiceLine
        from assistant.intake.case_file import LoadedCase
        from assistant.rendering.docx import letter_docx

        keeper, office = self.room.keeper, self.room.assistant
        office.ask(keeper, Question(text="is D2740 covered?", thread="slack-warm"))
        office.remove_thread(keeper, "slack-warm")
        claim = Claim(lane="dental", payer="Northlake Dental", lines=(ServiceLine(id="1", code="D2740"),))
        sample = Case(claim=claim, denials=(Denial(group="CO", carc="50"),))
        letter_docx(office.draft(keeper, "appeal", LoadedCase(sample, Path())).letter)

    def take_up(self) -> int:
        """Queue what was taken and never finished; returns how many."""
        office = self.room.assistant.office
        office.deliveries.prune(at=office.now())
        left = office.deliveries.claim_unfinished(self.room.keeper, before=office.now() - _ABANDONED, at=office.now())
        for key, content in left:
            found = read(json.loads(content), self.room.me)
            if found is None or not self._queue(found):
                log.error("an unfinished delivery could not be taken up: %s", key)
        return len(left)

    def idle(self, seconds: float = 30.0) -> bool:
        """Wait until everything that was taken is answered."""
        return all(work.idle(seconds) for work in (self._work, self._quick) if work is not None)

    def close(self, seconds: float = 10.0) -> bool:
        """Take nothing more and let what is in work end; what does not end is taken up at the next start."""
        return all([work.close(seconds) for work in (self._work, self._quick) if work is not None])

    def _take(self, body: dict[str, Any], next: Callable[[], Any]) -> BoltResponse:  # noqa: A002, ARG002  # Bolt's names
        """Acknowledge a delivery once it is safe, or say what is wrong with a form."""
        try:
            return self._taken(body)
        except ClaimwrightError as error:
            log.error("a delivery could not be kept: %s", type(error).__name__)
        except Exception as error:  # noqa: BLE001  # Bolt would log its words
            _logged(error)
        return BoltResponse(status=503, body="")  # the workspace sends it again

    def _taken(self, body: dict[str, Any]) -> BoltResponse:
        found = read(body, self.room.me)
        if found is None or (found.kind == "message" and not self._wanted(found)):
            return BoltResponse(status=200, body="")
        if found.kind == "form" and (wrong := self.handlers.forms.problems(found)):
            return BoltResponse(status=200, body={"response_action": "errors", "errors": wrong})
        deliveries, office = self.room.assistant.office.deliveries, self.room.assistant.office
        # From a mention on, its thread needs none.
        note = (f"engaged:{found.conversation}", b'{"by": "mention"}') if found.kind == "mention" else None
        content = json.dumps(body).encode()
        first = deliveries.take(self.room.keeper, found.keys, content, at=office.now(), note=note)
        if first and not self._queue(found) and not self._busy(found):
            deliveries.give_back(self.room.keeper, found.keys[0])
            return BoltResponse(status=503, body="")
        return BoltResponse(status=200, body="")

    def _wanted(self, found: Delivery) -> bool:
        """Whether a message that does not name the assistant is meant for it."""
        return self.room.engaged(found) or (
            self.room.profile(found).answer == "all" and found.thread == found.ts and bool(found.text)
        )

    def _queue(self, found: Delivery) -> bool:
        work = self._quick if found.quick else self._work
        return work is not None and work.put(found.conversation, found)

    def _busy(self, found: Delivery) -> bool:
        """Let the asker know that the question was not taken; False when not even that can be said."""
        return self._quick is not None and self._quick.put(f"busy-{found.keys[0]}", _Busy.of(found))

    def _run(self, found: Delivery) -> None:
        try:
            if isinstance(found, _Busy):
                self.voice.nudge(found, "I have more questions in work than I can take. Please ask again in a minute.")
            else:
                self.handlers.handle(found)
        except ClaimwrightError as error:
            self._say_why(found, f"I could not do that: {error}")
        except SlackApiError as error:
            code = str(error.response.get("error"))
            log.error("the workspace refused a call: %s", code)
            self._say_why(found, f"Slack refused my reply ({code}). Ask again, or ask your administrator.")
        except Exception as error:  # noqa: BLE001  # the last place that can still answer
            self._say_why(found, f"Something failed on my side. Tell your operator: {_logged(error)}.")
        finally:
            self._done(found)

    def _say_why(self, found: Delivery, text: str) -> None:
        try:
            self.voice.tell(found, text)
        except (SlackClientError, OSError) as error:
            log.error("a failure could not be told: %s", type(error).__name__)

    def _done(self, found: Delivery) -> None:
        try:
            self.room.assistant.office.deliveries.done(self.room.keeper, found.keys[0])
        except ClaimwrightError as error:
            log.error("a delivery could not be marked as done: %s", type(error).__name__)


class _Busy(Delivery):
    """A delivery for which there was no room."""

    @classmethod
    def of(cls, found: Delivery) -> _Busy:
        """The same delivery, to be declined."""
        return cls(**{name: getattr(found, name) for name in cls.__dataclass_fields__})


def _logged(error: Exception) -> str:
    """Log an error's kind and places, never its words, which may hold what was asked; returns the reference."""
    reference = uuid.uuid4().hex[:8]
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
    log.error("delivery failed, reference %s: %s at %s", reference, type(error).__name__, places)
    return reference


def web_client(settings: Settings) -> WebClient:
    """A client of the workspace's interface. Raises ``Misconfigured`` without a bot token."""
    if settings.slack_bot_token is None:
        raise Misconfigured(
            "no bot token", where="slack_bot_token", fix="set CLAIMWRIGHT_SLACK_BOT_TOKEN to the token xoxb-..."
        )
    base = settings.slack_api if settings.slack_api.endswith("/") else f"{settings.slack_api}/"
    handlers = [RateLimitErrorRetryHandler(max_retry_count=5), ConnectionErrorRetryHandler()]
    return WebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=base,
        retry_handlers=list(handlers),
        logger=library_log(),
        timeout=20,
    )


def who(client: WebClient) -> tuple[Identity, Mapping[str, str]]:
    """Who the token belongs to, and the answer's headers. Raises ``Misconfigured`` that says why not."""
    try:
        told = client.auth_test()
    except SlackApiError as error:
        raise Misconfigured(
            f"Slack does not accept the bot token: {error.response.get('error')}",
            where="slack_bot_token",
            fix="install the app again and copy the Bot User OAuth Token",
        ) from error
    except (SlackClientError, OSError) as error:
        raise Misconfigured(
            f"Slack cannot be reached: {type(error).__name__}", where=client.base_url, fix="look at network and proxy"
        ) from error
    return Identity(
        team=str(told.get("team_id")),
        bot_user=str(told.get("user_id")),
        bot=str(told.get("bot_id") or ""),
        name=str(told.get("user") or "claimwright"),
    ), {str(name).lower(): str(value) for name, value in told.headers.items()}


def open_door(assistant: Assistant, settings: Settings, *, profiles: Profiles | None = None) -> Door:
    """The door on these settings, with its workers running."""
    client = web_client(settings)
    me, _ = who(client)
    secret = settings.slack_signing_secret
    bolt = App(
        client=client,
        # Socket Mode needs none; a request over HTTP without one fails its check.
        signing_secret=secret.get_secret_value() if secret is not None else uuid.uuid4().hex,
        logger=library_log(),
        name="claimwright",
    )
    held = profiles or load_profiles(settings.slack_channels)
    room = Room(assistant=assistant, client=client, me=me, profiles=held, template=settings.template)
    voice = Voice(room)
    asking = Asking(room, voice)
    door = Door(bolt, room, voice, asking, Handlers(room, voice, asking))
    door.open(workers=settings.slack_workers, most=settings.slack_queue)
    return door
