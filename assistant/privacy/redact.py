"""Take identifiers out of log lines, traces and channel messages for good.

``[PERSON]`` cannot be put back; for that see ``assistant.privacy.vault``.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel

from assistant.privacy.detect import detect
from assistant.privacy.kinds import Kind, KnownValue

#: Keys whose whole value is an identifier, however it looks.
_KEYS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "PERSON",
        re.compile(
            r"(?:patient|member|subscriber|insured|guarantor|first|last|full|middle|given|family|sur|legal)_?name|"
            r"signer|patient"
        ),
    ),
    ("DATE", re.compile(r"(?:birth_?date|date_of_birth|dob|birthday|date_of_service|death_?date)")),
    ("SSN", re.compile(r"ssn|social_security(?:_number)?")),
    ("MEMBER", re.compile(r"(?:member|subscriber|insured|policy_?holder|beneficiary)_?(?:id|number|no)|mbi|hicn")),
    ("MRN", re.compile(r"mrn|chart_(?:no|number)|medical_record(?:_number)?")),
    ("PHONE", re.compile(r"(?:phone|mobile|cell|telephone|fax)(?:_?number)?")),
    ("EMAIL", re.compile(r"e?_?mail(?:_?address)?")),
    ("ADDRESS", re.compile(r"(?:street|postal|home|mailing)?_?address|street|city|zip(?:_?code)?|postal_?code")),
    ("CLAIM", re.compile(r"(?:payer_)?claim_(?:number|no|control_number)")),
    ("ACCOUNT", re.compile(r"account_?(?:no|number|id)|acct_?(?:no|number)")),
)
_STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}
_DEEPEST = 30
_NESTED = (Mapping, list, tuple, BaseModel)


def redact(text: str, known: Iterable[KnownValue] = ()) -> str:
    """``text`` with ``[PERSON]``, ``[DATE]`` and so on in place of identifiers.

    >>> redact("Mr. Ortiz, member id NLH884213, D2740 denied 3/4/26")
    'Mr. [PERSON], member id [MEMBER], D2740 denied [DATE]'
    """
    pieces: list[str] = []
    position = 0
    for found in detect(text, known):
        pieces += (text[position : found.start], f"[{found.kind}]")
        position = found.end
    return "".join((*pieces, text[position:]))


def redact_value(value: Any, known: Iterable[KnownValue] = ()) -> Any:
    """A value with every string in it redacted, at any depth of mappings, sequences and models.

    Under a key that names an identifier, such as ``patient_name``, the whole value goes.

    >>> redact_value({"patient": {"patient_name": "kim", "note": ["seen 3/4/26"]}, "units": 2})
    {'patient': {'patient_name': '[PERSON]', 'note': ['seen [DATE]']}, 'units': 2}
    """
    return _redact(value, tuple(known), 0)


def _redact(value: Any, known: tuple[KnownValue, ...], depth: int) -> Any:
    if value is None or isinstance(value, bool | float):
        return value
    if depth > _DEEPEST:
        return "[TOO DEEP]"
    if isinstance(value, str):
        return redact(value, known)
    if isinstance(value, bytes):
        return redact(value.decode("utf-8", "replace"), known)
    if isinstance(value, date):
        return "[DATE]"
    if isinstance(value, BaseModel):
        value = value.model_dump()
    if isinstance(value, Mapping):
        return {_redact(key, known, depth + 1): _under(str(key), item, known, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        items = [_redact(item, known, depth + 1) for item in value]
        return tuple(items) if isinstance(value, tuple) else items
    written = str(value)
    safe = redact(written, known)
    return value if safe == written and isinstance(value, int) else safe


def _under(key: str, value: Any, known: tuple[KnownValue, ...], depth: int) -> Any:
    folded = re.sub(r"[^a-z0-9]+", "_", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", key).lower()).strip("_")
    for kind, shape in _KEYS:
        if (
            value not in (None, "")
            and not isinstance(value, Mapping | list | tuple | BaseModel)
            and shape.fullmatch(folded)
        ):
            return f"[{kind}]"
    return _redact(value, known, depth)


class RedactingFilter(logging.Filter):
    """Scrubs message, arguments, exception text and extra fields of every record that passes.

    Attach it to handlers, so that records of libraries pass through it as well.
    """

    def __init__(self, known: Iterable[KnownValue] = ()) -> None:
        super().__init__()
        self._known = tuple(known)

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true; the record is changed in place."""
        record.msg, record.args = redact(_message(record), self._known), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        record.exc_info = None
        if record.exc_text:
            record.exc_text = redact(record.exc_text, self._known)
        if record.stack_info:
            record.stack_info = redact(record.stack_info, self._known)
        for name in set(record.__dict__) - _STANDARD:
            setattr(record, name, _under(name, record.__dict__[name], self._known, 0))
        return True


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):
        return f"{record.msg} {record.args}"
