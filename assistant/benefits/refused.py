"""What the denials of one line refuse together, each dollar once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.domain.case import Denial
from assistant.readers.x12.labels import shares_out

_NONE = Decimal(0)


@dataclass(frozen=True)
class Refused:
    """``amount`` in US dollars, ``None`` where it is not known; ``parts`` is what each denial adds to it, in order.

    ``mixed``: denials of different groups stand for one amount, so that no dollar of it is known to be a group's.
    """

    amount: Decimal | None
    parts: tuple[Decimal, ...]
    mixed: bool = False


def refused_of_line(denials: Sequence[Denial], fee: Decimal | None, *, lined: bool = True) -> Refused:
    """What was refused of a line with a ``fee``; not ``lined``: the denials name no line of several.

    Shares of the cost (deductible, coinsurance) and different groups are parts and are added. Refusals of
    one group are parts where their amounts differ and the fee holds them, else several reasons for the largest.
    The same refusal written twice counts once. What comes to more than the fee is not parts. Of several
    amounts without a line nobody knows whether they overlap, and the amount is unknown.

    >>> share = Denial(group="PR", carc="1", amount=Decimal(50))
    >>> str(refused_of_line([share, share.model_copy(update={"carc": "2"})], Decimal(240)).amount)
    '100'
    """
    nothing = tuple(_NONE for _ in denials)
    stated = _once(denials)
    groups = {denial.group for denial in denials}
    if not stated or (not lined and len(stated) > 1):
        return Refused(None, nothing, mixed=len(groups) > 1)
    adding = [place for cluster in _clusters(denials, stated) for place in _parts(denials, cluster, fee)]
    if fee is not None and sum((_of(denials[place]) for place in adding), _NONE) > fee:
        adding = [max(stated, key=lambda place: _of(denials[place]))]
    parts = tuple(_of(denial) if place in adding else _NONE for place, denial in enumerate(denials))
    unplaced = len(adding) < len(stated) or any(denial.amount is None for denial in denials)
    return Refused(sum(parts, _NONE), parts, mixed=len(groups) > 1 and unplaced)


def _once(denials: Sequence[Denial]) -> list[int]:
    """The places of the denials with an amount, the same refusal written twice once."""
    seen: dict[tuple[object, ...], int] = {}
    for place, denial in enumerate(denials):
        if denial.amount is not None:
            seen.setdefault((denial.group, denial.carc, denial.amount), place)
    return list(seen.values())


def _clusters(denials: Sequence[Denial], stated: Sequence[int]) -> Iterator[list[int]]:
    """Shares of the cost each for itself, refusals by group; all in one where a group is not stated."""
    refusing: dict[str, list[int]] = {}
    known = all(denials[place].group for place in stated)
    for place in stated:
        denial = denials[place]
        if shares_out(denial.carc or ""):
            yield [place]
        else:
            refusing.setdefault((denial.group or "") if known else "", []).append(place)
    yield from refusing.values()


def _parts(denials: Sequence[Denial], cluster: list[int], fee: Decimal | None) -> list[int]:
    amounts = [_of(denials[place]) for place in cluster]
    differ = len(set(amounts)) > 1 and fee is not None and sum(amounts, _NONE) <= fee
    return cluster if differ or len(cluster) == 1 else [max(cluster, key=lambda place: _of(denials[place]))]


def _of(denial: Denial) -> Decimal:
    return denial.amount or _NONE
