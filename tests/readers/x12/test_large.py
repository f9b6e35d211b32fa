"""A remittance of a big payer: every claim is there and every sum holds."""

import random
from decimal import Decimal

from assistant.domain.records import Remittance
from assistant.readers.read import read_records

ISA = "ISA*00*          *00*          *ZZ*NORTHLAKE      *ZZ*EXAMPLEDENTAL  *261102*0930*^*00501*000000009*0*P*:~"
CODES = ("D0120", "D0274", "D1110", "D2391", "D2392", "D2740", "D2950", "D3330", "D4341", "D7140")


def cents(amount: int) -> str:
    return f"{Decimal(amount) / 100:.2f}"


def line(number: int, dice: random.Random) -> tuple[list[str], int, int]:
    """A balanced line: its segments, charge and payment in cents."""
    charge = dice.randrange(4_000, 150_000)
    write_off, own = dice.randrange(0, charge // 3), dice.randrange(0, charge // 3)
    paid = charge - write_off - own
    segments = [
        f"SVC*AD:{dice.choice(CODES)}*{cents(charge)}*{cents(paid)}**1",
        f"DTM*472*202609{dice.randrange(1, 29):02}",
        f"CAS*CO*45*{cents(write_off)}",
        f"CAS*PR*1*{cents(own // 2)}**2*{cents(own - own // 2)}",
        f"REF*6R*{number}",
        f"AMT*B6*{cents(charge - write_off)}",
        "LQ*HE*N130",
    ]
    return segments, charge, paid


def claim(number: int, dice: random.Random) -> tuple[list[str], int]:
    """A balanced claim of one to five lines: its segments and payment in cents."""
    lines = [line(place + 1, dice) for place in range(dice.randrange(1, 6))]
    charge, paid = sum(one[1] for one in lines), sum(one[2] for one in lines)
    head = [
        f"CLP*PT{number:05}*1*{cents(charge)}*{cents(paid)}**12*NL26-{number:06}*11*1",
        f"NM1*QC*1*SAMPLE{number}*PAT****MI*W{number:09}",
        "NM1*82*1*EXAMPLE*AVERY****XX*1234567893",
        "DTM*232*20260901",
        "DTM*233*20260930",
    ]
    return [*head, *(segment for one in lines for segment in one[0])], paid


def remittance_of(count: int, seed: int = 1) -> str:
    """An invented, balanced 835 with ``count`` claims."""
    dice = random.Random(seed)
    claims = [claim(number, dice) for number in range(count)]
    paid = cents(sum(one[1] for one in claims))
    body = [
        "ST*835*0001",
        f"BPR*I*{paid}*C*ACH************20261029",
        "TRN*1*BIG1*1512345678",
        "N1*PR*NORTHLAKE DENTAL*XV*88001",
        "N1*PE*EXAMPLE DENTAL OFFICE*XX*1234567893",
        "LX*1",
        *(segment for one in claims for segment in one[0]),
    ]
    body.append(f"SE*{len(body) + 1}*0001")
    envelope = "GS*HP*NORTHLAKE*EXAMPLEDENTAL*20261102*0930*9*X*005010X221A1"
    return ISA + "~\n".join([envelope, *body, "GE*1*9", "IEA*1*000000009", ""])


def test_eight_hundred_and_twenty_claims() -> None:
    text = remittance_of(820)
    record = read_records(text.encode())
    assert isinstance(record, Remittance)
    check = record.checks[0]
    assert len(check.claims) == 820
    assert sum(len(one.lines) for one in check.claims) == text.count("SVC*")
    assert sum(len(each.adjustments) for one in check.claims for each in one.lines) == 3 * text.count("SVC*")
    assert check.check_balances is True
    assert all(one.claim_balances for one in check.claims)
    assert [one for one in record.warnings if one.code != "zero_quantity"] == []
