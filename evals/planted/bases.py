"""Base cases for planted errors: chart notes with invented people, numbers and days, the same for the same seed."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from assistant.codes import npi
from assistant.domain.case import Case
from assistant.intake.case_file import LoadedCase

TODAY = date(2026, 11, 22)
_FIRST = "Alva Bruno Celia Dario Edda Farid Greta Hollis Imani Jonas Keiko Lionel Mirela Nadim Oona Piotr Rosalind Tove"
_LAST = "Abernethy Brankovic Castellano Dragunov Eskildsen Fairweather Gundersen Halloran Ibarra Jankowski Lindqvist"
_OFFICES = ("Cedar Hollow Dental", "Alder Street Dental Care", "Harbor Point Oral Health", "Juniper Lane Dentistry")
_SLOT = re.compile(r"\{(?:D(?P<days>-?\d+)|(?P<low>\d+)-(?P<high>\d+)|(?P<name>patient|dentist|doctor|tooth))\}")
_REMARKS = ("N661", "N115", "M127", None)
_FUNDING = {"Medicare": "medicare", "Tallgrass Advantage": "medicare_advantage", "Juniper State Dental": "medicaid"}


@dataclass(frozen=True)
class Base:
    """A case with its name and the identifiers that must not leave it."""

    name: str
    loaded: LoadedCase
    canaries: tuple[str, ...]


def bases(seed: int, folder: Path) -> Iterator[Base]:
    """One case for each note and payer, its papers written below ``folder``."""
    rng = random.Random(seed)
    content = yaml.safe_load((files("evals.planted") / "bases.yaml").read_text(encoding="utf-8"))
    pairs = [(note, payer) for note in content for payer in note["payers"]]
    for number, (note, payer) in enumerate(pairs):
        yield _base(note, payer, number, rng, folder / f"case-{number}")


def _base(note: dict[str, Any], payer: str, number: int, rng: random.Random, folder: Path) -> Base:
    people = _people(rng)
    day = date(2026, 3, 1) + timedelta(days=rng.randrange(190))
    birth = date(2018 if note.get("child") else rng.randrange(1950, 1999), rng.randrange(1, 13), rng.randrange(1, 29))
    member, claim_number = f"{payer[:2].upper()}{rng.randrange(10**8, 10**9)}", f"CL-{rng.randrange(10**5, 10**6)}"
    denied = day + timedelta(days=rng.randrange(18, 40))
    documents = _documents(note, people, day, rng, folder)
    attachments = [_attachment(kind, documents, day, folder) for kind in note.get("attachments", ())]
    number_of_office = _npi(rng)
    fees = [line["fee"] + 5 * rng.randrange(20) for line in note["claim"]["lines"]]
    content: dict[str, Any] = {
        "claim": _claim(note, payer, birth, day, number_of_office, fees),
        "denials": [_denial(claim_number, denied, fees[0], rng)],
        "documents": documents,
        "attachments": attachments,
        "practice": {
            "name": rng.choice(_OFFICES),
            "address": f"{rng.randrange(10, 990)} Mill Street, Port Merrow, MI 00410",
            "phone": f"555-01{rng.randrange(10, 99)}",
            "npi": number_of_office,
            "signer": people["dentist"],
        },
        "plan_funding": _FUNDING.get(payer, rng.choice(("insured", "self_funded", None))),
        "facts": [
            {"key": "patient_name", "value": people["patient"], "who": "front desk", "when": TODAY.isoformat()},
            {"key": "member_id", "value": member, "who": "front desk", "when": TODAY.isoformat()},
        ],
    }
    canaries = (*people.values(), member, claim_number, number_of_office, birth.isoformat())
    name = f"{number + 1:02d} {note['name']}, {payer}"
    return Base(name, LoadedCase(Case.model_validate(content), folder), (*canaries, content["practice"]["phone"]))


def _documents(
    note: dict[str, Any], people: dict[str, str], day: date, rng: random.Random, folder: Path
) -> list[dict[str, str]]:
    """The papers of the case, written below ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = [_filled(document["text"], note, people, day, rng) for document in note["documents"]]
    documents = [
        {"id": f"d{index}", "kind": document["kind"], "file": f"{document['kind']}-{index}.txt", "text": text}
        for index, (document, text) in enumerate(zip(note["documents"], texts, strict=True), start=1)
    ]
    for document in documents:
        (folder / document["file"]).write_text(document["text"], encoding="utf-8")
    return documents


def _claim(
    note: dict[str, Any], payer: str, birth: date, day: date, number_of_office: str, fees: list[int]
) -> dict[str, Any]:
    """The claim of the note, with its day, fees and people."""
    provider, pointers = (
        {"npi": number_of_office},
        {"diagnosis_pointers": [1]} if note["claim"].get("diagnoses") else {},
    )
    return {
        **note["claim"],
        "payer": payer,
        "patient": {"birth_date": birth.isoformat(), "relationship": "child" if note.get("child") else "self"},
        "billing_provider": provider,
        "rendering_provider": provider,
        "tooth_system": "universal",
        "place_of_service": "11",
        "lines": [
            {**line, "id": str(index), "fee": f"{fee}.00", "date_of_service": day.isoformat()} | pointers
            for index, (line, fee) in enumerate(zip(note["claim"]["lines"], fees, strict=True), start=1)
        ],
    }


def _denial(claim_number: str, denied: date, fee: int, rng: random.Random) -> dict[str, Any]:
    """The first line denied as not necessary."""
    return {
        "date": denied.isoformat(),
        "received": (denied + timedelta(days=4)).isoformat(),
        "claim_number": claim_number,
        "line": "1",
        "group": "CO",
        "carc": "50",
        "rarc": rng.choice(_REMARKS),
        "amount": f"{fee}.00",
    }


def _people(rng: random.Random) -> dict[str, str]:
    firsts, lasts = rng.sample(_FIRST.split(), 3), rng.sample(_LAST.split(), 3)
    return {role: f"{a} {b}" for role, a, b in zip(("patient", "dentist", "doctor"), firsts, lasts, strict=True)}


def _filled(text: str, note: dict[str, Any], people: dict[str, str], day: date, rng: random.Random) -> str:
    def fill(match: re.Match[str]) -> str:
        if match["days"] is not None:
            return f"{day + timedelta(days=int(match['days'])):%m/%d/%Y}"
        if match["low"] is not None:
            return str(rng.randint(int(match["low"]), int(match["high"])))
        return people.get(match["name"]) or str(note["claim"]["lines"][0]["tooth"])

    return _SLOT.sub(fill, text)


def _attachment(kind: str, documents: list[dict[str, str]], day: date, folder: Path) -> dict[str, str]:
    """The paper of that kind, or an image of the day."""
    paper = next((document["file"] for document in documents if document["kind"] == kind), None)
    if paper is not None:
        return {"kind": kind, "file": paper}
    (folder / f"{kind}.png").write_bytes(b"image")
    return {"kind": kind, "date": day.isoformat(), "file": f"{kind}.png"}


def _npi(rng: random.Random) -> str:
    """A number of the right shape that belongs to nobody in particular."""
    stem = f"1{rng.randrange(10**8):08d}"
    return next(stem + digit for digit in "0123456789" if npi.is_valid(stem + digit))
