"""What a document says of itself, settled into one version of one policy."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import PurePath
from typing import Any

from pydantic import ValidationError

from assistant.domain.base import Frozen
from assistant.domain.errors import BadInput
from assistant.domain.policy import GENERAL, PolicyDocument
from assistant.policies.series import undated, version_of
from assistant.policies.stated import stated_in
from assistant.readers.documents.blocks import ReadDocument
from assistant.tables.payers import resolve_payer

#: What front matter may hold; anything else is ignored with a warning.
KEYS = frozenset(
    {
        "id",
        "series",
        "title",
        "payer",
        "plan",
        "lane",
        "kind",
        "policy_number",
        "effective_from",
        "effective_through",
        "reviewed",
        "supersedes",
        "source",
        "provenance",
    }
)

#: The names of the command line's options, which a sidecar or front matter may use as well.
_OPTION_NAMES = {
    "effective": "effective_from",
    "effective_date": "effective_from",
    "through": "effective_through",
    "number": "policy_number",
}

_DATES = ("effective_from", "effective_through", "reviewed")


#: The longest value that metadata may hold, a long title or address.
_LONGEST = 500


class DocumentReading(Frozen):
    """A document version with what its reader should know about how it was settled."""

    document: PolicyDocument
    warnings: tuple[str, ...] = ()


def settle_document(
    read: ReadDocument,
    where: str,
    overrides: Mapping[str, Any] | None = None,
    held: Collection[str] = (),
    earlier: Collection[PolicyDocument] = (),
) -> DocumentReading:
    """The document version that ``read`` is, from its metadata; ``overrides`` win over it.

    ``held`` are payer names already in use, ``earlier`` the documents held. The title defaults to the first
    heading, the id to payer, file name and first day in force. The series defaults to that of an earlier document
    of the payer with the same number or title, years aside, else to payer and file name, so that a later version
    continues it. What a document without front matter of its own states in its opening is taken from there, with a
    warning each. Raises ``BadInput`` when payer or first day are not stated anywhere.
    """
    metadata = _named(read.metadata)
    values = {key: value for key, value in {**metadata, **_named(overrides or {})}.items() if value not in (None, "")}
    warnings = list(read.warnings)
    if not {"payer", "effective_from"} <= metadata.keys():
        warnings += _take_stated(values, stated_in(read, held))
    if ignored := sorted(set(values) - KEYS):
        warnings.append(f"front matter keys without a meaning here: {', '.join(ignored)}")
    values = {key: _plain(value, key, where) for key, value in values.items() if key in KEYS}
    for key in _DATES:
        if key in values:
            values[key] = _day(values[key], key, where)
    _require(values, where)
    _in_order(values, where)
    payer = resolve_payer(str(values["payer"]), held)
    if payer.note:
        warnings.append(payer.note)
    values["payer"] = payer.name if payer.name and not payer.note else str(values["payer"]).strip()
    stem = PurePath(where).stem
    values.setdefault("title", _first_heading(read)[:_LONGEST] or stem.replace("-", " ").replace("_", " ").strip())
    warnings += _name(values, stem, earlier)
    return DocumentReading(document=_build(values, where), warnings=tuple(warnings))


def versions_in_force(documents: Collection[PolicyDocument]) -> dict[str, PolicyDocument]:
    """Each version by id, its last day taken from its successor where it states none.

    A successor is the next version of the series by first day in force.
    """
    series: dict[tuple[str, str], list[PolicyDocument]] = {}
    for document in documents:
        series.setdefault((document.payer, document.series), []).append(document)
    settled = {}
    for versions in series.values():
        ordered = sorted(versions, key=lambda version: (version.effective_from or date.min, version.id))
        for version, successor in zip(ordered, [*ordered[1:], None], strict=True):
            settled[version.id] = _closed_by(version, successor)
    return settled


def clashes(documents: Collection[PolicyDocument]) -> tuple[str, ...]:
    """Versions of one series that claim the same days, in words."""
    found = []
    settled = sorted(
        versions_in_force(documents).values(), key=lambda d: (d.payer, d.series, d.effective_from or date.min)
    )
    for first, second in pairwise(settled):
        if (first.payer, first.series) != (second.payer, second.series):
            continue
        last = first.effective_through
        if last is None or (second.effective_from or date.min) <= last:
            found.append(
                f"{first.id} and {second.id} are both in force on {(second.effective_from or date.min).isoformat()}"
            )
    return tuple(found)


def slug(text: str) -> str:
    """Lower case words joined by hyphens.

    >>> slug("Northlake Dental: Crowns (2026)")
    'northlake-dental-crowns-2026'
    """
    return "-".join(re.findall(r"[a-z0-9]+", text.casefold()))


def _closed_by(version: PolicyDocument, successor: PolicyDocument | None) -> PolicyDocument:
    if version.effective_through is not None or successor is None or successor.effective_from is None:
        return version
    if successor.effective_from == version.effective_from:
        return version
    return version.model_copy(update={"effective_through": successor.effective_from - timedelta(days=1)})


def _take_stated(values: dict[str, Any], stated: Mapping[str, Any]) -> Iterator[str]:
    """Fill gaps with what the text states of itself, and say so."""
    taken = {key: value for key, value in stated.items() if key not in values}
    values.update(taken)
    if taken:
        shown = ", ".join(f"{key} {value}" for key, value in taken.items())
        yield f"read from the text: {shown}; correct it with an option or in a sidecar file"


def _plain(value: Any, key: str, where: str) -> Any:
    """A value without control characters and line ends, since it is printed and compared."""
    if isinstance(value, (list, tuple, dict, set)):
        raise BadInput(f"{key} is a list or a mapping", where=where, fix=f"write one value for {key}")
    if not isinstance(value, str):
        return value
    shown = " ".join("".join(c if c.isprintable() else " " for c in value).split())
    if len(shown) > _LONGEST:
        raise BadInput(f"{key} has more than {_LONGEST} letters", where=where, fix=f"shorten {key}")
    return shown


def _require(values: Mapping[str, Any], where: str) -> None:
    missing = [key for key in ("payer", "effective_from") if key not in values]
    if values.get("payer") == GENERAL:
        missing = [key for key in missing if key != "effective_from"]
    if missing:
        options = {"payer": "--payer NAME", "effective_from": "--effective YYYY-MM-DD"}
        raise BadInput(
            f"it does not say {' and '.join(missing)}",
            where=where,
            fix=f"add it to the front matter, or give {' '.join(options[key] for key in missing)}",
        )


def _named(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Metadata by its full keys; a key written in full stands above its short name.

    >>> _named({"effective": "2026-01-01", "number": "7"})
    {'effective_from': '2026-01-01', 'policy_number': '7'}
    """
    full = {key: value for key, value in metadata.items() if key not in _OPTION_NAMES}
    return {_OPTION_NAMES[key]: value for key, value in metadata.items() if key in _OPTION_NAMES} | full


