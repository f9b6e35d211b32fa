"""SBR inside a claim: another coverage and what it paid."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain.records.claims import OtherPayer
from assistant.domain.records.parts import Party
from assistant.readers.notes import Spot
from assistant.readers.x12.adjustments import adjustments_of
from assistant.readers.x12.leftovers import keep
from assistant.readers.x12.parties import chunks, party
from assistant.readers.x12.segments import Segment
from assistant.readers.x12.values import dates_of, qualified, qualified_of, references_of

_KNOWN = frozenset({"SBR", "CAS", "AMT", "OI", "MIA", "MOA", "DMG"})
_PARTY = frozenset({"NM1", "PRV", "N2", "N3", "N4", "REF", "PER", "DTP", "DMG"})

#: AMT qualifier of what the other payer paid.
PAID = "D"


def other_payer(segments: Sequence[Segment], spot: Spot) -> OtherPayer:
    """The coverage that ``segments[0]`` (SBR) opens."""
    head, named = chunks(segments, ("NM1",))
    keep(head, _KNOWN, spot)
    parties: list[Party] = []
    for stretch in named:
        keep(stretch, _PARTY, spot)
        parties.append(party(stretch, spot.at(f"parties[{len(parties)}]")))
    payer = next((one for one in parties if one.role == "PR"), None)
    amounts = qualified_of(head, "AMT", spot)
    below = [segment for stretch in named for segment in stretch]
    return OtherPayer(
        sequence=head[0].maybe(1),
        relationship=head[0].maybe(2),
        filing=head[0].maybe(9),
        payer=payer.name if payer else None,
        payer_id=payer.id if payer else None,
        subscriber=next((one for one in parties if one.role == "IL"), None),
        paid=qualified(amounts, PAID),
        adjustments=adjustments_of(head, spot),
        amounts=amounts,
        parties=tuple(one for one in parties if one.role not in ("IL", "PR")),
        references=references_of(below),
        dates=dates_of(below, spot),
        remarks=tuple(
            segment.get(place) for segment in head if segment.id == "MOA" for place in range(3, 8) if segment.get(place)
        ),
    )
