"""What a rule on drafts is: a function over a sheet that yields problems, with its name and source."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from assistant.domain.draft import Statement
from assistant.domain.evidence import Evidence
from assistant.domain.finding import Finding, Severity
from assistant.domain.playbook import Playbook
from assistant.rules.drafts.proof import Proof, Value, values


@dataclass(frozen=True)
class Sheet:
    """A draft as the rules see it: its statements, and the evidence that they must rest on."""

    statements: tuple[Statement, ...]
    evidence: Evidence
    playbook: Playbook | None = None
    patient_facing: bool = False

    @cached_property
    def proof(self) -> Proof:
        """The evidence, asked value by value."""
        return Proof(self.evidence)

    def worded(self, statements: tuple[Statement, ...]) -> Sheet:
        """The same evidence under other words; what was read from it is not read again."""
        made = replace(self, statements=statements)
        made.__dict__["proof"] = self.proof
        return made


class Change(NamedTuple):
    """A piece of an edited letter that the fresh one does not hold; ``before`` is what it most likely was.

    ``alone`` says that both are lines of a block: an address, a reference, a signature.
    """

    line: int
    text: str
    before: str
    alone: bool = False

    @property
    def where(self) -> str:
        """The line in the edited letter, one-based."""
        return f"line {self.line}"


@dataclass(frozen=True)
class EditedSheet:
    """What a person changed in a letter, beside the sheet of the fresh one."""

    changes: tuple[Change, ...]
    text: str
    fresh: str
    sheet: Sheet

    @cached_property
    def fresh_values(self) -> frozenset[Value]:
        """Every value of the fresh letter."""
        return frozenset(values(self.fresh))


class Trouble(NamedTuple):
    """What a rule found: where (a statement id, a line), what, and how to mend it."""

    where: str
    message: str
    fix: str
    severity: Severity | None = None


Check = Callable[[Sheet], Iterable[Trouble]]


@dataclass(frozen=True)
class DraftRule:
    """One rule on drafts."""

    id: str
    severity: Severity
    source: str
    check: Callable[..., Iterable[Trouble]]

    @property
    def name(self) -> str:
        """The function's name."""
        return str(self.check.__name__)

    @property
    def doc(self) -> str:
        """What must hold, then ``Wrong:`` and ``Right:``."""
        return inspect.getdoc(self.check) or ""

    def findings(self, subject: Sheet | EditedSheet) -> list[Finding]:
        """Everything the rule finds on the subject."""
        return [
            Finding(
                rule=self.id,
                severity=trouble.severity or self.severity,
                where=trouble.where,
                message=trouble.message,
                fix=trouble.fix,
                source=self.source,
            )
            for trouble in self.check(subject)
        ]


def draft_rule(
    name: str, /, *, severity: Severity, source: str
) -> Callable[[Callable[..., Iterable[Trouble]]], DraftRule]:
    """Make a function over a :class:`Sheet` or an :class:`EditedSheet` a rule."""

    def decorate(check: Callable[..., Iterable[Trouble]]) -> DraftRule:
        return DraftRule(id=name, severity=severity, source=source, check=check)

    return decorate
