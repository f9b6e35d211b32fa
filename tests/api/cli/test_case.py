"""``claimwright case new``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.domain.case import Case

Command = Callable[..., Any]


def test_a_case_names_its_papers_and_copies_none(case: Path) -> None:
    content = yaml.safe_load(case.read_text(encoding="utf-8"))
    assert {document["file"] for document in content["documents"]} == {
        "cpap-note.txt",
        "dental-chart.txt",
        "order.txt",
        "physician-note.txt",
        "sleep-test.txt",
    }
    assert not [document for document in content["documents"] if "text" in document]
    assert {document["kind"] for document in content["documents"]} == {"chart_note", "order", "sleep_study"}
    assert content["plan_funding"] == "self_funded"
    assert content["denials"] == [
        {
            "date": "2026-09-14",
            "received": "2026-09-18",
            "claim_number": "CH-20931",
            "payer_claim_number": "NL2609-44810",
            "line": "2",
            "group": "CO",
            "carc": "50",
            "rarc": "N661",
            "amount": "3200.00",
        }
    ]


def test_paths_are_relative_to_the_case(claimwright: Command, folder: Path) -> None:
    below = folder / "cases"
    below.mkdir()
    done = claimwright(
        *("case", "new", "--era", folder / "remittance.835", "--claim", "NL2609-44810"),
        *("--notes", folder / "order.txt", folder / "sleep-test.txt", "-o", below / "one.yaml", "--json"),
    )
    assert done.code == 0
    content = yaml.safe_load((below / "one.yaml").read_text(encoding="utf-8"))
    assert [document["file"] for document in content["documents"]] == ["../order.txt", "../sleep-test.txt"]
    assert claimwright("draft", "appeal", below / "one.yaml", "--json").code == 0
    Case.model_validate(done.json)


def test_the_same_input_gives_the_same_file(claimwright: Command, folder: Path) -> None:
    written = []
    for name in ("a.yaml", "b.yaml"):
        arguments = ("case", "new", "--era", folder / "remittance.835", "--claim", "CH-20931", "-o", folder / name)
        assert claimwright(*arguments).code == 0
        written.append((folder / name).read_bytes())
    assert written[0] == written[1]


def new(folder: Path, **changed: Any) -> tuple[Any, ...]:
    """The arguments of a sound command, some of them changed."""
    said = {
        "era": folder / "remittance.835",
        "claim": "CH-20931",
        "notes": folder / "order.txt",
        "o": folder / "c.yaml",
    }
    said |= changed
    options = {"era": "--era", "claim": "--claim", "notes": "--notes", "funding": "--funding", "received": "--received"}
    given = [part for key, option in options.items() if key in said for part in (option, said[key])]
    return ("case", "new", *given, "-o", said["o"])


def test_a_claim_that_is_not_there_names_those_that_are(
    claimwright: Command, folder: Path, unchanged: Callable[[], bool]
) -> None:
    done = claimwright(*new(folder, claim="CH-99999"))
    assert done.code == 2
    assert "no claim 'CH-99999'" in done.err
    assert "CH-20931" in done.err
    assert unchanged()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"ISA*00*          *00*", ""),
        (b"just some words\n", ""),
        (b"%PDF-1.7\n\x00\x01", ""),
        (b"\x00\xff\xfe\x01" * 50, ""),
        (b'{"resourceType": "Claim", "id": "1"}', "explanationofbenefit"),
    ],
    ids=["empty", "cut in the envelope", "prose", "PDF", "binary", "another kind of record"],
)
def test_a_file_that_is_no_remittance(
    claimwright: Command, folder: Path, content: bytes, says: str, unchanged: Callable[[], bool]
) -> None:
    (folder / "remittance.835").write_bytes(content)
    done = claimwright(*new(folder))
    assert done.code == 2
    assert one_message(done.err)
    assert says in done.err.lower()
    assert unchanged()


def test_a_remittance_cut_in_the_middle_does_not_invent_a_denial(claimwright: Command, folder: Path) -> None:
    whole = (folder / "remittance.835").read_bytes()
    (folder / "remittance.835").write_bytes(whole[: whole.index(b"SVC*HC:E0486")])
    done = claimwright(*new(folder))
    assert done.code == 2
    assert one_message(done.err)
    assert not (folder / "c.yaml").exists()


def test_a_claim_that_was_paid_has_nothing_to_appeal(
    claimwright: Command, folder: Path, unchanged: Callable[[], bool]
) -> None:
    text = (folder / "remittance.835").read_text(encoding="utf-8")
    paid = text.replace("SVC*HC:E0486:NU*3200.00*0.00", "SVC*HC:E0486:NU*3200.00*3000.00")
    paid = paid.replace("CAS*CO*50*3200.00", "CAS*CO*45*200.00").replace("LQ*HE*N661~\n", "")
    (folder / "remittance.835").write_text(paid, encoding="utf-8")
    done = claimwright(*new(folder))
    assert done.code == 2
    assert "no denied line" in done.err
    assert unchanged()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"era": "absent.835"}, "no such file"),
        ({"notes": "absent.txt"}, "no such file"),
        ({"era": "."}, "this is a folder"),
        ({"funding": "lottery"}, "no plan funding 'lottery'"),
        ({"received": "09/18/2026"}, "--received"),
        ({"received": "2026-02-30"}, "--received"),
        ({"o": "absent/case.yaml"}, "does not exist"),
        ({"o": "."}, "this is a folder"),
    ],
    ids=lambda value: str(value),
)
def test_what_is_given_wrongly_is_named(
    claimwright: Command, folder: Path, changed: dict[str, str], says: str, unchanged: Callable[[], bool]
) -> None:
    given = {key: folder / value if key in ("era", "notes", "o") else value for key, value in changed.items()}
    done = claimwright(*new(folder, **given))
    assert done.code == 2
    assert says in done.err
    assert one_message(done.err)
    assert unchanged()


@pytest.mark.parametrize(
    "content", [b"", b" \n\n", b"\x89PNG\r\n", b"abc\x00def"], ids=["empty", "blank", "PNG", "NUL"]
)
def test_a_note_that_holds_no_text(
    claimwright: Command, folder: Path, content: bytes, unchanged: Callable[[], bool]
) -> None:
    (folder / "order.txt").write_bytes(content)
    done = claimwright(*new(folder))
    assert done.code == 2
    assert "order.txt" in done.err
    assert unchanged()


def one_message(err: str) -> bool:
    """One line for people, with the way to mend it."""
    said = [line for line in err.splitlines() if line.startswith("claimwright: ")]
    return len(said) == 1 and "Fix: " in err
