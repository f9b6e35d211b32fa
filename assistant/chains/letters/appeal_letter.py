"""The statements of an appeal, each with its sources; the words stand in ``prompts/statements/appeal.md``."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assistant.chains.action import point_action
from assistant.chains.brief import Brief, counted, denied_name, service_name
from assistant.chains.letters.sources import of_denial, of_line, of_passage
from assistant.chains.point import Point, reading_of
from assistant.domain.case import Denial
from assistant.domain.denial import DenialReading
from assistant.domain.draft import Deadline, Source, SourceKind, Statement
from assistant.domain.policy import Passage
from assistant.intake.case_file import denial_text
from assistant.intake.letter_table import prose
from assistant.intake.reason_lines import claim_lines_in
from assistant.prompting.statements import StatementTemplates, load_statements

#: What a service asks for that the letter argues.
_ARGUED = ("appeal", "not_ready")
#: A longer sentence of a payer is not quoted.
_LONGEST = 400


def statements_of(brief: Brief) -> tuple[Statement, ...]:
    """The letter, statement by statement; empty where there is no denial to answer."""
    if brief.denial is None or brief.line is None:
        return ()
    templates = load_statements("appeal")
    found: list[Statement | None] = []
    appealed = appealed_points(brief)
    for number, point in enumerate(appealed, start=1):
        found += opening(brief, point, templates, number)
    found.append(templates.statement("opening_request", {}))
    for number, point in enumerate(appealed, start=1):
        found += answer(brief, point, templates, number)
    found += unnamed_reasons(brief, templates)
    found += [*request(brief, templates), *close(brief, templates)]
    return tuple(statement for statement in found if statement is not None)


def appealed_points(brief: Brief) -> tuple[Point, ...]:
    """The denied services that the letter argues: the main one, and others that an appeal fits as well."""
    others = [p for p in brief.points[1:] if p.line is not None and (p.unnamed or point_action(p) in _ARGUED)]
    return (brief.main, *others)


def suffix_of(number: int) -> str:
    """What keeps the statements of a second service apart; the first has none."""
    return f"_line{number}" if number > 1 else ""


def opening(brief: Brief, point: Point, templates: StatementTemplates, number: int) -> Iterator[Statement | None]:
    """What is appealed."""
    denial, line = point.denial, point.line
    assert denial is not None
    assert line is not None
    slots = {"service": denied_name(point), "dos": line.date_of_service, "notice_date": denial.date, **billed(point)}
    template = "opening" if number == 1 else "opening_with" if point.unnamed else "opening_more"
    if template == "opening_with":
        slots["service"] = service_name(point)
    yield templates.statement(template, slots, sources=claimed(brief, point), suffix=suffix_of(number))


def billed(point: Point) -> dict[str, Decimal | None]:
    """The fee of a service, and what was refused where that is not the fee."""
    fee = point.line.fee if point.line is not None else None
    return {"amount": fee, "refused": point.amount if point.amount != fee else None}


def claimed(brief: Brief, point: Point) -> tuple[Source, ...]:
    """Sources of what an opening names: the line and the denial."""
    found: list[Source] = []
    if point.line is not None:
        found += of_line(point.line, brief.case.claim.lines.index(point.line))
    if point.denial is not None:
        found += of_denial(point.denial, brief.case.denials.index(point.denial))
    if point.summed is not None:
        found.append(Source(kind="calculation", key=point.summed.key, quote=point.summed.text))
    return tuple(found)


def answer(brief: Brief, point: Point, templates: StatementTemplates, number: int) -> Iterator[Statement | None]:
    """The reasons of one service as the payer gave them, and what answers them; each service in its own paragraphs."""
    for statement in (*_reason(brief, point, templates, number), *_rebuttal(brief, point, templates, number)):
        if statement is None or number == 1:
            yield statement
        else:
            yield statement.model_copy(update={"section": f"{statement.section}:line{number}"})


def _reason(brief: Brief, point: Point, templates: StatementTemplates, number: int) -> Iterator[Statement | None]:
    """Each reason of one service with its own words and meaning; reasons that name no service once, of none."""
    if point.unnamed and number > 1:
        return
    about = service_name(point) if len(appealed_points(brief)) > 1 and not point.unnamed else ""
    told: set[str] = set()
    for place, (index, denial) in enumerate(point.denials, start=1):
        suffix = suffix_of(number) + (f"_{place}" if place > 1 else "")
        codes = {"carc": denial.carc, "group": denial.group, "rarc": denial.rarc, "about": about}
        sources = (*of_denial(denial, index), *(claimed(brief, point) if about else ()))
        yield templates.statement("reason_codes", codes, sources=sources, suffix=suffix)
        words = said_words(brief, denial, point)
        if words not in _said_before(brief, number):
            said = words_of(brief, denial, index, words)
            yield templates.statement("reason_words", {"reason_text": words}, sources=said, suffix=suffix)
        reading = reading_of(brief.case, denial)
        if reading is not None and reading.meaning not in told:
            told.add(reading.meaning)
            yield meaning_of(reading, templates, suffix)


def meaning_of(reading: DenialReading, templates: StatementTemplates, suffix: str) -> Statement | None:
    """What the codes of one denial mean, in our words."""
    source = Source(
        kind="table",
        key=" ".join(reading.codes) or "denial phrases",
        document="denial reasons",
        quote=reading.meaning,
    )
    meaning = reading.meaning.strip().rstrip(".")
    return templates.statement("reason_meaning", {"meaning": meaning}, sources=(source,), suffix=suffix)


def unnamed_reasons(brief: Brief, templates: StatementTemplates) -> Iterator[Statement | None]:
    """Reasons of the notice that it ties to no service, beside those that it does."""
    loose = next((point for point in brief.points if point.line is None), None)
    for place, (index, denial) in enumerate(loose.denials if loose is not None else (), start=1):
        suffix = f"_unnamed_{place}"
        codes = {"carc": denial.carc, "group": denial.group, "rarc": denial.rarc}
        reading = reading_of(brief.case, denial)
        found = [
            templates.statement("reason_unnamed", codes, sources=of_denial(denial, index), suffix=suffix),
            templates.statement(
                "reason_words", {"reason_text": denial.text}, sources=of_denial(denial, index), suffix=suffix
            ),
            meaning_of(reading, templates, suffix) if reading is not None else None,
        ]
        yield from (each and each.model_copy(update={"section": "reason:unnamed"}) for each in found)


def _said_before(brief: Brief, number: int) -> set[str | None]:
    """The payer's words that the services before this one have quoted."""
    earlier = appealed_points(brief)[: number - 1]
    return {said_words(brief, each, point) for point in earlier for _, each in point.denials}


