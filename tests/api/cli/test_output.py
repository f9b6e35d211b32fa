"""What a command says beside its result never ends it."""

from __future__ import annotations

import os
import sys

import pytest

from api.cli.output import note


def test_progress_that_nobody_reads_any_more_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = os.pipe()
    with os.fdopen(theirs, "w", buffering=1) as closed:
        os.close(ours)
        monkeypatch.setattr(sys, "stderr", closed)
        note("indexing the shipped corpus: 0 of 116 documents")
        note("indexing the shipped corpus: 12 of 116 documents")
