"""What a denial means and asks for."""

from __future__ import annotations

from langchain_core.tools import BaseTool

from assistant.benefits.denials import decode_codes
from assistant.domain.artifacts import DenialDecoded
from assistant.tools.context import Turn
from assistant.tools.made import made


def decode_denial(_turn: Turn) -> BaseTool:
    """The denial tool; its tables are the same on every turn."""

    @made("decode_denial")
    def run(codes: list[str], words: str | None = None) -> tuple[str, DenialDecoded]:
        """Decode reason and remark codes (CO-50, N115) or, without codes, the payer's own words.

        Gives the category, the meaning, the first thing to do, whether the patient may be billed and what to get.
        """
        decoding = decode_codes(codes, text=words)
        found = DenialDecoded(
            key=f"denial:{' '.join(decoding.codes) or 'words'}", basis="denial tables", decoding=decoding
        )
        return found.model_dump_json(exclude_defaults=True), found

    return run
