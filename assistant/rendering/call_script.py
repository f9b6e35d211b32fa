"""A verification call as the caller reads it."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.call_script import CallQuestion, CallScript
from assistant.prompting.wording import long_date


def call_script_text(script: CallScript) -> str:
    """The script on one sheet, each question with room for its answer."""
    plan = f" {script.plan}" if script.plan else ""
    about = f", {script.family}" if script.family else ""
    head = [f"VERIFICATION CALL: {script.payer}{plan}{about}", f"{long_date(script.on)} | {script.lane} plan"]
    if script.codes:
        head.append(f"Codes: {', '.join(script.codes)}")
    head.append(f"Telephone: {script.telephone or 'on the back of the member card'}")
    blocks = [
        "\n".join(head),
        "\n".join(f"- {line}" for line in script.opening),
        "\n".join(line for number, each in enumerate(script.questions, 1) for line in _question(number, each)),
        "\n".join(f"- {line}" for line in script.closing),
        "\n".join(("Record: date and time, number called, name, reference number, next step and who does it.",)),
        "\n".join(f"Note: {note}" for note in script.notes),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _question(number: int, question: CallQuestion) -> Iterator[str]:
    yield f"{number:>2}. {question.ask} ____"
    for held in question.held:
        yield f"    we hold: {held.text} ({held.source})"
