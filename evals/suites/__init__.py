"""The suites, one module each with ``SUITE``; a suite is imported when it is asked for."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from assistant.domain.errors import BadInput
from evals.suite import Suite

#: Cheap ones first, so that a broken rule shows early.
NAMES = (
    *("validators", "estimates", "deadlines", "denials", "lanes", "readers", "privacy"),
    *("retrieval", "answers", "safety", "drafts", "external_review", "patient"),
    *("injection", "tenancy", "faults", "planted"),
)


@cache
def suite_named(name: str) -> Suite:
    """The suite of this name. Raises ``BadInput`` that lists them."""
    if name not in NAMES:
        raise BadInput(f"no suite is called {name!r}", where="eval", fix=f"choose from {', '.join(NAMES)}")
    suite = import_module(f"evals.suites.{name}").SUITE
    assert isinstance(suite, Suite)
    return suite
