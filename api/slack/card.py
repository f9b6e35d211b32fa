"""The card of an answer: verdict first, then why, what to do, the sources with their dates, the caveat, the buttons."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from api.slack.escape import markdown, mrkdwn, pieces, plain
from assistant.domain.answer import Answer, Citation
from assistant.domain.draft import Source

Block = dict[str, Any]

#: A card holds so many sections of its text; the rest follows in messages of their own.
_SECTIONS, _SOURCES, _TASKS = 3, 5, 6
_NOT_CITED = "No source is cited for this. Check it before you rely on it."
_VERDICTS = {
    "clarify": "One thing is missing before this can be answered.",
    "cannot_answer": "No document that is held answers this.",
    "refuse_and_redirect": "This is not something I can help with as asked.",
    "draft": "A draft is ready to be looked at.",
    "smalltalk": "",
}
_ANSWERS = ("answer", "answer_with_caveat", "answer_then_offer_draft", "redact_and_answer", "draft")
_SENTENCE = re.compile(r"[^\"\n|]{12,180}?[.!](?=\s|$)(?:\s*\[\d{1,2}\])*")
#: A text that begins with a payer's own words: what they say comes first.
_QUOTED = re.compile(
    r"(?P<payer>[^:\"\n]{3,60}), in force from [^:\"\n]{5,60}: \"(?P<clause>[^\"\n:]{20,150}?[.:])(?=[\s\"])"
)
#: What answers say of the command line, and what a reader of the card does instead.
_TYPED = {
    "the case file (`--case FILE`)": "the facts after a press on Draft a letter",
    "the case or the claim file (`--case FILE`)": "the claim behind `/claim check` or as a file in a direct message",
    "`claimwright case new` makes one from a remittance and notes, `claimwright draft appeal CASE` drafts": (
        "press Draft a letter"
    ),
}
#: What was left out of an answer is for its trace; a card says that a person's look is needed.
_LEFT_OUT = "AN01"
#: A sentence does not end inside these.
_OPEN = re.compile(r"(?:\b[A-Z]|\bU\.S|\bNo|\bvs|\bDr|\be\.g|\bi\.e)\.$")


def verdict(answer: Answer) -> tuple[str, str]:
    """The verdict in one line, and the rest of the text."""
    text = answer.text.strip()
    for typed, pressed in _TYPED.items():
        text = text.replace(typed, pressed)
    if answer.action in _VERDICTS:
        return _VERDICTS[answer.action], text
    first = _SENTENCE.match(text)
    if first and not _OPEN.search(first[0]):
        return first[0], text[first.end() :].strip()
    said = _QUOTED.match(text)
    if said and not _general(said["payer"]):
        return f"{said['payer']}: {said['clause'].strip().rstrip(':.')}.", text
    named = list(dict.fromkeys(each.payer for each in answer.citations))
    payers = [name for name in named if not _general(name)]
    if payers:
        return f"{' and '.join(payers[:3])}: the documents in force answer this.", text
    return ("General guidance only; no document of the payer." if named else "Answered."), text


def tables_behind(answer: Answer) -> list[str]:
    """What statements rest on beside the passages that are cited: rows of shipped tables and laws, calculations."""
    sources = [source for statement in answer.statements for source in statement.sources]
    named = [_behind(source) for source in sources if source.kind in ("table", "calculation")]
    return list(dict.fromkeys(name for name in named if name))


def _behind(source: Source) -> str:
    """A row as a reader knows it: ``denial tables (CO-16 N362)``."""
    key, named = source.key or "", source.document or ""
    if source.kind == "calculation" and ":" in key:
        # it is named in the text with its source; its own key says nothing to a reader
        return "the calculation above, with its source"
    row = key.partition(":")[2]
    if row == "words":  # read from a letter's words, not from a code
        return named or key
    return f"{named} ({row})" if named and row else named or key


def answer_card(answer: Answer, *, notes: tuple[str, ...] = (), ephemeral: bool = False) -> list[list[Block]]:
    """The blocks of each message: the card, then what of a long text did not fit into it."""
    headline, why = verdict(answer)
    parts = pieces(mrkdwn(why))
    blocks = [_section(f"*{mrkdwn(headline).replace('*', '')}*")] if headline else []
    blocks += [_section(part) for part in parts[:_SECTIONS]]
    if parts[_SECTIONS:]:
        blocks.append(_context("The answer goes on in the next message."))
    blocks += _to_do(answer)
    blocks += ending(answer, notes=notes, ephemeral=ephemeral)
    return [blocks, *([_section(part)] for part in parts[_SECTIONS:])]


def ending(answer: Answer, *, notes: tuple[str, ...] = (), ephemeral: bool = False) -> list[Block]:
    """Sources, caveat and buttons: what follows the text, also behind a stream."""
    blocks = [*_sources(answer), *(_context(mrkdwn(note)) for note in (*_caveats(answer), *notes))]
    if answer.action != "smalltalk":
        blocks += [_buttons(answer, ephemeral), *(() if ephemeral else (_feedback(answer),))]
    return blocks


def stream_text(answer: Answer) -> list[str]:
    """The verdict and the paragraphs for a stream, in order, each harmless as Markdown."""
    headline, why = verdict(answer)
    paragraphs = [part.strip() for part in why.split("\n\n") if part.strip()]
    todo = [f"- {markdown(item)}" for item in to_do(answer)]
    return [
        *([f"**{markdown(headline)}**\n\n"] if headline else []),
        *(f"{markdown(part)}\n\n" for part in paragraphs),
        *(["**To do**\n" + "\n".join(todo) + "\n"] if todo else []),
    ]


def to_do(answer: Answer) -> list[str]:
    """What the reader can do next, in the answer's own words."""
    asked = [*answer.questions, *(each.ask for each in answer.placeholders)]
    found = [each for each in answer.findings if each.fix and each.rule != _LEFT_OUT]
    fixes = [f"{each.message.rstrip('.')}. {each.fix[:1].upper()}{each.fix[1:]}" for each in found]
    return [item for item in dict.fromkeys((*asked, *fixes)) if item and item not in answer.text][:_TASKS]


