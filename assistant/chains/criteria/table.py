"""The criteria table as it is printed, and what is still to be obtained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.domain.draft import ContradictionSide, CriterionRow, Placeholder
from assistant.domain.policy import CriterionResult


def rows(results: Iterable[CriterionResult]) -> tuple[CriterionRow, ...]:
    """One row per condition. Of alternatives the one that is met is shown, else the nearest, under their lead."""
    return tuple(row for result in results for row in _rows(result, 0))


def _rows(result: CriterionResult, depth: int) -> Iterator[CriterionRow]:
    criterion = result.criterion
    if not result.children:
        yield _row(result, depth)
        return
    own_words = criterion.mode == "any_of" or bool(result.evidence) or bool(criterion.thresholds)
    if own_words:
        yield _row(result, depth)
        depth += 1
    for child in _worth_showing(result):
        yield from _rows(child, depth)


def _worth_showing(result: CriterionResult) -> tuple[CriterionResult, ...]:
    """Of alternatives the one that is met, else the nearest to it beside those that the record was not enough for."""
    if result.criterion.mode != "any_of":
        return result.children
    nearest = _nearest(result)
    if all(child.status == "met" for child in nearest) or _bands(result.children):
        return nearest
    return tuple(
        child
        for child in result.children
        if any(child is near for near in nearest) or (child.status == "not_met" and child.evidence)
    )


def _bands(alternatives: tuple[CriterionResult, ...]) -> bool:
    """Whether the alternatives are ranges of one measure, of which a value can only be in one."""
    units = [child.criterion.thresholds[0].unit for child in alternatives if child.criterion.thresholds]
    return len(units) > len(set(units))


def _row(result: CriterionResult, depth: int) -> CriterionRow:
    return CriterionRow(
        text=result.criterion.text,
        status=result.status,
        evidence=tuple(ContradictionSide(document=e.document, quote=e.quote) for e in result.evidence),
        passage=result.criterion.passage,
        obtain=result.obtain,
        reason=result.reason if result.status != "met" else "",
        depth=depth,
    )


def leaves(results: Iterable[CriterionResult]) -> Iterator[CriterionResult]:
    """The conditions that decide: all of an all-of list, of alternatives the met or the nearest one."""
    for result in results:
        if not result.children:
            yield result
        elif result.criterion.mode == "any_of":
            if result.evidence or (result.obtain and result.status != "met"):
                yield result.model_copy(update={"children": ()})
            yield from leaves(_nearest(result))
        else:
            yield from leaves(result.children)


def _nearest(result: CriterionResult) -> tuple[CriterionResult, ...]:
    """The alternatives that are met, else the open ones with the most proof and the least to obtain.

    As many as the policy asks for, in its order.
    """
    order = {"met": 0, "missing": 1, "contradicted": 2, "not_met": 3}
    ranked = sorted(result.children, key=lambda child: (order[child.status], -len(child.evidence), _open(child)))
    best = ranked[: result.criterion.needed]
    return tuple(child for child in result.children if any(child is near for near in best))


def _open(result: CriterionResult) -> int:
    return sum(_open(child) for child in result.children) + (result.status != "met")


def placeholders(results: Iterable[CriterionResult]) -> tuple[Placeholder, ...]:
    """What to obtain, each once, in the order of the policy, as a question with choices."""
    found: dict[str, Placeholder] = {}
    for result in leaves(results):
        if result.status in ("missing", "contradicted") and result.obtain:
            mark = Placeholder(text=f"[[needs: {result.obtain}]]", ask=result.ask, choices=result.choices)
            found.setdefault(result.obtain, mark)
    return tuple(found.values())
