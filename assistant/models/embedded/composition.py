"""Words the reply from what the tools returned: verdict, why, what to do, in few words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from assistant.domain.artifacts import Artifact, CodeLookedUp, CriteriaFound, EstimateMade, Found, Reply, ReplyStatement
from assistant.models.embedded.found_parts import criteria_part, found_part
from assistant.models.embedded.lexicon import follow_up, other_payer
from assistant.models.embedded.parts import Part, ask, quoted, say
from assistant.models.embedded.shares import share_of
from assistant.models.embedded.table_parts import table_part
from assistant.models.embedded.understanding import Understood
from assistant.recognise.subjects import subjects, usual_classes

#: Words of an answer; the first statement always stands.
_MOST_WORDS = 120
#: Days ahead from which a date is more likely a slip than a plan.
_FAR_AHEAD = 366
#: Words of a message that may be nothing but a reference to an earlier one.
_SHORT = 6
_TOLD = re.compile(
    r"\b(?:rep|reps|representative|agent|portal|website|they|she|he|someone|lady|guy|insurance|payer)\b[^.?]{0,40}"
    r"\b(?:told|said|says|swears|claims|confirmed|promised)\b",
    re.IGNORECASE,
)


def compose(understood: Understood, artifacts: Sequence[Artifact], on: date | None = None) -> Reply:
    """The reply to a question of ``on`` from everything that was looked up for it."""
    if _refers_to_nothing(understood):
        return Reply(action="clarify", statements=(say("which_payer"),), questions=(ask("which_payer"),))
    artifacts, shared = _with_share(understood, artifacts)
    special = [*shared, *(part for artifact in artifacts if (part := _special(artifact)) is not None)]
    answered = any(part.standing in ("answer", "caveat", "offer", "draft") for part in special)
    searches = [artifact for artifact in artifacts if isinstance(artifact, Found)]
    searches = _best_of_each(searches)
    several = len(searches) > 1
    parts = [part for part in special if part.standing != "nothing"]
    if not answered and _settled_by_documents(artifacts):
        parts = []
    for found in searches:
        part = found_part(
            _topic(understood, found), found, most=2 if answered or several else 3, of_plan=bool(understood.codes)
        )
        if part.standing == "nothing" and (answered or any(p.standing == "open" for p in parts)) and not several:
            if found.payer_known is False and found.payer:
                parts.insert(0, Part("caveat", part.statements, part.questions))
            continue
        if part.standing in ("caveat", "open") and answered:
            continue  # general guidance adds nothing to what a table has settled
        parts.append(part)
    if understood.payer and any(isinstance(each, CodeLookedUp) for each in artifacts):
        parts.sort(key=lambda part: not _of_payer(part))  # the payer's own row comes before our table
    if not parts:
        parts = [part for part in special if part.statements] or [Part("nothing", (say_nothing(),))]
    if far := [day for day in understood.dates if on is not None and (day - on).days > _FAR_AHEAD]:
        parts.append(Part("caveat", (say("far_ahead", done=[day.isoformat() for day in far[:2]]),)))
    return _reply(understood, parts)


def _with_share(understood: Understood, artifacts: Sequence[Artifact]) -> tuple[Sequence[Artifact], list[Part]]:
    """An estimate that was made with a share from the payer's document: it, and the quote that the share stands in."""
    made = [each for each in artifacts if isinstance(each, EstimateMade)]
    if len(made) <= 1:
        return artifacts, []
    rest = [each for each in artifacts if not isinstance(each, EstimateMade | Found)]
    classes = [usual_classes()[name] for name in subjects(understood.query) if name in usual_classes()]
    found = [each for each in artifacts if isinstance(each, Found)]
    share = share_of(classes[0], found[-1]) if classes and found else None
    quotes = [Part("answer", (quoted(share[0], share[1]),))] if share else []
    return [*rest, made[-1]], quotes


def _refers_to_nothing(understood: Understood) -> bool:
    """A message such as "same" or "the other payer" at the start of a thread, with no subject of its own."""
    named = understood.payers or understood.choices
    if other_payer().search(understood.plain) and not named:
        return True  # the thread names no other one
    held = understood.codes or understood.diagnoses or understood.reasons or understood.payers or understood.choices
    if understood.goes_on or held or len(understood.plain.split()) > _SHORT:
        return False
    return bool(follow_up().search(understood.plain) or other_payer().search(understood.plain))


def _of_payer(part: Part) -> bool:
    return any(statement.type == "policy" for statement in part.statements)


def _best_of_each(searches: Sequence[Found]) -> list[Found]:
    """The last search for each payer that found something, else its first."""
    best: dict[str | None, Found] = {}
    for found in searches:
        if found.payer not in best or found.supported:
            best[found.payer] = found
    return list(best.values())


def _settled_by_documents(artifacts: Sequence[Artifact]) -> bool:
    """An estimate without an amount is left aside where the named payer's documents answer."""
    empty = any(isinstance(each, EstimateMade) and not each.given and each.estimate is None for each in artifacts)
    return empty and any(isinstance(each, Found) and each.payer and each.supported for each in artifacts)


def _special(artifact: Artifact) -> Part | None:
    return criteria_part(artifact) if isinstance(artifact, CriteriaFound) else table_part(artifact)


def _topic(understood: Understood, found: Found) -> str:
    """The question as it was searched, which holds the subject that a short message carries on."""
    return found.question or understood.query


def say_nothing() -> ReplyStatement:
    """The honest no of a turn in which nothing was looked up."""
    return say("not_found", payer=None, on=None, nearest=())


def _reply(understood: Understood, parts: Sequence[Part]) -> Reply:
    standings = {part.standing for part in parts}
    questions = tuple(dict.fromkeys(q for part in parts for q in part.questions))
    statements = list(_within(parts))
    told = _TOLD.search(understood.plain) is not None and standings & {"answer", "caveat"}
    if told:
        statements.append(say("told"))
    if "draft" in standings:
        return Reply(action="draft", statements=tuple(statements), questions=questions)
    if "offer" in standings:
        return Reply(action="answer_then_offer_draft", statements=tuple(statements), questions=questions)
    if "answer" in standings:
        settled = not (standings & {"caveat", "nothing", "open"}) and not told
        return Reply(
            action="answer" if settled else "answer_with_caveat", statements=tuple(statements), questions=questions[:1]
        )
    if "open" in standings:
        return Reply(action="clarify", statements=tuple(statements), questions=questions[:1])
    if "caveat" in standings:
        return Reply(action="answer_with_caveat", statements=tuple(statements), questions=questions[:1])
    return Reply(action="cannot_answer", statements=tuple(statements), questions=questions[:1])


def _within(parts: Sequence[Part]) -> Iterator[ReplyStatement]:
    """Statements until the words are used up; one that is too long gives way to the next.

    Statements that stand together are told all or not at all: one side of a contradiction tells nobody anything.
    """
    used = 0
    seen: set[str] = set()
    for part in parts:
        fresh = [each for each in part.statements if each.text not in seen and not (each.quote and each.quote in seen)]
        if part.together and used and used + _words(fresh) > _MOST_WORDS:
            continue
        for statement in fresh:
            words = _words([statement])
            full = used and used + words > _MOST_WORDS and statement.type != "courtesy"
            if full and not part.together:
                continue
            seen |= {statement.text, statement.quote}
            used += words
            yield statement


def _words(statements: Sequence[ReplyStatement]) -> int:
    return sum(len(statement.text.split()) for statement in statements)
