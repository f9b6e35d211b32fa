"""Denials decoded by table: the group says who bears it, the CARC why, the RARC what exactly."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.benefits.denial_text import BESIDE, asked_for, codes_in_text, read_words
from assistant.benefits.reason_pair import Given, combine, unclear
from assistant.codes import carc as carc_codes
from assistant.codes import rarc as rarc_codes
from assistant.domain.denial import DenialDecoding, DenialReading
from assistant.domain.errors import CodeError
from assistant.tables.reasons import ReasonRow, reason


def decode_denial(
    *, group: str | None = None, carc: str | None = None, rarc: str | None = None, text: str | None = None
) -> DenialReading:
    """What a denial means, what to do first, who may be billed and what to get.

    ``carc`` may carry its group (``CO-50``); ``rarc`` may hold several remarks. Codes win
    over words; words settle a code that only points to its remark. Codes that contradict
    one another, or that the table lacks, give the category ``unknown`` with the reason.

    >>> reading = decode_denial(carc="CO-50", rarc="N115")
    >>> reading.category, reading.action, reading.may_bill_patient
    ('medical_necessity', 'appeal', False)
    """
    if not (carc or rarc) and text:
        return _from_text(group, text)
    codes: list[str] = []
    problems: list[str] = []
    group, number = _split(group, carc, problems)
    rows: list[ReasonRow] = []
    if number is not None:
        _look_up("carc", number, rows, codes, problems)
    for remark in re.split(r"[\s,;/|]+", rarc or ""):
        if remark:
            _look_up("rarc", remark, rows, codes, problems)
    if group is not None:
        codes[:1] = [f"{group}-{codes[0]}"] if number is not None and codes else [group, *codes[:1]]
    given = Given(group=group, rows=tuple(rows), codes=tuple(codes), text=text or "", problems=tuple(problems))
    if not rows:
        reason_for = " ".join(problems) or "No reason code and no words of the payer are given."
        return unclear(given, reason_for)
    reading = _by_words(given) or combine(given)
    extra = asked_for(reading.category, given.text) if given.text else ()
    return reading.model_copy(update={"obtain": tuple(dict.fromkeys((*reading.obtain, *extra)))})


def decode_codes(codes: Sequence[str], *, text: str | None = None) -> DenialDecoding:
    """Codes as people type them (``CO-50 N115``), in any order, or a text.

    A remark belongs to the reason before it. Words that are not codes are read as text.
    Several reasons that call for different courses give ``unknown`` at the top and one
    reading each.
    """
    reasons: list[tuple[str | None, list[str]]] = []
    group: str | None = None
    loose: list[str] = []
    tokens = [token for written in codes for token in re.split(r"[\s,;/|]+", written) if token]
    for token in tokens:
        if token.upper() in carc_codes.GROUPS:
            group = token.upper()
        elif rarc_codes.is_valid(token):
            (reasons[-1][1] if reasons else loose).append(token)
        elif _is_reason(token):
            reasons.append((f"{group}-{token}" if group and token[0].isalnum() and not _grouped(token) else token, []))
            group = None
        else:
            return several((decode_denial(text="\n".join(filter(None, [" ".join(codes), text]))),))
    if loose and reasons:
        reasons[0][1][:0] = loose
        loose = []
    if not reasons:
        return several((decode_denial(group=group, rarc=" ".join(loose) or None, text=text),))
    return several(
        tuple(decode_denial(carc=carc, rarc=" ".join(remarks) or None, text=text) for carc, remarks in reasons)
    )


def several(readings: tuple[DenialReading, ...]) -> DenialDecoding:
    """One reading on top; with several, the first where all agree, else unknown."""
    if not readings:
        return DenialDecoding(**unclear(Given(None, (), ()), "No reason code is given.").model_dump())
    telling = tuple(each for each in readings if each.category not in BESIDE) or readings
    top = telling[0]
    if len({(each.category, each.action) for each in telling}) > 1:
        listed = "; ".join(f"{' '.join(r.codes)}: {r.category.replace('_', ' ')}" for r in telling)
        codes = tuple(code for reading in readings for code in reading.codes)
        top = unclear(Given(None, (), codes), f"Several reasons stand together ({listed}); take them one by one.")
    return DenialDecoding(**top.model_dump(), readings=readings if len(readings) > 1 else ())


def _is_reason(token: str) -> bool:
    try:
        carc_codes.with_group(token)
    except CodeError:
        return False
    return True


def _grouped(token: str) -> bool:
    return carc_codes.with_group(token).group is not None


def _by_words(given: Given) -> DenialReading | None:
    """A code that only points to a missing remark, settled by the payer's words when they are clear."""
    if not (given.silent and given.text):
        return None
    reading = read_words(given.group, given.text)
    if reading.category == "unknown":
        return None
    source = f"denial_actions.csv: {', '.join(row.key for row in given.rows)}; {reading.source}"
    return reading.model_copy(update={"codes": given.codes, "source": source})


def _split(group: str | None, carc: str | None, problems: list[str]) -> tuple[str | None, str | None]:
    """The group and the bare CARC; two different groups are a problem."""
    group = group.strip().upper() if group and group.strip() else None
    if group is not None and group not in carc_codes.GROUPS:
        problems.append(f"{group!r} is not a group code ({', '.join(carc_codes.GROUPS)}).")
        group = None
    if not carc or not carc.strip():
        return group, None
    try:
        written = carc_codes.with_group(carc)
    except CodeError:
        problems.append(f"{carc.strip()!r} is not a CARC.")
        return group, None
    if written.group and group and written.group != group:
        problems.append(f"The group is given as {group} and as {written.group}: check the remittance.")
        return None, written.carc
    return group or written.group, written.carc


def _look_up(system: str, written: str, rows: list[ReasonRow], codes: list[str], problems: list[str]) -> None:
    try:
        code = carc_codes.validate(written) if system == "carc" else rarc_codes.validate(written)
    except CodeError:
        problems.append(f"{written!r} is not a {system.upper()}.")
        return
    codes.append(code)
    row = reason("carc" if system == "carc" else "rarc", code)
    if row is None:
        problems.append(f"{system.upper()} {code} is not in the table, which holds a part of the published list.")
        return
    rows.append(row)


def _from_text(group: str | None, text: str) -> DenialReading:
    """A reading of words alone: codes that stand in them first, then phrases."""
    found = codes_in_text(text)
    if found.carcs or found.remarks:
        if len(found.carcs) > 1:
            given = Given(group=None, rows=(), codes=found.all_codes, text=text)
            listed = ", ".join(found.carcs)
            return unclear(given, f"The text gives several reasons ({listed}): decode them one at a time.")
        return decode_denial(
            group=group or found.group,
            carc=found.carcs[0] if found.carcs else None,
            rarc=" ".join(found.remarks),
            text=text,
        )
    return read_words(group, text)
