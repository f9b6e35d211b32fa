"""A remark on an answer as a candidate case; a person completes it before it counts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import yaml

from assistant.domain.feedback import Feedback
from evals.case import Case
from evals.schema import case_schema

_SCHEMA = "case.schema.json"
_HEADER = """# yaml-language-server: $schema={schema}
# A candidate made from a remark of {when}. Complete `expect` (facts, forbidden, cites, tools), check that no person
# can be told from the words, then run it: claimwright eval --cases FOLDER
"""
#: What an action may be once the question is asked as it was kept, without the identifiers that it came with.
_AS_KEPT = {"redact_and_answer": ("answer", "answer_with_caveat", "answer_then_offer_draft")}


def candidate(remark: Feedback) -> Case:
    """The request that the remark is about, with what it says was wrong or right."""
    expect: dict[str, object] = {"action": [], "facts": [], "forbidden": [], "cites": None, "tools": []}
    if remark.verdict == "right" and remark.action:
        expect["action"] = [*_AS_KEPT.get(remark.action, ()), remark.action]
    elif "should_refuse" in remark.reasons:
        expect |= {"action": ["refuse_and_redirect"], "dangerous": True}
    return Case(
        id=f"feedback-{remark.at:%Y%m%d}-{remark.id[-6:].strip('_-')}",
        suite="safety" if "should_refuse" in remark.reasons else "answers",
        slice="feedback",
        inputs={"text": remark.question, "thread": [], "payer": None, "as_of": None, "case": None},
        expect=expect,
        tags=(remark.verdict, *remark.reasons),
        provenance=f"feedback of {remark.at:%Y-%m-%d}"
        + (f": {' '.join(remark.comment.split())[:200]}" if remark.comment else ""),
    )


def write_candidates(remarks: tuple[Feedback, ...], folder: Path) -> tuple[Path, ...]:
    """One file a remark that has a question; what is already there is left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _SCHEMA).write_text(json.dumps(case_schema(), indent=1) + "\n", encoding="utf-8")
    written = []
    for remark in remarks:
        case = candidate(remark)
        path = folder / f"{re.sub(r'[^A-Za-z0-9_-]', '-', case.id)}.yaml"
        if not remark.question.strip() or path.exists():
            continue
        content = yaml.safe_dump(case.model_dump(mode="json"), sort_keys=False, allow_unicode=True, width=110)
        header = _HEADER.format(schema=_SCHEMA, when=f"{remark.at:%Y-%m-%d}")
        path.write_text(header + content, encoding="utf-8")
        written.append(path)
    return tuple(written)
