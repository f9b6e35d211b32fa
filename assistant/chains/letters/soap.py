"""The statements of a narrative in the order subjective, objective, assessment, plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeVar

from assistant.chains.brief import Brief
from assistant.chains.criteria.chart import Chart
from assistant.chains.criteria.scope import places_of
from assistant.chains.letters.appeal_letter import quoted
from assistant.chains.letters.sources import of_label, of_line
from assistant.chains.point import Point
from assistant.domain.draft import Placeholder, Source, Statement
from assistant.domain.fact import Fact
from assistant.domain.playbook import FactSpec, Playbook
from assistant.intake.case_facts import ATTACHMENT
from assistant.intake.claim_facts import CLAIM
from assistant.prompting.statements import StatementTemplates, load_statements
from assistant.recognise.placeholders import placeholders as open_marks
from assistant.tables.service_labels import service_label

HEADINGS = {
    "subjective": "Subjective",
    "care": "Care before this service",
    "objective": "Objective",
    "assessment": "Assessment",
    "plan": "Plan",
}
_Item = TypeVar("_Item")
_COUNT = "number of "
_BOUNDS = {"below": "less than ", "at_most": "at most ", "above": "more than ", "at_least": "at least "}


def soap_statements(brief: Brief, point: Point) -> tuple[Statement, ...]:
    """The narrative of one service; a part on which the chart is silent is a visible placeholder."""
    if point.line is None or point.playbook is None:
        return ()
    templates = load_statements("narrative")
    told = _Told(brief, point, templates)
    history = (*told.part("subjective", point.playbook.soap.subjective), *told.care())
    # A sentence that concludes or plans belongs there, not among the findings.
    judged = (*told.assessment(), *told.plan())
    found = (
        templates.statement("opening", _service(point), sources=told.line_sources),
        templates.statement("origin", {}),
        *history,
        *told.objective(),
        *judged,
        *_close(brief, templates),
    )
    return tuple(statement for statement in found if statement is not None)


def soap_marks(statements: Iterable[Statement]) -> Iterator[Placeholder]:
    """What the narrative itself leaves open, as questions to the clinician."""
    for statement in statements:
        for what in open_marks(statement.text):
            yield Placeholder(text=f"[[needs: {what}]]", ask=f"What does the chart say of this: {what}?")


class _Told:
    """What the chart says of one service, each sentence told once."""

    def __init__(self, brief: Brief, point: Point, templates: StatementTemplates) -> None:
        assert point.line is not None
        assert point.playbook is not None
        self._brief, self._point, self._templates = brief, point, templates
        self._playbook: Playbook = point.playbook
        system = brief.case.claim.tooth_system or "universal"
        self._chart = Chart(point.playbook, point.facts, point.on, places=places_of(point.line, system))
        self._done: set[tuple[str, str]] = set()
        index = brief.case.claim.lines.index(point.line)
        self.line_sources = (*of_line(point.line, index), *of_label(point.line.code))

    def part(self, section: str, keys: Iterable[str]) -> Iterator[Statement | None]:
        """The sentences with facts of the keys, paper by paper; a placeholder where there are none."""
        found = tuple(self._quotes(section, self._facts(keys)))
        yield from found
        if not found and section == "subjective":
            yield self._templates.statement("subjective_none", {})

    def care(self) -> Iterator[Statement | None]:
        """What was tried before, with its days; a trial without a day is named."""
        keys = self._playbook.soap.care
        if not keys:
            return
        facts = tuple(self._facts(keys))
        found = tuple(self._quotes("care", facts))
        yield from found
        undated = {fact.key for fact in facts if self._spec(fact).type == "event" and not _dated(fact)}
        undated -= {fact.key for fact in facts if _dated(fact)}
        if undated:
            named = ", ".join(sorted(self._playbook.spec(key).label for key in undated))
            yield self._templates.statement("care_undated", {"undated": f"dates of: {named}"})
        if not facts:
            yield self._templates.statement("care_none", {})

    def objective(self) -> Iterator[Statement | None]:
        """Measurements as they stand in the papers, then the other findings."""
        soap = self._playbook.soap
        elsewhere = {*soap.subjective, *soap.care, *soap.assessment, *soap.plan, *soap.aside}
        facts = tuple(self._facts(spec.key for spec in self._playbook.facts if spec.key not in elsewhere))
        numbers = [fact for fact in facts if self._spec(fact).type == "number" and _alone(fact, facts)]
        measured = tuple(self._measured(numbers))
        # A sentence of which every fact is among the measurements is told with them.
        open_quotes = {(fact.document, fact.quote) for fact in facts if fact not in numbers}
        self._done |= {(fact.document, fact.quote) for fact in numbers} - open_quotes
        found = tuple(self._quotes("objective", (fact for fact in facts if fact not in numbers)))
        yield from (*measured, *found)
        if not measured and not found:
            yield self._templates.statement("objective_none", {})

    def assessment(self) -> Iterator[Statement | None]:
        """The diagnoses of the line, and what the chart concludes."""
        claim, line = self._brief.case.claim, self._point.line
        assert line is not None
        pointed = [claim.diagnoses[p - 1] for p in line.diagnosis_pointers if 0 < p <= len(claim.diagnoses)]
        codes = list(dict.fromkeys(pointed or claim.diagnoses))
        sources = tuple(
            Source(kind="claim", document=f"claim.diagnoses[{claim.diagnoses.index(code)}]", quote=code)
            for code in codes
        )
        yield self._templates.statement("diagnosis", {"diagnoses": codes}, sources=sources)
        if not codes and claim.lane == "medical":
            yield self._templates.statement("diagnosis_none", {})
        yield from self._quotes("assessment", self._facts(self._playbook.soap.assessment))

    def plan(self) -> Iterator[Statement | None]:
        """The service, and what the chart plans."""
        yield self._templates.statement("service", _service(self._point), sources=self.line_sources)
        found = tuple(self._quotes("plan", self._facts(self._playbook.soap.plan)))
        yield from found
        if not found:
            yield self._templates.statement("follow_up", {})

    def _facts(self, keys: Iterable[str]) -> Iterator[Fact]:
        """Facts of the papers about the service at hand, in the order of the papers."""
        wanted = self._chart.about(*keys)
        for fact in sorted(wanted, key=lambda fact: fact.span.start if fact.span else 0):
            if fact.document_kind not in (CLAIM, ATTACHMENT):
                yield fact

    def _spec(self, fact: Fact) -> FactSpec:
        return self._playbook.spec(fact.key)

    def _quotes(self, section: str, facts: Iterable[Fact]) -> Iterator[Statement | None]:
        by_paper: dict[str, list[str]] = {}
        for fact in facts:
            if (fact.document, fact.quote) not in self._done:
                self._done.add((fact.document, fact.quote))
                by_paper.setdefault(fact.document, []).append(fact.quote)
        for number, (document, quotes) in enumerate(self._by_day(by_paper), start=1):
            sources = tuple(quoted(self._brief, document, quote) for quote in quotes)
            slots = {**self._paper(document), "quotes": quotes}
            statement = self._templates.statement(section, slots, sources=sources, suffix=f"_{number}")
            yield _in_paragraph(statement, number)

    def _measured(self, facts: Iterable[Fact]) -> Iterator[Statement | None]:
        by_paper: dict[str, list[Fact]] = {}
        for fact in facts:
            by_paper.setdefault(fact.document, []).append(fact)
        for number, (document, held) in enumerate(self._by_day(by_paper), start=1):
            values = list(dict.fromkeys(self._value(fact) for fact in held))
            quotes = dict.fromkeys(fact.quote for fact in held)
            sources = tuple(quoted(self._brief, document, quote) for quote in quotes)
            slots = {**self._paper(document), "values": values}
            yield self._templates.statement("measured", slots, sources=sources, suffix=f"_{number}")

    def _value(self, fact: Fact) -> str:
        spec = self._spec(fact)
        place = fact.place.removeprefix("area ")
        where = (
            f"{place} " if place in ("left", "right", "bilateral") else f"tooth {place} " if place[:1].isdigit() else ""
        )
        bound = _BOUNDS.get(fact.bound, "")
        if spec.label.startswith(_COUNT):
            # The number behind the words may read as a tooth: "extractions 3".
            return f"{where}{bound}{fact.value} {spec.label.removeprefix(_COUNT)}"
        unit = "" if not spec.unit or spec.unit in spec.label else "%" if spec.unit == "percent" else f" {spec.unit}"
        return f"{where}{spec.label} {bound}{fact.value}{unit}"

    def _paper(self, document: str) -> dict[str, object]:
        title = self._brief.titles.get(document, f"Stated, {document}")
        return {"document": title, "document_day": self._brief.days.get(document)}

    def _by_day(self, by_paper: dict[str, list[_Item]]) -> list[tuple[str, list[_Item]]]:
        """Papers from the earliest to the latest; undated ones last."""
        return sorted(by_paper.items(), key=lambda item: self._brief.days.get(item[0], date.max))


def _in_paragraph(statement: Statement | None, number: int) -> Statement | None:
    """The second and later papers of a part stand in paragraphs of their own under its heading."""
    if statement is None or number == 1:
        return statement
    return statement.model_copy(update={"section": f"{statement.section}:{number}"})


def _alone(fact: Fact, facts: tuple[Fact, ...]) -> bool:
    """Whether its sentence gives one value for it, in the unit of the vocabulary.

    Of several values, as for both arches, and of one in another unit the sentence itself is told.
    """
    if str(fact.value) not in fact.quote:
        return False
    return len({other.value for other in facts if other.key == fact.key and other.span == fact.span}) == 1


def _dated(fact: Fact) -> bool:
    return fact.day is not None or fact.until is not None


def _service(point: Point) -> dict[str, object]:
    line = point.line
    assert line is not None
    return {
        "code": line.code,
        "label": service_label(line.code),
        "dos": line.date_of_service,
        "tooth": line.tooth,
        "area": line.area,
    }


def _close(brief: Brief, templates: StatementTemplates) -> Iterator[Statement | None]:
    if brief.present:
        sources = tuple(Source(kind="attachment", document=e.file, quote=e.title) for e in brief.present)
        yield templates.statement("enclosed", {}, sources=sources)
    yield templates.statement("farewell", {})
