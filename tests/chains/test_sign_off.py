"""A letter that is signed without a paper, though papers are asked for, says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.chains.finish import Drafted
from assistant.chains.sign_off import nothing_enclosed, sign_off


def ready(drafted: Drafted, *, papers: bool) -> Drafted:
    """The drafted letter as if nothing were open in it."""
    enclosures = drafted.draft.enclosures if papers else ()
    clean = {"status": "ready", "findings": (), "placeholders": (), "enclosures": enclosures}
    return replace(drafted, draft=drafted.draft.model_copy(update=clean))


def test_nothing_is_enclosed(demo: Drafted) -> None:
    (finding,) = sign_off(ready(demo, papers=False), "Lena Okafor, DDS").draft.findings
    assert (finding.rule, finding.severity) == ("SO01", "warning")
    assert "Signed sleep test report" in finding.message


def test_papers_are_enclosed(demo: Drafted) -> None:
    assert sign_off(ready(demo, papers=True), "Lena Okafor, DDS").draft.findings == ()


@pytest.mark.parametrize("kind", ["explanation", "script", "claim_file_request", "physician_request"])
def test_some_letters_need_no_papers(demo: Drafted, kind: str) -> None:
    bare = ready(demo, papers=False)
    other = replace(bare, draft=bare.draft.model_copy(update={"kind": kind}))
    assert list(nothing_enclosed(other)) == []
