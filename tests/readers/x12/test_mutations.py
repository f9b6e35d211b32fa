"""Damaged X12 files: no exception but BadInput, and no amount of a remittance lost or invented."""

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from api.cli.records_text import summary
from assistant.domain.errors import BadInput
from assistant.domain.records import Records
from assistant.readers.read import read_records

SAMPLES = Path(__file__).parents[1] / "samples"
FILES = sorted(
    path
    for folder in ("x12", "own")
    for path in (SAMPLES / folder).iterdir()
    if path.suffix in (".835", ".837", ".271", ".277") or path.name == "moov-835-sample1.txt"
)
REMITTANCES = [path for path in FILES if "835" in path.name]

#: Mutations of the suite; the same functions serve longer runs.
ROUNDS = 2_000

WRONG_MONEY = (
    "1,250.00",
    "250USD",
    "NaN",
    "1e999",
    "--5",
    "-",
    "1 250",
    "12.3.4",
    "$40",
    "\u0663",
    "1\x000",
    "+5.00",
    "Infinity",
)
FOREIGN_MARKS = ">|^:*~\n\t!\x1d"


def truncate(text: str, dice: random.Random) -> str:
    return text[: dice.randrange(len(text) + 1)]


def duplicate_segment(text: str, dice: random.Random) -> str:
    parts = text.split("~")
    at = dice.randrange(len(parts))
    return "~".join(parts[:at] + [parts[at]] * dice.choice((2, 2, 3, 40)) + parts[at + 1 :])


def drop_segment(text: str, dice: random.Random) -> str:
    parts = text.split("~")
    del parts[dice.randrange(len(parts))]
    return "~".join(parts)


def shuffle_segments(text: str, dice: random.Random) -> str:
    parts = text.split("~")
    body = parts[1:]
    dice.shuffle(body)
    return "~".join(parts[:1] + body)


def swap_marks(text: str, dice: random.Random) -> str:
    old, new = dice.choice("*:~^>"), dice.choice(FOREIGN_MARKS)
    return text[:106] + text[106:].replace(old, new, dice.choice((1, 3, -1)))


def swap_header_mark(text: str, dice: random.Random) -> str:
    at = dice.choice((3, 82, 103, 104, 105))
    return text[:at] + dice.choice(FOREIGN_MARKS + "AZ09 ") + text[at + 1 :]


def replace_element(text: str, dice: random.Random) -> str:
    at = [found.span() for found in re.finditer(r"(?<=\*)[^*~]*(?=[*~])", text[106:])]
    start, end = dice.choice(at) if at else (0, 0)
    return text[: 106 + start] + dice.choice((*WRONG_MONEY, "", "A" * 20_000, "9" * 400)) + text[106 + end :]


def spoil_money(text: str, dice: random.Random) -> str:
    amounts = [found.span() for found in re.finditer(r"(?<=\*)-?\d+(\.\d+)?(?=[*~])", text[106:])]
    if not amounts:
        return text
    start, end = dice.choice(amounts)
    return text[: 106 + start] + dice.choice(WRONG_MONEY) + text[106 + end :]


def flip(text: str, dice: random.Random) -> str:
    letters = list(text)
    for _ in range(dice.choice((1, 5, 50))):
        letters[dice.randrange(len(letters))] = chr(dice.choice((0, 10, 27, 42, 65, 126, 200, 0x1F600)))
    return "".join(letters)


def delete_stretch(text: str, dice: random.Random) -> str:
    start = dice.randrange(len(text))
    return text[:start] + text[start + dice.randrange(1, 200) :]


def two_interchanges(text: str, dice: random.Random) -> str:
    other = dice.choice(TEXTS)
    at = dice.choice((len(text), dice.randrange(106, len(text))))
    return text[:at] + other + text[at:] * dice.randrange(2)


def add_empty_elements(text: str, dice: random.Random) -> str:
    at = dice.randrange(106, len(text))
    return text[:at] + "*" * dice.choice((1, 2, 30)) + text[at:]


MUTATIONS: tuple[Callable[[str, random.Random], str], ...] = (
    truncate,
    duplicate_segment,
    drop_segment,
    shuffle_segments,
    swap_marks,
    swap_header_mark,
    replace_element,
    spoil_money,
    flip,
    delete_stretch,
    two_interchanges,
    add_empty_elements,
)

TEXTS = [path.read_text(encoding="utf-8") for path in FILES]


