"""The only place that picks concrete classes."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import as_file, files
from threading import RLock
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from assistant.assistant import Assistant, Parts
from assistant.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from assistant.conversation.caps import Caps
    from assistant.domain.ports import Embedder, PolicyLimits, Reranker
    from assistant.models.boundary import PrivateChatModel
    from assistant.models.embedded.declines import DeclineIndex
    from assistant.models.embedded.intents import IntentIndex
    from assistant.models.embedded.model import EmbeddedChatModel
    from assistant.retrieval.library import Library
    from assistant.retrieval.setup import SetupReport
    from assistant.store.office import Office
    from assistant.store.threads import Threads
    from assistant.tables.icd10cm import Icd10cm
    from assistant.tables.imported import Imported

# Products of a vector with a few thousand rows are too short to share: more threads spin waiting for each other and
# take half of a turn's processor time from the other callers. Read when numpy is first imported, which is after this.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

Given = ParamSpec("Given")
Made = TypeVar("Made")


def build_assistant(
    settings: Settings,
    *,
    today: Callable[[], date] | None = None,
    now: Callable[[], datetime] | None = None,
    notify: Callable[[str], None] | None = None,
) -> Assistant:
    """An assistant on these settings; parts are built on first use.

    ``today`` and ``now`` inject the clock; the defaults are the machine's. ``notify`` is told
    what long first-time work is going on.
    """
    tell = notify or (lambda _: None)
    embedder = _once(lambda: _embedder(settings))
    library = _once(lambda practice: _library(settings, practice, tell, embedder))
    clock = today or date.today
    index = _once(lambda: _intent_index(settings, embedder))
    hosted = settings.model
    engine = _once(lambda: _engine(settings))
    office = _once(lambda: _office(engine(), settings, now or _now))
    return Assistant(
        Parts(
            today=clock,
            library=library,
            set_up=lambda: _set_up(settings, tell),
            diagnoses=_once(lambda: _diagnoses(settings)),
            imported=_once(lambda: _imported(settings)),
            limits=_once(lambda practice: _limits(settings, practice, lambda: library(practice))),
            embedded=_once(lambda: _embedded(index(), _decline_index(settings, embedder), clock())),
            hosted=_once(lambda: _hosted(hosted)) if hosted else None,
            threads=_once(lambda: _threads(engine(), office(), settings, clock())),
            caps=_once(lambda: _caps(settings)),
            office=office,
            model_name=hosted or "embedded",
            thread_days=settings.thread_days,
            case_days=settings.case_days,
        )
    )


def _once(build: Callable[Given, Made]) -> Callable[Given, Made]:
    """``build`` called once for each argument, also when several threads ask for it first at the same time.

    Two engines on one database would wait for each other: a change of one, within a change of the other.
    """
    made: dict[Any, Made] = {}
    lock = RLock()

    def part(*given: Given.args, **named: Given.kwargs) -> Made:
        key = (given, *named.items())
        if key not in made:
            with lock:
                if key not in made:
                    made[key] = build(*given, **named)
        return made[key]

    return part


def _embedder(settings: Settings) -> Embedder:
    """The embedder that questions, documents and examples share."""
    from assistant.embedding.load import load_embedder

    return load_embedder(settings.cache, settings.embedder)


def _intent_index(settings: Settings, embedder: Callable[[], Embedder]) -> IntentIndex:
    """The embedded model's examples as vectors, kept beside the embedder."""
    from assistant.models.embedded.intents import IntentIndex

    return IntentIndex(embedder, settings.cache / "intents")


def _engine(settings: Settings) -> Engine:
    """The one database of this installation, so that an answer and its audit line are one change."""
    from assistant.store.engine import database_url, open_engine

    return open_engine(database_url(settings.home, settings.database_url))


def _threads(engine: Engine, office: Office, settings: Settings, today: date) -> Threads:
    """The threads of this installation, with what is past its time removed."""
    from assistant.store.threads import Threads

    office.forget_threads(today=today, thread_days=settings.thread_days)
    return Threads(engine)


def _office(engine: Engine, settings: Settings, now: Callable[[], datetime]) -> Office:
    """Cases, drafts, access and audit of this installation. ``Misconfigured`` where it could not open its own rows."""
    from assistant.domain.errors import Misconfigured
    from assistant.store.keyring import open_keyring
    from assistant.store.office import Office

    secret = settings.key.get_secret_value() if settings.key else None
    if secret is None and engine.dialect.name != "sqlite":
        raise Misconfigured(
            "a shared database needs the key named: each machine would make one of its own",
            where="CLAIMWRIGHT_KEY",
            fix="set it to the same 32 bytes in base64 on every machine, such as `openssl rand -base64 32` prints, "
            "or to what claimwright.key of the first machine holds",
        )
    keyring = open_keyring(settings.home, secret, new=lambda: _is_new(engine))
    return Office(engine, keyring, now=now)


