"""Remittances (X12 835) written from known numbers with a seed, balanced, so that every amount read can be compared."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

_PROCEDURES = ("D0120", "D1110", "D2740", "D2392", "D4341", "D7140", "E0486", "D3330")
_REASONS = ("45", "50", "96", "97", "119", "16", "29", "197")
_REMARKS = ("N115", "N130", "N661", "MA67", "N362")


@dataclass(frozen=True)
class Made:
    """The file and what must be read from it."""

    text: str
    wanted: dict[str, Any]


def remittance(dice: random.Random, marks: str = "*:~") -> Made:
    """One payment of one to five claims. ``marks`` are the separators of elements, components and segments."""
    claims = [_claim(dice, number) for number in range(dice.randrange(1, 6))]
    total = sum(line["paid"] for claim in claims for line in claim["lines"])
    trace = f"EFT{dice.randrange(10**9)}"
    star, colon, end = tuple(marks)
    head = [
        _isa(star, colon),
        "GS*HP*MADE*OFFICE*20261102*0930*1*X*005010X221A1",
        "ST*835*0001",
        f"BPR*I*{_money(total)}*C*CHK************20261029",
        f"TRN*1*{trace}*1512345678",
        "DTM*405*20261028",
        "N1*PR*MADE DENTAL*XV*88001",
        "N3*PO BOX 1",
        "N4*LAKEVIEW*OH*440010000",
        "PER*BL*EDI DESK*TE*8005550102",
        "N1*PE*MADE OFFICE*XX*1234567893",
        "LX*1",
    ]
    body = [segment for claim in claims for segment in _segments(claim)]
    count = len(head) - 2 + len(body) + 1
    rows = [*head, *body, f"SE*{count}*0001", "GE*1*1", "IEA*1*000000001"]
    first, *rest = rows
    text = end.join((first, *(row.replace("*", star).replace("@", colon) for row in rest))) + end
    wanted = {
        "checks": [
            {"bpr_amount": _money(total), "trace": trace, "claims": [_wanted(claim) for claim in claims]},
        ]
    }
    return Made(text, wanted)


def _isa(star: str, colon: str) -> str:
    whole = "ISA*00*          *00*          *ZZ*MADE           *ZZ*OFFICE         *261102*0930*^*00501*000000001*0*P*:"
    return whole[:-1].replace("*", star) + colon


def _claim(dice: random.Random, number: int) -> dict[str, Any]:
    lines = []
    for _ in range(dice.randrange(1, 5)):
        charge = dice.randrange(2_000, 300_000)
        off = {dice.choice(_REASONS): dice.randrange(1, charge // 3)}
        owed = dice.randrange(0, charge // 3)
        lines.append(
            {
                "code": dice.choice(_PROCEDURES),
                "charge": charge,
                "off": off,
                "owed": owed,
                "paid": charge - sum(off.values()) - owed,
                "remarks": dice.sample(_REMARKS, dice.randrange(0, 3)),
            }
        )
    return {"id": f"MC{number}{dice.randrange(10**5)}", "lines": lines}


def _segments(claim: dict[str, Any]) -> list[str]:
    lines = claim["lines"]
    charge, paid, owed = (sum(line[key] for line in lines) for key in ("charge", "paid", "owed"))
    found = [
        f"CLP*{claim['id']}*1*{_money(charge)}*{_money(paid)}*{_money(owed)}*12*P{claim['id']}*11*1",
        "NM1*QC*1*SAMPLE*ROBIN****MI*W900100200",
        "DTM*232*20260929",
    ]
    for line in lines:
        system = "HC" if line["code"].startswith("E") else "AD"
        found.append(f"SVC*{system}@{line['code']}*{_money(line['charge'])}*{_money(line['paid'])}**1")
        found.append("DTM*472*20260929")
        found += [f"CAS*CO*{reason}*{_money(amount)}" for reason, amount in line["off"].items()]
        if line["owed"]:
            found.append(f"CAS*PR*2*{_money(line['owed'])}")
        found += [f"LQ*HE*{remark}" for remark in line["remarks"]]
    return found


def _wanted(claim: dict[str, Any]) -> dict[str, Any]:
    lines = []
    for line in claim["lines"]:
        adjustments = [{"group": "CO", "reason": r, "amount": _money(a)} for r, a in line["off"].items()]
        if line["owed"]:
            adjustments.append({"group": "PR", "reason": "2", "amount": _money(line["owed"])})
        lines.append(
            {
                "code": line["code"],
                "charge": _money(line["charge"]),
                "paid": _money(line["paid"]),
                "date": "20260929",
                "adjustments": adjustments,
                "remarks": line["remarks"],
                "line_balances": True,
            }
        )
    return {"claim_id": claim["id"], "lines": lines}


def _money(cents: int) -> str:
    """The amount as X12 writes it: no trailing noughts after the point."""
    text = f"{cents // 100}.{cents % 100:02d}"
    return text.rstrip("0").rstrip(".")
