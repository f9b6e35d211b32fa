"""The frozen test side of suites written by hand: their cases by id, each with the digest of what it asks and expects.

A case that the list does not name stands on the side that things are tuned on, so that a new case is never called
unseen. ``python -m evals.frozen`` says which frozen cases have changed or gone.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

import yaml

from evals.case import Case, Split

#: Suites whose test side is listed; those of a generator part by the digest of an id.
SUITES = ("denials", "lanes", "drafts", "external_review")


@cache
def listed() -> dict[str, dict[str, str]]:
    """The digest of every frozen case, by suite and id."""
    content = yaml.safe_load(files("evals").joinpath("cases", "frozen.yaml").read_text(encoding="utf-8"))
    found: dict[str, dict[str, str]] = content["suites"]
    return found


def side(suite: str, identifier: str) -> Split:
    """The side of the split that a case stands on.

    >>> side("lanes", "a case that nobody froze")
    'dev'
    """
    return "test" if identifier in listed().get(suite, {}) else "dev"


def digest(case: Case) -> str:
    """What a case asks and expects, in twelve characters; its tags and difficulty may change."""
    content = json.dumps([case.inputs, case.expect], sort_keys=True, default=str)
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def changed(cases: Sequence[Case], suite: str) -> Iterator[str]:
    """The frozen cases of a suite that are not what they were."""
    held = {case.id: digest(case) for case in cases}
    for identifier, frozen in listed()[suite].items():
        if identifier not in held:
            yield f"{suite}/{identifier} is gone"
        elif held[identifier] != frozen:
            yield f"{suite}/{identifier} was changed: it is {held[identifier]} now"


def main() -> int:
    """Print what changed; 1 where anything did."""
    from evals.suites import suite_named

    found = [line for name in SUITES for line in changed(suite_named(name).cases(), name)]
    sys.stdout.write("".join(f"{line}\n" for line in found) or "every frozen case is what it was\n")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