def words_of(brief: Brief, denial: Denial, index: int, words: str | None) -> tuple[Source, ...]:
    """Where the payer's words for a denial stand: in the case, or in the payer's letter."""
    if denial.text or not words:
        return of_denial(denial, index)
    letter = next((d for d in brief.case.documents if denial.file and d.file == denial.file), None)
    return (Source(kind="span", document=letter.id if letter else None, quote=words),)


def said_words(brief: Brief, denial: Denial, point: Point) -> str | None:
    """The payer's words for a denial of a service; ``None`` where it gave codes alone, such as a row of a table.

    Of a whole letter a sentence that speaks of another service is not taken.
    """
    found = prose(denial_text(brief.case, denial) or "")
    if denial.text:
        return denial.text if found else None
    telling = (
        "not medically necessary",
        "medical necessity",
        "denied because",
        "reason",
        "not covered",
        "did not show",
        "does not meet",
    )
    fitting = [s for s in found if len(s) < _LONGEST and _may_mean(s, brief, point)]
    return next((s for cue in telling for s in fitting if cue in s.lower()), None)


def _may_mean(sentence: str, brief: Brief, point: Point) -> bool:
    about = claim_lines_in(sentence, brief.case.claim.lines)
    return not about or point.line is None or point.line in about


def _rebuttal(brief: Brief, point: Point, templates: StatementTemplates, number: int) -> Iterator[Statement | None]:
    if point.policy is None or not point.results:
        return
    suffix = suffix_of(number)
    earlier = appealed_points(brief)[: number - 1]
    same = any(other.policy and other.policy.document.id == point.policy.document.id for other in earlier)
    if not same:
        yield templates.statement("policy", policy_slots(point), sources=(policy_source(point),), suffix=suffix)
    calculation = counted(point, brief.points.index(point))
    source = Source(kind="calculation", key=calculation.key, quote="criteria table")
    counts: dict[str, object] = dict(zip(("met_count", "total_count"), calculation.values, strict=True))
    if same:
        sources = (source, *claimed(brief, point))
        yield templates.statement(
            "count_more", {**counts, "about": service_name(point)}, sources=sources, suffix=suffix
        )
    else:
        yield templates.statement("count", counts, sources=(source,), suffix=suffix)
    yield from shown(brief, point, templates, number)
    yield from _open(point, templates, number)


