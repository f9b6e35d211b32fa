"""Synthetic notes whose identifiers and protected values are known to the character. All people are invented."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import NamedTuple

import pytest

from assistant.privacy.kinds import KnownValue

GIVEN = [
    "Jane",
    "Marcus",
    "Lucía",
    "Wei",
    "Priya",
    "Omar",
    "Ingrid",
    "Tomás",
    "Hannah",
    "DeShawn",
    "Aoife",
    "Noor",
    "Bartholomew",
    "Kim",
    "Jo",
    "José",
    "Mary-Ann",
]
FAMILY = [
    "Doe",
    "Ortiz",
    "Nakamura",
    "O'Neil",
    "McAllister",
    "Nguyen",
    "Fernández",
    "Okafor",
    "Smith-Lund",
    "Petrov",
    "Li",
    "Abernathy",
    "Castellanos",
    "Young",
    "Rivera",
]
STREETS = ("Oak Street", "N Birch Ave", "Harbor View Drive", "3rd St", "Old Mill Rd.", "Elm Court, Apt 4B", "Pine Blvd")
TOWNS = ("Springfield, IL 62704", "Port Haven, OR 97201-1234", "Salt Fork, TX 78701", "Elmira, NY 14901")


class Marked(NamedTuple):
    """A stretch of a note: an identifier, or a value that must stay."""

    start: int
    end: int
    what: str


class Note(NamedTuple):
    text: str
    secrets: tuple[Marked, ...]
    kept: tuple[Marked, ...]
    known: tuple[KnownValue, ...]


class Writer:
    """Puts a note together and remembers where its secrets and its protected values stand."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.parts: list[str] = []
        self.length = 0
        self.secrets: list[Marked] = []
        self.kept: list[Marked] = []

    def write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def mark(self, where: list[Marked], what: str, text: str) -> None:
        where.append(Marked(self.length, self.length + len(text), what))
        self.write(text)

    def fill(self, template: str, values: dict[str, str]) -> None:
        """``{?phone}`` is a secret, ``{=code}`` a protected value."""
        for piece in template.replace("}", "{").split("{"):
            if piece[:1] == "?":
                self.mark(self.secrets, piece[1:].rstrip("0123456789"), values[piece[1:]])
            elif piece[:1] == "=":
                self.mark(self.kept, piece[1:].rstrip("0123456789"), values[piece[1:]])
            else:
                self.write(piece)

    def digits(self, count: int) -> str:
        return "".join(self.random.choice("0123456789") for _ in range(count))

    def day(self, first: int = 2019, last: int = 2026) -> str:
        r = self.random
        year, month, day = r.randint(first, last), r.randint(1, 12), r.randint(1, 28)
        name = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ][month - 1]
        return r.choice(
            [
                *(f"{year}-{month:02d}-{day:02d}", f"{month}/{day}/{year}", f"{month:02d}/{day:02d}/{year % 100:02d}"),
                *(f"{name} {day}, {year}", f"{name[:3]} {day} {year}", f"{month}-{day}-{year}", f"{day} {name} {year}"),
            ]
        )

    def phone(self) -> str:
        a, b, c = f"{self.random.randint(201, 989)}", self.digits(3), self.digits(4)
        return self.random.choice([f"({a}) {b}-{c}", f"{a}-{b}-{c}", f"{a}.{b}.{c}", f"+1 {a} {b} {c}", f"{a} {b} {c}"])


WITH_CONTEXT = (
    "Patient: {?person}, DOB {?dob}.",
    "pt {?person} seen {?day1} for pain.",
    "{?titled} called on {?day1}.",
    "Subscriber name: {?reversed}; member id {?member}; group no. {?group}.",
    "Dear {?titled}:",
    "Referred by Dr. {?family}, NPI {?npi}.",
    "Spoke with {?given} at the payer, ref # {?reference}.",
    "Signed {?person}, DDS, license no. {?licence}.",
    "Patient {?person} ({?age}) lives at {?street}.",
)
WITHOUT_NAMES = (
    "DOB: {?dob}, SSN {?ssn}, MRN {?mrn}.",
    "Phone {?phone1}, fax {?phone2}, e-mail {?email}.",
    "Claim number {?claim} for service on {?day1}, check # {?check}.",
    "Account # {?account}, auth # {?auth}, member ID: {?member}.",
    "Address: {?street}, {?town}.",
    "Appliance serial no. {?device}, delivered {?day2}.",
    "Portal {?url} from {?ip}.",
    "CPAP trial {?day1} to {?day2} not tolerated; a {?age} patient.",
    "Home sleep test on {?day3}: AHI 22.4, nadir 84%.",
    "X-ray taken {?day2}, letter received {?day3}.",
)
OF_KNOWN_PEOPLE = (
    "{?person} agreed to the plan.",
    "{?family}, {?given} - bite check, no change.",
    "{?upper} NO SHOW",
    "{?given} returns in 2 weeks; {?family} family notified.",
    "note for {?lower} about the splint",
    "{?initialed} consented.",
)
PROTECTED = (
    "Billed {=cdt} and {=hcpcs} at {=amount}; denied {=carc}, remark {=rarc}.",
    "Diagnosis {=icd}, procedure CPT {=cpt}.",
    "Policy {=policy} effective {=policyday1} applies.",
    "Under bulletin {=policy}, revised {=policyday1}, {=cdt} needs a chart; version of {=policyday2} is superseded.",
    "{=cdt} on #{=tooth} MOD, allowed {=amount}, plan pays 50%.",
    "{=policy} reviewed {=policyday2}: AHI of 15 or more, or 5-14 with hypertension.",
    "Guideline effective {=policyday1} through {=policyday2}: {=icd} with {=hcpcs}.",
)


