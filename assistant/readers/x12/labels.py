"""Own short words for codes that X12 records carry, from ``corpus/tables/x12_words.csv``."""

from __future__ import annotations

from functools import cache

from assistant.tables.source import rows


def label(kind: str, code: str | None) -> str | None:
    """Our words for a code of a list; ``None`` when the table does not hold it.

    >>> label("claim_status", "4")
    'denied'
    >>> label("claim_status", "99") is None
    True
    """
    return _words().get((kind, code or ""))


def shares_out(carc: str) -> bool:
    """Whether a reason code prices the service or shares its cost out, and so refuses nothing.

    Deductible, coinsurance, contract write-off and a prior payer's part are such reasons; a
    code that the table does not hold counts as a refusal.

    >>> shares_out("45"), shares_out("50")
    (True, False)
    """
    return ("carc_share", carc.upper()) in _words()


@cache
def _words() -> dict[tuple[str, str], str]:
    return {(row["list"], row["code"]): row["words"] for row in rows("x12_words.csv")}
