"""Many turns in the one shared loop: each gets what it would get alone, and nothing of another."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier

import pytest
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from assistant.assistant import Assistant
from assistant.bootstrap import build_assistant
from assistant.conversation.loop import run_turn
from assistant.domain.answer import Answer, Question
from assistant.domain.artifacts import TextRedacted
from assistant.domain.caller import LOCAL
from assistant.settings import Settings
from assistant.tools.context import Turn
from evals.faults import FaultModel, called

TODAY = date(2026, 11, 22)
THREADS = 16
PAYERS = ("Metro PPO", "Brightsmile Dental", "Northlake Dental", "Cedarbrook Mutual")
TEXTS = (
    "how often do they replace a crown D2740?",
    "take the names out: Mrs. Vale{n} of room {n} called about her partial",
    "CO-97 on D2950, what now",
    "what is 80 percent of {n}00 allowed with 50 deductible left",
)


@pytest.fixture(scope="module")
def assistant(shipped_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    home = tmp_path_factory.mktemp("side-by-side")
    return build_assistant(Settings(cache=shipped_cache, home=home), today=lambda: TODAY)


def asked(number: int) -> Question:
    text = TEXTS[number % len(TEXTS)].format(n=number)
    return Question(text=text, payer=PAYERS[number // len(TEXTS)], as_of=TODAY)


def told(answer: Answer) -> tuple[object, ...]:
    """What of an answer does not change from run to run."""
    return answer.action, answer.text, answer.citations, answer.tools, answer.questions, answer.findings


def test_sixteen_threads_answer_as_one_does(assistant: Assistant) -> None:
    alone = [told(assistant.ask(LOCAL, asked(number))) for number in range(THREADS)]
    start = Barrier(THREADS)

    def ask(number: int) -> list[tuple[object, ...]]:
        start.wait()
        return [told(assistant.ask(LOCAL, asked(number))) for _ in range(3)]

    with ThreadPoolExecutor(THREADS) as pool:
        together = list(pool.map(ask, range(THREADS)))
    for number, (expected, found) in enumerate(zip(alone, together, strict=True)):
        assert found == [expected] * 3, asked(number)


def test_a_turn_in_the_shared_loop_has_its_own_model_tools_and_counts(assistant: Assistant) -> None:
    library = assistant.library(LOCAL)
    start = Barrier(THREADS)

    def turn(number: int) -> tuple[list[str], int]:
        own = f"Call Mr. Harrow at 555-01{number:02d} about tooth {number + 1}, ref case-{number:02d}."
        steps: list[str] = []

        def say(_: Sequence[BaseMessage]) -> AIMessage:
            return called("redact") if steps.count("tool") <= number % 3 else called("Reply", action="clarify")

        def tell(step: str, what: object) -> None:
            steps.append(step)

        start.wait()
        mine = Turn(library=library, on=TODAY, today=TODAY, question=own, tell=tell)
        result = run_turn(FaultModel(say=say, calls=[]), f"system {number}", [HumanMessage(own)], mine)
        assert result.used.calls == steps.count("model") == 2 + number % 3
        return [each.text for each in result.artifacts if isinstance(each, TextRedacted)], result.used.tools

    with ThreadPoolExecutor(THREADS) as pool:
        for number, (texts, tools) in enumerate(pool.map(turn, range(THREADS))):
            assert len(texts) == tools == 1 + number % 3
            assert all(f"case-{number:02d}" in text for text in texts)
