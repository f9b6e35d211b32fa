"""What the side panel of the editor shows of a statement's sources, and the text's shorter versions."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from api.http.page.shell import ROOT
from api.http.service import Service
from assistant.chains.enclosures import title_of
from assistant.domain.caller import Caller
from assistant.domain.case import Case
from assistant.domain.draft import Draft, Source
from assistant.rendering.channels import CHANNELS, fit_channel, parts_of
from assistant.rendering.proof import source_name


@dataclass(frozen=True)
class Proof:
    """One source of a statement; ``address`` opens a passage in its document."""

    name: str
    quote: str
    address: str = ""


@dataclass(frozen=True)
class Version:
    """A text to the length of a channel, with what had to stay out."""

    channel: str
    about: str
    text: str
    limit: int
    dropped: tuple[str, ...]


def links_of(service: Service, caller: Caller, draft: Draft, case: Case) -> list[list[Proof]]:
    """The proofs of each statement, in their order: the ids of a kept draft may stand more than once."""
    titles = {document.id: title_of(document) for document in case.documents}
    library = service.assistant.library(caller)
    for key in {source.key for each in draft.statements for source in each.sources if source.kind == "passage"}:
        passage = library.passage(key) if key else None
        if key and passage is not None:
            titles[key] = f"{passage.title}, {passage.section}"
    return [_proofs(each.sources, titles) for each in draft.statements]


def passage_address(key: str, words: str) -> str:
    """Where a passage is read with the words marked."""
    return f"{ROOT}/passages/{quote(key, safe='')}?quote={quote(words[:1500], safe='')}"


def versions(draft: Draft) -> tuple[Version, ...]:
    """The draft's statements fitted to every channel with a limit."""
    if draft.kind not in ("appeal", "narrative", "predetermination", "records_reply"):
        return ()
    asked = {side.quote for row in draft.criteria for side in row.evidence}
    parts = parts_of([each for each in draft.statements if each.type != "courtesy"], asked=asked)
    found = []
    for name, channel in CHANNELS.items():
        if channel.limit is not None:
            fitted = fit_channel(parts, name)
            found.append(Version(name, channel.about, fitted.text, channel.limit, fitted.dropped))
    return tuple(found)


def _proofs(sources: tuple[Source, ...], titles: dict[str, str]) -> list[Proof]:
    made = []
    for source in sources:
        address = passage_address(source.key, source.quote) if source.kind == "passage" and source.key else ""
        made.append(Proof(source_name(source, titles), source.quote, address))
    return list(dict.fromkeys(made))
