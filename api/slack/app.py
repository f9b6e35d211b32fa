"""The door: Bolt verifies and parses; every delivery is taken once, acknowledged at once and worked on a queue."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from slack_bolt import App, BoltResponse

from api.slack.client import library_log, web_client, who
from api.slack.crew import Crew, Orders
from api.slack.delivery import Delivery, read
from api.slack.profiles import Profiles, load_profiles
from api.slack.room import Room, log
from api.slack.taken import Taken
from api.slack.work import Work
from api.slack.worker import Worker, logged, open_worker
from assistant.domain.errors import ClaimwrightError

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.settings import Settings

_FULL = "I have more questions in work than I can take. Please ask again in a minute."
_DIED = "Something failed on my side, twice. Ask again in other words, or tell your operator."


@dataclass
class Door:
    """The running door. ``bolt`` takes requests of either transport; a ``crew`` works what costs time."""

    bolt: App
    worker: Worker
    crew: Crew | None = None

    def __post_init__(self) -> None:
        self.taken = Taken(self.room, self._queue)
        self._work: Work[Delivery] | None = None
        self._quick: Work[Delivery] | None = None

    @property
    def room(self) -> Room:
        """What every handler works with."""
        return self.worker.room

    def open(self, settings: Settings, *, shared: bool) -> None:
        """Start the work and take up again what another process left unfinished."""
        most = settings.slack_queue
        run = self._run if self.crew is None else self._have_run
        self._work = Work(run, workers=settings.slack_workers, most=most, name="slack-work")
        self._quick = Work(self._run, workers=2, most=max(most, 20), name="slack-quick")
        self.bolt.middleware(self._take)
        self.taken.open(settings.home, shared=shared)

    def warm(self) -> None:
        """Load what answers need, so that nobody waits for it."""
        if self.crew is None:
            self.worker.warm()
        else:
            # A window must open within three seconds of its click, in this process.
            self.worker.handlers.forms.about("D2740, CO-50, Northlake Dental")
            self.room.assistant.warm_desk()
            self.crew.warm()

    def idle(self, seconds: float = 30.0) -> bool:
        """Wait until everything that was taken is answered."""
        return all(work.idle(seconds) for work in (self._work, self._quick) if work is not None)

    def close(self, seconds: float = 10.0) -> bool:
        """Take nothing more and let what is in work end; what does not end is taken up at the next start."""
        ended = all([work.close(seconds) for work in (self._work, self._quick) if work is not None])
        if self.crew is not None:
            self.crew.close(seconds if ended else 0)
        self.taken.close()
        return ended

    def _take(self, body: dict[str, Any], next: Callable[[], Any]) -> BoltResponse:  # noqa: A002, ARG002  # Bolt's names
        """Acknowledge a delivery once it is safe, or say what is wrong with a form."""
        try:
            return self._acknowledged(body)
        except ClaimwrightError as error:
            log.error("a delivery could not be kept: %s", type(error).__name__)
        except Exception as error:  # noqa: BLE001  # Bolt would log its words
            logged(error)
        return BoltResponse(status=503, body="")  # the workspace sends it again

    def _acknowledged(self, body: dict[str, Any]) -> BoltResponse:
        found = read(body, self.room.me)
        if found is None or (found.kind == "message" and not self._wanted(found)):
            return BoltResponse(status=200, body="")
        if found.kind == "form" and (wrong := self.worker.handlers.forms.problems(found)):
            return BoltResponse(status=200, body={"response_action": "errors", "errors": wrong})
        if self.taken.take(found, body) and not self._queue(found) and not self._decline(found):
            self.taken.give_back(found)
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

    def _decline(self, found: Delivery) -> bool:
        """Let the asker know that the question was not taken; False when not even that can be said."""
        return self._quick is not None and self._quick.put(f"busy-{found.keys[0]}", _Declined.of(found))

    def _run(self, found: Delivery) -> None:
        """Work a delivery here."""
        if isinstance(found, _Declined):
            self.taken.ended(found, answered=self.worker.say_why(found, _FULL, alone=True))
        else:
            self.taken.ended(found, answered=self.worker.work(found))

    def _have_run(self, found: Delivery) -> None:
        """Have a delivery worked by the crew."""
        came = "died" if self.crew is None else self.crew.work(found)
        # Said also where an earlier process had said something: that was not the answer.
        unanswered = replace(found, again=False)
        answered = self.worker.say_why(unanswered, _DIED) if came == "died" else came == "done"
        self.taken.ended(found, answered=answered)


class _Declined(Delivery):
    """A delivery for which there was no room."""

    @classmethod
    def of(cls, found: Delivery) -> _Declined:
        """The same delivery, to be declined."""
        return cls(**{name: getattr(found, name) for name in cls.__dataclass_fields__})


def open_door(
    assistant: Assistant,
    settings: Settings,
    *,
    profiles: Profiles | None = None,
    processes: bool = False,
    shared: bool = False,
) -> Door:
    """The door on these settings, at work.

    With ``processes``, what costs time is worked beside this one; ``shared`` when other doors take deliveries too.
    """
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
    crew = Crew(Orders(settings, held, me), settings.slack_workers) if processes else None
    door = Door(bolt, open_worker(assistant, settings, client, me, held), crew)
    door.open(settings, shared=shared or settings.database_url is not None)
    return door
