"""Which handler takes a delivery."""

from __future__ import annotations

from api.slack.asking import Asking
from api.slack.clicks import Clicks
from api.slack.commands import Commands
from api.slack.delivery import Delivery
from api.slack.drafts import Drafting
from api.slack.files import Files
from api.slack.forms import Forms
from api.slack.home import Home
from api.slack.room import Room
from api.slack.voice import Voice


class Handlers:
    """Everything that can be delivered, by kind."""

    def __init__(self, room: Room, voice: Voice, asking: Asking) -> None:
        drafting = Drafting(room, voice)
        self.forms = Forms(room, voice, drafting)
        self.files = Files(room, voice, asking, drafting)
        self.home = Home(room)
        self._asking = asking
        self._clicks = Clicks(room, voice, self.forms, self.files, self.home)
        self._commands = Commands(room, voice, asking, self.forms)

    def handle(self, found: Delivery) -> None:
        """Work one delivery."""
        if found.kind == "home":
            self.home.opened(found)
        elif found.kind == "command":
            self._commands.run(found)
        elif found.kind == "action":
            self._clicks.clicked(found)
        elif found.kind == "form":
            self.forms.sent(found)
        elif found.kind == "shortcut":
            self._commands.shortcut(found)
        elif self.files.sent_with(found):
            self.files.take(found)
        else:
            self._asking.message(found)
