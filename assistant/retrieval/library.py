"""The corpus as one view: what ships with the program and what the practice added."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from assistant.domain.errors import BadInput, Misconfigured, NotFound
from assistant.domain.policy import GENERAL, Hit, Passage, PolicyDocument
from assistant.domain.ports import Embedder, Reranker
from assistant.policies.beginnings import not_yet, nothing_in_force, without_version
from assistant.retrieval.assembly import assemble
from assistant.retrieval.dense import DenseIndex
from assistant.retrieval.generation import Generation
from assistant.retrieval.lexical import CorpusStatistics
from assistant.retrieval.named_payer import names_in, short_names, spellings_of
from assistant.retrieval.question import Query, prepare
from assistant.retrieval.ranking import rank
from assistant.retrieval.results import AddReport, Progress, SearchResult, Sufficiency, VerifyReport
from assistant.retrieval.scope import Scope
from assistant.retrieval.second_look import look_again
from assistant.retrieval.shelf import Shelf
from assistant.retrieval.sufficiency import judge
from assistant.retrieval.tokens import tokens
from assistant.tables.payers import PayerMatch, known_payers, normal_name, payers_in, resolve_payer, short_name

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.retrieval.strays import StrayDetector

#: Rows of other payers that are looked at to say whom to ask about.
_ELSEWHERE = 20

#: Rows ranked for each hit asked for, so that folding near-duplicates still leaves enough.
_SURPLUS = 4

#: The fewest rows that are ranked, so that a second look has something to choose from.
_LEAST = 30


@dataclass(frozen=True, slots=True)
class _View:
    """The generations that are searched together, with what is known over all of them."""

    published: tuple[Generation, ...]
    generations: tuple[Generation, ...]
    documents: tuple[PolicyDocument, ...]
    statistics: CorpusStatistics
    payers: tuple[str, ...]
    short_names: Mapping[str, str]


class Library:
    """Search over the shipped corpus and a practice's own documents. Implements ``PassageSearch``.

    Every call looks whether another process has published and then uses the newer generation.
    """

    def __init__(
        self,
        shipped: Shelf | None,
        own: Shelf,
        embedder: Callable[[], Embedder],
        dense: DenseIndex | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        self._dense = dense or DenseIndex()
        self._reranker = reranker
        self._shipped = shipped
        self._own = own
        self._load_embedder = embedder
        self._seen: _View | None = None

    @cached_property
    def embedder(self) -> Embedder:
        """The embedder, loaded when it is first needed."""
        return self._load_embedder()

    # Reading

    def search(
        self, text: str, *, k: int, on: date, payer: str | None = None, plan: str | None = None
    ) -> tuple[Hit, ...]:
        """The best ``k`` passages in force on the day, best first."""
        return self.find(text, k=k, on=on, payer=payer, plan=plan).hits

    def find(self, text: str, *, k: int, on: date, payer: str | None = None, plan: str | None = None) -> SearchResult:
        """Search, with what was searched and whether the hits support an answer.

        A payer, given or named in the text, is a hard filter: its own documents and general guides.
        Without one only general guides are searched, and ``elsewhere`` names payers to ask about.
        Raises ``BadInput`` for an empty text or a ``k`` below one.
        """
        if not text.strip():
            raise BadInput("there is nothing to search for", fix="write a question or some words")
        if k < 1:
            raise BadInput("k must be at least 1", where="-k")
        started = perf_counter()
        view = self._view()
        match = self._payer(text, payer, view)
        known = match.name in view.payers if match else None
        scope, notes = _scope(match, known, plan, on, view)
        self._refuse_other_models(view)
        named = (match.name or match.asked) if match else None
        spellings = spellings_of(named) if named else ()
        query = prepare(text, view.statistics, spellings)
        embedding = perf_counter()
        vector = self.embedder.embed([query.dense_text])[0]
        embedded = perf_counter()
        ranking = rank(view.generations, view.statistics, self._dense, query, vector, scope, max(k * _SURPLUS, _LEAST))
        hits = assemble(look_again(text, ranking.rows, self._reranker), k)
        ignored = tokens(" ".join(spellings))
        early = self._too_early(view, query, vector, scope)
        milliseconds = {"embed": 1000 * (embedded - embedding), **ranking.milliseconds}
        milliseconds["total"] = 1000 * (perf_counter() - started)
        return SearchResult(
            text=text,
            on=on,
            payer=named,
            payer_known=known,
            plan=scope.plan,
            hits=hits,
            searched=ranking.searched,
            notes=(*notes, early) if early else notes,
            not_yet=early,
            choices=match.choices if match and not match.name else (),
            elsewhere=() if match else self._elsewhere(view, query, vector, on),
            sufficiency=_dated(judge(query, hits, view.statistics, named, ignored), early),
            understood=query.dense_text,
            dense_by=ranking.dense_by,
            generations=tuple(generation.name for generation in view.generations),
            milliseconds={name: round(value, 3) for name, value in milliseconds.items()},
        )

    def passage(self, key: str) -> Passage | None:
        """The passage with this key, whatever its version."""
        for generation in self._view().generations:
            row = generation.row_of(key)
            if row is not None:
                return generation.passage(row)
        return None

    def documents(self) -> tuple[PolicyDocument, ...]:
        """Every document version held, the last day settled by its successor."""
        return self._view().documents

    def in_force(self, payer: str, on: date, *, plan: str | None = None) -> tuple[PolicyDocument, ...]:
        """The payer's documents in force on the day; with a plan, those of the plan or of every plan."""
        view = self._view()
        name = resolve_payer(payer, view.payers).name or payer
        return tuple(
            document
            for document in self.documents()
            if document.payer == name
            and document.period.contains(on)
            and (plan is None or document.plan in (None, plan))
        )

    def passages_of(self, document: str) -> tuple[Passage, ...]:
        """All passages of a document version, in reading order."""
        for generation in self._view().generations:
            rows = generation.rows_of(document)
            if rows:
                return tuple(generation.passage(row) for row in rows)
        return ()

    def expect(self, document: str) -> tuple[Passage, ...]:
        """The passages of a document version that must be there. Raises ``NotFound`` naming the ids most like it."""
        if found := self.passages_of(document):
            return found
        from rapidfuzz import process

        held = [known.id for known in self.documents()]
        close = [name for name, _, _ in process.extract(document, held, limit=3)]
        raise NotFound(
            f"no document {document!r}", fix=f"did you mean {', '.join(close)}?" if close else "add one first"
        )

    def payers(self) -> tuple[str, ...]:
        """The payers that documents are held for."""
        return self._view().payers

    def is_field_word(self, term: str) -> bool:
        """Whether the shipped documents use the term, as ``assistant.retrieval.tokens`` writes it."""
        shipped = self._shipped.generation() if self._shipped is not None else None
        return shipped is not None and shipped.lexical.frequency(term) > 0

    # Changing

    def add(
        self,
        paths: Sequence[Path],
        overrides: Mapping[str, Any] | None = None,
        *,
        below: Path | None = None,
        dry_run: bool = False,
        keep_all: bool = False,
        progress: Progress | None = None,
    ) -> AddReport:
        """Take files and folders into the practice's documents; each is accepted or rejected with its reason.

        Sentences on other subjects than billing are left out and named, unless ``keep_all`` is set. A file is known
        by its path, or by its path ``below`` a folder: the same name again is the same file, changed.
        """
        from assistant.retrieval.ingest import Ingest, files_under, take_all

        found = dict.fromkeys(files_under(paths))
        files = [(path, str(path if below is None else path.relative_to(below))) for path in found]
        strays = None if keep_all else self._stray_detector()
        if dry_run:
            ingest = Ingest(self._own.ledger_or_empty(), self.embedder, overrides, strays=strays)
            accepted, rejected = take_all(ingest, files, store=False, progress=progress)
            return AddReport(accepted=accepted, rejected=rejected, dry_run=True)
        with self._own.writing() as ledger:
            ingest = Ingest(ledger, self.embedder, overrides, strays=strays)
            accepted, rejected = take_all(ingest, files, progress=progress)
        present = self._own.generation()
        return AddReport(accepted=accepted, rejected=rejected, generation=present.name if present else "")

    def remove(self, document: str) -> None:
        """Remove one of the practice's document versions for good. Raises ``NotFound`` when it is not among them."""
        if self._own.generation() is None:
            raise NotFound(f"no document {document!r}: you have added none", fix="see `claimwright corpus list`")
        with self._own.writing() as ledger:
            if not ledger.remove(document):
                held = ", ".join(row.document.id for row in ledger.documents()) or "none"
                raise NotFound(f"no document {document!r} among your own", fix=f"choose one of: {held}")

    def verify(self) -> VerifyReport:
        """Compare the practice's ledger with its index, byte by byte."""
        from assistant.retrieval.verify import verify_shelf

        return verify_shelf(self._own)

    def rebuild(self, progress: Progress | None = None) -> str:
        """Make the index anew from the ledger, re-embedding what another model embedded; returns its name."""
        from assistant.retrieval.verify import rebuild_shelf

        return rebuild_shelf(self._own, self.embedder, progress)

    def index_names(self) -> tuple[str, ...]:
        """The index generations that answer now, for traces."""
        return tuple(generation.name for generation in self._view().generations)

    # How

    def _view(self) -> _View:
        self._own.heal()
        shelves = [shelf for shelf in (self._shipped, self._own) if shelf is not None]
        generations = tuple(generation for shelf in shelves if (generation := shelf.generation()) and generation.size)
        if self._seen is None or self._seen.published != generations:
            statistics = CorpusStatistics([generation.lexical for generation in generations])
            payers = tuple(dict.fromkeys(payer for generation in generations for payer in generation.payers))
            settled = _superseding(generations)
            documents = tuple(document for generation in settled for document in generation.documents)
            self._seen = _View(generations, settled, documents, statistics, payers, short_names(payers, generations))
        return self._seen

    def _stray_detector(self) -> StrayDetector | None:
        """Knows the field from the shipped corpus; without it nothing is judged."""
        shipped = self._shipped.generation() if self._shipped is not None else None
        if shipped is None or not shipped.size:
            return None
        from assistant.retrieval.strays import StrayDetector

        return StrayDetector(shipped, self.embedder)

    def _refuse_other_models(self, view: _View) -> None:
        """Vectors of two models say nothing about each other."""
        for generation in view.generations:
            if generation.model != self.embedder.model_id:
                raise Misconfigured(
                    f"the index was made with {generation.model}, questions are embedded with {self.embedder.model_id}",
                    where=str(generation.folder),
                    fix="run `claimwright corpus rebuild`",
                )

    def _payer(self, text: str, payer: str | None, view: _View) -> PayerMatch | None:
        """The payer to search: the one given, else the only one that the text names, in full or in short."""
        if payer is not None:
            match = resolve_payer(payer, view.payers)
            if match.name is None and (meant := view.short_names.get(short_name(payer))):
                return PayerMatch(asked=payer, name=meant)
            return match
        if named := payers_in(text, view.payers):
            return named[0] if len(named) == 1 else None
        short = names_in(text, view.short_names)
        return PayerMatch(asked=short[0], name=view.short_names[short[0]]) if len(short) == 1 else None

    def _too_early(self, view: _View, query: Query, vector: NDArray[np.float32], scope: Scope) -> str:
        """That the payer, or what would match best, had no version in force on the day; empty where it had."""
        payer = scope.payers[0]
        own = [document for document in view.documents if document.payer == payer]
        if payer != GENERAL and (silent := nothing_in_force(payer, own, scope.on)):
            return silent
        later = without_version(own, scope.on)
        if not later:
            return ""
        ranking = rank(view.generations, view.statistics, self._dense, query, vector, replace(scope, any_day=True), 1)
        best = {row.generation.passage(row.row).document for row in ranking.rows}
        return next((not_yet(first) for d in own if d.id in best and (first := later.get(d.series))), "")

    def _elsewhere(self, view: _View, query: Query, vector: NDArray[np.float32], on: date) -> tuple[str, ...]:
        """Payers whose documents in force match best and were left out, because none was named."""
        others = tuple(payer for payer in view.payers if payer != GENERAL)
        ranking = rank(view.generations, view.statistics, self._dense, query, vector, Scope(others, on), _ELSEWHERE)
        return tuple(dict.fromkeys(row.generation.passage(row.row).payer for row in ranking.rows))


