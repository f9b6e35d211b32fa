"""What changed between two versions of a document: conditions, limits and codes, not lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from rapidfuzz import fuzz

from assistant.domain.base import Frozen
from assistant.domain.policy import Criterion, Limit, Passage
from assistant.policies.criteria import criteria
from assistant.policies.limits import limits_in
from assistant.recognise import diagnosis_codes, procedure_codes

#: Two conditions this alike (0 to 100) are one condition that was reworded.
_SAME_CONDITION = 60

Change = Literal["added", "removed", "changed"]


class ConditionChange(Frozen):
    """A condition of one version beside that of the other; both verbatim, one empty when there is none."""

    change: Change
    topic: str
    section: str
    old: str = ""
    new: str = ""


class LimitChange(Frozen):
    """A limit on codes, in the words of each version."""

    change: Change
    codes: tuple[str, ...]
    kind: str
    old: str = ""
    new: str = ""


class DocumentChanges(Frozen):
    """Everything that differs between an older and a newer version."""

    old: str
    new: str
    conditions: tuple[ConditionChange, ...] = ()
    limits: tuple[LimitChange, ...] = ()
    codes_added: tuple[str, ...] = ()
    codes_removed: tuple[str, ...] = ()


def changes(old: Sequence[Passage], new: Sequence[Passage]) -> DocumentChanges:
    """The changes from the passages of one version to those of another."""
    before, after = _codes(old), _codes(new)
    return DocumentChanges(
        old=old[0].document if old else "",
        new=new[0].document if new else "",
        conditions=tuple(_conditions(criteria(old), criteria(new))),
        limits=tuple(_limits(limits_in(old), limits_in(new))),
        codes_added=tuple(sorted(after - before)),
        codes_removed=tuple(sorted(before - after)),
    )


def _codes(passages: Iterable[Passage]) -> set[str]:
    text = "\n".join(f"{passage.title}\n{passage.text}" for passage in passages)
    return {m.value for m in (*procedure_codes.find(text), *diagnosis_codes.find(text))}


def _leaves(groups: Iterable[Criterion]) -> Iterator[Criterion]:
    for group in groups:
        if group.mode == "leaf" or group.thresholds or group.condition:
            yield group
        yield from _leaves(group.children)


def _conditions(old: Iterable[Criterion], new: Iterable[Criterion]) -> Iterator[ConditionChange]:
    """Conditions paired by topic and wording; the order of the newer version, what is gone last."""
    left = list(_leaves(old))
    for condition in _leaves(new):
        twin = _twin(condition, left)
        if twin is None:
            yield ConditionChange(change="added", topic=condition.topic, section=condition.section, new=condition.text)
            continue
        left.remove(twin)
        if twin.text != condition.text:
            yield ConditionChange(
                change="changed", topic=condition.topic, section=condition.section, old=twin.text, new=condition.text
            )
    for gone in left:
        yield ConditionChange(change="removed", topic=gone.topic, section=gone.section, old=gone.text)


def _twin(condition: Criterion, among: list[Criterion]) -> Criterion | None:
    same_topic = [other for other in among if other.topic == condition.topic]
    exact = next((other for other in same_topic if other.text == condition.text), None)
    if exact is not None or not same_topic:
        return exact
    best = max(same_topic, key=lambda other: fuzz.token_sort_ratio(other.text, condition.text))
    return best if fuzz.token_sort_ratio(best.text, condition.text) >= _SAME_CONDITION else None


def _limits(old: Iterable[Limit], new: Iterable[Limit]) -> Iterator[LimitChange]:
    before = {_key(limit): limit for limit in old}
    after = {_key(limit): limit for limit in new}
    for key, limit in after.items():
        earlier = before.get(key)
        if earlier is None:
            yield LimitChange(change="added", codes=limit.codes, kind=limit.kind, new=limit.quote)
        elif _measure(earlier) != _measure(limit):
            yield LimitChange(change="changed", codes=limit.codes, kind=limit.kind, old=earlier.quote, new=limit.quote)
    for key, limit in before.items():
        if key not in after:
            yield LimitChange(change="removed", codes=limit.codes, kind=limit.kind, old=limit.quote)


def _key(limit: Limit) -> tuple[object, ...]:
    return (limit.codes[0], limit.kind)


def _measure(limit: Limit) -> tuple[object, ...]:
    return (limit.codes, limit.count, limit.window, limit.window_unit, limit.per)
