"""The chat model: the embedded one, or a hosted one with its package and its key. Nothing is sent to it."""

from __future__ import annotations

from collections.abc import Iterator

from api.doctor.check import Installation, Part
from assistant.domain.errors import ClaimwrightError


def model(at: Installation) -> Iterator[Part]:
    """Whether the model that the settings name can be opened."""
    settings = at.settings
    if not settings.model:
        yield Part(part="model", state="ok", message="embedded; needs no key")
        return
    from assistant.models.load import load_chat_model

    try:
        load_chat_model(settings.model)
    except ClaimwrightError as error:
        yield Part(part="model", state="missing", message=error.message, fix=error.fix)
        return
    yield Part(part="model", state="ok", message=f"{settings.model}; not called by this check")