def _superseding(generations: tuple[Generation, ...]) -> tuple[Generation, ...]:
    """A version in one collection ends the one before it in another: own documents may supersede shipped ones."""
    if len(generations) < 2:
        return generations
    from assistant.policies.documents import versions_in_force

    settled = versions_in_force([document for generation in generations for document in generation.documents])
    return tuple(
        generation.ending(
            {
                document.id: last
                for document in generation.documents
                if (last := settled[document.id].effective_through) and last != document.effective_through
            }
        )
        for generation in generations
    )


def _dated(found: Sufficiency, early: str) -> Sufficiency:
    """Where nothing answers and nothing was in force yet, that is the reason."""
    return found.model_copy(update={"reason": early}) if early and not found.supported else found


def _scope(
    match: PayerMatch | None, known: bool | None, plan: str | None, on: date, view: _View
) -> tuple[Scope, tuple[str, ...]]:
    """What is searched, and what the reader should know about it."""
    if match is None:
        return Scope((GENERAL,), on), ("no payer was named: only general guides were searched",)
    notes = [match.note] if match.note else []
    if match.name is None and match.choices and normal_name(match.asked) in _families():
        notes.append(
            f"{match.asked!r} may be {' or '.join(match.choices)}: until one is named, this is general guidance"
        )
        return Scope((GENERAL,), on), tuple(notes)
    if match.name is None or not known:
        close = f" (held, with a like name: {', '.join(match.choices)})" if match.choices else ""
        notes.append(f"nothing is held for {match.name or match.asked}{close}: what follows is general guidance")
        return Scope((GENERAL,), on), tuple(notes)
    settled = _plan(plan, match.name, on, view)
    if plan and settled is None:
        notes.append(f"no document of {match.name} in force names the plan {plan!r}: every plan was searched")
    return Scope(tuple(dict.fromkeys((match.name, GENERAL))), on, settled), tuple(notes)


def _families() -> frozenset[str]:
    return frozenset(normal_name(payer.family) for payer in known_payers())


def _plan(plan: str | None, payer: str, on: date, view: _View) -> str | None:
    """The plan as documents write it, when one in force names it."""
    if plan is None:
        return None
    for generation in view.generations:
        for document in generation.documents:
            same_payer = document.payer == payer and document.period.contains(on)
            if same_payer and document.plan and normal_name(document.plan) == normal_name(plan):
                return document.plan
    return None
