"""Replace identifiers by tokens before a text goes out, and put them back afterwards.

``[[PERSON_1]]`` stands for exactly the characters that it replaced, so that a round trip restores the text to the
letter. The same words get the same token within a case. On the way back anything that is not exactly a token of the
vault, and looks as if it were meant as one, stops the text: nothing is put back by guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import cast

from assistant.domain.errors import BrokenToken
from assistant.privacy import lookalikes
from assistant.privacy.detect import detect
from assistant.privacy.kinds import Identifier, Kind, KnownValue

_TOKEN = re.compile(r"\[\[([A-Z]{2,14}_[1-9][0-9]{0,5})\]\]")


@dataclass(frozen=True, slots=True)
class Vault:
    """The values behind the tokens of one case, token name to value; never log or send it."""

    case: str = ""
    values: Mapping[str, str] = field(default_factory=dict, repr=False)

    def token(self, kind: Kind, value: str) -> str | None:
        """The token that stands for ``value``, if it has one."""
        name = next((n for n, v in self.values.items() if v == value and n.startswith(f"{kind}_")), None)
        return f"[[{name}]]" if name else None

    def known(self) -> tuple[KnownValue, ...]:
        """The values held, to be looked for in the next text of the case."""
        kinds = ((cast(Kind, name.rpartition("_")[0]), value) for name, value in self.values.items())
        return tuple(KnownValue(kind, value) for kind, value in kinds if kind != "TEXT")


def tokenise(
    text: str, known: Iterable[KnownValue] = (), *, vault: Vault | None = None, case: str = ""
) -> tuple[str, Vault]:
    """``text`` with tokens in place of identifiers, and the vault that can put them back.

    ``vault`` is the one of the same case from earlier texts; it is not changed, the grown one is returned.

    >>> safe, vault = tokenise("Pt Jane Doe seen 3/4/26, Doe agreed", [KnownValue("PERSON", "Jane Doe")])
    >>> safe
    'Pt [[PERSON_1]] seen [[DATE_1]], [[PERSON_2]] agreed'
    >>> restore(safe, vault)
    'Pt Jane Doe seen 3/4/26, Doe agreed'
    """
    held = dict(vault.values) if vault else {}
    names = {(name.rpartition("_")[0], value): name for name, value in held.items()}
    last = _last_numbers(held)
    pieces: list[str] = []
    position = 0
    earlier = vault.known() if vault else ()
    for found in _to_replace(text, (*known, *earlier)):
        key = (found.kind, found.quote)
        if key not in names:
            last[found.kind] = last.get(found.kind, 0) + 1
            names[key] = f"{found.kind}_{last[found.kind]}"
            held[names[key]] = found.quote
        pieces += (text[position : found.start], f"[[{names[key]}]]")
        position = found.end
    pieces.append(text[position:])
    return "".join(pieces), Vault(vault.case if vault else case, MappingProxyType(held))


def restore(text: str, vault: Vault) -> str:
    """``text`` with every token replaced by its value.

    Raises ``BrokenToken`` on a token that the vault lacks and on anything that looks like a changed, spaced or cut
    one. The message says where, never what.
    """
    pieces: list[str] = []
    position = 0
    for match in _TOKEN.finditer(text):
        _refuse_remains(text[position : match.start()], position)
        value = vault.values.get(match[1])
        if value is None:
            raise _broken("a privacy token is unknown", match.start())
        pieces += (text[position : match.start()], value)
        position = match.end()
    _refuse_remains(text[position:], position)
    pieces.append(text[position:])
    return "".join(pieces)


def _to_replace(text: str, known: tuple[KnownValue, ...]) -> list[Identifier]:
    """Identifiers and whatever could be read as a token, in the whole text and in what remains between them."""
    found = _joined(text, (*detect(text, known), *lookalikes.find(text)))
    while True:
        remains = [
            Identifier("TEXT", like.quote, start + like.start, start + like.end)
            for start, end in _between(text, found)
            for like in lookalikes.find(text[start:end])
        ]
        if not remains:
            return found
        found = _joined(text, (*found, *remains))


def _between(text: str, found: list[Identifier]) -> Iterator[tuple[int, int]]:
    starts = (0, *(i.end for i in found))
    ends = (*(i.start for i in found), len(text))
    return zip(starts, ends, strict=True)


def _joined(text: str, found: Iterable[Identifier]) -> list[Identifier]:
    """The spans in reading order, those that overlap made one."""
    spans = sorted(found, key=lambda i: (i.start, -i.end))
    joined: list[Identifier] = []
    for span in spans:
        if joined and span.start < joined[-1].end:
            before = joined[-1]
            end = max(before.end, span.end)
            kind: Kind = before.kind if before.end >= span.end else "TEXT"
            joined[-1] = Identifier(kind, text[before.start : end], before.start, end)
        else:
            joined.append(span)
    return joined


def _refuse_remains(text: str, offset: int) -> None:
    """Raise when what is left between tokens still holds something like one."""
    broken = next(lookalikes.find(text), None)
    if broken is not None:
        raise _broken("a privacy token came back changed", offset + broken.start)


def _broken(message: str, position: int) -> BrokenToken:
    return BrokenToken(message, where=f"character {position}", fix="discard this wording and use the embedded one")


def _last_numbers(held: Mapping[str, str]) -> dict[str, int]:
    last: dict[str, int] = {}
    for name in held:
        kind, _, number = name.rpartition("_")
        last[kind] = max(last.get(kind, 0), int(number))
    return last
