"""Made-up people whose names and numbers occur nowhere else, and the ways in which an office writes them down."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

_FIRST = ("Ottoline", "Zebulon", "Clementine", "Barnaby", "Philippa", "Cornelius", "Rosalind", "Thaddeus")
_LAST = ("Quillfeather", "Thistlewood", "Ravenscroft", "Winterbourne", "Quackenbush", "Hollingberry", "Fotheringay")
_STREETS = ("Thistledown", "Larkhollow", "Gooseberry", "Pennywhistle", "Candlewick")


@dataclass(frozen=True)
class Person:
    """One made-up patient."""

    first: str
    last: str
    born: tuple[int, int, int]
    member: str
    phone: str
    street: str

    @property
    def marks(self) -> tuple[str, ...]:
        """What may be read nowhere: each occurs in nothing but this person's papers."""
        year, month, day = self.born
        digits = "".join(sign for sign in self.phone if sign.isdigit())
        days = (f"{month:02d}/{day:02d}/{year}", f"{month}/{day}/{year}", f"{year}-{month:02d}-{day:02d}")
        return self.last, self.member, self.phone, digits, self.street.split()[1], *days


def people(most: int, seed: int) -> list[Person]:
    """So many, always the same."""
    dice = random.Random(seed)
    return [
        Person(
            first=dice.choice(_FIRST),
            last=dice.choice(_LAST) + ("", "-Okonkwo", "son")[n % 3],
            born=(dice.randrange(1938, 2016), dice.randrange(1, 13), dice.randrange(1, 29)),
            member=f"Q{dice.choice('HXZ')}{dice.randrange(10**7, 10**8)}",
            phone=f"(555) {dice.randrange(200, 999)}-{dice.randrange(1000, 9999)}",
            street=f"{dice.randrange(100, 9999)} {dice.choice(_STREETS)} Road",
        )
        for n in range(most)
    ]


def sentence(person: Person, way: int) -> str:
    """The person as an office writes: labelled, in a form, in haste, in a letter."""
    year, month, day = person.born
    texts = (
        f"Patient {person.first} {person.last}, DOB {month:02d}/{day:02d}/{year}, member ID {person.member}",
        f"Pt: {person.last}, {person.first} dob {month}/{day}/{year} ph {person.phone}",
        f"Mr. {person.first} {person.last} of {person.street}, Springfield, IL 62704, phone {person.phone}",
        f"subscriber id {person.member}, born {year}-{month:02d}-{day:02d}, patient name: {person.first} {person.last}",
    )
    return texts[way % len(texts)]


def case_of(person: Person) -> dict[str, Any]:
    """A case with the person in facts, notes and the payer's words."""
    year, month, day = person.born
    facts = {"patient_name": f"{person.first} {person.last}", "member_id": person.member, "phone": person.phone}
    line = {"id": "1", "code": "D2740", "tooth": "19", "date_of_service": "2026-11-02", "fee": "1400.00"}
    claim = {
        "lane": "dental",
        "payer": "Brightsmile Dental",
        "patient": {"birth_date": f"{year}-{month:02d}-{day:02d}"},
        "lines": [line],
    }
    said = f"{person.first} {person.last} ({person.member}) is not covered for this service."
    return {
        "claim": claim,
        "facts": [
            {"key": key, "value": value, "who": "front desk", "when": "2026-11-20"} for key, value in facts.items()
        ],
        "denials": [{"date": "2026-11-10", "line": "1", "group": "CO", "carc": "50", "text": said}],
        "documents": [{"id": "d1", "kind": "chart_note", "text": f"11/02/2026 {sentence(person, 0)}. #19 crown."}],
    }


def remittance_of(person: Person) -> bytes:
    """A remittance that names the person."""
    return (
        "ISA*00*          *00*          *ZZ*PAYER          *ZZ*OFFICE         *261001*0900*^*00501*000000001*0*P*:~"
        "GS*HP*PAYER*OFFICE*20261001*0900*1*X*005010X221A1~ST*835*0001~BPR*I*0.00*C*NON************20261001~"
        "TRN*1*123*1512345678~N1*PR*BRIGHTSMILE DENTAL~N1*PE*OFFICE*XX*1234567893~LX*1~"
        f"CLP*A1*4*1400*0**12*P1~CAS*CO*50*1400~NM1*QC*1*{person.last}*{person.first}****MI*{person.member}~"
        f"DTM*232*20261102~SVC*AD:D2740*1400*0~DTM*472*20261102~CAS*CO*50*1400~"
        "SE*14*0001~GE*1*1~IEA*1*000000001~"
    ).encode()
