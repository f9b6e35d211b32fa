"""Items of a claim and of its answer."""

from __future__ import annotations

from decimal import Decimal

from assistant.domain.records.fhir import Adjudicated, FhirLine
from assistant.readers.fhir.node import Coding, Node
from assistant.readers.fhir.shared import flag_procedure, served, sum_of
from assistant.readers.notes import Spot, shown

_DETAILS = ("detail", "subDetail")

#: Universal tooth numbers of the permanent dentition end here; FDI numbers run to 48.
_UNIVERSAL_LAST = 32


def line(item: Node, spot: Spot, level: int = 0) -> FhirLine:
    """An item with its adjudication; details are read two levels down, as R4 allows."""
    code = item.coding("productOrService")
    sequence = item.whole("sequence") or item.whole("itemSequence") or item.whole("detailSequence")
    net, unit_price = item.money("net"), item.money("unitPrice")
    start, end = served(item)
    details: tuple[FhirLine, ...] = ()
    if level < len(_DETAILS):
        below = item.nodes(_DETAILS[level])
        details = tuple(line(one, spot.at(f"details[{i}]"), level + 1) for i, one in enumerate(below))
    if item.has("productOrService") or not _answers(item):
        flag_procedure(code, spot)
    site = item.coding("bodySite")
    made = FhirLine(
        sequence=sequence,
        code=code.code,
        system=code.system,
        net=net.value,
        currency=net.currency or unit_price.currency,
        date=start,
        date_end=end,
        quantity=item.node("quantity").number("value"),
        unit_price=unit_price.value,
        modifiers=tuple(one.code for one in item.concepts("modifier") if one.code),
        tooth=site.code,
        tooth_system=_tooth_system(site, spot),
        surfaces=tuple(one.code for one in item.concepts("subSite") if one.code),
        adjudications=adjudications(item, "adjudication"),
        notes=item.wholes("noteNumber"),
        details=details,
    )
    _flag_net(made, item.number("factor"), spot)
    return made


def _answers(item: Node) -> bool:
    """Whether the item only answers one of a claim, by its number."""
    return item.has("itemSequence") or item.has("detailSequence") or item.has("subDetailSequence")


def adjudications(node: Node, key: str) -> tuple[Adjudicated, ...]:
    """The entries of an adjudication or total."""
    return tuple(
        Adjudicated(
            category=one.coding("category").code,
            reason=one.coding("reason").code,
            amount=one.money("amount").value,
            currency=one.money("amount").currency,
            value=one.number("value"),
        )
        for one in node.nodes(key)
    )


def _flag_net(made: FhirLine, factor: Decimal | None, spot: Spot) -> None:
    """Warn where an item's net is neither price times quantity nor the sum of its details."""
    if made.net is None:
        return
    of_details = sum_of(one.net for one in made.details)
    if of_details is not None:
        if of_details != made.net:
            spot.at("net").warn("total_differs", f"details add up to {of_details}, the item says {made.net.text}")
        return
    if made.unit_price is None:
        return
    expected = (
        made.unit_price * (made.quantity if made.quantity is not None else 1) * (factor if factor is not None else 1)
    )
    if abs(expected - made.net) > Decimal("0.005"):
        spot.at("net").warn("total_differs", f"price times quantity is {expected}, the item says {made.net.text}")


def _tooth_system(site: Coding, spot: Spot) -> str | None:
    """``iso`` or ``universal`` where the code system or the number tells it; a doubt is flagged."""
    if site.code is None:
        return None
    system = (site.system or "").lower()
    if "universal" in system or "jp" in system.rsplit("/", 1)[-1]:
        return "universal"
    number = int(site.code) if site.code.isascii() and site.code.isdecimal() and len(site.code) < 3 else 0
    if "ex-tooth" in system or "fdi" in system or "3950" in system or number > _UNIVERSAL_LAST:
        spot.at("tooth").warn(
            "tooth_system", f"tooth {shown(site.code)} is an FDI (ISO 3950) number, not a universal one"
        )
        return "iso"
    spot.at("tooth").warn("tooth_system", f"tooth {shown(site.code)} does not say which numbering it uses")
    return None
