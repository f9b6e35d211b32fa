"""The letter that asks a physician, a laboratory or a hospital for one missing paper."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.chains.brief import Brief
from assistant.chains.enclosures import lacking
from assistant.chains.finish import Drafted, Outline, finish
from assistant.chains.letters.appeal_letter import clock_source
from assistant.chains.letters.head import head_marks, patient_lines
from assistant.chains.request import DraftRequest
from assistant.domain.draft import Placeholder, Source, Statement
from assistant.domain.errors import BadInput
from assistant.domain.finding import Finding
from assistant.domain.playbook import ChecklistItem
from assistant.prompting.statements import load_statements
from assistant.tables.physician_papers import PhysicianPaper, papers_for

#: Lines of the reference block that another clinician does not need.
_NOT_NEEDED = ("Member ID",)


def draft_physician_request(request: DraftRequest) -> Drafted:
    """One letter for one paper: the one named by ``about``, else the first that is missing.

    ``not_found`` where nothing is missing; ``BadInput`` for a paper that the family does not know.
    """
    brief = request.brief()
    missing = missing_papers(brief)
    paper = _chosen(brief, missing, request.about)
    addressee = _addressee(brief, paper)
    reference = tuple(line for line in patient_lines(brief) if line[0] not in _NOT_NEEDED)
    statements = tuple(_statements(brief, paper)) if paper is not None else ()
    outline = Outline(
        kind="physician_request",
        statements=statements,
        found=paper is not None,
        action="not_ready" if paper is not None else "none",
        addressee=addressee,
        re_block=reference,
        placeholders=tuple(dict.fromkeys((*head_marks(brief, addressee, reference), *_fax_mark(brief))))
        if paper
        else (),
        notes=tuple(_notes(brief, paper, missing)),
        about_claim=False,
    )
    return finish(brief, outline, wording=request.wording, trace_id=request.trace_id)


def missing_papers(brief: Brief) -> tuple[PhysicianPaper, ...]:
    """Papers of others that are not held, or whose content the criteria still miss."""
    if brief.playbook is None:
        return ()
    absent = set(lacking(brief.case, brief.playbook))
    found = []
    for paper in papers_for(brief.playbook.id):
        item = _item(brief, paper)
        if item is not None and ((item.required and item.title in absent) or details(brief, paper)):
            found.append(paper)
    return tuple(found)


def details(brief: Brief, paper: PhysicianPaper) -> tuple[str, ...]:
    """What the paper has to show, as far as the payer's criteria miss it."""
    item, playbook = _item(brief, paper), brief.playbook
    if item is None or playbook is None:
        return ()
    wanted = {test.obtain for test in playbook.tests if test.id in item.needed_for}
    open_ = [r.obtain for r in brief.main.deciding if r.status in ("missing", "contradicted")]
    return tuple(dict.fromkeys(obtain for obtain in open_ if obtain in wanted))


def _item(brief: Brief, paper: PhysicianPaper) -> ChecklistItem | None:
    checklist = brief.playbook.checklist if brief.playbook is not None else ()
    return next((item for item in checklist if item.kind == paper.checklist_kind), None)


def _chosen(brief: Brief, missing: tuple[PhysicianPaper, ...], about: str | None) -> PhysicianPaper | None:
    if about is None:
        return missing[0] if missing else None
    known = papers_for(brief.playbook.id) if brief.playbook is not None else ()
    named = about.strip().lower()
    for paper in known:
        if named in (paper.id, paper.checklist_kind):
            return paper
    listed = ", ".join(paper.id for paper in known) or "none for this case"
    raise BadInput(f"no paper {about!r} is asked of a physician here", where="--about", fix=f"one of: {listed}")


def _addressee(brief: Brief, paper: PhysicianPaper | None) -> tuple[str, ...]:
    name, address = brief.case.entered("physician_name"), brief.case.entered("physician_address")
    role = paper.addressee.lower() if paper is not None else "physician"
    return (
        name.value if name else f"[[needs: name of the {role}]]",
        address.value if address else "[[needs: address or fax number of that office]]",
    )


def _fax_mark(brief: Brief) -> tuple[Placeholder, ...]:
    if brief.case.practice.fax:
        return ()
    return (Placeholder(text="[[needs: fax number of the practice]]", ask="Which fax number may papers be sent to?"),)


def _statements(brief: Brief, paper: PhysicianPaper) -> Iterator[Statement]:
    templates = load_statements("physician_request")
    practice, line, deadline = brief.case.practice, brief.line, brief.deadline
    asked = details(brief, paper)
    row = Source(kind="table", key=paper.id, document="papers of physicians", quote=paper.title)
    shown = tuple(Source(kind="table", key=paper.id, document="playbook", quote=detail) for detail in asked)
    numbers = (("fax", practice.fax), ("phone", practice.phone))
    reach = tuple(Source(kind="practice", document=f"practice.{k}", quote=v) for k, v in numbers if v)
    found = [templates.statement("opening", {})]
    if line is not None:
        place = f"claim.lines[{brief.case.claim.lines.index(line)}].code"
        found.append(
            templates.statement(
                "purpose", {"code": line.code}, sources=(Source(kind="claim", document=place, quote=line.code),)
            )
        )
    found += [
        templates.statement("ask", {"title": paper.title}, sources=(row,)),
        templates.statement("details", {"details": list(asked)}, sources=shown),
        templates.statement("minimum", {}),
        templates.statement("none", {}),
        templates.statement("where", {"fax": practice.fax, "phone": practice.phone}, sources=reach),
    ]
    if deadline is not None and not deadline.passed(brief.today):
        found.append(templates.statement("soon", {"deadline": deadline.date}, sources=(clock_source(deadline),)))
    found += [templates.statement("thanks", {}), templates.statement("farewell", {})]
    yield from (statement for statement in found if statement is not None)


def _notes(brief: Brief, paper: PhysicianPaper | None, missing: tuple[PhysicianPaper, ...]) -> Iterator[Finding]:
    if paper is None:
        why = "no playbook knows the procedures on this claim" if brief.playbook is None else "no such paper is missing"
        yield _note("warning", f"there is nothing to ask a physician for: {why}", "name a paper with --about")
    for other in missing:
        if other != paper:
            yield _note(
                "note", f"also missing: {other.title}", f"`claimwright draft physician_request CASE --about {other.id}`"
            )


def _note(severity: str, message: str, fix: str) -> Finding:
    return Finding.model_validate(
        {
            "rule": "PH01",
            "severity": severity,
            "where": "documents",
            "message": message,
            "fix": fix,
            "source": "papers of physicians",
        }
    )
