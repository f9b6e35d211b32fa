"""What a message says, and what it carries over from the messages before it.

Everything is read anew from the messages of the thread, so that the same thread always means the same.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from assistant.domain.fact import Mention
from assistant.models.embedded.lexicon import (
    Words,
    family_words,
    follow_up,
    other_payer,
    plan_words,
    procedure_words,
)
from assistant.models.embedded.unknown_payers import unknown_payer
from assistant.recognise.everything import mentions
from assistant.recognise.normalise import normalise
from assistant.recognise.payers import find_payers
from assistant.tables.payers import payers as known_payers

#: A message is read up to here; what follows is pasted matter that tools read in full.
_LONGEST = 8_000
#: A message with at most so many words and no subject of its own goes on with the last subject.
_SHORT = 6
#: Reason codes as they are typed in a hurry; both forms have the same length, so that places still fit.
_GROUP = re.compile(r"\b(?:(?:co|pr|oa|pi)[ -]?\d{1,3}|n\d{2,3}|ma\d{2,3})\b(?!\s*%)")
_CORRECTED = re.compile(r"\b(?:not|instead of|rather than)\s+(?:the\s+)?$", re.IGNORECASE)
#: What stands before the payer that is to be brought to pay.
_PURPOSE = re.compile(r"\b(?:so(?: that)?|to (?:get|make|let|have)|until|in order that)(?: the)? $", re.IGNORECASE)
_SECOND = re.compile(r"\b2nd\b", re.IGNORECASE)
_THIRDS = re.compile(r"\b(?:3rds|(?<=impacted )thirds|(?<=symptomatic )thirds)\b(?! of)", re.IGNORECASE)
#: What was used of a maximum, typed without its dollar sign.
_USED = re.compile(
    r"\b(?:used|spent)(?: up| about| already| around)? (\d{2,5})\b(?!\s*(?:%|percent|times|visits|units|of\b))"
    r"|\b(\d{2,5}) (?:is |was |has been |already )*(?:used|spent|gone)\b",
    re.IGNORECASE,
)
_AMOUNT_ROLES = (
    ("deductible_left", re.compile(r"\bdeductible|\bded\b", re.IGNORECASE)),
    ("allowed", re.compile(r"\ballow(?:ed|able|s|ance)?\b|\bcontracted\b|\bmac\b|\bschedule\b", re.IGNORECASE)),
    ("maximum_used", re.compile(r"\bused(?: up)?\b|\bspent\b|\bgone\b", re.IGNORECASE)),
    ("primary_paid", re.compile(r"\bprimary (?:plan )?(?:paid|pays)|\bpaid\b", re.IGNORECASE)),
    ("maximum_left", re.compile(r"\bmax(?:imum)?\b|\bleft\b|\bremain\w*|\bin benefits\b", re.IGNORECASE)),
    ("fee", re.compile(r"\bfees?\b|\bcharges?\b|\bcosts?\b|\bprice\b|\bucr\b|\bbilled\b|\bbill\b", re.IGNORECASE)),
)
_BARE_PERCENT = re.compile(
    r"(?:\b(?:at|@|pays?|covers?|covered at|major is|basic is)\s*|@)(\d{2,3})"
    r"(?!\d|[/.,]\d|\s*(?:days|months|dollars|bucks))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Understood:
    """One message in the light of its thread.

    ``plain`` is the message in plain words, ``query`` that with the subject it carries on; ``codes`` are
    procedures, ``named_by_words`` whether only words named them; ``reasons`` are CARC with group and RARC;
    ``amounts`` are US dollars by what they are.
    """

    written: str
    plain: str
    query: str
    codes: tuple[str, ...] = ()
    named_by_words: bool = False
    diagnoses: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    dates: tuple[date, ...] = ()
    amounts: Mapping[str, Decimal] = field(default_factory=dict)
    loose_amounts: tuple[Decimal, ...] = ()
    percents: tuple[Decimal, ...] = ()
    payers: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    age: int | None = None
    plan_type: str | None = None
    family: str | None = None
    goes_on: bool = False

    @property
    def payer(self) -> str | None:
        """The one payer that is meant."""
        return self.payers[0] if len(self.payers) == 1 else None


def understand(messages: Sequence[str], *, on: date, held: Collection[str] = ()) -> Understood:
    """The last of ``messages`` with what it carries over from the earlier ones.

    >>> found = understand(["does metro ppo pay for 2 cleanings", "what abt fluoride?"], on=date(2026, 11, 22))
    >>> found.payer, found.codes
    ('Metro PPO', ('D1206',))
    """
    state: Understood | None = None
    mentioned: tuple[str, ...] = ()
    for message in messages:
        fresh = _read(message, on, tuple(held))
        state = _carried(fresh, state, mentioned) if state is not None else fresh
        mentioned = tuple(dict.fromkeys((*mentioned, *state.payers, *state.choices)))
    assert state is not None, "a thread has a message"
    return state


@lru_cache(maxsize=256)  # a turn reads the messages of its thread three times
def _read(text: str, on: date, held: tuple[str, ...]) -> Understood:
    short = _GROUP.sub(lambda match: match[0].upper(), text[:_LONGEST])
    plain = _THIRDS.sub("third molars", _SECOND.sub("second", normalise(short).text))
    found = mentions(short, as_of=on, dental=True)
    procedures = tuple(dict.fromkeys(m.value for m in found if m.kind == "code" and m.unit in ("cdt", "cpt", "hcpcs")))
    by_words = () if procedures else tuple(_by_words(plain))
    amounts, loose = _amounts(found, short)
    payers, choices = _payers(short, held)
    return Understood(
        written=text,
        plain=plain,
        query=plain,
        codes=procedures or by_words,
        named_by_words=bool(by_words),
        diagnoses=tuple(dict.fromkeys(m.value for m in found if m.kind == "code" and m.unit == "icd10cm")),
        reasons=tuple(_reasons(found)),
        dates=tuple(_days(found)),
        amounts=amounts,
        loose_amounts=loose,
        percents=tuple(_percents(found, short)),
        payers=payers,
        choices=choices,
        age=next((int(m.value) for m in found if m.unit == "age" and m.value.isdigit()), None),
        plan_type=_first(plan_words(), plain),
        family=_first(family_words(), plain),
    )


def _carried(fresh: Understood, before: Understood, mentioned: tuple[str, ...]) -> Understood:
    """``fresh`` as a continuation of ``before``, where it is one; payers are carried in any case."""
    wants_other = other_payer().search(fresh.plain) is not None
    payers, choices = fresh.payers, fresh.choices
    if wants_other and not payers:
        rest = tuple(name for name in mentioned if name not in before.payers)
        payers = rest if len(rest) == 1 else ()
        choices = rest if len(rest) > 1 else ()
    elif not payers and not choices:
        payers, choices = before.payers, before.choices
    short = len(fresh.plain.split()) <= _SHORT
    subject = bool(fresh.codes or fresh.reasons or fresh.diagnoses)
    refers = follow_up().search(fresh.plain) is not None
    goes_on = wants_other or refers or (short and not subject) or _is_only_a_payer(fresh)
    if not goes_on:
        return replace(fresh, payers=payers, choices=choices)
    topic = before.query if not subject else _without_subject(before)
    return replace(
        fresh,
        query=f"{fresh.plain} ({topic})",
        codes=fresh.codes or before.codes,
        named_by_words=fresh.named_by_words if fresh.codes else before.named_by_words,
        diagnoses=fresh.diagnoses or before.diagnoses,
        reasons=fresh.reasons or (before.reasons if not fresh.codes else ()),
        dates=fresh.dates or before.dates,
        amounts={**before.amounts, **fresh.amounts},
        percents=fresh.percents or before.percents,
        payers=payers,
        choices=choices,
        age=fresh.age if fresh.age is not None else before.age,
        plan_type=fresh.plan_type or before.plan_type,
        family=fresh.family or before.family,
        goes_on=True,
    )


def _is_only_a_payer(fresh: Understood) -> bool:
    """An answer to "which payer?": little more than a name."""
    named = bool(fresh.payers or fresh.choices)
    return named and len(fresh.plain.split()) <= _SHORT and not fresh.codes and not fresh.reasons


def _without_subject(before: Understood) -> str:
    """The last question without its procedure, so that the new one takes its place."""
    text = before.query
    for code in before.codes:
        text = re.sub(rf"\b{re.escape(code)}\b", "", text, flags=re.IGNORECASE)
    for each in procedure_words():
        text = each.pattern.sub("", text)
    return " ".join(text.split())


def _by_words(plain: str) -> Iterator[str]:
    rest = plain
    seen: set[str] = set()
    for each in procedure_words():
        if each.pattern.search(rest):
            rest = each.pattern.sub(" ", rest)
            yield from (code for code in each.values if code not in seen)
            seen |= set(each.values)


def _reasons(found: Sequence[Mention]) -> Iterator[str]:
    group = ""
    seen: set[str] = set()
    for mention in found:
        if mention.kind != "code":
            continue
        if mention.unit == "group":
            group = mention.value
        elif mention.unit in ("carc", "rarc"):
            code = f"{group}-{mention.value}" if group and mention.unit == "carc" else mention.value
            group = ""
            if code not in seen:
                seen.add(code)
                yield code


def _days(found: Sequence[Mention]) -> Iterator[date]:
    for mention in found:
        if mention.kind == "date" and re.fullmatch(r"\d{4}-\d{2}-\d{2}", mention.value) and mention.unit != "invalid":
            yield date.fromisoformat(mention.value)


def _amounts(found: Sequence[Mention], text: str) -> tuple[dict[str, Decimal], tuple[Decimal, ...]]:
    """Amounts by the nearest word that says what they are; those without one apart."""
    roles: dict[str, Decimal] = {}
    loose: list[Decimal] = []
    money = [m for m in found if m.kind == "amount" and m.unit == "USD"]
    read = 0
    for index, mention in enumerate(money):
        figure = re.search(r"[$\d]", mention.quote)
        starts = mention.start + (figure.start() if figure else 0)
        end = money[index + 1].start if index + 1 < len(money) else len(text)
        before = re.split(r"[,;.?]", text[max(read, starts - 28) : starts])[-1]
        after = re.split(r"[,;.?]| and | at ", text[starts : min(end, mention.end + 22)])[0]
        named = (_role(before, last=True), _role(after, last=False))
        roles_at = [role for role in named if role and role not in roles]
        read = mention.end if roles_at and roles_at[0] == named[0] else starts + len(after)
        if roles_at:
            roles[roles_at[0]] = Decimal(mention.value)
        else:
            loose.append(Decimal(mention.value))
    if "maximum_used" not in roles and (bare := _USED.search(text)):
        roles["maximum_used"] = Decimal(bare[1] or bare[2])
        loose = [each for each in loose if each != roles["maximum_used"]]
    return _of_the_year(roles), tuple(loose)


def _of_the_year(roles: dict[str, Decimal]) -> dict[str, Decimal]:
    """Where a part of a maximum was used, the maximum is the year's and not what is left of it."""
    if "maximum_used" in roles and "maximum_left" in roles:
        roles["annual_maximum"] = roles.pop("maximum_left")
    return roles


