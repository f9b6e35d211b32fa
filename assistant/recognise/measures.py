"""Measurements: a number with a unit (``28 mm``) or behind a label (``AHI of 22.4``).

``value`` is the plain decimal; ``unit`` the label where one stands (``AHI``, ``ESS``, ``pain``, ``BP``, ``age`` ...),
else the unit of measure. The two ends of a range are two mentions. A number with a decimal point that nothing else
explains is a measurement without a unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.domain.fact import Mention
from assistant.recognise import dates
from assistant.recognise.numbers import NUMBER, WORD, plain
from assistant.recognise.overlaps import settle
from assistant.recognise.scan import DASH, GAP, TO, before, mention, pattern

#: Label as it is reported -> how charts write it. The first that fits decides.
_LABELS = {
    "AHI": r"AHI|apn(?:o)?ea[\s/-]{1,3}hypopn(?:o)?ea index|pAHI",
    "RDI": r"p?RDI|respiratory disturbance index",
    "REI": r"REI|respiratory event index",
    "ODI": r"ODI|oxygen desaturation index|desaturation index",
    "ESS": r"ESS|Epworth(?: sleepiness)?(?: scale)?",
    "STOP-BANG": r"STOP-?BANG",
    "SpO2": (
        r"SpO2|SaO2|O2 sat(?:uration)?s?|oxygen saturation|oxyhemoglobin saturation|(?:o2|oxygen|desat\w*|"
        r"saturation) nadir|"
        r"nadir(?: (?:saturation|spo2|o2))?|lowest (?:o2|oxygen|spo2|saturation)(?: sat(?:uration)?)?|"
        r"min(?:imum)? (?:o2|spo2|saturation)(?: sat(?:uration)?)?"
    ),
    "BMI": r"BMI|body mass index",
    "pain": r"pain(?: (?:score|level|scale|rating))?|VAS|NRS",
    "HbA1c": r"Hb ?A1c|A1c|hemoglobin A1c",
    "INR": r"INR",
    "ISQ": r"ISQ",
    "HLD": r"HLD(?: index)?",
    "Salzmann": r"Salzmann(?: index)?",
    "pulse": r"pulse|heart rate|HR",
    "Mallampati": r"Mallampati",
    "ASA": r"ASA(?: physical status)?(?: class)?",
    "GAF": r"GAF",
    "age": r"aged?",
}
_LABEL = r"(?<![0-9A-Za-z-])(?:" + "|".join(f"({words})" for words in _LABELS.values()) + r")(?![0-9A-Za-z])"
_NAMES = tuple(_LABELS)
_LINK = (
    r"(?:[\s\u00a0:=~<>\u2264\u2265,*]|of\b|is\b|was\b|were\b|at\b|score[ds]?\b|index\b|value\b|level\b|class\b|"
    r"grade\b|"
    r"reading\b|result\b|total\b|equals\b|approximately\b|approx\b\.?|about\b|over\b|under\b|around\b|now\b|still\b|"
    r"currently\b|measured\b|documented\b|reported\b|recorded\b|showed\b|shows\b|low\b|nadir\b|as\b|to\b|a\b|"
    r"\([a-z0-9% ]{1,20}\)){0,10}"
)
_TAIL = (
    rf"(?:{GAP}(?:events?(?:{GAP}(?:/|per|an){GAP}(?:hr?|hour)\b)?|/{GAP}(?:hr?|hour)\b|per hour|%|kg/m2|kg/m\u00b2|"
    rf"points?\b|bpm\b|out of {NUMBER}|/{GAP}(?:24|21|10)(?![0-9/])))?"
)
_LABELLED_VALUE = (
    rf"{_LINK}(?:score of )?({NUMBER}|{WORD}\b)(?![0-9]|[/-][0-9]{{1,2}}[/-]|%?{GAP}(?:months?|weeks?|days?|mos?\b|"
    r"years? ago))"
)
_ROMAN_VALUE = rf"{_LINK}(IV|V|I{{1,3}})(?![0-9A-Za-z])"
_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5"}
_ROMAN_LABELS = frozenset({"ASA", "Mallampati"})
_SMALL_SCALE = frozenset({"ASA", "Mallampati"})
_RANGED = rf"(?:{TO}|{GAP}\+/-{GAP})({NUMBER})(?![0-9A-Za-z]|[/-][0-9]|\.[0-9])"

_UNITS = (
    r"mm ?hg|mm|cm ?h2o|cm|mcg|mg/kg|mg/dl|mg|kgs?|lbs?|pounds|grams?|ml|cc|bpm|ncm|n-cm|n cm|msv|\u00b5sv|usv|kvp|gy|"
    r"events?(?: ?(?:/|per|an) ?(?:hr?|hour))?|/ ?(?:hr|hour)|per hour|degrees?|\u00b0|hounsfield units?|hu|iu|"
    r"inches|french|gauge|carpules?|cartridges?|kg/m2|pack[- ]years?"
)
_UNIT = rf"({_UNITS})(?![0-9A-Za-z])"
_NOT_BEFORE = r"(?<![0-9A-Za-z.,$/#-])"
_WITH_UNIT = rf"(?<![0-9A-Za-z.,$/#])(?<![A-Za-z]-)({NUMBER}|{WORD}){GAP}{DASH}?{GAP}{_UNIT}"
_ENDS_AT_UNIT = (
    rf"{_NOT_BEFORE}({NUMBER})(?=(?:{GAP}(?:{DASH}|to|or|x|by|and|/|\+/-){GAP}{NUMBER}){{1,3}}{GAP}{DASH}?{GAP}{_UNIT})"
)
_MIDDLE = rf"(?<=[-\u2013/x ])({NUMBER})(?={GAP}(?:{DASH}|to|or|x|by|and|/){GAP}{NUMBER}{GAP}{_UNIT})"
_CANONICAL = {"mm hg": "mmHg", "mmhg": "mmHg", "cm h2o": "cmH2O", "cmh2o": "cmH2O", "lbs": "lb", "pounds": "lb"} | {
    "kgs": "kg",
    "cc": "ml",
    "\u00b0": "degree",
    "degrees": "degree",
    "n-cm": "ncm",
    "n cm": "ncm",
    "inches": "inch",
}
_SHORTENED = {"events": "events", "event": "events", "/hr": "events/hr", "/ hr": "events/hr", "per hour": "events/hr"}

_DEPTH = (
    r"\b(?:pocket(?:s|ing)?|probing|PDs?|depths?|perio(?:dontal)? chart\w*|readings?|attachment loss|CAL)"
    rf"(?:{GAP}(?:depths?|measurements?|of|are|were|is|was|at|readings?|:|=|up to|#?[0-9]{{1,2}}:)){{0,4}}{GAP}"
)
_DEPTH_LIST = (
    rf"([0-9]{{1,2}}(?![0-9]))((?:{GAP}(?:,{GAP}and|,|{DASH}|/|and|to){GAP}[0-9]{{1,2}}(?![0-9/])){{0,11}})"
    rf"(?={GAP}(?:mm\b|[.;\n)]|$))"
)
_TRIPLES = (
    r"((?:[1-9]{3}|[0-9]{1,2}-[0-9]{1,2}-[0-9]{1,2})(?:[\s,/]{1,2}(?:[1-9]{3}|"
    r"[0-9]{1,2}-[0-9]{1,2}-[0-9]{1,2})){0,11})(?![0-9A-Za-z/-]|\.[0-9])"
)

_PRESSURE = rf"(?:\b(?:BP|blood pressure){_LINK})(?<![0-9])([0-9]{{2,3}})/([0-9]{{2,3}})(?![0-9/])(?:{GAP}mm ?hg\b)?"
_PRESSURE_UNIT = rf"{_NOT_BEFORE}([0-9]{{2,3}})/([0-9]{{2,3}}){GAP}mm ?hg\b"
_SCORE = r"(?<![0-9A-Za-z./$#-])([0-9]{1,2})/([0-9]{2})(?![0-9A-Za-z/%]|\.[0-9])"
_OUT_OF = rf"{_NOT_BEFORE}({NUMBER}){GAP}out of{GAP}(10|ten)\b"
_AGE = (
    rf"{_NOT_BEFORE}([0-9]{{1,3}}){GAP}{DASH}?{GAP}(?:y/?o\b|y\.o\.?|yrs?[\s-]old|years?[\s-]old|years? of age|"
    rf"(?:mo|mos|months?)[\s-]old)"
)
_AGE_WORD = rf"\b({WORD})[\s-]years?[\s-]old\b"
_DECIMAL = rf"(?<![0-9A-Za-z.,$/#\u00a7-])([0-9]{{0,4}}\.[0-9]{{1,3}})(?![0-9A-Za-z%]|[.,/][0-9]|{DASH}[0-9A-Za-z])"
_NUMBERING = (
    r"\b(?:section|sec\.?|version|v\.?|ver|chapter|figure|fig\.?|table|part|item|step|no\.?|page|policy|rule|appendix|"
    rf"paragraph|clause|criterion|cdt|cfr|release|l|see|and|or){GAP}$|(?:\u00a7|(?:^|\n)[\s#]{{0,8}}){GAP}$"
)


def find(text: str) -> tuple[Mention, ...]:
    """Every measurement.

    >>> [(m.value, m.unit) for m in find("AHI of 22.4 events/hr, nadir 84%, ESS 14/24, opening 28 mm, pain 7/10")]
    [('22.4', 'AHI'), ('84', 'SpO2'), ('14', 'ESS'), ('28', 'mm'), ('7', 'pain')]
    """
    found = (*_labelled(text), *_with_unit(text), *_depths(text), *_scores(text), *_ages(text))
    return settle((*found, *_decimals(text)))


def _labelled(text: str) -> Iterator[Mention]:
    for label in pattern(_LABEL).finditer(text):
        name = next(name for name, written in zip(_NAMES, label.groups(), strict=True) if written)
        if name in _ROMAN_LABELS:
            roman = pattern(_ROMAN_VALUE).match(text, label.end())
            if roman and roman[1].isupper():
                yield mention("measurement", _ROMAN[roman[1]], text, label.start(), roman.end(), name)
                continue
        value = pattern(_LABELLED_VALUE).match(text, label.end())
        if value and not _misread(name, text, label, value):
            tail = pattern(_TAIL).match(text, value.end(1))
            end = tail.end() if tail else value.end(1)
            yield mention("measurement", plain(value[1]), text, label.start(), end, name)
            upper = pattern(_RANGED).match(text, value.end(1))
            if upper:
                yield mention("measurement", plain(upper[1]), text, upper.start(1), upper.end(1), name)


def _misread(name: str, text: str, label: re.Match[str], value: re.Match[str]) -> bool:
    """A label that is followed by a number of something else."""
    if name == "age" and not (label[0] in ("age", "aged", "Age", "Aged", "AGE") and value[1].isdigit()):
        return True
    if name in _SMALL_SCALE and value[1] not in "12345":
        return True
    if name in ("pain", "ASA", "pulse") and "," in text[label.end() : value.start(1)]:
        return True
    if name == "pain":
        return not re.match(r"\s?/\s?10(?![0-9/])|\s?out of\b|\s?$|\s?[.,;)\n]", text[value.end(1) : value.end(1) + 12])
    if name == "ESS" and label[0] == "ess":
        return "=" not in text[label.end() : value.start(1)] and not text[label.end() : value.start(1)].isspace()
    return False


def _with_unit(text: str) -> Iterator[Mention]:
    for match in pattern(_WITH_UNIT).finditer(text):
        yield mention("measurement", plain(match[1]), text, match.start(), match.end(), _unit(match[2]))
    for source in (_ENDS_AT_UNIT, _MIDDLE):
        for match in pattern(source).finditer(text):
            yield mention("measurement", plain(match[1]), text, match.start(1), match.end(1), _unit(match[2]))


def _unit(written: str) -> str:
    folded = " ".join(written.lower().split())
    if folded in _SHORTENED:
        return _SHORTENED[folded]
    if folded.startswith("event"):
        return "events/hr"
    return _CANONICAL.get(folded, folded)


def _depths(text: str) -> Iterator[Mention]:
    for cue in pattern(_DEPTH).finditer(text):
        triples = pattern(_TRIPLES).match(text, cue.end())
        if triples:
            for site in pattern(r"[0-9]{1,2}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{3}").finditer(text, *triples.span(1)):
                value = site[0] if "-" in site[0] else "-".join(site[0])
                yield mention("measurement", value, text, site.start(), site.end(), "pocket mm")
            continue
        listed = pattern(_DEPTH_LIST).match(text, cue.end())
        if listed and (listed[2] or "mm" in text[listed.end() : listed.end() + 4]):
            for number in pattern(r"[0-9]{1,2}").finditer(text, listed.start(), listed.end()):
                yield mention("measurement", plain(number[0]), text, number.start(), number.end(), "mm")


def _scores(text: str) -> Iterator[Mention]:
    for source in (_PRESSURE, _PRESSURE_UNIT):
        for match in pattern(source).finditer(text):
            yield mention("measurement", f"{match[1]}/{match[2]}", text, match.start(), match.end(), "BP")
    for match in pattern(_SCORE).finditer(text):
        if dates.is_pain_score(text, match):
            yield mention("measurement", plain(match[1]), text, match.start(), match.end(), "pain")
    for match in pattern(_OUT_OF).finditer(text):
        yield mention("measurement", plain(match[1]), text, match.start(), match.end(), "pain")


def _ages(text: str) -> Iterator[Mention]:
    for source in (_AGE, _AGE_WORD):
        for match in pattern(source).finditer(text):
            months = re.search(r"mo", match[0], re.IGNORECASE)
            yield mention(
                "measurement", plain(match[1]), text, match.start(), match.end(), "age months" if months else "age"
            )


def _decimals(text: str) -> Iterator[Mention]:
    for match in pattern(_DECIMAL).finditer(text):
        if not pattern(_NUMBERING).search(before(text, match.start())):
            yield mention("measurement", plain(match[1]), text, match.start(), match.end())