def mutated(seed: int, texts: list[str] = TEXTS) -> tuple[str, list[str]]:
    """A damaged file and the names of what was done to it."""
    dice = random.Random(seed)
    text = dice.choice(texts)
    done = []
    for _ in range(dice.choice((1, 1, 2, 4))):
        if len(text) < 120:
            break
        mutation = dice.choice(MUTATIONS)
        done.append(mutation.__name__)
        text = mutation(text, dice)
    return text, done


def says_what_to_do(refusal: BadInput) -> None:
    assert refusal.message
    assert refusal.fix


def read(text: str) -> Records | None:
    """The record, printed both ways, or nothing when the file is refused in so many words."""
    try:
        record = read_records(text.encode("utf-8"), "damaged")
    except BadInput as refusal:
        return says_what_to_do(refusal)
    record.model_dump_json()
    summary(record)
    return record


def strings(value: Any) -> Iterator[str]:
    """Every text in a dumped record."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from strings(item)


#: Where the segments of a remittance keep money.
MONEY = {"BPR": (2,), "CLP": (3, 4, 5), "SVC": (2, 3), "CAS": range(3, 60, 3), "PLB": range(4, 60, 2)}


def money_of(text: str) -> Iterator[str]:
    """Every amount written in a remittance, found without the reader."""
    for body in text[106:].split("~"):
        elements = body.strip().split("*")
        for place in MONEY.get(elements[0], ()):
            if place < len(elements) and elements[place].strip():
                yield elements[place].strip()


def lost(text: str, record: Records) -> list[str]:
    """Amounts of the file that neither the record nor a warning repeats."""
    dumped = record.model_dump()
    kept = set(strings(dumped))
    said = "\n".join(text for text in kept if " " in text)
    return [one for one in money_of(text) if one not in kept and repr(one)[1:-1] not in said]


def test_damage_of_every_kind_is_survived() -> None:
    refused = sum(read(mutated(seed)[0]) is None for seed in range(ROUNDS))
    assert 0 < refused < ROUNDS / 2


#: Damage after which the file can still be cut at its terminators without the reader.
KEEPS_STRUCTURE = (duplicate_segment, drop_segment, shuffle_segments, spoil_money, add_empty_elements)


@pytest.mark.parametrize("mutation", KEEPS_STRUCTURE, ids=lambda mutation: mutation.__name__)
def test_no_amount_of_a_damaged_remittance_is_dropped(mutation: Callable[[str, random.Random], str]) -> None:
    texts = [path.read_text(encoding="utf-8") for path in REMITTANCES]
    for seed in range(200):
        dice = random.Random(seed)
        text = mutation(dice.choice(texts), dice)
        record = read(text)
        if record is not None and not any(one.code == "unsupported_set" for one in record.warnings):
            assert lost(text, record) == [], (mutation.__name__, seed)


@pytest.mark.parametrize("wrong", WRONG_MONEY)
def test_an_unreadable_amount_is_null_with_its_text_in_a_warning(wrong: str) -> None:
    text = (SAMPLES / "own" / "dental.835").read_text(encoding="utf-8")
    for place in ("*1250*395*505*", "*1250*395**1*"):
        damaged = text.replace(place, f"*{wrong}*395{place[9:]}", 1)
        assert damaged != text
        record = read(damaged)
        assert record is not None
        claim = record.model_dump()["checks"][0]["claims"][0]
        assert None in (claim["charge"], claim["lines"][0]["charge"])
        assert any(one.code == "unreadable_amount" and repr(wrong)[1:-1] in one.message for one in record.warnings)


def test_a_changed_cent_is_flagged() -> None:
    """Each amount of a balanced remittance takes part in a sum: a change of any is seen."""
    text = (SAMPLES / "own" / "dental.835").read_text(encoding="utf-8")
    before = {one.code for one in read_records(text.encode()).warnings}
    unseen = []
    places = [found.span(1) for found in re.finditer(r"~\n(?:CLP|SVC|CAS|PLB|BPR)\*([^~]*)", text)]
    for start, end in places:
        for found in re.finditer(r"(?<=\*)-?\d+(?:\.\d+)?(?=\*|$)", text[start:end]):
            if found[0] not in set(money_of(text)):
                continue
            changed = text[: start + found.start()] + f"{float(found[0]) + 0.01:.2f}" + text[start + found.end() :]
            codes = {one.code for one in read_records(changed.encode()).warnings}
            if set(money_of(changed)) != set(money_of(text)) and codes == before:
                unseen.append((found[0], text[start : start + 40]))
    assert unseen == []
