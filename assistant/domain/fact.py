"""What is known about a case, and where it stands."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from assistant.domain.base import Day, Frozen

MentionKind = Literal[
    "code",
    "tooth",
    "surface",
    "area",
    "side",
    "date",
    "amount",
    "percent",
    "measurement",
    "duration",
    "identifier",
    "quote",
]


class Mention(Frozen):
    """A typed value found in a text, with the characters it was read from.

    ``value`` is canonical (ISO date, plain decimal, code without spaces), so that two
    spellings of one thing are equal; ``start`` and ``end`` index the text.
    """

    kind: MentionKind
    value: str
    quote: str
    start: int
    end: int
    unit: str = ""


class Span(Frozen):
    """A stretch of a case document; ``quote`` is verbatim."""

    document: str
    start: int
    end: int
    quote: str


class EnteredFact(Frozen):
    """A fact that a person states, with who and when; it has no other proof.

    ``corrects``: what was read under this key was misread, and this stands in its place.
    """

    key: str
    value: str
    who: str
    when: Day
    corrects: bool = False


FactValue = bool | Decimal | date | str

#: A measured value that is only a limit: "<50 %" lies ``below`` 50, "5+ mm" is ``at_least`` 5.
Bound = Literal["", "below", "at_most", "above", "at_least"]


class Fact(Frozen):
    """One value read from a document or entered by a person.

    ``polarity`` is ``absent`` where the text says that something did not happen or was
    not found; that is knowledge, unlike a fact that is not there at all. ``day`` is the
    date the text attaches to the value, ``until`` the end of a stated period and ``days``
    its stated length; ``None`` where the text gives none. ``place`` is the tooth (``30``,
    with its site ``30 MB``), the area (``area 10``) or the side that the words name.
    """

    key: str
    value: FactValue
    unit: str = ""
    polarity: Literal["present", "absent"] = "present"
    day: date | None = None
    until: date | None = None
    days: int | None = None
    place: str = ""
    bound: Bound = ""
    span: Span | None = None
    entered: EnteredFact | None = None
    document_kind: str = ""

    @property
    def quote(self) -> str:
        """The words that prove the fact."""
        if self.span is not None:
            return self.span.quote
        return self.entered.value if self.entered is not None else ""

    @property
    def document(self) -> str:
        """Id of the document, or who entered the fact and when."""
        if self.span is not None:
            return self.span.document
        if self.entered is not None:
            return f"entered by {self.entered.who} on {self.entered.when.isoformat()}"
        return ""
