"""A case as fields of a form, each with the words it was read from, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from pydantic import ValidationError

from assistant.chains.incoming.seen import seen_beside
from assistant.domain.case import Case, DocumentKind, GroupCode, PlanFunding
from assistant.domain.fact import EnteredFact
from assistant.intake.addresses import appeals_address

#: Label, kind of input, and a hint.
_Row = tuple[str, str, str]

_CLAIM: dict[str, _Row] = {
    "payer": ("Payer", "text", ""),
    "plan": ("Plan", "text", ""),
    "lane": ("Billed as", "select:dental medical", ""),
    "patient.birth_date": ("Patient's birth date", "date", ""),
    "diagnoses": ("Diagnosis codes", "list", "separate with commas"),
    "place_of_service": ("Place of service", "text", "two digits, such as 11"),
    "billing_provider.npi": ("Billing NPI", "text", ""),
    "rendering_provider.npi": ("Rendering NPI", "text", ""),
    "referring_provider.npi": ("Ordering NPI", "text", ""),
}
_LINE: dict[str, _Row] = {
    "code": ("Code", "text", ""),
    "date_of_service": ("Date of service", "date", ""),
    "tooth": ("Tooth", "text", ""),
    "surfaces": ("Surfaces", "text", ""),
    "area": ("Area", "text", "of the oral cavity"),
    "modifiers": ("Modifiers", "list", ""),
    "fee": ("Fee", "text", "US dollars"),
}
_DENIAL: dict[str, _Row] = {
    "line": ("Line", "text", "number of the claim line"),
    "date": ("Date of the notice", "date", ""),
    "received": ("Received", "date", "the day it arrived"),
    "group": ("Group", "select: " + " ".join(get_args(GroupCode)), ""),
    "carc": ("Reason (CARC)", "text", ""),
    "rarc": ("Remark (RARC)", "text", ""),
    "amount": ("Amount denied", "text", "US dollars"),
    "claim_number": ("Our claim number", "text", ""),
    "payer_claim_number": ("Payer's claim number", "text", ""),
    "text": ("Reason in the payer's words", "area", ""),
}
_PRACTICE: dict[str, _Row] = {
    "name": ("Practice", "text", ""),
    "address": ("Address", "text", ""),
    "phone": ("Telephone", "text", ""),
    "fax": ("Fax", "text", ""),
    "npi": ("NPI", "text", ""),
    "signer": ("Who signs", "text", ""),
    "licence": ("Licence", "text", ""),
}
#: What people state beside the papers.
_FACTS: dict[str, str] = {
    "patient_name": "Patient's name",
    "member_id": "Member ID",
    "payer_address": "Payer's address",
    "appeals_address": "Appeals address",
}
#: What each value is called, by its name in the files of a case.
LABELS: dict[str, str] = {
    **{name: row[0] for rows in (_CLAIM, _LINE, _DENIAL) for name, row in rows.items() if "." not in name},
    **_FACTS,
    "plan_funding": "Who funds the plan",
    "denial_received": "Received",
    "birth_date": "Patient's birth date",
    "billing_provider": "Billing NPI",
    "rendering_provider": "Rendering NPI",
    "referring_provider": "Ordering NPI",
}
FUNDING = get_args(PlanFunding)
KINDS = get_args(DocumentKind)


@dataclass(frozen=True)
class Field:
    """One input. ``read`` is the line of the paper that holds its value, empty where none does."""

    name: str
    label: str
    kind: str
    value: str
    hint: str = ""
    choices: tuple[str, ...] = ()
    read: str = ""
    wrong: str = ""

    @property
    def id(self) -> str:
        """The name as an id of the page."""
        return f"f-{self.name.replace('.', '-')}"


@dataclass(frozen=True)
class Group:
    """Fields that are confirmed together."""

    id: str
    title: str
    fields: tuple[Field, ...]
    confirm: str
    spare: bool = False


def told_by_papers(content: Mapping[str, Any]) -> dict[str, str]:
    """Facts that a draft takes from the papers where nobody enters them: shown to be confirmed like any other."""
    case, _ = checked({"claim": {"lane": "dental"}, "documents": content.get("documents", [])})
    found = appeals_address(case) if case is not None else None
    return {"appeals_address": found[0]} if found else {}


def groups(content: Mapping[str, Any], paper: str = "", wrong: Mapping[str, str] | None = None) -> tuple[Group, ...]:
    """The fields of a case's JSON; ``paper`` is the text they were read from, ``wrong`` what is wrong with which."""
    made = _Maker(paper, wrong or {})
    claim = content.get("claim", {})
    lines, denials = claim.get("lines", []), content.get("denials", [])
    facts = {**told_by_papers(content), **{fact["key"]: fact["value"] for fact in content.get("facts", [])}}
    named = {key: (_FACTS.get(key, key.replace("_", " ")), "text", "") for key in dict.fromkeys((*_FACTS, *facts))}
    funding = {"plan_funding": (LABELS["plan_funding"], "select: " + " ".join(FUNDING), "decides which law speaks")}
    found = [Group("claim", "Claim", made.fields("claim", _CLAIM, claim), "The claim is right")]
    for index in range(len(lines) + 1):
        spare = index == len(lines)
        title = "One more line" if spare else f"Line {lines[index].get('id', index + 1)}"
        fields = made.fields(f"claim.lines.{index}", _LINE, {} if spare else lines[index])
        found.append(Group(f"line-{index}", title, fields, f"{title} is right", spare))
    for index in range(max(1, len(denials))):
        fields = made.fields(f"denials.{index}", _DENIAL, denials[index] if denials else {})
        found.append(Group(f"denial-{index}", f"Denial {index + 1}", fields, f"Denial {index + 1} is right"))
    people = (*made.fields("facts", named, facts), *made.fields("", funding, content))
    found.append(Group("people", "Patient and plan", people, "Patient and plan are right"))
    practice = made.fields("practice", _PRACTICE, content.get("practice", {}))
    found.append(Group("practice", "Your practice", practice, "The practice is right"))
    return tuple(found)


