"""The shared cache, the indexes, the code sets and how fresh the documents are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from api.doctor.check import Installation, Part
from assistant.domain.caller import LOCAL
from assistant.domain.errors import ClaimwrightError

_SETUP = "claimwright setup"
#: A document that nobody looked at for longer may have been replaced by its payer.
_STALE = timedelta(days=540)
_NAMED = 3


def cache(at: Installation) -> Iterator[Part]:
    """Whether the shared artefacts are built."""
    from assistant.embedding.load import is_exported, model_id
    from assistant.retrieval.dense import ChromaStore
    from assistant.retrieval.setup import ICD10CM_FILE
    from assistant.retrieval.shipped import extent, is_built, shipped_shelf
    from assistant.tables.icd10cm import is_compiled

    folder, embedder = at.settings.cache, at.settings.embedder
    if embedder is not None and not embedder.is_dir():
        yield Part(
            part="embedder", state="missing", message=f"{embedder} does not exist", fix="unset CLAIMWRIGHT_EMBEDDER"
        )
        return
    exported = embedder is not None or is_exported(folder)
    yield _built("embedding model", exported)
    yield _built("diagnosis codes", is_compiled(folder / ICD10CM_FILE))
    shelf = shipped_shelf(folder, model_id(embedder), ChromaStore(at.settings.chroma_url))
    held, shipped = extent(shelf)
    lacking = f"incomplete: {held} of {shipped} documents" if held else "not built yet"
    yield _built("shipped corpus", is_built(shelf), lacking)


def _built(part: str, done: bool, lacking: str = "not built yet") -> Part:
    if done:
        return Part(part=part, state="ok", message="built")
    return Part(part=part, state="missing", message=lacking, fix=_SETUP)


def own_index(at: Installation) -> Iterator[Part]:
    """Whether the practice's own documents and their index agree."""
    try:
        report = at.assistant.corpus_verify(LOCAL)
    except ClaimwrightError as error:
        yield Part(part="own documents", state="missing", message=error.message, fix=error.fix)
        return
    if report.ok:
        yield Part(
            part="own documents", state="ok", message=f"{report.documents} documents, {report.passages} passages"
        )
    else:
        yield Part(
            part="own documents",
            state="missing",
            message=f"{len(report.divergences)} differences between ledger and index",
            fix="claimwright corpus rebuild",
        )


def code_sets(at: Installation) -> Iterator[Part]:
    """Whether the loaded code sets cover today."""
    behind = [
        each.release
        for each in at.assistant.tables_status(LOCAL).tables
        if each.release.year_from is not None and each.release.is_behind(at.today)
    ]
    for release in behind:
        yield Part(
            part="code sets",
            state="warning",
            message=f"{release.name} ends before {at.today.isoformat()}",
            fix=f"claimwright tables import {release.table} FILE",
        )
    if not behind:
        yield Part(part="code sets", state="ok", message=f"cover {at.today.isoformat()}")


def documents(at: Installation) -> Iterator[Part]:
    """Which payers' documents have run out, and which nobody looked at for long."""
    held = at.assistant.corpus_list(LOCAL)
    last = {(each.payer, each.series): each for each in sorted(held, key=lambda d: d.effective_from or at.today)}
    ended = [d.id for d in last.values() if d.effective_through is not None and d.effective_through < at.today]
    stale = [d.id for d in last.values() if d.reviewed is not None and d.reviewed < at.today - _STALE]
    for ids, what, fix in (
        (ended, "have ended and have no later version", "claimwright corpus add NEW-VERSION"),
        (stale, f"were reviewed more than {_STALE.days // 30} months ago", "compare with the payer's present text"),
    ):
        if ids:
            more = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
            named = ", ".join(sorted(ids)[:_NAMED])
            yield Part(part="documents", state="warning", message=f"{len(ids)} {what}: {named}{more}", fix=fix)
    yield Part(part="documents", state="ok", message=f"{len(held)} versions of {len(last)} documents")
