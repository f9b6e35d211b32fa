"""How sure a share is, and whether two runs differ by more than chance."""

from __future__ import annotations

from math import comb


def exact_upper(failures: int, of: int, confidence: float = 0.95) -> float:
    """The one-sided upper bound of a rate of failures (Clopper and Pearson); near 3/N where there were none.

    >>> round(exact_upper(0, 300), 4)
    0.0099
    >>> round(exact_upper(2, 100), 3)
    0.062
    """
    if not of or failures >= of:
        return 1.0
    low, high = failures / of, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if _at_most(failures, of, middle) > 1 - confidence:
            low = middle
        else:
            high = middle
    return high


def _at_most(failures: int, of: int, rate: float) -> float:
    """The chance of so many failures or fewer, summed by the ratio of neighbours so that nothing overflows."""
    term = (1 - rate) ** of
    total = term
    for k in range(1, failures + 1):
        term *= (of - k + 1) / k * rate / (1 - rate)
        total += term
    return total


def mcnemar(fixed: int, broken: int) -> float:
    """The exact two-sided p of McNemar's test: how likely so uneven a split is if neither run is better.

    >>> mcnemar(0, 0)
    1.0
    >>> round(mcnemar(10, 1), 4)
    0.0117
    """
    of, fewer = fixed + broken, min(fixed, broken)
    return min(1.0, sum(comb(of, k) for k in range(fewer + 1)) / float(2 ** (of - 1))) if of else 1.0
