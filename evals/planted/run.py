"""Plants errors in drafts of every kind and counts what the rules say."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files

import yaml

from assistant.assistant import Assistant
from assistant.chains.edited import check_edited
from assistant.chains.finish import Drafted
from assistant.domain.caller import LOCAL
from assistant.domain.draft import DraftKind, Statement
from assistant.domain.errors import ClaimwrightError
from assistant.domain.finding import Finding
from assistant.domain.policy import PolicyDocument
from assistant.recognise import sentences
from assistant.rules.drafts import check_worded
from evals.planted.asked import asked
from evals.planted.bases import Base
from evals.planted.harmless import HARMLESS
from evals.planted.planters import PLANTERS, Sheet, added

_FEWEST_WORDS = 8


@dataclass(frozen=True)
class Trial:
    """One planted error, or one harmless edit, and what came of it."""

    base: str
    draft: str
    kind: str
    text: str
    caught: bool
    rules: tuple[str, ...] = ()
    located: bool = False


@dataclass
class Outcome:
    """Everything that was tried."""

    edits: list[Trial] = field(default_factory=list)
    worded: list[Trial] = field(default_factory=list)
    harmless: list[Trial] = field(default_factory=list)
    clean: list[Trial] = field(default_factory=list)
    twins: list[Trial] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    check_seconds: list[float] = field(default_factory=list)


def phrases(name: str) -> dict[str, list[str]]:
    """The sentences of a list, by what they are."""
    content: dict[str, list[str]] = yaml.safe_load((files("evals.planted") / name).read_text(encoding="utf-8"))
    return content


def drafts(
    assistant: Assistant, cases: Sequence[Base], kinds: Sequence[DraftKind] = ()
) -> Iterator[tuple[Base, Drafted, float]]:
    """Every kind of draft of every case that there is, with the seconds it took."""
    for number, base in enumerate(cases):
        for each in asked(base, number, kinds):
            began = time.perf_counter()
            try:
                drafted = assistant.draft(LOCAL, each.kind, each.loaded, about=each.about)
            except ClaimwrightError:
                continue  # a kind that this case, or this release, has not
            if drafted.draft.statements:
                yield base, drafted, time.perf_counter() - began


def sheet_of(drafted: Drafted, base: Base, assistant: Assistant, phrases: Mapping[str, Sequence[str]]) -> Sheet:
    """What may be planted in a draft."""
    case, documents = base.loaded.case, assistant.library(LOCAL).documents()
    held = {document.id for document in ([drafted.policy.document] if drafted.policy else [])}
    series = {document.series for document in documents if document.id in held}
    own = "\n".join(passage.text for passage in drafted.sheet.evidence.passages)
    others = [d for d in documents if d.payer not in (case.claim.payer, "General")]
    older = [d for d in documents if d.series in series and d.id not in held]
    signer = case.practice.signer or ""
    patient = case.entered("patient_name")
    names = tuple(name for name in base.canaries[:3] if " " in name)
    numbers = [case.denials[0].claim_number or "", base.canaries[3], case.practice.npi or "", case.practice.phone or ""]
    return Sheet(
        text=drafted.draft.text,
        statements=drafted.draft.statements,
        phrases=phrases,
        other_payers=_sentences(assistant, others[:14], own),
        superseded=_sentences(assistant, older, own),
        names=tuple(dict.fromkeys((*names, signer, patient.value if patient else ""))),
        identifiers=tuple(numbers),
        deadline=drafted.draft.deadline.date if drafted.draft.deadline else None,
    )


def _sentences(assistant: Assistant, documents: Sequence[PolicyDocument], own: str) -> tuple[str, ...]:
    """Sentences of documents that may not be quoted here."""
    found: list[str] = []
    flat = " ".join(own.split()).casefold()
    for document in documents:
        for passage in assistant.library(LOCAL).passages_of(document.id)[:6]:
            for sentence in sentences.split(passage.text):
                words = re.sub(r"^[-*\d. ]+", "", " ".join(sentence.text.split()))
                plain = not re.search(r'[|"#]', words) and len(words.split()) >= _FEWEST_WORDS and len(words) < 240
                if plain and words.casefold().rstrip(".") not in flat:
                    found.append(words)
    return tuple(found)


def plant(drafted: Drafted, base: Base, sheet: Sheet, rng: random.Random, each: int = 1) -> Iterator[Trial]:
    """A person's edits: ``each`` of every planter, checked like an edited letter."""
    known = _errors(drafted.draft.findings)
    for kind, planters in PLANTERS.items():
        for planter in planters * each:
            text = planter(sheet, rng)
            if text is None:
                continue
            checked = check_edited(text, drafted)
            new = [f for f in checked.findings if f.severity == "error" and (f.rule, f.where, f.message) not in known]
            yield Trial(
                base.name, drafted.draft.kind, kind, changed(sheet.text, text), bool(new), tuple(f.rule for f in new)
            )