def _is_new(engine: Engine) -> bool:
    """Whether a fresh key will do for a database."""
    from assistant.store.key_check import needs_its_key
    from assistant.store.retention import PARTS

    return not needs_its_key(engine, PARTS)


def _now() -> datetime:
    return datetime.now(UTC)


def _caps(settings: Settings) -> Caps:
    """What one turn may use."""
    from assistant.conversation.caps import Caps

    return Caps(
        model_calls=settings.model_calls,
        tool_calls=settings.tool_calls,
        retries=settings.model_retries,
        seconds=settings.model_seconds,
        tokens=settings.model_tokens,
        cost=settings.model_cost,
        price_in=settings.model_price_in,
        price_out=settings.model_price_out,
    )


def _decline_index(settings: Settings, embedder: Callable[[], Embedder]) -> DeclineIndex:
    """The examples of requests that are declined, kept beside the intents."""
    from assistant.models.embedded.declines import DeclineIndex

    return DeclineIndex(embedder, settings.cache / "intents")


def _embedded(index: IntentIndex, declines: DeclineIndex, today: date) -> EmbeddedChatModel:
    """The model that needs no key."""
    from assistant.models.embedded.model import EmbeddedChatModel

    return EmbeddedChatModel(index=index, declines=declines, on=today)


def _hosted(name: str) -> PrivateChatModel:
    """The chat model that the settings name, behind the privacy boundary."""
    from assistant.models.load import load_chat_model

    return load_chat_model(name)


def _set_up(settings: Settings, tell: Callable[[str], None]) -> SetupReport:
    from assistant.retrieval.dense import ChromaStore
    from assistant.retrieval.setup import set_up

    report = set_up(settings.cache, tell, ChromaStore(settings.chroma_url), settings.embedder)
    embedder = cache(lambda: _embedder(settings))
    _intent_index(settings, embedder).build()
    _decline_index(settings, embedder).build()
    return report


def _library(
    settings: Settings, practice: str, tell: Callable[[str], None], embedder: Callable[[], Embedder]
) -> Library:
    """The practice's library; builds the shared index first where that was never done."""
    from assistant.retrieval.dense import ChromaStore, DenseIndex
    from assistant.retrieval.library import Library
    from assistant.retrieval.setup import open_shipped, own_shelf

    chroma = ChromaStore(settings.chroma_url)
    shipped = open_shipped(settings.cache, tell, chroma, settings.embedder)
    own = own_shelf(settings.home, practice, settings.database_url, chroma)
    return Library(shipped, own, embedder, DenseIndex(chroma), _reranker(settings))


def _reranker(settings: Settings) -> Reranker | None:
    """The cross-encoder that the settings name; its weights are loaded at the first search."""
    if settings.reranker is None:
        return None
    from assistant.embedding.reranker import CrossEncoderReranker

    return CrossEncoderReranker(settings.reranker)


def _limits(settings: Settings, practice: str, library: Callable[[], Library]) -> PolicyLimits:
    """What the payers' documents say of frequency and age; silent until the corpus is indexed.

    Kept beside the index between checks, except where other machines may add documents.
    """
    ready = False

    def built() -> Library | None:
        nonlocal ready
        from assistant.embedding.load import model_id
        from assistant.retrieval.shipped import is_built, shipped_shelf

        # What is indexed stays so; what is not may be indexed by the next question.
        ready = ready or is_built(shipped_shelf(settings.cache, model_id(settings.embedder)))
        return library() if ready else None

    if settings.database_url:
        from assistant.policies.limits import DocumentLimits

        return DocumentLimits(built)
    from assistant.policies.limits_snapshot import SnapshotLimits, corpus_state, index_state, snapshot_file

    own = settings.home / "index"
    with as_file(files("corpus")) as shipped:
        present = corpus_state(shipped)

    def state() -> str:
        return f"{present}:{index_state(settings.cache / 'corpus', own)}"

    return SnapshotLimits(lambda: snapshot_file(practice, own=own, shared=settings.cache), state, built)


def _diagnoses(settings: Settings) -> Icd10cm:
    """The compiled ICD-10-CM list, or the shipped subset until it is compiled, with imported years beside it."""
    from assistant.tables.icd10cm import Icd10cm

    return _imported(settings).icd10cm(Icd10cm.at(settings.cache / "icd10cm.sqlite"))


def _imported(settings: Settings) -> Imported:
    """The code sets that were imported into this installation."""
    from assistant.tables.imported import Imported

    return Imported(settings.home / "tables")