def _role(words: str, *, last: bool) -> str | None:
    """The role named nearest: the last before an amount, the first after it."""
    placed = [(match.start(), name) for name, pattern in _AMOUNT_ROLES for match in pattern.finditer(words)]
    if not placed:
        return None
    return (max(placed) if last else min(placed))[1]


def _percents(found: Sequence[Mention], text: str) -> Iterator[Decimal]:
    given = [Decimal(m.value) for m in found if m.kind == "percent"]
    yield from given
    if not given:
        yield from (Decimal(match[1]) for match in _BARE_PERCENT.finditer(text) if int(match[1]) <= 100)


def without_names(text: str, held: Collection[str] = ()) -> str:
    """``text`` with payers named in a purpose put plainly: whose plan should pay tells nothing of what is asked of us.

    >>> without_names("change the date so that northlake dental pays")
    'change the date so that the insurance pays'
    """
    for mention in reversed(find_payers(text, _aliases(held))):
        if not _PURPOSE.search(text[: mention.start]):
            continue
        text = f"{text[: mention.start]}the insurance{text[mention.end :]}"
    return text


def _aliases(held: Collection[str]) -> dict[str, Sequence[str]]:
    aliases: dict[str, Sequence[str]] = {payer.name: payer.aliases for payer in known_payers()}
    return aliases | {name: () for name in held if name not in aliases and name != "General"}


def _payers(text: str, held: Collection[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The payers that are settled and the choices for one that is not."""
    aliases = _aliases(held)
    settled: dict[str, None] = {}
    choices: tuple[str, ...] = ()
    for mention in find_payers(text, aliases):
        if _CORRECTED.search(text[: mention.start]):
            continue  # "Brightsmile, not Metro" names one payer
        if mention.name:
            settled[mention.name] = None
        else:
            choices = choices or mention.names
    choices = () if set(choices) & set(settled) else choices
    if len(choices) == 1:
        settled, choices = {choices[0]: None}, ()
    if not settled and not choices:
        unknown = unknown_payer(text)
        if unknown:
            settled[unknown] = None
    return tuple(settled), choices


def _first(words: Sequence[Words], text: str) -> str | None:
    return next((each.values[0] for each in words if each.pattern.search(text)), None)
