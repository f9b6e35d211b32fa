"""What this door has taken: kept until it is done, held while it is worked, taken up again after a process died."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from api.slack.delivery import Delivery, read
from api.slack.room import Room, log
from api.upkeep import Upkeep
from assistant.domain.errors import ClaimwrightError, Locked

#: A delivery that nobody says to work on for so long belongs to a process that died.
_ABANDONED = timedelta(minutes=5)
#: Seconds between two signs that this door is at work.
_BEAT = 60.0
#: Seconds without a delivery in which the disk can be waited for; a journal of so many bytes does not wait for them.
_PAUSE, _JOURNAL = 5.0, 64_000_000


class Taken:
    """The deliveries of one door."""

    def __init__(self, room: Room, queue: Callable[[Delivery], bool]) -> None:
        self._room = room
        self._queue = queue
        self._held: set[str] = set()
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._taken_at: float | None = None
        self._alone = ExitStack()
        self._upkeep = Upkeep(room.assistant)

    def open(self, home: Path, *, shared: bool) -> int:
        """Take up what another process left unfinished, and stay at it; returns how many were taken up at once.

        Where nobody shares the work, a door that is alone waits for nobody: whoever took it is dead.
        """
        alone = self._is_alone(home)
        left = self.take_up(at_once=alone and not shared)
        threading.Thread(target=self._stay, name="slack-taken", daemon=True).start()
        return left

    def close(self) -> None:
        """Leave what is unfinished to the next door."""
        self._over.set()
        self._alone.close()

    def take(self, found: Delivery, body: dict[str, Any]) -> bool:
        """True for the first delivery under any of its keys; it is kept before anybody is told."""
        # From a mention on, its thread needs none.
        note = (f"engaged:{found.conversation}", b'{"by": "mention"}') if found.kind == "mention" else None
        office = self._room.assistant.office
        content = json.dumps(body).encode()
        if not office.deliveries.take(self._room.keeper, found.keys, content, at=office.now(), note=note):
            return False
        self._hold(found)
        self._taken_at = time.monotonic()
        return True

    def ended(self, found: Delivery, *, answered: bool) -> None:
        """The work on a delivery is over. What could not be ``answered`` is taken up again after a while."""
        if answered:
            self.done(found)
        self._let_go(found)

    def done(self, found: Delivery) -> None:
        """The delivery is answered."""
        try:
            self._room.assistant.office.deliveries.done(self._room.keeper, found.keys[0])
        except ClaimwrightError as error:
            log.error("a delivery could not be marked as done: %s", type(error).__name__)

    def give_back(self, found: Delivery) -> None:
        """The delivery could not be accepted: its repetition counts as the first one."""
        self._let_go(found)
        self._room.assistant.office.deliveries.give_back(self._room.keeper, found.keys[0])

    def take_up(self, *, at_once: bool = False) -> int:
        """Queue what was taken and never finished; returns how many. What finds no room comes next time."""
        office, keeper = self._room.assistant.office, self._room.keeper
        before = office.now() - (timedelta(0) if at_once else _ABANDONED)
        left = office.deliveries.claim_unfinished(keeper, before=before, at=office.now())
        for key, content in left:
            found = read(json.loads(content), self._room.me)
            if found is None:
                office.deliveries.done(keeper, key)
                continue
            self._hold(found)
            if not self._queue(replace(found, again=True)):
                self._let_go(found)
                log.warning("there is no room yet for an unfinished delivery")
        return len(left)

    def renew(self) -> None:
        """Say that what is held is still worked on."""
        office = self._room.assistant.office
        with self._lock:
            held = sorted(self._held)
        if held:
            office.deliveries.renew(self._room.keeper, held, at=office.now())

    def look_after(self) -> None:
        """What is due each minute, and once a day."""
        self.renew()
        self.take_up()
        self._upkeep.run_aside()  # it may take longer than a lease that is not renewed
        self.settle()

    def settle(self) -> bool:
        """Bring what was taken to the disk while nobody delivers: whoever does would wait for it."""
        office = self._room.assistant.office
        if self._taken_at is None:
            return False
        if time.monotonic() - self._taken_at < _PAUSE and office.deliveries.journal < _JOURNAL:
            return False
        self._taken_at = None
        office.deliveries.settle(self._room.keeper, at=office.now())
        return True

    def _stay(self) -> None:
        while not self._over.wait(_BEAT):
            try:
                self.look_after()
            except ClaimwrightError as error:
                log.error("unfinished deliveries could not be looked for: %s", type(error).__name__)

    def _is_alone(self, home: Path) -> bool:
        from assistant.retrieval.lock import writer_lock

        try:
            self._alone.enter_context(writer_lock(home / "slack"))
        except Locked:
            return False
        return True

    def _hold(self, found: Delivery) -> None:
        with self._lock:
            self._held.add(found.keys[0])

    def _let_go(self, found: Delivery) -> None:
        with self._lock:
            self._held.discard(found.keys[0])
