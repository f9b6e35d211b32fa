"""What can be planted in a letter: each planter changes one thing, or says that there is nothing to change."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from assistant.domain.draft import Statement
from assistant.domain.fact import Mention
from assistant.recognise import dates, quotes, sentences
from assistant.recognise.everything import mentions

_RETIRED = ("D9220", "D9221", "D9241", "D1203", "D1204", "D0260", "D5860", "D7281")
_FAKE = ("D0007", "D2999X", "D8888", "D0999", "D7777", "Z99.999X", "D1234")
_WRONG = ("D2392", "D0140", "D4342", "D7210", "D9310", "E0485", "99213", "D2750", "D6057")
_DIAGNOSES = ("K05.10", "M79.18", "G47.30", "K03.81", "R68.84", "K12.0")
_OTHER_WORDS = {
    "moderate": "severe",
    "mild": "severe",
    "severe": "mild",
    "right": "left",
    "left": "right",
    "upper": "lower",
    "lower": "upper",
    "mesial": "distal",
    "distal": "mesial",
    "buccal": "lingual",
    "lingual": "buccal",
}
_SURFACES = re.compile(r"\b(?:MOD|MO|DO|MB|ML|DB|DL)\b")
_NEGATION = re.compile(r"\b(?:no |not |never |without |denies )", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w#$/.,-])\d{1,3}(?:\.\d)?(?![\w/,-]|\.\d)")
_LISTED = re.compile(r"^( *\d{1,2}\. )(.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Sheet:
    """A clean draft with what may be planted in it."""

    text: str
    statements: tuple[Statement, ...]
    phrases: Mapping[str, Sequence[str]]
    other_payers: tuple[str, ...]
    superseded: tuple[str, ...]
    names: tuple[str, ...]
    identifiers: tuple[str, ...]
    deadline: date | None

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Every typed value of the text."""
        return tuple(mentions(self.text))


Planter = Callable[[Sheet, random.Random], str | None]


def _put(text: str, start: int, end: int, new: str) -> str | None:
    made = text[:start] + new + text[end:]
    return made if made != text else None


def _of(sheet: Sheet, rng: random.Random, *kinds: str) -> Mention | None:
    found = [each for each in sheet.mentions if each.kind in kinds]
    return rng.choice(found) if found else None


def _code(pool: Sequence[str], *, diagnosis: bool = False) -> Planter:
    def plant(sheet: Sheet, rng: random.Random) -> str | None:
        shape = r"[A-TV-Z]\d[\dA-Z](?:\.\w+)?" if diagnosis else r"[A-Z]?\d{4,5}"
        found = [m for m in sheet.mentions if m.kind == "code" and re.fullmatch(shape, m.quote)]
        if not found:
            return None
        at = rng.choice(found)
        return _put(sheet.text, at.start, at.end, rng.choice([code for code in pool if code != at.quote]))

    return plant


def _code_added(sheet: Sheet, rng: random.Random) -> str | None:
    code = rng.choice((*_WRONG, *_RETIRED))
    return None if code in sheet.text else added(sheet, rng, f"We also report {code} for this visit.")


def _reason(sheet: Sheet, rng: random.Random) -> str | None:
    found = list(re.finditer(r"\b(?:CARC (\d+)|RARC ([A-Z]+\d+))", sheet.text))
    if not found:
        return None
    at = rng.choice(found)
    new = "CARC 197" if at[1] else "RARC N402"
    return _put(sheet.text, *at.span(), new)


def _tooth(sheet: Sheet, rng: random.Random) -> str | None:
    found = list(re.finditer(r"(?:#|\b[Tt]ooth )(\d{1,2})\b", sheet.text))
    if not found:
        return None
    at = rng.choice(found)
    other = rng.choice([n for n in range(1, 33) if str(n) != at[1]])
    return _put(sheet.text, *at.span(1), str(other))


def _tooth_added(sheet: Sheet, rng: random.Random) -> str | None:
    free = [n for n in range(1, 33) if not re.search(rf"(?:#|[Tt]ooth |-){n}\b", sheet.text)]
    return added(sheet, rng, f"Tooth #{rng.choice(free)} was treated too.") if free else None


def _word(words: Sequence[str]) -> Planter:
    def plant(sheet: Sheet, rng: random.Random) -> str | None:
        found = list(re.finditer(rf"\b(?:{'|'.join(words)})\b(?! to\b)", sheet.text))
        if not found:
            return None
        at = rng.choice(found)
        return _put(sheet.text, *at.span(), _OTHER_WORDS[at.group()])

    return plant


def _surface(sheet: Sheet, rng: random.Random) -> str | None:
    found = list(_SURFACES.finditer(sheet.text))
    if not found:
        return _word(("mesial", "distal", "buccal", "lingual"))(sheet, rng)
    at = rng.choice(found)
    return _put(sheet.text, *at.span(), rng.choice([s for s in ("MO", "DO", "MOD", "MB", "DL") if s != at.group()]))


