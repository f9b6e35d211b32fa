"""Files made to hurt: each is refused or flagged with a reason, within bounds, and the rest is taken in."""

from __future__ import annotations

import importlib.util
import io
import os
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from assistant.domain.errors import BadInput
from assistant.readers.documents import confined
from assistant.readers.documents.confined import ConfinedReader
from assistant.retrieval.library import Library

Open = Callable[..., Library]
GOOD = "---\npayer: Example Dental\neffective_from: 2026-01-01\n---\n# Crowns\nA crown is paid once in 84 months.\n"


@pytest.fixture(scope="session")
def make() -> ModuleType:
    path = Path(__file__).parents[1] / "make_documents.py"
    spec = importlib.util.spec_from_file_location("make_documents", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pdf_stream_bomb(megabytes: int) -> bytes:
    """One page whose content expands a thousandfold."""
    content = zlib.compress(b"0 0 m " * (megabytes * 1024 * 1024 // 6), 9)
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(content), content),
    ]
    return pdf_of(parts)


def pdf_of(parts: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, part)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, start))


def circular_pdf() -> bytes:
    """A tree of pages that holds itself."""
    return pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"])


def archive(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return buffer.getvalue()


def entity_docx() -> bytes:
    """Entities that multiply, and one that names a file of the machine."""
    entities = '<!DOCTYPE d [<!ENTITY a "lol"><!ENTITY f SYSTEM "file:///etc/passwd">'
    entities += "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)) + "]>"
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f'<w:document xmlns:w="{space}"><w:body><w:p><w:r><w:t>&j;&f;</w:t></w:r></w:p></w:body></w:document>'
    return archive({"word/document.xml": (entities + body).encode()})


def deep_docx(depth: int) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    inner = "<w:sdt><w:sdtContent>" * depth + "<w:p/>" + "</w:sdtContent></w:sdt>" * depth
    return archive(
        {"word/document.xml": f'<w:document xmlns:w="{space}"><w:body>{inner}</w:body></w:document>'.encode()}
    )


def climbing_docx(make: ModuleType) -> bytes:
    """A whole document with a member whose name leads out of any folder."""
    buffer = io.BytesIO(make.docx())
    with zipfile.ZipFile(buffer, "a") as made:
        made.writestr("../../../../tmp/claimwright-escaped.txt", b"escaped")
        made.writestr("/tmp/claimwright-escaped.txt", b"escaped")
    return buffer.getvalue()


