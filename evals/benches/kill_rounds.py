"""Writers killed at random moments: what they had called safe must be there, whole, once, and searchable.

``python -m evals.benches.kill_rounds [ROUNDS] [plain|chroma]``; 200 rounds by default.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from assistant.retrieval.library import Library
from evals.benches._kill_writer import DOCUMENTS, SECTIONS, document_id, open_library, text_of

ROUNDS = 200

#: The longest that a writer lives after it has started, in seconds.
_LIFE = {"plain": 0.5, "chroma": 3.0}

_MARK = re.compile(r"mark-(\d+)-(\d+)x")


@dataclass
class Tally:
    """What the rounds showed. ``version`` 0 stands for a document that is not there."""

    rounds: int = 0
    operations: int = 0
    cut: int = 0
    lost: int = 0
    doubled: int = 0
    torn: int = 0
    diverged: int = 0
    versions: dict[int, int] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether nothing was lost, doubled, torn or out of step."""
        return not (self.lost or self.doubled or self.torn or self.diverged)


def lines() -> list[str]:
    """One line: rounds, operations finished and cut, and what was found wrong."""
    return [report(run(ROUNDS), "plain")]


def report(tally: Tally, kind: str) -> str:
    """The figures as one line."""
    return (
        f"kill -9 ({kind})  {tally.rounds} rounds, {tally.operations} changes finished, {tally.cut} cut off: "
        f"{tally.lost} lost, {tally.doubled} doubled, {tally.torn} torn, {tally.diverged} out of step"
    )


def run(rounds: int, kind: str = "plain", seed: int = 7) -> Tally:
    """Kill so many writers in one home and compare after each."""
    chance = random.Random(seed)
    tally = Tally(versions=dict.fromkeys(range(DOCUMENTS), 0))
    with tempfile.TemporaryDirectory() as place:
        home, folder = Path(place) / "home", Path(place) / "files"
        folder.mkdir()
        (folder / "warm.md").write_text(text_of(99, 1), encoding="utf-8")
        for number in range(rounds):
            started = 1000 * (number + 1)
            said = _killed_writer(home, folder, number, started, kind, chance.uniform(0.0, _LIFE[kind]))
            _compare(open_library(home, kind), said, tally)
    return tally


def _killed_writer(
    home: Path, folder: Path, seed: int, version: int, kind: str, life: float
) -> list[tuple[str, int, int]]:
    """What a writer said (``begin`` or ``safe``, document, version) before it was killed."""
    words = [str(home), str(folder), str(seed), str(version), kind]
    with subprocess.Popen(
        [sys.executable, "-m", "evals.benches._kill_writer", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            if process.stdout.readline() != "started\n":
                raise RuntimeError("the writer did not start")
            time.sleep(life)
        finally:
            process.kill()
        rest = process.stdout.read()
    told = (re.fullmatch(r"(begin|safe) (\d+) (\d+)", line) for line in rest.splitlines())
    return [(match[1], int(match[2]), int(match[3])) for match in told if match]


def _compare(library: Library, said: list[tuple[str, int, int]], tally: Tally) -> None:
    """What is held against what may be held: the version called safe last, or the one that was cut off."""
    allowed = {number: {version} for number, version in tally.versions.items()}
    for word, number, version in said:
        allowed[number] = {version} if word == "safe" else allowed[number] | {version}
    finished = sum(word == "safe" for word, _, _ in said)
    tally.rounds += 1
    tally.operations += finished
    tally.cut += len(said) - 2 * finished
    names = Counter(document.id for document in library.documents())
    tally.doubled += sum(count - 1 for count in names.values())
    for number in range(DOCUMENTS):
        passages = library.passages_of(document_id(number))
        marks = {int(match[2]) for passage in passages for match in _MARK.finditer(passage.text)}
        if names[document_id(number)] and (len(marks) != 1 or len(passages) != SECTIONS):
            tally.torn += 1
        version = next(iter(marks), 0) if names[document_id(number)] else 0
        tally.lost += version not in allowed[number]
        tally.versions[number] = version
    tally.diverged += not library.verify().ok


def main() -> None:
    """Run the rounds that the command line asks for; exit 1 when anything was wrong."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    kind = sys.argv[2] if len(sys.argv) > 2 else "plain"
    started = time.perf_counter()
    tally = run(rounds, kind)
    sys.stdout.write(f"{report(tally, kind)} ({time.perf_counter() - started:.0f} s)\n")
    sys.exit(0 if tally.ok else 1)


if __name__ == "__main__":
    main()
