"""Every check in order. A further part, such as a chat workspace, is one more function in ``CHECKS``."""

from __future__ import annotations

from datetime import date

from api.doctor.check import Check, Health, Installation
from api.doctor.knowledge import cache, code_sets, documents, own_index
from api.doctor.model import model
from api.doctor.places import chroma, database, home, template
from api.doctor.workspace import workspace
from assistant.bootstrap import build_assistant
from assistant.settings import Settings

CHECKS: tuple[Check, ...] = (home, cache, database, own_index, code_sets, documents, model, template, chroma, workspace)
#: What cannot be looked at before the shared cache is built.
_AFTER_CACHE = frozenset({own_index, documents})


def examine(settings: Settings, today: date | None = None) -> Health:
    """The state of every part of the installation on these settings; nothing is built and nothing is sent."""
    on = today or date.today()  # noqa: DTZ011  # the machine's own day, as everywhere at the doors
    at = Installation(settings, build_assistant(settings, today=lambda: on), on)
    built = all(part.state == "ok" for part in cache(at))
    parts = tuple(part for check in CHECKS if built or check not in _AFTER_CACHE for part in check(at))
    return Health(ok=all(part.state != "missing" for part in parts), on=on, parts=parts)