def _amount(sheet: Sheet, rng: random.Random) -> str | None:
    at = _of(sheet, rng, "amount")
    if at is None:
        return None
    value = float(re.sub(r"[^\d.]", "", at.quote) or 0)
    return _put(sheet.text, at.start, at.end, f"${value + rng.choice((-10, 1, 10, 90, 100, 1000)):,.2f}")


def _amount_added(sheet: Sheet, rng: random.Random) -> str | None:
    return added(sheet, rng, f"The usual charge is ${rng.randrange(1200, 5000)}.00.")


def _date(shift: Sequence[int]) -> Planter:
    def plant(sheet: Sheet, rng: random.Random) -> str | None:
        found = [m for m in dates.find(sheet.text) if len(m.value) == len("2026-01-01")]
        if not found:
            return None
        at = rng.choice(found)
        return _put(sheet.text, at.start, at.end, _like(at.quote, date.fromisoformat(at.value), rng.choice(shift)))

    return plant


def _like(written: str, day: date, shift: int) -> str:
    """Another day in the same spelling."""
    new = day + timedelta(days=shift)
    if "/" in written:
        return f"{new:%m/%d/%Y}"
    return f"{new:%B} {new.day}, {new.year}" if "," in written else new.isoformat()


def _date_added(sheet: Sheet, rng: random.Random) -> str | None:
    return added(sheet, rng, f"The patient was seen again on {rng.randrange(1, 12)}/13/2024.")


def _deadline(sheet: Sheet, rng: random.Random) -> str | None:
    if sheet.deadline is None:
        return None
    found = [m for m in dates.find(sheet.text) if m.value == sheet.deadline.isoformat()]
    if not found:
        return None
    at = rng.choice(found)
    return _put(sheet.text, at.start, at.end, _like(at.quote, sheet.deadline, rng.choice((-1, 1))))


def _deadline_added(sheet: Sheet, rng: random.Random) -> str | None:
    days = rng.choice((10, 14, 45, 75, 120))
    return added(sheet, rng, rng.choice((f"You have {days} days to answer.", f"Your answer is due in {days} days.")))


def _number(sheet: Sheet, rng: random.Random) -> str | None:
    inside = [(q.start, q.end) for q in quotes.find(sheet.text)]
    found = [m for m in _NUMBER.finditer(sheet.text) if any(a < m.start() < b for a, b in inside)]
    if not found:
        return None
    at = rng.choice(found)
    new = float(at.group()) + rng.choice((-1, 1, 2, 10))
    return _put(sheet.text, *at.span(), f"{new:.1f}" if "." in at.group() else str(int(abs(new)) or 3))


def _quote_word(sheet: Sheet, rng: random.Random) -> str | None:
    found = [q for q in quotes.find(sheet.text) if len(q.value.split()) > 3]
    if not found:
        return None
    at = rng.choice(found)
    words = list(re.finditer(r"[A-Za-z]{3,}", at.quote))
    word = rng.choice(words)
    new = rng.choice(("", "certain ", "regular", "usually", "typical"))
    replacement = new if new.strip() and not new.endswith(" ") else (new + word.group() if new else "")
    quote = re.sub(r"  +", " ", at.quote[: word.start()] + replacement + at.quote[word.end() :])
    return _put(sheet.text, at.start, at.end, quote)


def _quote_from(pool: str) -> Planter:
    def plant(sheet: Sheet, rng: random.Random) -> str | None:
        held = getattr(sheet, pool)
        if not held:
            return None
        words = rng.choice(held)
        return added(sheet, rng, f'The policy states: "{words}"')

    return plant


def _quote_exchanged(pool: str) -> Planter:
    def plant(sheet: Sheet, rng: random.Random) -> str | None:
        held, found = getattr(sheet, pool), [q for q in quotes.find(sheet.text) if len(q.value.split()) > 3]
        if not held or not found:
            return None
        at = rng.choice(found)
        return _put(sheet.text, at.start, at.end, f'"{rng.choice(held)}"')

    return plant


def _enclosure(sheet: Sheet, rng: random.Random) -> str | None:
    at = sheet.text.find("Enclosures\n")
    items = [m for m in _LISTED.finditer(sheet.text) if m.start() > at >= 0]
    if not items:
        return None
    last = items[-1]
    new = rng.choice(
        ("Cephalometric image", "Letter of the cardiologist", "CPAP download", "Photographs, July 4, 2026")
    )
    if rng.random() < 0.5:
        return _put(sheet.text, last.end(), last.end(), f"\n{len(items) + 1}. {new}")
    return _put(sheet.text, *last.span(2), new)


