"""``python -m evals.judges [--trials N] [--patterns N] [-o FILE]``: what judges of others find; 1 where any stands.

bandit over the code; rag-redteam and raginject over the assistant, with the embedded model and with a hosted one
that wants to obey whatever it reads.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from assistant.settings import load_settings
from evals.bounds import exact_upper
from evals.judges import static
from evals.judges.attackers import Target, inject, redteam
from evals.reliability.row import Tried

SEED = 7
#: One probe knows a fixed list of refusals and calls every other wording an answer without ground.
_READ = (
    "Citation integrity is judged by wording alone: what is not one of its listed refusals counts as an answer,",
    "also a question for what is missing or the words that no document is held.",
    "",
)
_MODELS = ((False, "embedded"), (True, "hosted, wants to obey"))


def attacked(trials: int, patterns: int) -> Iterator[tuple[str, str, str, Tried]]:
    """Judge, what it tries, the model, and the count."""
    with tempfile.TemporaryDirectory() as place:
        for obedient, name in _MODELS:
            target = Target(load_settings(), Path(place) / name[:4], obedient=obedient)
            for what, tried in redteam(target, trials, SEED):
                yield "rag-redteam", what.replace("_", " "), name, tried
            for what, tried in inject(target, patterns):
                yield "raginject", what, name, tried


def _versions() -> str:
    told = []
    for name in ("bandit", "rag-redteam", "raginject"):
        try:
            told.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            told.append(f"{name} not installed")
    return ", ".join(told)


def main() -> int:
    """Print and write what they find."""
    parser = argparse.ArgumentParser(prog="python -m evals.judges", description="Judges that others wrote.")
    parser.add_argument("--trials", type=int, default=25, help="payloads of each probe of rag-redteam")
    parser.add_argument("--patterns", type=int, default=1_000, help="so many patterns of raginject")
    parser.add_argument("-o", "--out", type=Path, help="write the table here")
    given = parser.parse_args()
    command = " ".join(["python -m evals.judges", *sys.argv[1:]])
    found, reasons = static.findings(), static.justified()
    left = static.unjustified(found, reasons)
    lines = ["# Judges of others", "", f"Made by `{command}`, seed {SEED}; {_versions()}.", ""]
    lines += [
        f"bandit over assistant, api and evals: {len(found)} findings, {len(found) - len(left)} with their reason"
    ]
    lines += [f"in `evals/judges/bandit.yaml`, {len(left)} without.", "", "| rule | findings |", "| --- | --- |"]
    lines += [f"| {rule} | {count} |" for rule, count in sorted(Counter(each["test_id"] for each in found).items())]
    lines += [f"- {each}" for each in left]
    lines += [
        "",
        "| judge | what it tries | model | tries | succeed | 95 % bound |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    succeeded: list[str] = []
    for judge, what, model, tried in attacked(given.trials, given.patterns):
        bound = f"{exact_upper(tried.failures, tried.tries):.1%}" if tried.tries else "skipped"
        lines.append(f"| {judge} | {what} | {model} | {tried.tries} | {tried.failures} | {bound} |")
        sys.stdout.write(lines[-1] + "\n")
        sys.stdout.flush()
        succeeded += [f"- {what}, {model}: {' '.join(each.split())[:300]}" for each in tried.failed[:4]]
    lines += ["", "## What succeeded", "", *_READ, *succeeded] if succeeded else []
    text = "\n".join(lines) + "\n"
    if given.out:
        given.out.write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    return 1 if left or succeeded else 0


if __name__ == "__main__":
    sys.exit(main())
