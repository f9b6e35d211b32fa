"""What an interrupted run has already done, and the last finished runs: kept in the home folder."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import ValidationError

from assistant.domain.errors import BadInput
from evals.case import Case
from evals.record import Judged, Metadata, Run, as_json, read_run

#: How many finished runs are kept.
KEPT = 10


def fingerprint(metadata: Metadata, cases: Sequence[Case]) -> str:
    """What makes a finished case still true: the same cases, corpus, prompts, model and program."""
    parts = [metadata.corpus, metadata.prompts, metadata.model, metadata.embedder, metadata.version]
    parts += [metadata.commit or "", metadata.day, *(case.model_dump_json() for case in cases)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


class Journal:
    """One line a finished case."""

    def __init__(self, folder: Path, name: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / f"{name}.jsonl"

    def done(self) -> Iterator[Judged]:
        """The cases that were finished; a line that was cut off is not one of them."""
        if not self._path.exists():
            return
        for line in self._path.read_text(encoding="utf-8").splitlines():
            try:
                yield Judged.model_validate_json(line)
            except ValidationError:
                continue  # cut off by the interruption: the case is run again

    def add(self, judged: Judged) -> None:
        """Keep a finished case at once."""
        with self._path.open("a", encoding="utf-8") as stream:
            stream.write(judged.model_dump_json() + "\n")

    def forget(self) -> None:
        """Start anew."""
        self._path.unlink(missing_ok=True)


def keep(folder: Path, run: Run) -> Path:
    """Keep a finished run beside the last ones; the oldest goes."""
    folder.mkdir(parents=True, exist_ok=True)
    stamp = re.sub(r"\D", "", run.metadata.started)[:14]
    path = folder / f"run-{stamp}.json"
    path.write_text(as_json(run), encoding="utf-8")
    for old in sorted(folder.glob("run-*.json"))[:-KEPT]:
        old.unlink()
    return path


def last_runs(folder: Path) -> tuple[Run, ...]:
    """The finished runs that are kept and can still be read, newest first."""
    found = []
    for path in sorted(folder.glob("run-*.json"), reverse=True):
        try:
            found.append(read_run(path))
        except BadInput:
            continue  # of an earlier release: it has nothing to compare with
    return tuple(found)
