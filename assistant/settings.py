"""The settings, read once by bootstrap and the doors."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


def _default_cache() -> Path:
    """Where shared, rebuildable artefacts live: the platform's cache folder."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "claimwright"


class Settings(BaseSettings):
    """Each value comes from ``CLAIMWRIGHT_<NAME>`` or its default."""

    model_config = SettingsConfigDict(env_prefix="CLAIMWRIGHT_", extra="ignore", frozen=True)

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
    thread_days: int = Field(default=90, ge=1, description="Days after which exchanges of threads are removed")
    embedder: Path | None = Field(
        default=None, description="Folder of another sentence-transformers model; empty means the installed one"
    )
    chroma_url: str | None = Field(default=None, description="URL of a Chroma server; empty means the embedded one")