def fallback(answer: Answer) -> str:
    """The line that a notification shows."""
    headline, why = verdict(answer)
    return mrkdwn(plain(headline or why, 300)) or "Answered."


def source_line(number: int, cited: Citation) -> str:
    """A source with title, section, page, payer and the days it is in force; escaped."""
    until = f" through {_day(cited.effective_through)}" if cited.effective_through else ""
    force = (
        f"in force from {_day(cited.effective_from)}{until}" if cited.effective_from else "effective date not stated"
    )
    place = f"{cited.section}, page {cited.page}" if cited.page else cited.section
    parts = (f"*[{number}] {mrkdwn(plain(cited.title, 300))}*", mrkdwn(plain(place, 300)), mrkdwn(cited.payer), force)
    return " · ".join(part for part in parts if part)


def _sources(answer: Answer) -> list[Block]:
    lines = [source_line(number, cited) for number, cited in enumerate(answer.citations, start=1)]
    behind = tables_behind(answer)
    if behind:
        lines.append(mrkdwn(plain("Based on: " + ", ".join(behind), 600)))
    if not lines:
        return [_section(f":warning: *{_NOT_CITED}*")] if answer.action in _ANSWERS else []
    more = len(lines) - _SOURCES
    shown = lines[:_SOURCES] if more <= 0 else [*lines[: _SOURCES - 1], f"and {more + 1} more under Sources"]
    return [_context(*shown)]


def _caveats(answer: Answer) -> list[str]:
    said = {
        "needs_review": "Needs a person's look before it is relied on.",
        "not_found": "Nothing was found to stand on; this is not a no.",
    }.get(answer.status)
    return [said] if said and said not in answer.text else []


def _to_do(answer: Answer) -> list[Block]:
    items = to_do(answer)
    if not items:
        return []
    lines = "\n".join(f"• {mrkdwn(plain(item, 400))}" for item in items)
    return [_section(part) for part in pieces(f"*To do*\n{lines}")[:1]]


def _buttons(answer: Answer, ephemeral: bool) -> Block:
    made = []
    if answer.citations:
        made.append(button("Sources", "cw_sources", answer.trace_id))
    if answer.action not in ("refuse_and_redirect", "clarify"):
        made += [
            button("Payer-call script", "cw_script", answer.trace_id),
            button("Draft a letter", "cw_draft", answer.trace_id),
        ]
    made.append(button("Ask a person", "cw_person", answer.trace_id))
    if ephemeral:
        shared = button("Share in the channel", "cw_share", answer.trace_id)
        made = [{**shared, "style": "primary"}, button("Keep to myself", "cw_keep", answer.trace_id), *made]
    return {"type": "actions", "elements": made}


def _feedback(answer: Answer) -> Block:
    return {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "cw_feedback",
                "positive_button": {"text": text_of("Right"), "value": f"right:{answer.trace_id}"},
                "negative_button": {"text": text_of("Wrong"), "value": f"wrong:{answer.trace_id}"},
            }
        ],
    }


def button(label: str, action: str, value: str) -> Block:
    """A button."""
    return {"type": "button", "text": text_of(label), "action_id": action, "value": value}


def text_of(text: str) -> Block:
    """Plain text of a label."""
    return {"type": "plain_text", "text": text, "emoji": False}


def section(text: str) -> Block:
    """A section of text that is escaped here."""
    return _section(pieces(mrkdwn(text))[0] if text.strip() else "-")


def _section(text: str) -> Block:
    # verbatim: names of channels and addresses in a quote stay what they are
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _context(*lines: str) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": line, "verbatim": True} for line in lines]}


def _day(day: date) -> str:
    return f"{day:%b} {day.day}, {day.year}"


def _general(payer: str) -> bool:
    return payer.casefold().startswith("general")
