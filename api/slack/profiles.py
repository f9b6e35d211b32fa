"""What each channel allows: a file that the office edits. Without one: answer when mentioned, no patient data."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import Field, ValidationError

from assistant.domain.base import Frozen
from assistant.domain.errors import Misconfigured


class Profile(Frozen):
    """One channel. ``per_minute`` counts the questions of all its people; ``payers`` empty means every payer."""

    name: str = ""
    answer: Literal["mention_only", "all"] = "mention_only"
    phi: Literal["deny", "allow"] = "deny"
    ephemeral: bool = False
    payers: tuple[str, ...] = ()
    per_minute: int = Field(default=20, ge=1, le=1000)


class Profiles(Frozen):
    """The file. ``people`` is the channel that takes over, ``page`` the address of the office's web page."""

    defaults: Profile = Profile()
    direct: Profile = Profile(answer="all")
    channels: dict[str, Profile] = Field(default_factory=dict)
    people: str | None = None
    page: str | None = Field(default=None, pattern=r"^https?://[^\s<>|]+$")

    def of(self, channel: str) -> Profile:
        """The profile of a channel, of a direct message for ``D...``."""
        if channel.startswith("D"):
            return self.direct
        return self.channels.get(channel, self.defaults)


def load_profiles(path: Path | None) -> Profiles:
    """The profiles of a file; a channel takes from ``defaults`` what it does not say.

    Raises ``Misconfigured`` that names the place in the file.
    """
    if path is None:
        return Profiles()
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise Misconfigured(
            f"the channel profiles cannot be read: {type(error).__name__}",
            where=str(path),
            fix="mend the file, or unset CLAIMWRIGHT_SLACK_CHANNELS",
        ) from error
    try:
        return Profiles.model_validate(_filled(content))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise Misconfigured(
            f"{place}: {first['msg']}", where=str(path), fix="see channels.yaml of the package"
        ) from error


def _filled(content: Any) -> Any:
    if not isinstance(content, dict) or not isinstance(content.get("channels"), dict):
        return content or {}
    defaults = content.get("defaults") or {}
    channels = {name: {**defaults, **(held or {})} for name, held in content["channels"].items()}
    return {**content, "channels": channels}
