"""Hard negatives: the shipped policies under another payer's name and as superseded versions, with other numbers."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

from assistant.policies.documents import settle_document
from assistant.readers.documents.reader import read_document
from assistant.retrieval.shipped import shipped_files

_NUMBER = re.compile(r"(?<![\w.,$-])\d{1,3}(?![\w.,-])")


def write_twins(folder: Path, limit: int | None = None) -> int:
    """Write two twins of each payer's policy into ``folder``; returns how many files that are."""
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for name, path in shipped_files():
        data = path.read_bytes()
        document = settle_document(read_document(data, name), name).document
        if document.payer == "General" or document.effective_from is None:
            continue
        body = data.decode("utf-8").split("\n---\n", 1)[1]
        other = _NUMBER.sub(lambda match: str(int(match.group()) + 7), body).replace(document.payer, "Twin Assurance")
        older = _NUMBER.sub(lambda match: str(int(match.group()) + 3), body)
        before = min(document.effective_from - timedelta(days=1), date(2019, 12, 31))
        for suffix, text, front in (
            ("other", other, {"payer": "Twin Assurance", "effective_from": document.effective_from}),
            ("older", older, {"payer": document.payer, "effective_from": "2010-01-01", "effective_through": before}),
        ):
            lines = {"title": document.title, "id": f"{document.id}-{suffix}", "source": "invented", **front}
            block = "\n".join(f"{key}: {_quoted(str(value))}" for key, value in lines.items())
            (folder / f"{document.id}-{suffix}.md").write_text(f"---\n{block}\n---\n{text}", encoding="utf-8")
            written += 1
        if limit is not None and written >= limit:
            break
    return written


def _quoted(value: str) -> str:
    return '"' + value.replace('"', "'") + '"'
