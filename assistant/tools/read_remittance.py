"""Read a remittance that was pasted into the question."""

from __future__ import annotations

from langchain_core.tools import BaseTool

from assistant.domain.artifacts import RemittanceLine, RemittanceRead
from assistant.domain.errors import BadInput
from assistant.tools.context import Turn
from assistant.tools.made import made


def read_remittance(turn: Turn) -> BaseTool:
    """The reading tool of one turn: what stands in the question from its ISA segment on."""

    @made("read_remittance")
    def run() -> tuple[str, RemittanceRead]:
        """Read the electronic remittance (X12 835) that the person pasted, and decode every amount taken off."""
        found = _read(turn.question)
        return found.model_dump_json(exclude_defaults=True), found

    return run


def _read(text: str) -> RemittanceRead:
    start = text.find("ISA*")
    if start < 0:
        return RemittanceRead(key="remittance:none", basis="remittance", problem="no X12 file stands in the message")
    from assistant.benefits.remittance_denials import decode_remittance
    from assistant.domain.records import Remittance
    from assistant.readers.read import read_records

    try:
        records = read_records(text[start:].encode(), "the pasted remittance")
    except BadInput as error:
        return RemittanceRead(key="remittance:none", basis="remittance", problem=error.message)
    if not isinstance(records, Remittance):
        return RemittanceRead(key="remittance:none", basis="remittance", problem="the X12 file is no remittance (835)")
    lines = tuple(
        RemittanceLine(
            line=each.line,
            code=each.code,
            codes=each.reading.codes,
            amount=each.amount,
            meaning=each.reading.meaning,
            action=each.reading.action,
        )
        for each in decode_remittance(records).lines
    )
    return RemittanceRead(key="remittance:pasted", basis="remittance", lines=lines)
