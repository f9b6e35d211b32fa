"""The settings, read once by bootstrap and the doors.

Four layers, the first that names a value wins: what the caller passes (the flags of a command), the environment
(``CLAIMWRIGHT_<NAME>``), ``claimwright.toml`` of the working folder, ``claimwright.toml`` of the home folder.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from assistant.domain.errors import Misconfigured

#: The name of a configuration file, in the working folder and in the home folder.
CONFIG_FILE = "claimwright.toml"
_PREFIX = "CLAIMWRIGHT_"
#: A hundred years in days: what is to be kept longer has no term that a calendar could hold.
_LONGEST = 36_525


def _default_cache() -> Path:
    """Where shared, rebuildable artefacts live: the platform's cache folder."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "claimwright"


class Settings(BaseSettings):
    """Each value comes from the first layer that names it, else it has its default."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, extra="forbid", frozen=True)

    home: Path = Field(
        default_factory=lambda: Path.home() / ".claimwright",
        description="What the user adds: documents, cases, threads",
    )
    cache: Path = Field(
        default_factory=_default_cache, description="Shared read-only artefacts built by `claimwright setup`"
    )
    model: str | None = Field(
        default=None, description="A LangChain chat model as provider:name; empty means the embedded model"
    )
    database_url: str | None = Field(
        default=None, description="SQLAlchemy URL of the store; empty means SQLite in home"
    )
    key: SecretStr | None = Field(
        default=None, description="The secret that seals cases, 32 bytes in base64; empty means a key file in home"
    )
    thread_days: int = Field(
        default=90, ge=1, le=_LONGEST, description="Days after which exchanges of threads are removed"
    )
    case_days: int = Field(
        default=2557, ge=1, le=_LONGEST, description="Days without a change after which a kept case is deleted for good"
    )
    embedder: Path | None = Field(
        default=None, description="Folder of another sentence-transformers model; empty means the installed one"
    )
    reranker: Path | None = Field(
        default=None, description="Folder of a cross-encoder that orders the best passages anew; empty means none"
    )
    chroma_url: str | None = Field(default=None, description="URL of a Chroma server; empty means the embedded one")
    requests_per_minute: int = Field(
        default=240, ge=1, description="Requests a minute that the HTTP service takes from one address"
    )
    template: Path | None = Field(default=None, description="The office's Word template, letterhead and all")
    model_calls: int = Field(default=8, ge=2, le=30, description="Calls of the model that one turn may make")
    tool_calls: int = Field(default=8, ge=1, le=30, description="Calls of tools that one turn may make")
    model_retries: int = Field(default=1, ge=0, le=3, description="Times that a failed call of the model is repeated")
    model_seconds: float = Field(default=30, gt=0, le=600, description="Seconds that a hosted model has for one turn")
    model_tokens: int = Field(default=60_000, ge=1_000, description="Tokens that a hosted model may use in one turn")
    model_price_in: Decimal = Field(default=Decimal(0), ge=0, description="US dollars for a million tokens sent")
    model_price_out: Decimal = Field(default=Decimal(0), ge=0, description="US dollars for a million tokens received")
    model_cost: Decimal | None = Field(
        default=None, gt=0, description="US dollars that a hosted model may cost in one turn; needs the two prices"
    )

    slack_bot_token: SecretStr | None = Field(default=None, description="Bot token of the Slack app, xoxb-...")
    slack_app_token: SecretStr | None = Field(
        default=None, description="App-level token of the Slack app for Socket Mode, xapp-..."
    )
    slack_signing_secret: SecretStr | None = Field(
        default=None, description="Signing secret of the Slack app for HTTP mode"
    )
    slack_channels: Path | None = Field(
        default=None, description="File of channel profiles; empty means mention only and no patient data"
    )
    slack_api: str = Field(default="https://slack.com/api/", description="Base URL of the Slack Web API")
    slack_workers: int = Field(default=2, ge=1, le=64, description="Answers for Slack that are worked at once")
    slack_queue: int = Field(default=100, ge=1, le=10_000, description="Questions from Slack that may wait")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # no .env file is read
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # nor a secrets folder
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The layers, first one first."""
        passed = dict(init_settings.init_kwargs) if isinstance(init_settings, InitSettingsSource) else {}
        return (init_settings, env_settings, *(TomlLayer(settings_cls, path) for path in config_files(passed)))

    @field_validator("model_cost")
    @classmethod
    def _priced(cls, value: Decimal | None, info: ValidationInfo) -> Decimal | None:
        """A cap in dollars without a price would never be reached."""
        if value is not None and not (info.data.get("model_price_in") or info.data.get("model_price_out")):
            raise ValueError("set model_price_in and model_price_out as well")
        return value

    @field_validator("home", "cache", "embedder", "template", "slack_channels")
    @classmethod
    def _expanded(cls, value: Path | None) -> Path | None:
        return value.expanduser() if value is not None else None


class TomlLayer(TomlConfigSettingsSource):
    """One file; its relative paths count from its folder."""

    def __init__(self, kind: type[BaseSettings], path: Path) -> None:
        try:
            super().__init__(kind, path)
        except (ValueError, OSError) as error:  # not TOML, not UTF-8, not readable
            raise Misconfigured(f"not readable as TOML: {error}", where=str(path), fix="mend or remove it") from error
        for name in self.init_kwargs.keys() & {"home", "cache", "embedder", "template", "slack_channels"}:
            self.init_kwargs[name] = path.parent / Path(str(self.init_kwargs[name])).expanduser()


def config_files(passed: Mapping[str, Any]) -> tuple[Path, ...]:
    """The files that count, the working folder's first; ``passed`` may name another home."""
    project = Path.cwd() / CONFIG_FILE
    home = passed.get("home") or os.environ.get(f"{_PREFIX}HOME")
    if not home and project.is_file():
        home = TomlLayer(Settings, project).init_kwargs.get("home")
    user = Path(home or Path.home() / ".claimwright").expanduser() / CONFIG_FILE
    return tuple(path for path in dict.fromkeys((project, user)) if path.is_file())


def load_settings(passed: Mapping[str, Any] | None = None) -> Settings:
    """The settings of all layers. Raises ``Misconfigured`` that names the value, its layer and what is expected."""
    try:
        return Settings(**(passed or {}))
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else ""
        where = origin_of(name, passed or {})
        if first["type"] == "extra_forbidden":
            raise Misconfigured(f"no setting {name!r}", where=where, fix=_nearest(name)) from error
        meaning = Settings.model_fields[name].description if name in Settings.model_fields else ""
        raise Misconfigured(f"{name}: {first['msg']}", where=where, fix=f"{name} is: {meaning}") from error


def origin_of(name: str, passed: Mapping[str, Any]) -> str:
    """Where the value of a setting comes from: a flag, a variable, a file, or its default."""
    if name in passed:
        return "flag"
    variable = f"{_PREFIX}{name.upper()}"
    if variable in os.environ:
        return variable
    for path in config_files(passed):
        if name in TomlLayer(Settings, path).init_kwargs:
            return str(path)
    return "default"


def _nearest(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, Settings.model_fields, n=1)
    return f"did you mean {near[0]!r}?" if near else f"choose from: {', '.join(Settings.model_fields)}"
