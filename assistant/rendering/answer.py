"""An answer for a terminal: the verdict first, then what is open, then the sources with their dates."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.answer import Answer, Citation
from assistant.domain.policy import GENERAL
from assistant.rendering.letter import one_line
from assistant.rendering.terminal import PLAIN, Look, findings_list, placeholder_list, wrapped

#: Where the words of a source come from, as staff should read it.
PROVENANCE = {"own_digest": "our own digest", "invented": "invented example payer", "user": "your document"}

_CAVEATS = {
    "own_digest": "A digest restates a rule in our words; read the rule itself before you quote it.",
    "invented": "Invented example payers show the work only; add your payers' documents with `claimwright corpus add`.",
    "general": "General guidance is no payer's policy; the plan's own document decides.",
}


def answer_text(answer: Answer, look: Look = PLAIN) -> str:
    """The answer as a person reads it; ends with a line break."""
    return "\n\n".join(part.rstrip("\n") for part in _parts(answer, look) if part.strip()) + "\n"


def provenance_label(citation: Citation) -> str:
    """Whose words these are: ``General guidance, our own digest``.

    >>> provenance_label(
    ...     Citation(key="k", document="d", title="t", section="s", payer="General", quote="q", provenance="own_digest")
    ... )
    'General guidance, our own digest'
    """
    named = PROVENANCE.get(citation.provenance, citation.provenance)
    general = "General guidance" if citation.payer == GENERAL else ""
    return ", ".join(part for part in (general, named) if part)


def citation_line(citation: Citation) -> str:
    """Title, section, page, payer, the days in force and the provenance, on one line."""
    place = [citation.title, citation.section, f"p. {citation.page}" if citation.page is not None else ""]
    payer = "" if citation.payer == GENERAL else citation.payer
    details = [payer, in_force(citation), provenance_label(citation)]
    return f"{', '.join(p for p in place if p)} ({'; '.join(d for d in details if d)})"


def in_force(citation: Citation) -> str:
    """The days on which the source is in force, in words.

    >>> in_force(Citation(key="k", document="d", title="t", section="s", payer="P", quote="q"))
    'effective dates not stated'
    """
    start, end = citation.effective_from, citation.effective_through
    if start and end:
        return f"effective {start} to {end}"
    if start:
        return f"effective from {start}"
    return f"effective to {end}" if end else "effective dates not stated"


def _parts(answer: Answer, look: Look) -> Iterator[str]:
    yield wrapped(answer.text, look)
    yield "\n".join(wrapped(f"- {question}", look) for question in answer.questions)
    if answer.placeholders:
        yield "To get:\n" + placeholder_list(answer.placeholders, look)
    yield findings_list(answer.findings, look)
    if answer.citations:
        yield "Sources\n" + "\n".join(_source(n, citation, look) for n, citation in enumerate(answer.citations, 1))
    kinds = {c.provenance for c in answer.citations} | {"general" for c in answer.citations if c.payer == GENERAL}
    yield "\n".join(wrapped(f"Note: {words}", look) for kind, words in _CAVEATS.items() if kind in kinds)


def _source(number: int, citation: Citation, look: Look) -> str:
    lines = [wrapped(f"{number}. {citation_line(citation)}", look)]
    if citation.quote:
        quote = wrapped(f'"{one_line(citation.quote)}"', Look(look.width - 3, look.rich, look.unicode))
        lines += [f"   {line}" for line in quote.split("\n")]
    if citation.url:
        lines.append(f"   {look.clean(citation.url)}")
    return "\n".join(lines)
