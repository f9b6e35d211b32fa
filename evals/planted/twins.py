"""True sentences added to a letter and their untrue near twins: the first must pass, the second must block."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from importlib.resources import files

import yaml

from assistant.assistant import Assistant
from assistant.chains.edited import check_edited
from assistant.rules.drafts.proof import years_between
from evals.planted.bases import Base
from evals.planted.planters import added
from evals.planted.run import Trial, drafts, phrases, sheet_of

_SLOT = re.compile(r"\{(?:D(?P<days>-?\d+)|age)\}")


def twins() -> dict[str, list[dict[str, str]]]:
    """The pairs by the name of their case; ``holds`` and ``fails`` are their sides."""
    text = (files("evals.planted") / "twins.yaml").read_text(encoding="utf-8")
    pairs: dict[str, list[dict[str, str]]] = yaml.safe_load(text)
    return pairs


def add_twins(assistant: Assistant, cases: Sequence[Base], *, seed: int, names: Sequence[str] = ()) -> Iterator[Trial]:
    """Every pair, each side once in the appeal of the first case of its name; caught means that it blocks."""
    rng, held = random.Random(seed), {name: pairs for name, pairs in twins().items() if not names or name in names}
    first = {name: next(base for base in cases if base.name[3:].startswith(f"{name}, ")) for name in held}
    for base, drafted, _ in drafts(assistant, list(first.values()), ("appeal",)):
        sheet = sheet_of(drafted, base, assistant, phrases("phrases.yaml"))
        known = {(f.rule, f.where, f.message) for f in drafted.draft.findings}
        for pair in next(held[name] for name, each in first.items() if each is base):
            for side, words in pair.items():
                told = filled(words, base)
                found = check_edited(added(sheet, rng, told) or sheet.text, drafted).findings
                new = [f for f in found if f.severity == "error" and (f.rule, f.where, f.message) not in known]
                rules = tuple(f.rule for f in new)
                yield Trial(base.name, "appeal", side, f"{told} {'; '.join(f.message for f in new)}", bool(new), rules)


def filled(words: str, base: Base) -> str:
    """The sentence with the days and the age of a case."""
    claim = base.loaded.case.claim
    served = claim.lines[0].date_of_service or date.min
    born = claim.patient.birth_date if claim.patient else None

    def fill(match: re.Match[str]) -> str:
        if match["days"] is not None:
            return f"{served + timedelta(days=int(match['days'])):%m/%d/%Y}"
        return str(years_between(born, served)) if born else match.group()

    return _SLOT.sub(fill, words)
