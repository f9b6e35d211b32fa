"""The statements of a draft in the words of a hosted model, statement by statement.

The model sees typed statements whose values, names and quotes are slots, and returns wording alone.
Each statement that comes back is judged by the rules on drafts; what they find goes back once, and
a statement that still fails keeps the embedded wording. A model that does not answer costs nothing
but its words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.chains.words.locked import Locks
from assistant.domain.draft import DraftKind, Statement, Worded
from assistant.domain.finding import Finding
from assistant.models.boundary import PrivateChatModel
from assistant.models.failure import HostedFailures
from assistant.models.patience import within
from assistant.privacy.kinds import KnownValue
from assistant.prompting.prompt import load_prompt

#: Laws and calculations stand as their table or their arithmetic words them.
_WORDED = frozenset({"fact", "policy", "request", "courtesy"})
_FOR_PATIENTS = frozenset({"explanation", "treatment_plan", "script"})
_ROUNDS = 2
#: An answer may be so many times as long as what was sent, and so many characters more.
_LONGER, _MORE = 4, 2_000
_FENCE = re.compile(r"\A\s*```(?:json)?\s*\n(?P<body>.*)\n```\s*\Z", re.DOTALL)
_RULE = "WD01"

Check = Callable[[tuple[Statement, ...]], tuple[Finding, ...]]


class _Reply:
    """What a model answered: words by statement, or why there are none."""

    def __init__(self, words: Mapping[str, str] | None = None, why: str = "") -> None:
        self.words = dict(words or {})
        self.why = why


@dataclass(frozen=True)
class HostedWording:
    """Words statements with a chat model behind the privacy boundary.

    ``known`` are the identifiers of the case; ``patience`` is how many seconds one answer may take.
    """

    model: PrivateChatModel
    known: tuple[KnownValue, ...] = ()
    patience: float = 60

    def word(self, statements: tuple[Statement, ...], *, kind: DraftKind, check: Check) -> Worded:
        """The statements as the model words them where that stands, else as they were, with a note each."""
        task = _Task(self, statements, kind, check)
        for _ in range(_ROUNDS):
            if not task.ask():
                break
        return task.done()


class _Task:
    """One draft on its way through a model."""

    def __init__(
        self, wording: HostedWording, statements: tuple[Statement, ...], kind: DraftKind, check: Check
    ) -> None:
        self._wording, self._statements, self._kind, self._check = wording, statements, kind, check
        locks = Locks(wording.known)
        self._locks = locks
        self._locked = {s.id: locks.lock(s) for s in statements if s.type in _WORDED}
        self._problems = dict.fromkeys(self._locked, "")
        self._accepted: dict[str, str] = {}
        self._prompt = load_prompt("wording")

    def ask(self) -> bool:
        """One round; whether another may help."""
        open_ids = [name for name in self._locked if name not in self._accepted]
        if not open_ids:
            return False
        reply, answered = self._reply(open_ids)
        proposed: dict[str, str] = {}
        for name in open_ids:
            self._problems[name] = reply.why or self._judge_slots(name, reply.words, proposed)
        self._judge(proposed)
        return answered and any(self._problems.values())

    def done(self) -> Worded:
        """The statements with the words that stand, and a note for each one that kept its own."""
        whole = {why for why in self._problems.values() if why}
        if len(whole) == 1 and all(self._problems.values()) and self._problems:
            notes = [self._note("", f"{self._wording.model.name} worded nothing: {whole.pop()}")]
        else:
            notes = [
                self._note(name, f"the embedded wording stands: {why}") for name, why in self._problems.items() if why
            ]
        if self._accepted:
            said = f"{len(self._accepted)} of {len(self._locked)} statements in the words of {self._wording.model.name}"
            notes.insert(0, self._note("", f"{said} ({self._prompt.stamp})"))
        return Worded(statements=self._with(self._accepted), notes=tuple(notes))

    def _reply(self, names: list[str]) -> tuple[_Reply, bool]:
        """What the model says to the open statements, and whether it answered at all."""
        sent = json.dumps({"statements": [self._request(name) for name in names]}, ensure_ascii=False)
        messages = [("system", self._system()), ("human", sent)]
        model = self._wording.model.model_copy(update={"restores": False})
        with HostedFailures() as failures:
            said = within(self._wording.patience, lambda: str(model.invoke(messages).text))
        if failures.why:
            return _Reply(why=failures.why), False
        return _read(said, _LONGER * len(sent) + _MORE), True

    def _system(self) -> str:
        return self._prompt.render(kind=self._kind.replace("_", " "), patient_facing=self._kind in _FOR_PATIENTS)

    def _request(self, name: str) -> dict[str, str]:
        kinds = {statement.id: statement.type for statement in self._statements}
        request = {"id": name, "type": kinds[name], "text": self._locked[name]}
        return request | ({"problem": self._problems[name]} if self._problems[name] else {})

    def _judge_slots(self, name: str, words: Mapping[str, str], proposed: dict[str, str]) -> str:
        """Why the words of one statement cannot be used; usable ones are added to ``proposed``."""
        if name not in words:
            return "the model left it out"
        if not words[name].strip():
            return "the model gave it no words"
        unlocked = self._locks.unlock(words[name].strip(), self._locked[name])
        if not unlocked.problem:
            proposed[name] = unlocked.text
        return unlocked.problem

    def _judge(self, proposed: dict[str, str]) -> None:
        """Let the rules judge what was proposed; only what they pass is accepted."""
        if not proposed:
            return
        found: dict[str, Finding] = {}
        for finding in self._check(self._with({**self._accepted, **proposed})):
            if finding.severity != "note":
                found.setdefault(finding.where, finding)
        for name, words in proposed.items():
            if name in found:
                # The finding's own words may quote the case; its rule's first words do not.
                self._problems[name] = f"{found[name].rule}: {_safe(found[name])}"
            else:
                self._accepted[name] = words

    def _with(self, words: Mapping[str, str]) -> tuple[Statement, ...]:
        return tuple(s.model_copy(update={"text": words[s.id]}) if s.id in words else s for s in self._statements)

    def _note(self, where: str, message: str) -> Finding:
        return Finding(
            rule=_RULE,
            severity="note",
            where=where,
            message=message,
            fix="nothing to do; the draft is complete",
            source=f"hosted wording, {self._prompt.stamp}",
        )


def _safe(finding: Finding) -> str:
    """What to mend, without anything of the case: the rule's own fix names no value."""
    return finding.source if finding.rule != "DR41" else finding.message


def _read(said: str, longest: int) -> _Reply:
    """The words in an answer; an answer of another shape is refused whole."""
    if len(said) > longest:
        return _Reply(why=f"the answer is {len(said):,} characters long")
    fenced = _FENCE.match(said)
    try:
        content: Any = json.loads(fenced["body"] if fenced else said)
    except (ValueError, RecursionError):
        return _Reply(why="the answer is not the JSON that was asked for")
    items = content.get("statements") if isinstance(content, dict) and set(content) == {"statements"} else None
    if not isinstance(items, list) or not all(_is_statement(item) for item in items):
        return _Reply(why="the answer has other fields than were asked for")
    words: dict[str, str] = {}
    for item in items:
        if item["id"] in words:
            return _Reply(why="the answer words a statement twice")
        words[item["id"]] = item["text"]
    return _Reply(words)


def _is_statement(item: Any) -> bool:
    return isinstance(item, dict) and set(item) == {"id", "text"} and all(isinstance(v, str) for v in item.values())