@pytest.mark.slow
def test_every_hostile_file_is_refused_or_flagged_and_the_rest_goes_on(
    open_library: Open, tmp_path: Path, make: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confined, "MEMORY", 700 * 1024 * 1024)
    folder = tmp_path / "inbox"
    folder.mkdir()
    files: dict[str, bytes] = {
        "a-bomb.docx": archive({"word/document.xml": b"\0" * 300_000_000}),
        "b-nested.xlsx": archive({"xl/workbook.xml": b"<", "inner.zip": archive({"x": b"\0" * 250_000_000})}),
        "c-stream.pdf": pdf_stream_bomb(900),
        "d-circle.pdf": circular_pdf(),
        "e-entities.docx": entity_docx(),
        "f-deep.docx": deep_docx(60_000),
        "g-deep.html": b"<div>" * 200_000 + b"words",
        "h-front.md": b"---\npayer: " + b"[" * 20_000 + b"\n---\ntext",
        "i-aliases.md": b"---\na: &a [x, x]\nb: &b [*a, *a]\npayer: *b\n---\ntext",
        "j-broken.pdf": make.pdf()[:900],
        "k-binary.txt": b"\x00\x01\x02" * 1000,
        "l-list.md": b"---\npayer: [a, b]\neffective_from: 2026-01-01\n---\n# T\ntext",
        "m-picture.pdf": make.picture_pdf(2),
        "n-locked.pdf": make.pdf(encrypt="secret"),
        "o-pickle.csv": b"\x80\x04\x95" + b"\xff" * 500,
        "p-climb.docx": climbing_docx(make),
        "z-good.md": GOOD.encode(),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    (folder / "p-climb.docx.yaml").write_text(
        'payer: "../../Example Dental"\neffective_from: 2026-01-01\nid: ../../../etc/passwd\ntitle: "\\e[31mred\\x07"\n'
    )
    library = open_library()
    report = library.add([folder])
    refused = {Path(each.path).name: each.reason for each in report.rejected}
    taken = {Path(each.path).name: each for each in report.accepted}
    assert set(taken) <= {"p-climb.docx", "z-good.md"}, {name: taken[name].title for name in taken}
    assert "z-good.md" in taken
    assert len(refused) == len(files) - len(taken)
    assert all(reason.strip() for reason in refused.values())
    assert not [name for name, reason in refused.items() if "took longer" in reason], "bounds refuse, not the clock"
    expected = {
        "a-bomb.docx": "expands to far more",
        "b-nested.xlsx": "damaged",
        "c-stream.pdf": "memory|stopped",
        "g-deep.html": "nested too deeply",
        "h-front.md": "nested too deeply|not YAML",
        "i-aliases.md": "aliases",
        "l-list.md": "payer is a list",
        "m-picture.pdf": "none of its 2 pages",
        "n-locked.pdf": "encrypted",
    }
    for name, words in expected.items():
        assert any(word in refused[name] for word in words.split("|")), (name, refused[name])
    climbing = taken["p-climb.docx"]
    assert climbing.document == "etc-passwd"
    assert "\x1b" not in climbing.title
    assert "\x07" not in climbing.title
    assert not Path("/tmp/claimwright-escaped.txt").exists()
    assert library.verify().ok


def test_a_slow_file_is_given_up_and_the_next_one_is_read(make: ModuleType) -> None:
    with ConfinedReader(seconds=0.05) as reader, pytest.raises(BadInput, match="longer than 0 seconds"):
        reader.read(make.docx(), "slow.docx")
    with ConfinedReader() as reader:
        with pytest.raises(BadInput, match="damaged"):
            reader.read(b"PK\x03\x04 no archive", "a.docx")
        assert reader.read(make.docx(), "b.docx").blocks, "the same child goes on"


def test_a_reader_that_dies_is_replaced(make: ModuleType) -> None:
    with ConfinedReader() as reader:
        assert reader.read(make.docx(), "a.docx").blocks
        assert reader._process is not None
        reader._process.kill()
        reader._process.wait()
        assert reader.read(make.docx(), "b.docx").blocks


def test_the_child_reads_what_the_parent_would(make: ModuleType) -> None:
    from assistant.readers.documents.reader import read_document

    with ConfinedReader() as reader:
        for name, data in (("a.docx", make.docx()), ("b.html", make.HTML.encode()), ("c.pdf", make.pdf())):
            assert reader.read(data, name) == read_document(data, name)


def test_what_is_no_ordinary_file_is_not_waited_for(open_library: Open, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.md"
    os.mkfifo(pipe)
    (tmp_path / "good.md").write_text(GOOD)
    report = open_library().add([pipe, tmp_path / "good.md"])
    assert [each.reason for each in report.rejected] == ["it is no ordinary file"]
    assert len(report.accepted) == 1


def test_links_out_of_a_folder_and_linked_sidecars(open_library: Open, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text(GOOD)
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "link.md").symlink_to(outside)
    (folder / "own.md").write_text(GOOD)
    (folder / "own.md.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    (folder / "good.md").write_text(GOOD)
    report = open_library().add([folder])
    assert [Path(each.path).name for each in report.accepted] == ["good.md"]
    assert ["leads to another place" in each.reason for each in report.rejected] == [True]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe\x00", "sidecar|utf-16|text"),
        (b"payer: " + b"x" * 70_000, "more than 64,000"),
        (b"payer: {a: b}", "payer is a list or a mapping"),
        (b"effective_from: soon", "not a date"),
        (b"title: " + b"x" * 600, "more than 500 letters"),
        (b"kind: recipe", "kind"),
        (b"- a\n- b", "not a list of keys"),
    ],
)
def test_sidecars_that_cannot_be_used(open_library: Open, tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "a.md").write_text(GOOD)
    (tmp_path / "a.md.yaml").write_bytes(content)
    report = open_library().add([tmp_path / "a.md"])
    assert report.accepted == ()
    assert any(word in report.rejected[0].reason for word in words.split("|")), report.rejected[0].reason


def test_a_sidecar_by_the_bare_name(open_library: Open, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A crown is paid once in 84 months.")
    (tmp_path / "a.yaml").write_text("payer: Example Dental\neffective_from: 2026-01-01\nplan: Gold\n")
    taken = open_library().add([tmp_path / "a.txt"]).accepted[0]
    assert (taken.payer, taken.plan) == ("Example Dental", "Gold")


def test_options_stand_above_the_sidecar(open_library: Open, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(GOOD)
    (tmp_path / "a.md.yaml").write_text("payer: Metro PPO\nplan: Gold\n")
    taken = open_library().add([tmp_path / "a.md"], {"plan": "Silver"}).accepted[0]
    assert (taken.payer, taken.plan) == ("Metro PPO", "Silver")


def test_two_documents_that_claim_one_version(open_library: Open, tmp_path: Path) -> None:
    library = open_library()
    for name, words in (("one.md", "84"), ("two.md", "60")):
        (tmp_path / name).write_text(GOOD.replace("84", words).replace("# Crowns", "# Crown policy of the plan"))
    report = library.add([tmp_path / "one.md", tmp_path / "two.md"])
    assert len(report.accepted) == 2
    assert any("are both in force on 2026-01-01" in warning for warning in report.accepted[1].warnings)
    front = "id: crowns\npayer: Example Dental\neffective_from: 2026-01-01"
    for name in ("three.md", "four.md"):
        (tmp_path / name).write_text(f"---\n{front}\n---\n# Crowns\n{name} pays.\n")
    report = library.add([tmp_path / "three.md", tmp_path / "four.md"])
    assert len(report.accepted) == 1
    assert "already held from" in report.rejected[0].reason
    assert library.verify().ok