def policy_slots(point: Point) -> dict[str, object]:
    """Title and days of the policy of a service that has one."""
    assert point.policy is not None
    document = point.policy.document
    return {
        "policy_title": document.title,
        "policy_from": document.effective_from,
        "policy_through": document.effective_through,
    }


def policy_source(point: Point) -> Source:
    """The passage that the policy's first condition stands in."""
    first = point.results[0].criterion
    passage = point.passages[first.passage]
    return of_passage(passage, _words(first.text, passage))


def _words(text: str, passage: Passage) -> str:
    """The criterion's words where they stand in the passage, else the passage's first line."""
    return text if text in " ".join(passage.text.split()) else passage.text.strip().splitlines()[0]


def shown(brief: Brief, point: Point, templates: StatementTemplates, number: int) -> Iterator[Statement | None]:
    """What the record shows on the points that carry the case, paper by paper; the table below holds the rest."""
    by_paper: dict[str, list[str]] = {}
    before = {fact.quote for other in brief.points[: brief.points.index(point)] for fact in other.telling}
    for fact in point.telling:
        if fact.quote not in before:
            by_paper.setdefault(fact.document, []).append(fact.quote)
    for place, (document, quotes) in enumerate(by_paper.items(), start=1):
        slots = {
            "document": brief.titles.get(document, f"Stated, {document}"),
            "document_day": brief.days.get(document),
            "quotes": list(dict.fromkeys(quotes)),
        }
        sources = tuple(quoted(brief, document, quote) for quote in dict.fromkeys(quotes))
        yield templates.statement("shown", slots, sources=sources, suffix=f"{suffix_of(number)}_{place}")


def quoted(brief: Brief, document: str, quote: str) -> Source:
    """The source of words that a paper or a person states."""
    kind: SourceKind = "span" if document in brief.titles else "entered"
    return Source(kind=kind, document=document, quote=quote)


def _open(point: Point, templates: StatementTemplates, number: int) -> Iterator[Statement | None]:
    seen: set[str] = set()
    for result in point.deciding:
        if result.status not in ("missing", "contradicted") or not result.obtain or result.obtain in seen:
            continue
        seen.add(result.obtain)
        template = "unmet" if result.status == "missing" else "disputed"
        source = of_passage(point.passages[result.criterion.passage], result.criterion.text)
        slots = {"criterion": result.criterion.text, "obtain": result.obtain}
        yield templates.statement(template, slots, sources=(source,), suffix=f"{suffix_of(number)}_{len(seen)}")


def request(brief: Brief, templates: StatementTemplates) -> Iterator[Statement | None]:
    """What the payer is asked for, and that the letter is in time."""
    yield templates.statement("reviewer", {})
    yield templates.statement("reasons", {})
    yield right_to_ask(brief, templates)
    yield in_time(brief, templates, "timely")


def right_to_ask(brief: Brief, templates: StatementTemplates) -> Statement | None:
    """The right to the claim file, where the plan's funding is known."""
    if brief.right is None:
        return None
    source = Source(kind="table", key=brief.right.id, document="appeal rights", quote=brief.right.text)
    return templates.statement("right", {"law": brief.right.text}, sources=(source,))


def in_time(brief: Brief, templates: StatementTemplates, name: str) -> Statement | None:
    """The statement ``name`` of the last day, with who says how long the period is; none for a day that is over."""
    deadline = brief.deadline
    if deadline is None or deadline.passed(brief.today):
        return None
    slots = {"deadline": deadline.date, "anchor": deadline.anchor, "anchor_date": deadline.anchor_date}
    return templates.statement(name, slots, sources=(clock_source(deadline),))


def clock_source(deadline: Deadline) -> Source:
    """The calculation of the clock, with who says how long it is."""
    return Source(kind="calculation", key="deadline", quote=deadline.source)


def close(brief: Brief, templates: StatementTemplates) -> Iterator[Statement | None]:
    """Enclosures, thanks and farewell."""
    if brief.present:
        sources = tuple(Source(kind="attachment", document=e.file, quote=e.title) for e in brief.present)
        yield templates.statement("enclosed", {}, sources=sources)
    yield templates.statement("thanks", {})
    yield templates.statement("farewell", {})
