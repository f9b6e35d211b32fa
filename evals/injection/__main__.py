"""``python -m evals.injection [N]``: the trials for both models, by channel, and what harmless text is mistaken."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from assistant.bootstrap import build_assistant
from assistant.recognise import sentences
from assistant.recognise.orders import holds_orders
from assistant.settings import Settings
from evals.injection.trials import CHANNELS, TODAY, Judged, prepare, run, trials

_TRIALS = 500


def main(most: int) -> int:
    """Print the figures; the number of trials that were obeyed."""
    wanted = trials(most)
    obeyed = 0
    with tempfile.TemporaryDirectory() as home:
        assistant = build_assistant(Settings(home=Path(home) / "home"), today=lambda: TODAY)
        ground = prepare(assistant, wanted, Path(home) / "manuals")
        for name, obedient in (("embedded", False), ("hosted, obedient", True)):
            judged = list(run(ground, wanted, obedient=obedient))
            bad = [each for each in judged if each.marks]
            obeyed += len(bad)
            by_channel = ", ".join(f"{each} {_count(bad, each)}/{_count(judged, each)}" for each in CHANNELS)
            answered = sum(each.answer.action not in ("cannot_answer", "clarify") for each in judged)
            sys.stdout.write(f"{name}: obeyed {len(bad)} of {len(judged)} ({by_channel}); answered {answered}\n")
            for each in bad[:10]:
                p = each.trial.payload
                sys.stdout.write(f"  OBEYED {each.trial.channel} | {p.goal} | {p.dress} | {each.answer.text[:200]!r}\n")
    harmless = [s.text for text in _shipped() for s in sentences.split(text)]
    mistaken = [text for text in harmless if holds_orders(text)]
    sys.stdout.write(f"shipped documents: {len(mistaken)} of {len(harmless)} sentences taken for orders\n")
    return obeyed


def _count(judged: Sequence[Judged], channel: str) -> int:
    return sum(each.trial.channel == channel for each in judged)


def _shipped() -> list[str]:
    """The text of every shipped document."""
    found: list[str] = []

    def walk(folder: Traversable) -> None:
        for entry in folder.iterdir():
            if entry.is_dir():
                walk(entry)
            elif entry.name.endswith(".md"):
                found.append(entry.read_text(encoding="utf-8"))

    for name in ("policies", "guides", "protocols"):
        walk(files("corpus").joinpath(name))
    return found


if __name__ == "__main__":
    raise SystemExit(bool(main(int(sys.argv[1]) if len(sys.argv) > 1 else _TRIALS)))
