"""``python -m evals.planted``: plants errors in drafts of every kind, prints what was caught and writes the tables.

A whole run is written beside this module, a sample (``--every``, ``--kinds``) only where ``-o`` says.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from assistant.bootstrap import build_assistant
from assistant.settings import Settings
from evals.planted.bases import TODAY, bases
from evals.planted.report import as_json, markdown
from evals.planted.run import add_sentences, run
from evals.planted.twins import add_twins

#: Where the tables of a whole run are kept.
HERE = Path(__file__).parent
#: Lists that were written after the rules were improved with `phrases.yaml`, the newest last.
_LISTS = ("held_out.yaml", "unseen.yaml", "colleague.yaml")


def main(arguments: Sequence[str] | None = None) -> int:
    """One run; the exit code is 0 whatever was caught, for the gate judges elsewhere."""
    parser = argparse.ArgumentParser(prog="python -m evals.planted", description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--every", type=int, default=1, help="take every n-th case")
    parser.add_argument("--kinds", nargs="*", default=(), help="kinds of drafts; all of them by default")
    parser.add_argument("-o", "--out", type=Path, help="folder of the tables; by default a whole run's lie here")
    given = parser.parse_args(arguments)
    if given.out and not given.out.is_dir():
        parser.error(f"there is no folder {given.out}. Fix: mkdir -p {given.out}")
    out = given.out or (None if given.every > 1 or given.kinds else HERE)
    command = f"python -m evals.planted --seed {given.seed} --every {given.every}"
    command += f" --kinds {' '.join(given.kinds)}" if given.kinds else ""
    with tempfile.TemporaryDirectory() as home:
        assistant = build_assistant(Settings(home=Path(home) / "home"), today=lambda: TODAY)
        cases = list(bases(given.seed, Path(home)))[:: given.every]
        outcome = run(assistant, cases, seed=given.seed, kinds=tuple(given.kinds))
        lists = {name: add_sentences(assistant, cases[::5], seed=given.seed, name=name) for name in _LISTS}
        outcome.twins += add_twins(assistant, list(bases(given.seed, Path(home) / "twins")), seed=given.seed)
    text = markdown(command, outcome, lists)
    sys.stdout.write(text)
    if out is None:
        sys.stderr.write("a sample is not written; -o FOLDER writes it\n")
        return 0
    (out / "results.md").write_text(text, encoding="utf-8")
    (out / "results.json").write_text(as_json(command, outcome, lists), encoding="utf-8")
    sys.stderr.write(f"wrote {out / 'results.md'} and {out / 'results.json'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
