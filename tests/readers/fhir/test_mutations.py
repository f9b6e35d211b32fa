"""Damaged FHIR resources: no exception but BadInput."""

import json
import random
from pathlib import Path
from typing import Any

from api.cli.records_text import summary
from assistant.domain.errors import BadInput
from assistant.readers.read import read_records

FHIR = Path(__file__).parents[1] / "samples" / "fhir"
TEXTS = [path.read_text(encoding="utf-8") for path in sorted(FHIR.glob("*-*.json"))]
ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1.5,
    10**17,
    "",
    "x" * 5_000,
    "1,250.00",
    [],
    {},
    [[]],
    [None],
    [{}],
    {"coding": 3},
)
ROUNDS = 1_000


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every container of a value with each key or index in it."""
    found: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting:
        node = waiting.pop()
        inside = (
            list(node.items()) if isinstance(node, dict) else list(enumerate(node)) if isinstance(node, list) else []
        )
        for key, child in inside:
            found.append((node, key))
            waiting.append(child)
    return found


def mutated(seed: int) -> bytes:
    """A resource with values replaced, dropped or moved, or with its text cut or flipped."""
    dice = random.Random(seed)
    value = json.loads(dice.choice(TEXTS))
    for _ in range(dice.choice((1, 1, 2, 5))):
        node, key = dice.choice(places(value)[1:])
        action = dice.randrange(3)
        if action == 0:
            node[key] = dice.choice(ODD)
        elif action == 1:
            del node[key]
        else:
            other, name = dice.choice(places(value))
            node[key] = json.loads(json.dumps(other[name]))
        if not isinstance(value, dict) or not places(value)[1:]:
            break
    text = json.dumps(value)
    if dice.random() < 0.2:
        text = text[: dice.randrange(len(text))]
    if dice.random() < 0.2:
        at = dice.randrange(len(text))
        text = text[:at] + dice.choice(("\x00", "1e999", "NaN", '"', "\\ud800", "}", "é")) + text[at + 1 :]
    return text.encode("utf-8")


def says_what_to_do(refusal: BadInput) -> bool:
    return bool(refusal.message and refusal.fix)


def survives(data: bytes) -> bool:
    """Whether the file is read and printed, or refused in so many words."""
    try:
        record = read_records(data, "damaged")
    except BadInput as refusal:
        return says_what_to_do(refusal)
    return bool(record.model_dump_json() and summary(record))


def test_damage_of_every_kind_is_survived() -> None:
    assert [seed for seed in range(ROUNDS) if not survives(mutated(seed))] == []
