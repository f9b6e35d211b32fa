"""What records of several kinds are made of."""

from __future__ import annotations

from assistant.domain.base import Frozen
from assistant.domain.records.written import Amount


class ReadWarning(Frozen):
    """Something in the file that is off. ``where`` is a JSON path into the record or ``segment N``."""

    code: str
    where: str
    message: str


class Delimiters(Frozen):
    """The separators that the ISA header declares."""

    element: str
    component: str
    segment: str
    repetition: str | None = None


class Interchange(Frozen):
    """One ISA envelope: who sent it to whom; ``usage`` is ``T`` for a test, ``P`` for production."""

    control: str
    sender: str
    receiver: str
    date: str
    usage: str
    delimiters: Delimiters


class SegmentCount(Frozen):
    """A transaction set whose SE trailer declares another number of segments than there are."""

    st02: str
    declared: str
    counted: int


class Reference(Frozen):
    """A REF segment: an identifier with the kind that its qualifier names."""

    qualifier: str
    value: str
    description: str | None = None


class Dated(Frozen):
    """A date as written (YYYYMMDD); ``end`` closes a range."""

    qualifier: str
    date: str
    end: str | None = None


class Qualified(Frozen):
    """An AMT or QTY segment."""

    qualifier: str
    amount: Amount | None


class Contact(Frozen):
    """A PER segment."""

    function: str
    name: str | None = None
    numbers: tuple[Reference, ...] = ()


class Address(Frozen):
    """A postal address, as written."""

    lines: tuple[str, ...] = ()
    city: str | None = None
    state: str | None = None
    zip: str | None = None
    country: str | None = None


class Party(Frozen):
    """A person or organisation; ``name`` is the organisation or the last name."""

    role: str
    name: str | None = None
    first: str | None = None
    middle: str | None = None
    suffix: str | None = None
    id_qualifier: str | None = None
    id: str | None = None
    address: Address | None = None
    contacts: tuple[Contact, ...] = ()
    references: tuple[Reference, ...] = ()
    birth_date: str | None = None
    sex: str | None = None
    taxonomy: str | None = None

    @property
    def full_name(self) -> str:
        """First name before last name, or the organisation."""
        return " ".join(part for part in (self.first, self.middle, self.name, self.suffix) if part)

    @property
    def npi(self) -> str | None:
        """The national provider identifier, where the identifier is one."""
        return self.id if self.id_qualifier == "XX" else None


class Procedure(Frozen):
    """A procedure as a composite names it; ``None`` where the composite cannot be read."""

    qualifier: str | None = None
    code: str | None = None
    modifiers: tuple[str, ...] = ()
    description: str | None = None


class Recovered(Procedure):
    """What a broken procedure composite most likely said; never used in sums."""

    charge: Amount | None = None
    paid: Amount | None = None


class Adjustment(Frozen):
    """One triple of a CAS segment. ``amount`` is ``None`` when the file's text is no amount."""

    group: str | None
    reason: str | None
    amount: Amount | None
    quantity: str | None = None


class X12Record(Frozen):
    """What every X12 record carries besides its content."""

    transaction: str
    file: str = ""
    implementation: tuple[str, ...] = ()
    transaction_sets: int = 0
    delimiters: Delimiters
    repetition_separator: str | None = None
    interchanges: tuple[Interchange, ...] = ()
    se_count_mismatch: tuple[SegmentCount, ...] = ()
    warnings: tuple[ReadWarning, ...] = ()
