"""``python -m evals.planted``: plants errors in drafts of every kind, prints what was caught and writes the tables."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from assistant.bootstrap import build_assistant
from assistant.settings import Settings
from evals.planted.bases import TODAY, bases
from evals.planted.report import as_json, markdown
from evals.planted.run import add_sentences, run
from evals.planted.twins import add_twins

#: Lists that were written after the rules were improved with `phrases.yaml`, the newest last.
_LISTS = ("held_out.yaml", "unseen.yaml", "colleague.yaml")


def main() -> int:
    """One run; the exit code is 0 whatever was caught, for the gate judges elsewhere."""
    parser = argparse.ArgumentParser(prog="python -m evals.planted", description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--every", type=int, default=1, help="take every n-th case")
    parser.add_argument("--kinds", nargs="*", default=(), help="kinds of drafts; all of them by default")
    parser.add_argument("-o", "--out", type=Path, default=Path(__file__).parent, help="folder of the written tables")
    given = parser.parse_args()
    command = f"python -m evals.planted --seed {given.seed} --every {given.every}"
    with tempfile.TemporaryDirectory() as home:
        assistant = build_assistant(Settings(home=Path(home) / "home"), today=lambda: TODAY)
        cases = list(bases(given.seed, Path(home)))[:: given.every]
        outcome = run(assistant, cases, seed=given.seed, kinds=tuple(given.kinds))
        lists = {name: add_sentences(assistant, cases[::5], seed=given.seed, name=name) for name in _LISTS}
        outcome.twins += add_twins(assistant, list(bases(given.seed, Path(home) / "twins")), seed=given.seed)
    text = markdown(command, outcome, lists)
    (given.out / "results.md").write_text(text, encoding="utf-8")
    (given.out / "results.json").write_text(as_json(command, outcome, lists), encoding="utf-8")
    sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