def _from(name: str) -> Planter:
    def plant(sheet: Sheet, rng: random.Random) -> str | None:
        return added(sheet, rng, rng.choice(sheet.phrases[name])) if sheet.phrases.get(name) else None

    return plant


def _altered(sheet: Sheet, rng: random.Random) -> str | None:
    """A word of the record in its opposite or a worse one."""
    changes = (
        ("not tolerated", "tolerated well"),
        ("moderate", "very severe"),
        ("mild", "marked"),
        ("today", "yesterday"),
        ("fracture", "crack"),
        ("planned", "completed"),
        ("missing", "present"),
        ("reversible", "permanent"),
        ("unchanged", "growing"),
        ("failed", "succeeded"),
        ("bone loss", "bone gain"),
        ("full bony", "partial bony"),
        ("persists", "resolved"),
        ("good", "excellent"),
        ("pain", "agony"),
        ("declined", "was denied"),
        ("snoring", "choking"),
        ("horizontal", "vertical"),
        ("displaced", "intact"),
        ("grinds", "clenches"),
    )
    inside = [(q.start, q.end) for q in quotes.find(sheet.text)]
    found = [
        (match, new)
        for old, new in changes
        for match in re.finditer(rf"\b{old}\b", sheet.text)
        if any(a < match.start() < b for a, b in inside)
    ]
    if not found:
        return None
    at, new = rng.choice(found)
    return _put(sheet.text, *at.span(), new)


def _negation(sheet: Sheet, rng: random.Random) -> str | None:
    inside = [(q.start, q.end) for q in quotes.find(sheet.text)]
    found = [m for m in _NEGATION.finditer(sheet.text) if any(a < m.start() < b for a, b in inside)]
    if not found:
        return None
    at = rng.choice(found)
    return _put(sheet.text, *at.span(), "")


def _identifier(sheet: Sheet, rng: random.Random) -> str | None:
    held = [value for value in sheet.identifiers if value in sheet.text]
    if not held:
        return None
    value = rng.choice(held)
    places = [i for i, char in enumerate(value) if char.isdigit()]
    at = rng.choice(places)
    changed = value[:at] + str((int(value[at]) + rng.randrange(1, 9)) % 10) + value[at + 1 :]
    return sheet.text.replace(value, changed, 1)


def _name(sheet: Sheet, rng: random.Random) -> str | None:
    held = [name for name in sheet.names if name in sheet.text]
    if not held:
        return None
    name = rng.choice(held)
    first, _, last = name.partition(" ")
    new = rng.choice((f"Winifred {last}", f"{first} Underhill", "Cornelius Papadakis"))
    return sheet.text.replace(name, new, 1)


def _status(sheet: Sheet, rng: random.Random) -> str | None:
    found = list(re.finditer(r"^( *)(Missing|Not met|Contradicted)(?=:|\b)", sheet.text, re.MULTILINE))
    if not found:
        return None
    at = rng.choice(found)
    return _put(sheet.text, *at.span(2), "Met")


def added(sheet: Sheet, rng: random.Random, words: str) -> str | None:
    """The letter with a sentence more, behind one of its own or as a paragraph."""
    spots = [sheet.text.find(s.text) + len(s.text) for s in sheet.statements if s.text and s.text in sheet.text]
    spots += [
        sheet.text.find(found.text) + len(found.text)
        for s in sheet.statements
        for found in sentences.split(s.text)
        if s.type in ("request", "courtesy") and found.text in sheet.text and found.text.endswith(".")
    ]
    if not spots:
        return None
    at = rng.choice(spots)
    return _put(sheet.text, at, at, f"\n\n{words}" if rng.random() < 0.3 else f" {words}")


PLANTERS: dict[str, tuple[Planter, ...]] = {
    "code": (_code(_FAKE), _code(_RETIRED), _code(_WRONG), _code(_DIAGNOSES, diagnosis=True), _code_added, _reason),
    "tooth": (_tooth, _tooth_added),
    "side": (_word(("right", "left", "upper", "lower")),),
    "surface": (_surface,),
    "amount": (_amount, _amount_added),
    "date": (_date((-1, 1)), _date((-30, 31, 365, -366, 9)), _date_added),
    "deadline": (_deadline, _deadline, _deadline_added),
    "measurement": (_number,),
    "quote, one word": (_quote_word,),
    "quote, other payer": (_quote_from("other_payers"), _quote_exchanged("other_payers")),
    "quote, superseded version": (_quote_from("superseded"), _quote_exchanged("superseded")),
    "enclosure": (_enclosure, _from("papers")),
    "finding, added": (_from("findings"),) * 3,
    "finding, altered": (_altered,),
    "promise": (_from("promises"),) * 2,
    "pressure": (_from("threats"),),
    "law": (_from("laws"),),
    "negation": (_negation,),
    "identifier": (_identifier,),
    "name": (_name, _from("people")),
    "status": (_status,),
}
