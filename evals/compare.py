"""Two runs case by case: what was fixed, what was broken, and whether that is more than chance."""

from __future__ import annotations

from assistant.domain.base import Frozen
from evals.bounds import mcnemar
from evals.record import Run


class Comparison(Frozen):
    """Names of cases by what became of them. ``only_first`` and ``only_second`` were not in both runs."""

    fixed: tuple[str, ...]
    broken: tuple[str, ...]
    passed: int
    failed: int
    only_first: int
    only_second: int
    p: float
    differs: tuple[str, ...] = ()

    @property
    def both(self) -> int:
        """Cases that both runs have."""
        return len(self.fixed) + len(self.broken) + self.unchanged

    @property
    def unchanged(self) -> int:
        """Cases that passed both times or failed both times."""
        return self.passed + self.failed


def compare(first: Run, second: Run) -> Comparison:
    """What changed from the first run to the second; cases that changed themselves are not the same case."""
    before = {each.name: each for each in first.results if each.passed is not None}
    after = {each.name: each for each in second.results if each.passed is not None}
    both = [
        name
        for name in before.keys() & after.keys()
        if (before[name].case.inputs, before[name].case.expect) == (after[name].case.inputs, after[name].case.expect)
    ]
    fixed = tuple(sorted(name for name in both if after[name].passed and not before[name].passed))
    broken = tuple(sorted(name for name in both if before[name].passed and not after[name].passed))
    passed = sum(bool(before[name].passed and after[name].passed) for name in both)
    return Comparison(
        fixed=fixed,
        broken=broken,
        passed=passed,
        failed=len(both) - passed - len(fixed) - len(broken),
        only_first=len(before) - len(both),
        only_second=len(after) - len(both),
        p=mcnemar(len(fixed), len(broken)),
        differs=_differs(first, second),
    )


def _differs(first: Run, second: Run) -> tuple[str, ...]:
    """Which of the things that a run is made with are not the same, or cannot be told to be."""
    named = ("corpus", "prompts", "model", "embedder", "version", "cases", "day", "split")
    pairs = ((name, getattr(first.metadata, name), getattr(second.metadata, name)) for name in named)
    commits = _commit(first), _commit(second)
    told = () if commits[0] == commits[1] and not second.metadata.changed else (f"commit: {' -> '.join(commits)}",)
    return (*told, *(f"{name}: {a} -> {b}" for name, a, b in pairs if a != b))


def _commit(run: Run) -> str:
    """The commit of a run; a checkout that differed from it is told so, since its changes are not known."""
    about = run.metadata
    return (about.commit or "unknown") + (" with changes" if about.changed else "")


def as_text(found: Comparison) -> str:
    """The comparison in words; a p of 0.05 or more may well be chance."""
    if not found.both:
        only = f"{found.only_first} of the first, {found.only_second} of the second"
        return f"nothing to compare: no case is in both, {only}"
    lines = [f"differs: {each}" for each in found.differs] or ["made with the same commit, corpus, prompts and model"]
    lines += [f"fixed     {len(found.fixed)}", *(f"  + {name}" for name in found.fixed)]
    lines += [f"broken    {len(found.broken)}", *(f"  - {name}" for name in found.broken)]
    lines.append(f"unchanged {found.unchanged} ({found.passed} pass, {found.failed} fail)")
    if found.only_first or found.only_second:
        lines.append(f"not in both, or changed: {found.only_first} of the first, {found.only_second} of the second")
    meaning = "more than chance" if found.p < 0.05 else "may well be chance"
    lines.append(f"McNemar exact p {found.p:.4f}: {meaning if found.fixed or found.broken else 'no difference'}")
    return "\n".join(lines)
