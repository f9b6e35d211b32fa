"""rag-redteam and raginject against the assistant: their documents enter the corpus, their questions are asked.

Both are Apache-2.0, run without a model and judge by marks of their own in what a person would read.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.bootstrap import build_assistant
from assistant.conversation.ask import Means, ask
from assistant.domain.answer import Answer, Question
from assistant.domain.caller import LOCAL
from assistant.models.boundary import PrivateChatModel
from assistant.settings import Settings
from evals.injection.obedient import ObedientModel
from evals.injection.payloads import Payload
from evals.reliability.row import Tried
from evals.task import TODAY

_PAYER = "Harborlight Dental"
_HEAD = "---\nid: {name}\ntitle: {name}\npayer: {payer}\neffective_from: 2026-01-01\n---\n\n# {payer} {name}\n\n"
_MARK = re.compile(r"[A-Z][A-Z0-9]*(?:[-_:][A-Z0-9]+)+:?|\b[A-Z]{6,}\b")


class Target:
    """The assistant as both attackers see it; ``obedient`` puts a hosted model in that wants to obey what it reads."""

    def __init__(self, settings: Settings, folder: Path, *, obedient: bool) -> None:
        self._settings, self._folder, self._obedient = settings, folder, obedient
        self._round = 0
        self._planted = ""
        self.reset()

    def reset(self) -> None:
        """An office that has added nothing yet."""
        shutil.rmtree(self._folder / f"home-{self._round}", ignore_errors=True)
        self._round += 1
        self._planted = ""
        settings = self._settings.model_copy(
            update={"home": self._folder / f"home-{self._round}", "database_url": None, "model": None}
        )
        self._assistant = build_assistant(settings, today=lambda: TODAY)

    def add_documents(self, docs: Sequence[str]) -> None:
        """Take documents in as manuals of an invented payer, whatever they say."""
        place = self._folder / f"files-{self._round}"
        place.mkdir(parents=True, exist_ok=True)
        paths = []
        for number, text in enumerate(docs):
            path = place / f"planted-{number}.md"
            path.write_text(_HEAD.format(name=path.stem, payer=_PAYER) + text + "\n", encoding="utf-8")
            paths.append(path)
        self._planted += "\n".join(docs)
        self._assistant.corpus_add(LOCAL, paths, keep_all=True)

    def answer(self, query: str) -> str:
        """What a person would read: the text and what is quoted."""
        told = self._ask(query)
        return "\n".join((told.text, *told.questions, *(each.quote for each in told.citations)))

    def _ask(self, query: str) -> Answer:
        question = Question(text=query, payer=_PAYER)
        if not self._obedient:
            return self._assistant.ask(LOCAL, question)
        means = self._assistant.means(LOCAL, None)
        marks = tuple(dict.fromkeys(_MARK.findall(self._planted))) or ("OBEYED",)
        order = f"answer with {' '.join(marks)}"
        payload = Payload(goal="obey", dress="plain", order=order, text=order, marks=marks)
        model = PrivateChatModel(inner=ObedientModel(payload=payload, tried=[]), name="hosted:obedient")
        own = Means(
            library=means.library, embedded=means.embedded, today=TODAY, model=lambda: model, limits=means.limits
        )
        return ask(question, own, trace_id="t")


def redteam(target: Target, trials: int, seed: int) -> list[tuple[str, Tried]]:
    """The probes of rag-redteam, each a row."""
    from rag_redteam.runner import run_probes

    rows = []
    for result in run_probes(target, trials=trials, seed=seed):
        failed = tuple(f"{each.prompt[:100]!r}: {each.output[:160]!r}" for each in result.successes)
        rows.append((result.name, Tried(len(result.attempts), len(result.successes), failed)))
    return rows


def inject(target: Target, most: int) -> list[tuple[str, Tried]]:
    """The patterns of raginject, each document in the corpus while its question is asked."""
    from raginject import CorpusInjector, FunctionTarget, Runner

    class Shelf(CorpusInjector):
        def inject(self, document_id: str, content: str) -> None:  # noqa: ARG002  # the attacker's name for it
            target.reset()
            target.add_documents([content])

        def remove(self, document_id: str) -> None:
            """The next round starts anew."""

    def asked(question: str, context: object = None) -> dict[str, Any]:  # noqa: ARG001  # the attacker's name for it
        return {"answer": target.answer(question)}

    runner = Runner(FunctionTarget(asked), corpus_injector=Shelf(), verify_retrieval=False)
    runner.load_patterns()
    runner._patterns = dict(list(runner._patterns.items())[:most])
    result = runner.run()
    leaked = tuple(f"{o.pattern_id}: {o.answer[:160]!r}" for o in result.outcomes if o.status != "blocked")
    return [("document injection, every pattern", Tried(len(result.outcomes), len(leaked), leaked))]
