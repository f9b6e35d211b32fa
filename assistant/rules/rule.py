"""What a rule is: a function that looks at a claim or a line and yields problems, with its name and source."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from assistant.domain.codes import Lane
from assistant.domain.finding import Finding, PredictedDenial, Severity
from assistant.tables.procedures import Procedure, groups_of

Subject = Literal["claim", "line"]

#: The worst first; a finding may be milder than its rule, never worse.
ORDER: tuple[Severity, ...] = ("error", "warning", "note")

#: A rule's first parameter, by the name of its type.
_SUBJECTS: dict[str, Subject] = {"Claim": "claim", "ServiceLine": "line"}


class Problem(NamedTuple):
    """What a rule found. ``where`` is a key of the line (``tooth``) or a path into the claim.

    ``severity``, ``source`` and ``denial`` replace the rule's own where a table row knows better.
    """

    where: str
    message: str
    fix: str
    severity: Severity | None = None
    source: str = ""
    denial: str | None = None


Check = Callable[[Any, Any], Iterable[Problem]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``needs`` names the parts of the claim or line without which it has nothing to judge."""

    id: str
    severity: Severity
    source: str
    check: Check
    subject: Subject
    denial: PredictedDenial | None = None
    lane: Lane | None = None
    needs: tuple[str, ...] = ()
    codes: frozenset[str] = frozenset()
    about: Callable[[Procedure], bool] | None = field(default=None, compare=False)
    when: Callable[[str], bool] | None = field(default=None, compare=False)

    @property
    def name(self) -> str:
        """The function's name, such as ``tooth_required``."""
        return str(self.check.__name__)

    @property
    def doc(self) -> str:
        """The docstring: what must hold, then ``Wrong:`` and ``Right:``."""
        return inspect.getdoc(self.check) or ""

    @property
    def title(self) -> str:
        """The first sentence of the docstring."""
        return self.doc.splitlines()[0] if self.doc else self.name

    @property
    def family(self) -> str:
        """The folder that the rule stands in."""
        return self.check.__module__.split(".")[-2]

    def fits(self, code: str, procedure: Procedure | None) -> bool:
        """Whether a line with this code is the rule's business, whatever else it says."""
        if self.about is not None:
            return procedure is not None and self.about(procedure)
        if self.when is not None:
            return self.when(code)
        return not self.codes or code in self.codes or not groups_of(code).isdisjoint(self.codes)

    def finding(self, problem: Problem, where: str) -> Finding:
        """The problem with the rule's name, source and predicted denial."""
        severity = problem.severity or self.severity
        denial = self.denial if problem.denial is None else denial_of(problem.denial)
        return Finding(
            rule=self.id,
            severity=severity,
            where=where,
            message=problem.message,
            fix=problem.fix,
            source=problem.source or self.source,
            predicts=None if severity == "note" else denial,
        )


def denial_of(written: str) -> PredictedDenial | None:
    """A denial written ``group-carc/rarc``, such as ``CO-16/N37``; the remark may be left out.

    >>> denial_of("CO-16/N37")
    PredictedDenial(group='CO', carc='16', rarc='N37')
    """
    if not written:
        return None
    group, _, rest = written.partition("-")
    carc, _, rarc = rest.partition("/")
    return PredictedDenial(group=group, carc=carc, rarc=rarc)


def rule(
    name: str,
    /,
    *,
    severity: Severity,
    source: str,
    denial: str = "",
    lane: Lane | None = None,
    needs: str | tuple[str, ...] = (),
    codes: tuple[str, ...] = (),
    about: Callable[[Procedure], bool] | None = None,
    when: Callable[[str], bool] | None = None,
) -> Callable[[Check], Rule]:
    """Make a function a rule; the type of its first parameter decides whether it is fed claims or lines.

    ``codes`` (codes or word groups), ``about`` (facts of the procedure) or ``when`` (facts of the code, such as a
    row in a table) say which lines it is for, so that no other line is looked at.
    ``denial`` is what a payer would most likely send, as ``CO-16/N37``.
    """

    def decorate(check: Check) -> Rule:
        fed = next(iter(check.__annotations__.values()))
        return Rule(
            id=name,
            severity=severity,
            source=source,
            check=check,
            subject=_SUBJECTS[fed],
            denial=denial_of(denial),
            lane=lane,
            needs=(needs,) if isinstance(needs, str) else needs,
            codes=frozenset(codes),
            about=about,
            when=when,
        )

    return decorate