def _in_order(values: Mapping[str, Any], where: str) -> None:
    first, last = values.get("effective_from"), values.get("effective_through")
    if first is not None and last is not None and last < first:
        raise BadInput(
            f"its last day {last.isoformat()} lies before its first day {first.isoformat()}",
            where=where,
            fix="correct effective_from or effective_through (--effective, --through)",
        )


def _day(value: Any, key: str, where: str) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise BadInput(f"{key} {value!r} is not a date", where=where, fix="write YYYY-MM-DD") from None


def _name(values: dict[str, Any], stem: str, earlier: Collection[PolicyDocument]) -> list[str]:
    """Settle id and series; what a series was joined by is said."""
    first_day = values.get("effective_from")
    said: list[str] = []
    if "id" in values:
        values["id"] = slug(str(values["id"]))
        values.setdefault("series", values["id"])
    else:
        family = slug(f"{values['payer']} {stem}")[:150]
        values["id"] = f"{family}-{first_day.isoformat()}" if first_day else family
        if "series" not in values and (version := version_of(values, earlier)):
            values["series"] = version.series
            said.append(f"it was taken as a version of {version.id}; give it a series of its own if it is none")
        values.setdefault("series", slug(f"{values['payer']} {undated(stem) or values['title']}")[:150])
    values["series"] = slug(str(values["series"]))
    return said


def _first_heading(read: ReadDocument) -> str:
    return next((" ".join(block.text.split()) for block in read.blocks if block.kind == "heading"), "")


def _build(values: dict[str, Any], where: str) -> PolicyDocument:
    texts = {key: value if isinstance(value, date) else str(value) for key, value in values.items()}
    try:
        return PolicyDocument.model_validate(texts)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        if first["type"] == "literal_error":
            raise BadInput(
                f"{key} {texts[key]!r} is none of {first['ctx']['expected']}",
                where=where,
                fix=f"write one of them for {key}",
            ) from None
        raise BadInput(f"{key}: {first['msg']}", where=where, fix=f"correct {key} in the front matter") from None
