"""What searches contribute: quotes, or an honest no."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from assistant.domain.artifacts import CriteriaFound, Found
from assistant.domain.policy import GENERAL, Criterion, Hit, Passage
from assistant.models.embedded.conflicts import approvals, differing_quotes
from assistant.models.embedded.parts import Part, ask, quoted, say
from assistant.models.embedded.quotes import fully_told, lacks_fee, located, quotes, well_told
from assistant.recognise.subjects import subjects

_MOST_CRITERIA = 5
_LONGEST_QUOTE = 700
_MOST_GENERAL = 2


def found_part(question: str, found: Found, *, most: int = 3, of_plan: bool = False) -> Part:
    """Up to ``most`` quotes that answer the question; else what was searched, what lies nearest, what to ask.

    ``of_plan`` says that the question names a procedure: without a payer, general words that hold little of the
    question say nothing of what a plan pays, and the payer is asked for instead.
    """
    if found.choices and not found.payer_known:
        question_back = ask("payer_choice", choices=list(found.choices))
        return Part("open", (say("payer_choice", choices=list(found.choices)),), (question_back,))
    supported = found.supported or fully_told(question, found) or located(question, found)
    chosen = quotes(question, found)[:most] if found.hits and supported else []
    if chosen and of_plan and found.payer is None and found.elsewhere and not well_told(question, found):
        return Part("open", (say("which_payer"),), (ask("which_payer"),))
    if found.payer and found.payer_known is False:
        return _not_held(question, found, chosen)
    if not chosen or (found.payer and lacks_fee(question, chosen)):
        return _nothing(found)
    if (pair := differing_quotes(chosen)) is not None:
        return _side_by_side(*((hit.passage, quote) for hit, quote in pair))
    statements = [quoted(hit.passage, quote) for hit, quote in chosen]
    if found.not_yet:
        statements.append(say("not_yet", text=found.not_yet))
    if all(hit.passage.payer == GENERAL for hit, _ in chosen):
        questions = (ask("which_payer"),) if found.payer is None and found.elsewhere else ()
        return Part("caveat", (*statements, say("general")), questions)
    return Part("answer", tuple(statements))


def _nothing(found: Found) -> Part:
    unknown = bool(found.payer) and found.payer_known is False
    name = "payer_not_held" if unknown else "not_found"
    statement = say(name, payer=found.payer, on=found.on, nearest=list(found.nearest[:2]))
    said = (statement, say("not_yet", text=found.not_yet)) if found.not_yet else (statement,)
    if found.payer is None and found.elsewhere:
        return Part("nothing", said, (ask("which_payer"),))
    return Part("nothing", said, (ask("ask_payer", payer=found.payer),))


def _not_held(question: str, found: Found, chosen: Sequence[tuple[Hit, str]]) -> Part:
    """That nothing of the payer is held, and what is general on the subject of the question, marked so."""
    subject = subjects(question).keys()
    fitting = [
        (hit, text)
        for hit, text in chosen
        if subject & (subjects(text).keys() or subjects(hit.passage.section).keys()) and well_told(question, found)
    ][:_MOST_GENERAL]
    part = _nothing(found if subject == frozenset() else found.model_copy(update={"nearest": _nearest(found, subject)}))
    if not fitting:
        return part
    told = (say("payer_not_held", payer=found.payer, on=found.on, nearest=[]),)
    general = tuple(quoted(hit.passage, text) for hit, text in fitting)
    return Part("nothing", (*told, *general, say("general")), part.questions)


def _nearest(found: Found, subject: Collection[str]) -> tuple[str, ...]:
    """The nearest documents that speak of a treatment asked about."""
    fits = {
        hit.passage.title
        for hit in found.hits
        if any(name in subject for name in subjects(f"{hit.passage.section} {hit.passage.text}"))
    }
    return tuple(title for title in found.nearest if title in fits)


def _side_by_side(one: tuple[Passage, str], other: tuple[Passage, str]) -> Part:
    """Two documents of a payer that do not agree, the newer first, each with its date."""
    older, newer = sorted((one, other), key=lambda each: str(each[0].effective_from or ""))
    payer = newer[0].payer
    differ = say(
        "differ_words", payer=payer, effective_from=newer[0].effective_from, other_from=older[0].effective_from
    )
    both = (differ, quoted(*newer), quoted(*older))
    return Part("caveat", both, (ask("ask_payer", payer=payer),), together=True)


def criteria_part(found: CriteriaFound) -> Part:
    """The conditions as the payer writes them; of a case at hand, those that its chart leaves open."""
    held = {passage.key: passage for passage in found.passages}
    if (both := approvals([each for each in found.asked if each.passage in held])) is not None:
        return _side_by_side(*((held[each.passage], each.quote) for each in both))
    statements = []
    for criterion in found.criteria[:_MOST_CRITERIA]:
        passage = held.get(criterion.passage)
        quote = _in_passage(criterion, passage.text) if passage else ""
        if passage is not None and quote:
            statements.append(quoted(passage, quote))
    if not statements:
        return Part("nothing")
    still_open = [result for result in found.results if result.status != "met"]
    if still_open:
        details = [f"{result.status.replace('_', ' ')}: {result.criterion.text.rstrip('. ')}" for result in still_open]
        statements.insert(0, say("criterion_open", found.key, details=details[:3]))
    return Part("answer", tuple(dict.fromkeys(statements)))


def _in_passage(criterion: Criterion, text: str) -> str:
    """The criterion's words with its list, as they stand in the passage."""
    start = text.find(criterion.text)
    if start < 0:
        return ""
    end = start + len(criterion.text)
    for child in criterion.children:
        place = text.find(child.text, end)
        if place < 0 or place + len(child.text) - start > _LONGEST_QUOTE:
            break
        end = place + len(child.text)
    return text[start:end]
