"""One invented letter that every renderer is tried on."""

from __future__ import annotations

import datetime as dt

import pytest

from assistant.domain.case import Practice
from assistant.domain.draft import ContradictionSide, CriterionRow, Enclosure, Placeholder, Source, Statement
from assistant.rendering.letter import Letter

STATEMENTS = (
    Statement(
        id="open",
        type="request",
        section="opening",
        text="We ask you to reconsider the denial of HCPCS E0486 for the member named above.",
    ),
    Statement(
        id="reason",
        type="fact",
        section="reason",
        text='Your notice dated June 29, 2026 states: "not deemed a \u2018medical necessity\u2019 by the payer".',
        sources=(
            Source(kind="denial", document="denials[0].text", quote="not deemed a \u2018medical necessity\u2019"),
            Source(kind="denial", document="denials[0].date", quote="2026-06-29"),
        ),
    ),
    Statement(
        id="ahi",
        type="fact",
        section="rebuttal",
        text="The home sleep test of March 24, 2026 found an AHI of 18.4 events per hour (\u226515 <moderate> & up).",
        sources=(Source(kind="span", document="d1", quote="AHI 18.4"),),
    ),
    Statement(
        id="cpap",
        type="fact",
        section="rebuttal",
        text="The CPAP trial began on [[needs: date of CPAP trial]] and failed.",
        sources=(Source(kind="span", document="d2", quote="couldn't tolerate CPAP"),),
    ),
    Statement(
        id="policy",
        type="policy",
        section="criteria",
        text="Policy NH-OA-12, section 2, in force on the date of service, states the criteria below.",
        sources=(Source(kind="passage", key="nh-oa-12#2", quote="covered when"),),
    ),
    Statement(
        id="ask",
        type="request",
        section="request",
        text="Please overturn the denial of $2,395.00 and have the file reviewed by a matching specialty.",
    ),
    Statement(
        id="bye",
        type="courtesy",
        section="closing",
        text="Please call the office with any question about this request.",
    ),
)

CRITERIA = (
    CriterionRow(
        text="AHI of at least 15 events per hour",
        status="met",
        evidence=(ContradictionSide(document="d1", quote="AHI 18.4"),),
        passage="nh-oa-12#2",
    ),
    CriterionRow(text="One of the following", status="met"),
    CriterionRow(
        text="CPAP intolerance documented",
        status="met",
        depth=1,
        evidence=(ContradictionSide(document="d2", quote="couldn't tolerate\nCPAP"),),
    ),
    CriterionRow(text="CPAP declined after counselling", status="missing", depth=1, obtain="counselling note"),
    CriterionRow(text="Order by the treating physician", status="missing", obtain="signed order"),
)

ENCLOSURES = (
    Enclosure(kind="sleep_study", title="Home sleep test report", date=dt.date(2026, 3, 24), file="hst.pdf"),
    Enclosure(kind="order", title="Physician order", present=False),
    Enclosure(kind="photo", title="Photograph of tooth 8", tooth="8", file="photo.png"),
)


@pytest.fixture
def letter() -> Letter:
    return Letter(
        statements=STATEMENTS,
        practice=Practice(
            name="Harbor Lane Dental",
            address="12 Harbor Lane\nSpringfield, IL 62701",
            phone="555-0142",
            fax="555-0143",
            npi="1234567893",
            tax_id="00-1234567",
            signer="Dana Reyes, DDS",
            licence="IL 019-000000",
        ),
        addressee=("Northlake Health", "Appeals Department", "PO Box 100", "Lakeview, IL 60601"),
        re_block=(
            ("Patient", "Jordan Example"),
            ("Member ID", "[[needs: member ID]]"),
            ("Claim number", "NL26-10992"),
            ("Date of service", "May 12, 2026"),
        ),
        date=dt.date(2026, 11, 22),
        criteria=CRITERIA,
        enclosures=ENCLOSURES,
        placeholders=(Placeholder(text="[[needs: date of CPAP trial]]", ask="When did the CPAP trial begin?"),),
        titles={"d1": "home sleep test", "d2": "chart note", "nh-oa-12#2": "Policy NH-OA-12, section 2"},
    )