def plant_worded(drafted: Drafted, base: Base, sheet: Sheet, rng: random.Random, each: int = 1) -> Iterator[Trial]:
    """A model's wording: the same errors in single statements, checked statement by statement."""
    worded = [s for s in drafted.sheet.statements if s.type in ("fact", "policy", "request", "courtesy")]
    for kind, planters in PLANTERS.items():
        for planter in planters * each:
            for statement in rng.sample(worded, len(worded)):
                text = planter(replace(sheet, text=statement.text, statements=(statement,)), rng)
                if text is not None:
                    break
            else:
                continue
            found = check_worded(_with(drafted.sheet.statements, statement.id, text), drafted.sheet)
            here = [f for f in found if f.where == statement.id and f.severity != "note"]
            yield Trial(
                base.name,
                drafted.draft.kind,
                kind,
                changed(statement.text, text),
                bool(here),
                tuple(f.rule for f in here),
            )


def add_sentences(assistant: Assistant, cases: Sequence[Base], *, seed: int, name: str) -> Outcome:
    """Every sentence of a list added once to the appeal of each case."""
    outcome, held, rng = Outcome(), phrases(name), random.Random(seed)
    for base, drafted, _ in drafts(assistant, cases, ("appeal",)):
        known = _errors(drafted.draft.findings)
        sheet = sheet_of(drafted, base, assistant, held)
        for kind, sentences_of_kind in held.items():
            for words in sentences_of_kind:
                text = added(sheet, rng, words)
                if text is None:
                    continue
                found = check_edited(text, drafted).findings
                new = [f for f in found if f.severity == "error" and (f.rule, f.where, f.message) not in known]
                rules = tuple(f.rule for f in new)
                outcome.edits.append(Trial(base.name, "appeal", kind, words, bool(new), rules))
    return outcome


def _with(statements: tuple[Statement, ...], name: str, text: str) -> tuple[Statement, ...]:
    return tuple(s.model_copy(update={"text": text}) if s.id == name else s for s in statements)


def edit_harmlessly(drafted: Drafted, base: Base) -> Iterator[Trial]:
    """Edits that change nothing; a new error finding is a false alarm."""
    known = _errors(drafted.draft.findings)
    for kind, edit in HARMLESS.items():
        text = edit(drafted.draft.text)
        if kind != "nothing" and text == drafted.draft.text:
            continue
        found = check_edited(text, drafted).findings
        new = [f for f in found if f.severity == "error" and (f.rule, f.where, f.message) not in known]
        said = "; ".join(f"{f.rule} {f.message}" for f in new)
        yield Trial(base.name, drafted.draft.kind, kind, said, bool(new), tuple(f.rule for f in new))


def _errors(findings: Sequence[Finding]) -> set[tuple[str, str, str]]:
    return {(f.rule, f.where, f.message) for f in findings}


def changed(before: str, after: str) -> str:
    """What differs between two texts, with a few words around it."""
    start = next(
        (i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    rest = next(
        (i for i, (a, b) in enumerate(zip(reversed(before[start:]), reversed(after[start:]), strict=False)) if a != b),
        0,
    )
    old, new = before[start : len(before) - rest], after[start : len(after) - rest]
    lead = before[max(0, start - 40) : start].replace("\n", " ")
    return f"...{lead}[{old[:160]} -> {new[:160]}]"


def run(
    assistant: Assistant,
    cases: Sequence[Base],
    *,
    seed: int,
    lists: str = "phrases.yaml",
    each: int = 1,
    kinds: Sequence[DraftKind] = (),
    harmless: bool = True,
) -> Outcome:
    """Everything on all cases; the same for the same seed."""
    outcome, held, rng = Outcome(), phrases(lists), random.Random(seed)
    for base, drafted, seconds in drafts(assistant, cases, kinds):
        outcome.seconds.append(seconds)
        sheet = sheet_of(drafted, base, assistant, held)
        began = time.perf_counter()
        found = list(plant(drafted, base, sheet, rng, each))
        outcome.edits += found
        outcome.check_seconds.append((time.perf_counter() - began) / max(1, len(found)))
        outcome.worded += plant_worded(drafted, base, sheet, rng, each)
        if harmless:
            outcome.harmless += edit_harmlessly(drafted, base)
            rules = tuple(f.rule for f in drafted.draft.findings if f.severity == "error" and f.rule.startswith("DR"))
            outcome.clean.append(Trial(base.name, drafted.draft.kind, "clean", ", ".join(rules), bool(rules), rules))
    return outcome
