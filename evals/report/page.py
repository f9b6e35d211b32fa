"""A run as one HTML file: no script, style, font or image from anywhere else, and nothing of a case is run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, Template

from evals.case import Case
from evals.compare import compare
from evals.gate import Floors, floors
from evals.record import Judged, Run, count, grouped
from evals.report.table import since, verdict_lines, weakest

_WIDTH, _BAR = 620, 16


def as_page(run: Run, earlier: Sequence[Run] = (), *, beside: Mapping[str, object] | None = None) -> str:
    """The page; ``earlier`` runs are listed, and cases are compared with the newest of them by the same model.

    With ``beside`` the one earlier run is that of another model, and its table stands first.
    """
    last = next(iter(earlier), None) if beside else since(run, earlier)
    changed = compare(last, run) if last else None
    state = {name: "fixed" for name in changed.fixed} | {name: "broken" for name in changed.broken} if changed else {}
    before = {each.name: each for each in last.results} if last else {}
    held = floors(run.metadata.split)
    rows = [_row(each, state.get(each.name, ""), before.get(each.name), held) for each in run.results]
    return _template().render(
        metadata=run.metadata.model_dump(),
        verdict=run.verdict.passed,
        verdict_lines=verdict_lines(run.verdict),
        suites=[
            _suite(name, mine, held.get(name))
            for name, mine in grouped(run.results, lambda each: each.case.suite).items()
        ],
        total=count(run.results),
        weakest=weakest(run),
        changed=changed,
        beside=beside,
        runs=[_earlier(each) for each in (run, *earlier)],
        data=_inline(rows),
    )


@cache
def _template() -> Template:
    text = files("evals.report").joinpath("page.html").read_text(encoding="utf-8")
    return Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(text)


def _inline(rows: list[dict[str, Any]]) -> str:
    """JSON that may stand in a script element: no tag can end it, whatever a case says."""
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026").replace("\u2028", " ")


def _row(each: Judged, change: str, before: Judged | None, held: Mapping[str, Floors]) -> dict[str, Any]:
    case = each.case
    return _before(each, before) | {
        "n": each.name,
        "u": case.suite,
        "l": case.slice,
        "s": case.split,
        "d": case.difficulty,
        "p": each.passed,
        "c": change,
        "t": round(each.seconds, 3),
        "g": list(case.tags),
        "o": case.provenance,
        "y": _payer(case),
        "z": _gate(case, held.get(case.suite)),
        "q": each.question,
        "a": each.text[:6000],
        "w": list(each.tools),
        "e": list(each.evidence)[:12],
        "x": json.dumps(case.expect, ensure_ascii=False)[:3000],
        "r": each.error,
        "k": [[s.name, s.value, s.compared, s.why] for s in each.scores],
    }


def _payer(case: Case) -> str:
    """The payer that a case names, wherever it does."""
    claim = case.inputs.get("claim") or (case.inputs.get("case") or {})
    named = case.inputs.get("payer") or (claim.get("payer") if isinstance(claim, dict) else None)
    return str(named or "")


def _gate(case: Case, held: Floors | None) -> str:
    """How hard the gate is on a case: its slice has to be perfect, has a floor of its own, or that of its suite."""
    if held is None:
        return ""
    if case.slice in held.zero_tolerance:
        return "zero tolerance"
    return "own floor" if case.slice in held.slices else "floor of the suite"


def _before(each: Judged, before: Judged | None) -> dict[str, Any]:
    """What the last run had of the case, where it differs: text, tools and scores."""
    if before is None:
        return {}
    scores = {score.name: score.value for score in before.scores}
    moved = [[s.name, scores.get(s.name), s.value] for s in each.scores if scores.get(s.name) != s.value]
    found: dict[str, Any] = {"m": moved} if moved else {}
    if before.text != each.text:
        found["b"] = before.text[:6000]
    if before.tools != each.tools:
        found["h"] = list(before.tools)
    return found


def _suite(name: str, mine: Sequence[Judged], held: Floors | None) -> dict[str, Any]:
    slices = []
    for label, group in grouped(mine, lambda each: each.case.slice).items():
        counted = count(group)
        slices.append(_bar(label, counted.passed, counted.of, counted.bounds, held.of(label) if held else None))
    counted = count(mine)
    whole = _bar(name, counted.passed, counted.of, counted.bounds, held.floor if held else None)
    return {"name": name, "whole": whole, "slices": slices, "height": _BAR * (len(slices) + 1) + 6}


def _bar(label: str, passed: int, of: int, bounds: tuple[float, float], floor: float | None) -> dict[str, Any]:
    """Where the bar, its bounds and its floor stand, in pixels of the plot."""
    full, left = _WIDTH - 330, 200
    share = passed / of if of else 0.0
    return {
        "label": label,
        "passed": passed,
        "of": of,
        "share": share,
        "left": left,
        "width": round(full * share, 1),
        "low": round(left + full * bounds[0], 1),
        "high": round(left + full * bounds[1], 1),
        "end": left + full,
        "floor": None if floor is None else round(left + full * floor, 1),
        "below": floor is not None and share < floor,
    }


def _earlier(run: Run) -> dict[str, Any]:
    counted = count(run.results)
    about = run.metadata
    return {
        "started": about.started,
        "commit": about.commit or "",
        "corpus": about.corpus,
        "prompts": about.prompts,
        "model": about.model,
        "passed": counted.passed,
        "of": counted.of,
        "verdict": run.verdict.passed,
        "undecided": bool(run.verdict.undecided),
    }
