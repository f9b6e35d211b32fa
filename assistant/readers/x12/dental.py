"""What a 271 says and does not say about dental care.

An item counts as stated only when an EB speaks of a dental service type or a dental
procedure; a medical deductible says nothing of a dental one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from assistant.domain.records.eligibility import Benefit

#: Service type 35 is dental care as a whole; 23-28 and 36-41 are its parts.
DENTAL = frozenset({"23", "24", "25", "26", "27", "28", "35", "36", "37", "38", "39", "40", "41"})

_ACTIVE = frozenset({"1", "2", "3", "4", "5"})
_INACTIVE = frozenset({"6", "7", "8"})
_NOT_COVERED = "I"

#: EB06 of what is left, and of a lifetime.
_REMAINING = frozenset({"29", "33"})
_LIFETIME = frozenset({"32", "33"})

ORTHODONTICS = "38"


def is_dental(one: Benefit) -> bool:
    """Whether the statement is about dental care."""
    by_code = one.procedure is not None and (
        one.procedure.qualifier == "AD" or (one.procedure.code or "").startswith("D")
    )
    return by_code or bool(DENTAL.intersection(one.service_types))


def dental_active(benefits: Iterable[Benefit]) -> bool | None:
    """Whether dental coverage is active; ``None`` when the answer does not say."""
    stated = [one for one in benefits if "35" in one.service_types]
    if any(one.info in _INACTIVE or one.info == _NOT_COVERED for one in stated):
        return False
    return True if any(one.info in _ACTIVE for one in stated) else None


def not_stated(benefits: Sequence[Benefit]) -> tuple[str, ...]:
    """The items a dental office needs that no statement holds, in the order it would ask them."""
    dental = [one for one in benefits if is_dental(one)]
    return tuple(item for item, states in _ITEMS if not any(states(one) for one in dental))


def _says(*words: str) -> Callable[[Benefit], bool]:
    """Whether a free message of the statement speaks of one of ``words``."""
    return lambda one: any(word in message.lower() for message in one.messages for word in words)


def _states_activity(one: Benefit) -> bool:
    return "35" in one.service_types and (one.info in _ACTIVE or one.info in _INACTIVE or one.info == _NOT_COVERED)


def _maximum(one: Benefit) -> bool:
    return one.info == "F" and one.amount is not None


def _annual(one: Benefit) -> bool:
    return _maximum(one) and one.time_period not in _REMAINING | _LIFETIME and ORTHODONTICS not in one.service_types


def _remaining(one: Benefit) -> bool:
    return _maximum(one) and one.time_period in _REMAINING and ORTHODONTICS not in one.service_types


def _orthodontic(one: Benefit) -> bool:
    return ORTHODONTICS in one.service_types and (_maximum(one) or one.info == _NOT_COVERED)


def _frequency(one: Benefit) -> bool:
    counted = one.quantity is not None and one.quantity_qualifier not in ("S7", "S8")
    return bool(one.deliveries) or (one.info == "F" and counted)


def _age(one: Benefit) -> bool:
    return one.quantity_qualifier in ("S7", "S8") or _says("age ")(one)


_ITEMS: tuple[tuple[str, Callable[[Benefit], bool]], ...] = (
    ("whether dental care (service type 35) is active", _states_activity),
    ("annual maximum", _annual),
    ("remaining annual maximum", _remaining),
    ("deductible", lambda one: one.info == "C" and one.amount is not None and one.time_period not in _REMAINING),
    ("remaining deductible", lambda one: one.info == "C" and one.amount is not None and one.time_period in _REMAINING),
    ("coinsurance or co-payment", lambda one: one.info in ("A", "B")),
    ("frequency limits", _frequency),
    ("age limits", _age),
    ("waiting periods", _says("waiting")),
    ("missing tooth clause", _says("missing tooth")),
    ("alternate benefit or downgrade", _says("alternate benefit", "downgrade")),
    ("orthodontic lifetime maximum", _orthodontic),
    ("date of last service (history)", lambda one: any(date.qualifier in ("304", "472") for date in one.dates)),
)
