"""Folders, database, template and servers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from api.doctor.check import Installation, Part
from assistant.domain.errors import ClaimwrightError

_SECONDS = 2.0


def home(at: Installation) -> Iterator[Part]:
    """Whether what the user adds can be written."""
    folder = at.settings.home
    if _writable(folder):
        yield Part(part="home", state="ok", message=str(folder))
    else:
        yield Part(
            part="home", state="missing", message=f"{folder} cannot be written", fix="set CLAIMWRIGHT_HOME to your own"
        )


def database(at: Installation) -> Iterator[Part]:
    """Whether the store opens; nothing is made that is not there yet."""
    from sqlalchemy import text

    from assistant.store.engine import DATABASE_FILE, database_url, open_engine, reading

    url = database_url(at.settings.home, at.settings.database_url)
    if at.settings.database_url is None and not (at.settings.home / DATABASE_FILE).exists():
        yield Part(part="database", state="ok", message="none yet; made at first use")
        return
    try:
        engine = open_engine(url)
        with reading(engine) as connection:
            connection.execute(text("SELECT 1"))
    except ClaimwrightError as error:
        yield Part(part="database", state="missing", message=error.message, fix=error.fix or "check the database")
        return
    except ImportError as error:
        driver = error.name or "its driver"
        yield Part(part="database", state="missing", message=f"{driver} is not installed", fix=f"pip install {driver}")
        return
    yield Part(part="database", state="ok", message=engine.url.render_as_string(hide_password=True))


def template(at: Installation) -> Iterator[Part]:
    """Whether the office's Word template can be filled."""
    path = at.settings.template
    if path is None:
        yield Part(
            part="template",
            state="ok",
            message="none set; letters have a plain head",
            fix="claimwright init writes a sample",
        )
        return
    from assistant.rendering.word_template import check_template

    try:
        check_template(path)
    except ClaimwrightError as error:
        yield Part(part="template", state="missing", message=f"{path}: {error.message}", fix=error.fix)
        return
    yield Part(part="template", state="ok", message=str(path))


def chroma(at: Installation) -> Iterator[Part]:
    """Whether a configured Chroma server answers."""
    url = at.settings.chroma_url
    if not url:
        yield Part(part="chroma", state="ok", message="embedded")
        return
    import httpx

    try:
        httpx.get(f"{url.rstrip('/')}/api/v2/heartbeat", timeout=_SECONDS).raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        yield Part(
            part="chroma",
            state="missing",
            message=f"the server does not answer ({type(error).__name__})",
            fix="start it, or unset CLAIMWRIGHT_CHROMA_URL",
        )
        return
    yield Part(part="chroma", state="ok", message="the server answers")


def _writable(folder: Path) -> bool:
    """Whether the folder, or the nearest one above it that exists, may be written."""
    nearest = next((each for each in (folder, *folder.absolute().parents) if each.exists()), folder)
    return nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)