class _Maker:
    def __init__(self, paper: str, wrong: Mapping[str, str]) -> None:
        self._paper = paper
        self._wrong = wrong

    def fields(self, root: str, rows: Mapping[str, _Row], content: Mapping[str, Any]) -> tuple[Field, ...]:
        return tuple(self._field(root, name, row, content) for name, row in rows.items())

    def _field(self, root: str, name: str, row: _Row, content: Mapping[str, Any]) -> Field:
        label, kind, hint = row
        value = _written(_at(content, name))
        kind, _, words = kind.partition(":")
        choices = ("", *words.split()) if words.startswith(" ") else tuple(words.split())
        choices = tuple(each for each in choices if each != "unknown" or each == value)  # left empty says the same
        full = f"{root}.{name}" if root else name
        read = seen_beside(full, value, content, self._paper) if kind != "select" or name == "group" else ""
        return Field(full, label, kind, value, hint, choices, read, self._wrong.get(full, ""))


def taken(base: Mapping[str, Any], form: Mapping[str, str], *, who: str, on: date) -> dict[str, Any]:
    """The JSON of the case with every field of the form in place; what was left empty is not known."""
    content: dict[str, Any] = _copy(base)
    content.setdefault("claim", {})
    _lists(content)
    before = {fact["key"]: fact for fact in base.get("facts", [])}
    told = told_by_papers(base)  # stays the paper's own word
    facts: dict[str, Any] = {
        key: fact for key, fact in before.items() if f"facts.{key}" not in form
    }  # what the form did not show stays
    for name, raw in form.items():
        value = raw.strip()
        if name.startswith("facts."):
            key = name.removeprefix("facts.")
            kept = before.get(key)
            if kept is not None and kept["value"] == value:
                facts[key] = kept
            elif value and value != told.get(key):
                entered = EnteredFact(key=key, value=value, who=who, when=on, corrects=kept is not None)
                facts[key] = entered.model_dump(mode="json", exclude_defaults=True)
        elif name.startswith(("claim.", "denials.", "practice.")) or name == "plan_funding":
            _put(content, name.split("."), _read(name, value))
    content["facts"] = list(facts.values())
    _tidy(content)
    return content


def checked(content: Mapping[str, Any]) -> tuple[Case | None, dict[str, str]]:
    """The case, or what is wrong with which field."""
    try:
        return Case.model_validate(content), {}
    except ValidationError as error:
        slips = {}
        for each in error.errors():
            name = ".".join(str(part) for part in each["loc"])
            slips[name] = str(each["msg"]).removeprefix("Value error, ")
        return None, slips


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(str(each) for each in value)
    return str(value)


def _read(name: str, value: str) -> Any:
    if name.rpartition(".")[2] in ("diagnoses", "modifiers"):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value.replace("$", "").replace(",", "") if name.rpartition(".")[2] in ("fee", "amount") else value


def _at(content: Mapping[str, Any], path: str) -> Any:
    found: Any = content
    for part in path.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def _put(content: Any, path: list[str], value: Any) -> None:
    """Set a value deep in the JSON; a row that is not there yet is made, in its place only."""
    *way, last = path
    here = content
    for part in way:
        if isinstance(here, list):
            index = int(part) if part.isdigit() else len(here) + 1
            if index > len(here):
                return
            if index == len(here):
                here.append({})
            here = here[index]
        else:
            if here.get(part) is None:
                if value in ("", []):
                    return
                here[part] = {}
            here = here[part]
    if not isinstance(here, dict):
        return
    if value in ("", []):
        here.pop(last, None)
    else:
        here[last] = value


def _lists(content: dict[str, Any]) -> None:
    content["claim"].setdefault("lines", [])
    content.setdefault("denials", [])


def _tidy(content: dict[str, Any]) -> None:
    """Leave out rows without a word, number the new ones, and point each line at its diagnoses."""
    claim = content["claim"]
    claim["lines"] = [line for line in claim["lines"] if line.get("code")]
    content["denials"] = [denial for denial in content["denials"] if denial]
    pointers = list(range(1, min(len(claim.get("diagnoses", [])), 4) + 1))
    used = {line.get("id") for line in claim["lines"]}
    for index, line in enumerate(claim["lines"], start=1):
        if "id" not in line:
            line["id"] = next(str(n) for n in range(index, index + len(used) + 2) if str(n) not in used)
            used.add(line["id"])
        if any(pointer > len(pointers) for pointer in line.get("diagnosis_pointers", [])) or (
            "diagnosis_pointers" not in line and pointers
        ):
            line["diagnosis_pointers"] = pointers


def _copy(value: Any) -> Any:
    """A deep copy of JSON."""
    if isinstance(value, Mapping):
        return {key: _copy(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_copy(each) for each in value]
    return value


def entries(form: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The text fields of a form."""
    for name, value in form.items():
        if isinstance(value, str):
            yield name, value.replace("\r\n", "\n")