def person(writer: Writer) -> tuple[str, str]:
    return writer.random.choice(GIVEN), writer.random.choice(FAMILY)


def values_of(writer: Writer, given: str, family: str) -> dict[str, str]:
    r, d = writer.random, writer.digits
    policy = [f"NLH-OA-{d(3)}", f"CPB {d(4)}", f"DCPB-{d(3)}", f"L{d(5)}", f"MP-{d(3)}.{r.randint(1, 9)}"]
    serials = [f"SN{d(6)}", f"{d(4)}-{d(3)}A", f"AB{d(7)}"]
    return {
        "given": given,
        "family": family,
        "person": f"{given} {family}",
        "reversed": f"{family}, {given}",
        "titled": f"{r.choice(['Mr.', 'Ms.', 'Mrs.'])} {family}",
        "upper": f"{given} {family}".upper(),
        "lower": f"{given} {family}".lower(),
        "initialed": f"{given[0]}. {family}",
        "dob": writer.day(1931, 2020),
        "day1": writer.day(),
        "day2": writer.day(),
        "day3": writer.day(),
        "ssn": r.choice([f"{d(3)}-{d(2)}-{d(4)}", d(9)]),
        "mrn": d(7),
        "phone1": writer.phone(),
        "phone2": writer.phone(),
        "email": f"{family.lower().replace(chr(39), '')}.{d(2)}@mail.example",
        "member": f"{r.choice('WXNAB')}{d(9)}",
        "group": d(6),
        "claim": r.choice([f"NL{d(2)}-{d(5)}", d(12), f"{d(4)}-{d(6)}"]),
        "check": d(7),
        "account": d(6),
        "auth": f"A{d(6)}",
        "licence": f"DN{d(5)}",
        "device": r.choice(serials),
        "npi": f"1{d(9)}",
        "reference": d(7),
        "url": f"https://portal.example/p?id={d(6)}",
        "ip": f"10.{r.randint(1, 250)}.3.{r.randint(2, 250)}",
        "street": f"{r.randint(2, 9899)} {r.choice(STREETS)}",
        "town": r.choice(TOWNS),
        "age": f"{r.randint(90, 104)}-year-old",
        "cdt": r.choice(["D2740", "D4341", "D9947", "D0150", "D7240", "D2392"]),
        "hcpcs": r.choice(["E0486", "K1027", "G0399"]),
        "icd": r.choice(["G47.33", "K02.63", "M26.631", "S02.5XXA", "K05.322"]),
        "cpt": r.choice(["41899", "99213", "21085", "70486"]),
        "carc": r.choice(["CO-50", "PR-1", "CARC 16"]),
        "rarc": r.choice(["N115", "MA130", "N362"]),
        "amount": r.choice(["$1,250.00", "$395.00", "$88"]),
        "policy": r.choice(policy),
        "tooth": str(r.randint(1, 32)),
        "policyday1": writer.day(2022, 2026),
        "policyday2": writer.day(2022, 2026),
    }


def write_note(seed: int) -> Note:
    """One note; every second one is of a person whom the case knows."""
    writer = Writer(seed)
    given, family = person(writer)
    values = values_of(writer, given, family)
    lines = [*writer.random.sample(WITHOUT_NAMES, 3), *writer.random.sample(PROTECTED, 2)]
    known: tuple[KnownValue, ...] = ()
    if seed % 2:
        known = (KnownValue("PERSON", f"{given} {family}"),)
        lines += writer.random.sample(OF_KNOWN_PEOPLE, 3)
    lines += writer.random.sample(WITH_CONTEXT, 2)
    writer.random.shuffle(lines)
    for line in lines:
        writer.fill(line, values)
        writer.write(writer.random.choice(["\n", " ", "\n\n"]))
    return Note("".join(writer.parts), tuple(writer.secrets), tuple(writer.kept), known)


@pytest.fixture(scope="session")
def note() -> Callable[[int], Note]:
    """Writes the note of a seed."""
    return write_note


@pytest.fixture(scope="session")
def notes() -> tuple[Note, ...]:
    """Three hundred notes."""
    return tuple(write_note(seed) for seed in range(300))
