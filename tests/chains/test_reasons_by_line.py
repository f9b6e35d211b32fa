"""An appeal says each reason of the notice of the service that the notice gives it for, and of no other."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.chains.finish import told_apart
from assistant.domain.caller import LOCAL
from assistant.domain.draft import Draft, DraftKind, Statement
from assistant.intake.case_file import in_folder
from assistant.intake.from_letter import case_from_letter

HEAD = (
    "Brightsmile Dental\nOctober 19, 2026\n\nMember: Ottoline R. Hask\nDate of service: 09/28/2026\n\n"
    "Procedure D2740 - Crown, tooth 19      Charged $1,425.00    Paid $0.00\n"
    "Procedure D2950 - Core buildup, tooth 19      Charged $310.00      Paid $0.00\n\n"
)
BOTH = "We denied the services above. They are not medically necessary. (CO-50, N115)\n\n"
ONE = "The core buildup is considered part of the crown (CO-97).\n"
KINDS: tuple[DraftKind, ...] = ("appeal", "claim_file_request", "explanation", "narrative", "records_reply")


def drafted(assistant: Assistant, words: str, kind: DraftKind = "appeal", channel: str = "letter") -> Draft:
    case = case_from_letter("letter.txt", HEAD + words, today=date(2026, 11, 22))
    return assistant.draft(LOCAL, kind, in_folder(case, Path()), channel=channel).draft


def reasons(draft: Draft) -> list[str]:
    return [each.text for each in draft.statements if each.section.startswith("reason")]


def test_a_reason_of_one_service_is_not_said_of_the_other(assistant: Assistant) -> None:
    said = reasons(drafted(assistant, BOTH + ONE))
    bundled = [each for each in said if "CARC 97" in each]
    assert bundled == ["Your notice gives the reason for D2950, tooth 19 as CARC 97 in group CO."]
    assert any(each.startswith("We read this reason as follows: CO-97") for each in said)
    assert [each for each in said if "CARC 50" in each] == [
        "Your notice gives the reason for D2740, tooth 19 as CARC 50 in group CO with RARC N115.",
        "Your notice gives the reason for D2950, tooth 19 as CARC 50 in group CO with RARC N115.",
    ]


def test_each_reason_is_proved_by_its_own_denial(assistant: Assistant) -> None:
    draft = drafted(assistant, BOTH + ONE)
    for each in draft.statements:
        if each.id.startswith("reason_codes"):
            proofs = {s.document: s.quote for s in each.sources if s.kind == "denial" and ".carc" in (s.document or "")}
            assert any(quote in each.text for quote in proofs.values()), each
    assert len({each.id for each in draft.statements}) == len(draft.statements)


def test_a_reason_without_a_service_is_said_once_and_asked_about(assistant: Assistant) -> None:
    draft = drafted(assistant, "Reason code: CO-50\n")
    assert [each for each in reasons(draft) if "CARC" in each] == [
        "Your notice gives the reason as CARC 50 in group CO."
    ]
    assert "We appeal the denial of the claim with D2740, tooth 19" in draft.text
    assert "denial of D2740" not in draft.text
    (asked,) = [each for each in draft.findings if each.rule == "AP09"]
    assert asked.where == "denials[0].line"
    assert "1 (D2740, tooth 19), 2 (D2950, tooth 19)" in asked.fix
    assert draft.status == "needs_review"


def test_a_reason_without_a_service_stands_apart_from_those_that_have_one(assistant: Assistant) -> None:
    draft = drafted(assistant, "The crown is not medically necessary (CO-50).\n\nReason code: CO-252\n")
    said = [each for each in reasons(draft) if "CARC" in each]
    assert said == [
        "Your notice gives the reason as CARC 50 in group CO.",
        "Your notice also gives CARC 252 in group CO, and names no service for it.",
    ]
    assert [each.where for each in draft.findings if each.rule == "AP09"] == ["denials[1].line"]


def test_a_short_version_holds_no_reason_of_another_service(assistant: Assistant) -> None:
    for channel in ("nte80", "dentrix125", "short350"):
        assert "D2740, tooth 19 as CARC 97" not in drafted(assistant, BOTH + ONE, channel=channel).text


def test_a_patient_reads_each_refused_dollar_once_with_its_service(assistant: Assistant) -> None:
    text = drafted(assistant, BOTH + ONE, "explanation").text
    assert "crown (tooth 19) and build-up under a crown (tooth 19)" in text
    assert text.count("did not pay $310 for the build-up") == text.count("did not pay $1,425 for the crown") == 1
    assert "$1,735 is still open" in text
    assert "this amount" not in text


def test_a_patient_reads_that_the_letter_names_no_service(assistant: Assistant) -> None:
    text = drafted(assistant, "Reason code: CO-50\n", "explanation").text
    assert "looked at the claim for your care on September 28, 2026: crown (tooth 19) and build-up" in text
    assert "The plan's letter does not say which care it did not pay." in text
    assert "listed here" not in text
    assert "this amount" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_every_statement_has_an_id_of_its_own(assistant: Assistant, kind: DraftKind) -> None:
    draft = drafted(assistant, BOTH + ONE, kind)
    assert len({each.id for each in draft.statements}) == len(draft.statements)


def test_an_id_that_stands_again_gets_the_next_free_number() -> None:
    names = ("said", "said_2", "said", "said")
    given = [Statement(id=name, type="courtesy", text=str(place)) for place, name in enumerate(names)]
    assert [each.id for each in told_apart(given)] == ["said", "said_2", "said_3", "said_4"]


def test_the_letter_says_what_all_denials_of_a_line_refused(assistant: Assistant) -> None:
    case = case_from_letter("letter.txt", HEAD.split("Procedure D2950")[0] + "Reason: CO-50", today=date(2026, 11, 22))
    parts = [
        case.denials[0].model_copy(update={"carc": carc, "amount": Decimal(amount)})
        for carc, amount in (("50", "100.00"), ("16", "60.00"))
    ]
    case = case.model_copy(update={"denials": tuple(parts)})
    draft = assistant.draft(LOCAL, "appeal", in_folder(case, Path()), channel="letter").draft
    opening = next(each for each in draft.statements if each.id == "opening")
    assert "$160.00 of it refused" in opening.text
    assert not [each for each in draft.findings if "160" in each.message]
