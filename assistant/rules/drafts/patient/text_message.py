"""Rule DR65."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.case import Case
from assistant.recognise import codes, money, percent, teeth
from assistant.rules.drafts.patient.patient_text import Version, versions
from assistant.rules.drafts.proof import values
from assistant.rules.drafts.rule import Sheet, Trouble, draft_rule
from assistant.tables.patient_words import forbidden, labels_in
from assistant.tables.payers import payers_in
from assistant.tables.wording import clinical


@draft_rule("DR65", severity="error", source="Privacy: a text message is read by others")
def text_message(sheet: Sheet) -> Iterator[Trouble]:
    """A text message holds nothing of the case: no care, amount, plan, decision, name, number or day of the claim.

    Wrong: "Northlake Health denied your crown, you owe $575."
    Right: "There is news on your question. Please log in to our portal or call us."
    """
    case = sheet.evidence.case
    for version in versions(sheet):
        if version.place != "sms":
            continue
        # The office signs with its own name, which may be that of a place or a plan.
        text = version.text.replace(case.practice.name or "\n", "")
        for what in (*_care(text), *_money(text), *_of_case(text, case), *_days(version, case)):
            yield Trouble(
                version.first,
                f"a text message must not hold {what}",
                "say only that there is news, where to read it, and when the office calls",
            )


def _care(text: str) -> Iterator[str]:
    if found := (*sorted(clinical(text)), *labels_in(text)):
        yield f"words of health or care: {', '.join(found)}"
    if read := [mention.quote for mention in (*codes.find(text), *teeth.find(text))]:
        yield f"a code or a tooth: {read[0]}"


def _money(text: str) -> Iterator[str]:
    if read := [mention.quote for mention in (*money.find(text), *percent.find(text))]:
        yield f"an amount: {read[0]}"
    if decision := forbidden(text, "decision"):
        yield f"what a plan decides: {decision!r}"


def _of_case(text: str, case: Case) -> Iterator[str]:
    """Plans, names, numbers and days of the case."""
    folded = text.casefold()
    plans = {case.claim.payer, *(coverage.payer for coverage in case.claim.coverages)}
    named = [plan for plan in plans if plan and plan.casefold() in folded]
    named += [match.name for match in payers_in(text) if match.name]
    if named:
        yield f"the name of a plan: {named[0]}"
    own = [fact.value for fact in case.facts if fact.key in ("patient_name", "member_id")]
    own += [number for denial in case.denials for number in (denial.claim_number, denial.payer_claim_number) if number]
    parts = [part for value in own for part in (value, *value.split()) if len(part) > 2]
    words = set(folded.replace(",", " ").replace(".", " ").replace(":", " ").split())
    if found := [part for part in parts if part.casefold() in words or (" " in part and part.casefold() in folded)]:
        yield f"a name or number of the patient: {found[0]}"


def _days(version: Version, case: Case) -> Iterator[str]:
    """Days of the case; the day of the next call may chance to be one of them."""
    days = [line.date_of_service for line in case.claim.lines] + [denial.date for denial in case.denials]
    sources = [source for statement in version.statements for source in statement.sources]
    call = set().union(*(values(source.quote) for source in sources if source.key == "follow_up"))
    if (values(version.text) - call) & {("date", day.isoformat()) for day in days if day is not None}:
        yield "a day of the care or of the claim"
