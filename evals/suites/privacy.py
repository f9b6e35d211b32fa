"""Identifiers in notes: everything that names a person is masked, and no code or policy date is."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from pydantic import Field

from evals.case import Case, half
from evals.labels import CaseContent, Labels, Words
from evals.score import Outcome, Score, none_of, share, unscored
from evals.suite import CHECKOUT, Suite
from evals.suites.tables import content
from evals.task import Workbench

SEED = 11


class Written(Labels):
    """A text, with the case whose people it may name."""

    text: str
    case: CaseContent | None = None


class Masked(Labels):
    """What must be masked, or that nothing may be."""

    secrets: Words = Field(default=(), description="Identifiers that stand in the text and must be masked")
    canaries: Words = Field(default=(), description="Identifiers that must not be left, wherever they stand")
    kept: bool | None = Field(default=None, description="Whether nothing in the text may be masked")


def cases() -> tuple[Case, ...]:
    """Notes by hand, sentences to leave alone, and the papers of made-up patients."""
    return (*_written(), *_made())


def _written() -> Iterator[Case]:
    held = content("privacy", "cases.yaml")
    for number, (text, secrets) in enumerate(held["secret"], 1):
        yield _case(f"secret-{number}", "masked", text, {"secrets": [str(each) for each in secrets]})
    for number, text in enumerate(held["kept"], 1):
        yield _case(f"kept-{number}", "left alone", text, {"kept": True})


def _case(name: str, group: str, text: str, expect: dict[str, object]) -> Case:
    return Case(
        id=name,
        suite="privacy",
        slice=group,
        inputs={"text": text},
        expect=expect,
        tags=("by hand", group),
        provenance="written by hand, tests/privacy/cases.yaml",
    )


def _made() -> Iterator[Case]:
    from evals.planted.bases import bases

    with tempfile.TemporaryDirectory() as folder:
        for base in bases(SEED, Path(folder)):
            case = base.loaded.case
            facts = ", ".join(f"{fact.key.replace('_', ' ')}: {fact.value}" for fact in case.facts)
            canaries = [*base.canaries[:4], next(f.value for f in case.facts if f.key == "patient_name")]
            for document in case.documents:
                yield Case(
                    id=f"made-{base.name}-{document.id}",
                    suite="privacy",
                    slice="canaries",
                    inputs={"text": f"{facts}\n{document.text}", "case": case.model_dump(mode="json")},
                    expect={"canaries": [str(each) for each in dict.fromkeys(canaries)]},
                    split=half(f"{base.name}-{document.id}"),
                    tags=("generated",),
                    provenance=f"made-up patient, seed {SEED}",
                )


def run(_: Workbench, case: Case) -> Outcome:
    """Mask the text, with what the case file knows of its people where there is one."""
    from assistant.domain.case import Case as OfficeCase
    from assistant.privacy.detect import detect
    from assistant.privacy.of_case import known_values
    from assistant.privacy.redact import redact

    text = case.inputs["text"]
    held = case.inputs.get("case")
    known = known_values(OfficeCase.model_validate(held)) if held else ()
    covered = {place for found in detect(text, known) for place in range(found.start, found.end)}
    values = {"covered": covered, "masked": redact(text, known)}
    return Outcome(question=text, text=str(values["masked"]), values=values)


def _masks(case: Case, outcome: Outcome) -> Score:
    secrets = case.expect.get("secrets", [])
    text, covered = case.inputs["text"], outcome.values["covered"]
    missing = [each for each in secrets if _bare(text, each, covered) not in ("", "PtacctPt", "Ptacct")]
    return share("masked", secrets, missing, "still readable")


def _bare(text: str, secret: str, covered: set[int]) -> str:
    """Letters and digits of the secret that nothing covers."""
    start = text.index(secret)
    return "".join(text[at] for at in range(start, start + len(secret)) if at not in covered and text[at].isalnum())


def _canaries(case: Case, outcome: Outcome) -> Score:
    canaries = case.expect.get("canaries", [])
    if not canaries:
        return unscored("no canary left", "nobody in particular is named")
    left = [each for each in canaries if each in outcome.values["masked"]]
    return none_of("no canary left", left, "; ".join(canaries))


def _kept(case: Case, outcome: Outcome) -> Score:
    if not case.expect.get("kept"):
        return unscored("left alone", "the text holds identifiers")
    return none_of("left alone", [outcome.text] if outcome.values["covered"] else [], "anything masked")


SUITE = Suite(
    name="privacy",
    about="identifiers masked, codes left alone",
    home="tests/privacy/cases.yaml; made-up patients with a seed",
    cases=cases,
    task=run,
    seed=SEED,
    inputs=Written,
    expect=Masked,
    example={
        "inputs": {"text": "Please call Dorothea Vale, born 03/04/1971, at 555-010-0199."},
        "expect": {"secrets": ["03/04/1971", "555-010-0199"]},
    },
    scorers=(_masks, _canaries, _kept),
    needs=CHECKOUT / "privacy",
)
