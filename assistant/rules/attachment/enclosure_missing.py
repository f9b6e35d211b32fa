"""Rule AT01."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule
from assistant.tables.attachments import AttachmentNeed, has_needs, kinds, needs_for


@rule(
    "AT01",
    when=has_needs,
    severity="warning",
    source="https://www.deltadentalins.com/dentists/guidance/when-to-send-x-rays.html",
    denial="CO-252",
)
def enclosure_missing(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """What payers ask to see with a procedure is enclosed.

    Wrong: D4341 without periodontal chart
    Right: D4341 with a periodontal chart and bitewings
    """
    lacking = [need for need in needs_for(facts.code(line), facts.claim.lane) if not _met(need, facts)]
    if not lacking:
        return
    wanted = "; ".join(" or ".join(kinds()[name].label for name in need.any_of[:3]) for need in lacking)
    first = lacking[0]
    yield Problem(
        "code",
        f"{facts.title(line)} comes without what many payers ask to see: {wanted}",
        "Enclose it, or check that this payer does not ask for it",
        source=first.source,
        denial=f"CO-{first.carc}/{first.rarc}",
    )


def _met(need: AttachmentNeed, facts: Facts) -> bool:
    if "narrative" in need.any_of and (facts.claim.narrative or "").strip():
        return True
    return any(each.kind is not None and each.kind.name in need.any_of for each in facts.enclosures)
