"""What a run was made with, so that two runs can be compared knowing what differs."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

from evals.case import Case
from evals.record import Metadata
from evals.task import TODAY

if TYPE_CHECKING:
    from assistant.settings import Settings

#: What a result depends on.
_PROGRAM = ("assistant", "api", "evals", "corpus", "prompts", "pyproject.toml")


def metadata(command: str, cases: Sequence[Case], settings: Settings, *, split: str, jobs: int) -> Metadata:
    """The run's particulars as of now."""
    commit, changed = _commit()
    return Metadata(
        command=command,
        started=datetime.now(UTC).isoformat(timespec="seconds"),
        commit=commit,
        changed=changed,
        corpus=tree_hash(files("corpus")),
        prompts=tree_hash(files("prompts")),
        cases=hashlib.sha256("\n".join(case.model_dump_json() for case in cases).encode()).hexdigest()[:12],
        model=settings.model or "embedded",
        embedder=str(settings.embedder.name) if settings.embedder else "shipped",
        version=_version(),
        day=TODAY.isoformat(),
        split=split,
        jobs=jobs,
    )


def tree_hash(folder: Traversable) -> str:
    """One hash of every data file below a folder."""
    digest = hashlib.sha256()
    for name, data in _files(folder, ""):
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()[:12]


def _files(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _files(entry, f"{prefix}{entry.name}/")
        elif not entry.name.endswith((".py", ".pyc")):
            yield f"{prefix}{entry.name}", entry.read_bytes()


def program_commit(*more: str) -> str | None:
    """The last commit that changed the program or its data, results left out; nothing outside a checkout.

    ``more`` names further folders that count. Files that differ from it are told by a plus sign.
    """
    root = Path(__file__).parents[1]
    paths = ["--", *_PROGRAM, *more, ":(exclude)evals/results"]
    if not (root / ".git").exists():
        return None
    try:
        commit = subprocess.run(
            ["git", "log", "-1", "--format=%h", "--abbrev=12", *paths], cwd=root, capture_output=True
        )
        state = subprocess.run(["git", "status", "--porcelain", *paths], cwd=root, capture_output=True)
    except OSError:
        return None
    name = commit.stdout.decode().strip()
    return f"{name}+" if name and state.stdout.strip() else name or None


def _version() -> str:
    try:
        return version("claimwright")
    except PackageNotFoundError:
        return "unknown"


def _commit() -> tuple[str | None, bool | None]:
    """The commit of the checkout and whether files differ from it; nothing outside a checkout."""
    root = Path(__file__).parents[1]
    if not (root / ".git").exists():
        return None, None
    try:
        commit = subprocess.run(["git", "rev-parse", "--short=12", "HEAD"], cwd=root, capture_output=True, text=True)
        state = subprocess.run(["git", "status", "--porcelain"], cwd=root, capture_output=True, text=True)
    except OSError:
        return None, None
    return (commit.stdout.strip() or None, bool(state.stdout.strip())) if commit.returncode == 0 else (None, None)
