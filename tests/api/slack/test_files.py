"""Files that people send in a direct message: read and confirmed, or refused with the reason in the thread."""

from __future__ import annotations

import importlib.util
import io
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from evals.benches._workspace import DIRECT, Workspace, click, direct

LETTER = (
    "Northlake Dental, notice of denial, dated November 2, 2026.",
    "Patient: Zebulon Quackenbush, member id ZQX998877.",
    "Your claim of September 1, 2026 for D2740, tooth 14, was denied.",
    "Reason CO-50: these services are not deemed a medical necessity by the payer.",
)
CANARIES = ("Quackenbush", "Zebulon", "ZQX998877")


@pytest.fixture
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_documents", Path(__file__).parents[2] / "make_documents.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def letter_pdf() -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for number, line in enumerate(LETTER):
        canvas.drawString(60, 760 - 20 * number, line)
    canvas.save()
    return buffer.getvalue()


def sent(workspace: Workspace, name: str, content: bytes, text: str = "", **more: Any) -> dict[str, Any]:
    """A message with a file, as the workspace tells of it."""
    workspace.files[name] = content
    address = f"{workspace.url}/files-pri/T0OFFICE01-F0{len(name)}/{name}"
    file = {
        "id": f"F0{len(name)}",
        "name": name,
        "title": name,
        "mimetype": "application/octet-stream",
        "filetype": name.rsplit(".", 1)[-1],
        "user": "U0AMY00001",
        "size": len(content),
        "mode": "hosted",
        "is_external": False,
        "url_private": address,
        "url_private_download": address,
        "file_access": "visible",
        **more,
    }
    return direct(text, files=[file], subtype="file_share", upload=False, display_as_bot=False)


def told(workspace: Workspace) -> str:
    return json.dumps([*workspace.of("chat.postMessage"), *workspace.of("chat.startStream")])


def test_a_denial_letter_in_pdf_is_read_confirmed_and_drafted(client: Any, workspace: Workspace) -> None:
    asked = sent(workspace, "letter.pdf", letter_pdf())
    client.send(asked)
    (said,) = workspace.of("chat.postMessage")
    assert said["thread_ts"] == asked["event"]["ts"]
    assert "denial letter. Is it right?" in json.dumps(said["blocks"])
    assert "Medical necessity" in json.dumps(said["blocks"])
    (button,) = said["blocks"][-1]["elements"]
    pressed = {name: button[name] for name in ("type", "action_id", "value")}
    client.send(click(pressed, workspace.base, ts="7.1", channel=DIRECT))
    assert "Appeal, draft" in told(workspace)
    assert "not sent here" in told(workspace)
    assert not workspace.uploads
    assert not [canary for canary in CANARIES if canary in workspace.everything()]


def test_a_policy_in_pdf_is_not_taken_for_a_denial(client: Any, workspace: Workspace, maker: ModuleType) -> None:
    client.send(sent(workspace, "policy.pdf", maker.pdf()))
    assert "not a denial letter" in told(workspace)
    assert "corpus add" in told(workspace)


def test_a_question_beside_a_file_is_answered_too(client: Any, workspace: Workspace) -> None:
    client.send(sent(workspace, "letter.txt", "\n".join(LETTER).encode(), "what does CO-50 mean?"))
    assert "Is it right?" in told(workspace)
    assert len(workspace.of("chat.startStream")) == 1


@pytest.mark.parametrize(
    ("name", "content", "more", "words"),
    [
        ("big.pdf", b"%PDF", {"size": 900_000_000}, "larger than 20 MB"),
        ("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, {}, "was not read"),
        ("empty.txt", b"", {}, "was not read"),
        ("claim.837", b"ISA*00*nonsense", {}, "was not read"),
        ("broken.pdf", b"%PDF-1.7 and then nothing", {}, "was not read"),
        ("gone.txt", b"", {"url_private": "", "url_private_download": ""}, "was not fetched"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    client: Any, workspace: Workspace, name: str, content: bytes, more: dict[str, Any], words: str
) -> None:
    asked = sent(workspace, name, content, **more)
    client.send(asked)
    (said,) = workspace.of("chat.postMessage")
    assert words in said["text"]
    assert said["thread_ts"] == asked["event"]["ts"]
    assert "Something failed" not in said["text"]


@pytest.mark.parametrize(("make", "words"), [("encrypted", "password"), ("pictures", "picture")])
def test_a_locked_or_scanned_pdf_says_so(
    client: Any, workspace: Workspace, maker: ModuleType, make: str, words: str
) -> None:
    content = maker.pdf(encrypt="secret") if make == "encrypted" else maker.picture_pdf()
    client.send(sent(workspace, "letter.pdf", content))
    assert words in told(workspace).casefold()


def test_one_bad_file_does_not_hide_the_others(client: Any, workspace: Workspace) -> None:
    first, second = (
        sent(workspace, "photo.png", b"\x89PNG\r\n\x1a\n\x00\x01"),
        sent(workspace, "l.txt", LETTER[0].encode()),
    )
    first["event"]["files"] += second["event"]["files"] * 3
    client.send(first)
    assert "File 1 was not read" in told(workspace)
    assert "first 3 of 4 files" in told(workspace)


def test_a_file_of_another_workspace_is_asked_for(client: Any, workspace: Workspace) -> None:
    whole = sent(workspace, "letter.txt", "\n".join(LETTER).encode())
    (file,) = whole["event"]["files"]
    real = workspace.answer

    def answer(method: str, held: dict[str, Any], ts: str) -> dict[str, Any]:
        return {"ok": True, "file": file} if method == "files.info" else real(method, held, ts)

    workspace.answer = answer
    whole["event"]["files"] = [{"id": file["id"], "mode": "file_access", "file_access": "check_file_info"}]
    client.send(whole)
    assert "Is it right?" in told(workspace)
