"""Warm figures: a question answered, an appeal drafted, an edited letter checked."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path

from assistant.bootstrap import build_assistant
from assistant.domain.answer import Question
from assistant.domain.caller import LOCAL
from assistant.intake.case_file import LoadedCase
from assistant.settings import Settings

_TODAY = date(2026, 11, 22)
_QUESTIONS = (
    "what does medicare need before it pays for an oral appliance for sleep apnea?",
    "how often does brightsmile replace a crown?",
    "what is the appeal deadline for cedarbrook?",
    "what is the wifi password of the practice in Atlantis?",
)
_RUNS = 20


def lines() -> list[str]:
    """One line a figure, in milliseconds."""
    assistant = build_assistant(Settings(), today=lambda: _TODAY)
    with as_file(files("corpus").joinpath("samples", "osa_appeal")) as folder:
        records = assistant.read(LOCAL, (folder / "remittance.835").read_bytes(), "remittance.835")
        notes = tuple((path.name, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.txt")))
        case = assistant.case_from_records(LOCAL, records, "CH-20931", notes=notes, funding="self_funded")
        loaded = LoadedCase(case, Path(folder))
        text = assistant.draft(LOCAL, "appeal", loaded).draft.text
        turns = iter(_QUESTIONS * (_RUNS + 1))
        return [
            _line("ask", lambda: assistant.ask(LOCAL, Question(text=next(turns), as_of=_TODAY))),
            _line("draft appeal", lambda: assistant.draft(LOCAL, "appeal", loaded)),
            _line("draft check", lambda: assistant.check_edited(LOCAL, text.replace("22.4", "29.4"), loaded)),
        ]


def _line(name: str, run: Callable[[], object]) -> str:
    run()
    times = []
    for _ in range(_RUNS):
        start = time.perf_counter()
        run()
        times.append(1000 * (time.perf_counter() - start))
    p95 = sorted(times)[int(0.95 * len(times)) - 1]
    return f"warm        {name:<13} p50 {statistics.median(times):7.1f} ms   p95 {p95:7.1f} ms"


if __name__ == "__main__":
    sys.stdout.write("\n".join(lines()) + "\n")
