"""What changed between two versions of a document: conditions, limits, periods and codes, not lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from rapidfuzz import fuzz

from assistant.domain.base import Frozen
from assistant.domain.policy import Criterion, Limit, Passage, Requirement, RequirementKind
from assistant.policies.criteria import criteria
from assistant.policies.limits import limits_in
from assistant.policies.periods import PeriodEvent, StatedPeriod, periods
from assistant.policies.requirements import requirements
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


class RequirementChange(Frozen):
    """An approval, a paper to send or a service left out, in the words of each version."""

    change: Change
    kind: RequirementKind
    codes: tuple[str, ...] = ()
    section: str = ""
    old: str = ""
    new: str = ""


class PeriodChange(Frozen):
    """A time to file, resend or appeal, in the words of each version."""

    change: Change
    event: PeriodEvent
    level: int = 1
    old: str = ""
    new: str = ""


class DocumentChanges(Frozen):
    """Everything that differs between an older and a newer version."""

    old: str
    new: str
    conditions: tuple[ConditionChange, ...] = ()
    limits: tuple[LimitChange, ...] = ()
    requirements: tuple[RequirementChange, ...] = ()
    periods: tuple[PeriodChange, ...] = ()
    codes_added: tuple[str, ...] = ()
    codes_removed: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether anything does."""
        parts = (self.conditions, self.limits, self.requirements, self.periods, self.codes_added, self.codes_removed)
        return any(parts)


def changes(old: Sequence[Passage], new: Sequence[Passage]) -> DocumentChanges:
    """The changes from the passages of one version to those of another."""
    before, after = _codes(old), _codes(new)
    asked_before, asked_after = _asked(old), _asked(new)
    return DocumentChanges(
        old=old[0].document if old else "",
        new=new[0].document if new else "",
        conditions=tuple(_conditions(_without(criteria(old), asked_before), _without(criteria(new), asked_after))),
        limits=tuple(_limits(limits_in(old), limits_in(new))),
        requirements=tuple(_requirements(asked_before, asked_after)),
        periods=tuple(_periods(_surest(periods(old)), _surest(periods(new)))),
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


def _asked(passages: Sequence[Passage]) -> list[Requirement]:
    """What is asked for or left out; lists of codes are compared code by code."""
    return [each for each in requirements(passages) if each.kind != "code_list"]


def _without(groups: Iterable[Criterion], asked: Iterable[Requirement]) -> list[Criterion]:
    """Conditions that are not told as a requirement already."""
    told = {(each.passage, each.quote) for each in asked}
    return [leaf for leaf in _leaves(groups) if (leaf.passage, leaf.text) not in told]


def _requirements(old: Sequence[Requirement], new: Sequence[Requirement]) -> Iterator[RequirementChange]:
    """Requirements paired by kind, codes and wording; the order of the newer version, what is gone last."""
    left = list(old)
    unpaired = []
    for asked in new:
        same = next((other for other in left if _says(other) == _says(asked)), None)
        if same is not None:
            left.remove(same)
        else:
            unpaired.append(asked)
    for asked in unpaired:
        twin = _counterpart(asked, left)
        if twin is not None:
            left.remove(twin)
        yield RequirementChange(
            change="added" if twin is None else "changed",
            kind=asked.kind,
            codes=asked.codes,
            section=asked.section,
            old=twin.quote if twin else "",
            new=asked.quote,
        )
    for gone in left:
        yield RequirementChange(
            change="removed", kind=gone.kind, codes=gone.codes, section=gone.section, old=gone.quote
        )


def _says(asked: Requirement) -> tuple[object, ...]:
    return (
        (asked.kind, asked.codes, asked.needed, asked.items, asked.condition)
        if asked.codes
        else (
            asked.kind,
            asked.quote,
        )
    )


def _counterpart(asked: Requirement, among: Iterable[Requirement]) -> Requirement | None:
    """The requirement of the other version that this one replaces: for the same codes, or in much the same words."""
    alike = [other for other in among if other.kind == asked.kind and bool(other.codes) == bool(asked.codes)]
    scored = [(fuzz.token_sort_ratio(other.quote, asked.quote), other) for other in alike]
    close = [
        (score, number)
        for number, (score, other) in enumerate(scored)
        if (asked.codes and other.codes == asked.codes) or score >= _SAME_CONDITION
    ]
    return scored[max(close)[1]][1] if close else None


def _conditions(old: Sequence[Criterion], new: Sequence[Criterion]) -> Iterator[ConditionChange]:
    """Conditions paired by topic and wording; the order of the newer version, what is gone last."""
    left = list(old)
    for condition in new:
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


def _surest(found: Sequence[StatedPeriod]) -> list[StatedPeriod]:
    """Without doubtful readings of an event for which the document has a plain one."""
    plain = {(each.event, each.level) for each in found if each.confidence != "low"}
    return [each for each in found if each.confidence != "low" or (each.event, each.level) not in plain]


def _periods(old: Sequence[StatedPeriod], new: Sequence[StatedPeriod]) -> Iterator[PeriodChange]:
    """Periods paired by what they are for; of several for one event those alike pair first."""
    left = list(old)
    unpaired = []
    for period in new:
        same = next((other for other in left if _length(other) == _length(period)), None)
        if same is None:
            unpaired.append(period)
        else:
            left.remove(same)
    told = {_length(period) for period in old}
    for period in unpaired:
        twin = _earlier(period, left)
        if twin is None and _length(period) in told:
            continue
        if twin is not None:
            left.remove(twin)
        yield PeriodChange(
            change="added" if twin is None else "changed",
            event=period.event,
            level=period.level,
            old=twin.quote if twin else "",
            new=period.quote,
        )
    still = {_length(period) for period in new}
    for gone in left:
        if _length(gone) not in still:
            yield PeriodChange(change="removed", event=gone.event, level=gone.level, old=gone.quote)


def _length(period: StatedPeriod) -> tuple[object, ...]:
    return (period.event, period.level, period.value, period.unit, period.counts_from)


def _earlier(period: StatedPeriod, among: Iterable[StatedPeriod]) -> StatedPeriod | None:
    alike = [other for other in among if (other.event, other.level) == (period.event, period.level)]
    return max(alike, key=lambda other: fuzz.token_sort_ratio(other.quote, period.quote), default=None)
