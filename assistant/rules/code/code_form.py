"""Rule FV01."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.codes import cdt
from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.reading import kind_of_code
from assistant.rules.rule import Problem, rule


@rule(
    "FV01",
    when=lambda code: kind_of_code(code) is None,
    severity="error",
    source="Code structure: CDT D and four digits, CPT five characters, HCPCS a letter and four digits",
    denial="CO-16/M51",
)
def code_form(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A procedure code has the form of a CDT, CPT or HCPCS code.

    Wrong: D274
    Right: D2740
    """
    written = line.code.strip()
    meant = f"D{written}" if cdt.is_valid(f"D{written}") else ""
    fix = f"If the dental code is meant, write {meant}" if meant else "Copy the code from the chart, such as D2740"
    yield Problem("code", f"{line.code!r} is not a procedure code", fix)
