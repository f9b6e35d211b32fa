"""Files that are made to hurt: packed a thousandfold, nested without end, looped, encrypted, ambiguous."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf import PdfWriter

_MEGABYTE = 1_000_000
_TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def bombs() -> Iterator[tuple[str, bytes]]:
    """Each with the name under which it is sent."""
    yield from _packed()
    yield from _nested()
    yield from _pdf()
    yield "two-interchanges.835", _isa() * 2
    yield "endless-element.835", _isa() + b"NM1*QC*1*" + b"A" * 3 * _MEGABYTE + b"~"
    yield "nul-bytes.835", _isa().replace(b"~", b"\0~")
    yield "no-delimiter.835", b"ISA" + b"*" * 2 * _MEGABYTE
    yield "formulas.csv", b'claim,amount\r\n"=cmd|calc",@SUM(1)\r\n' * 20_000
    yield "one-line.csv", b"a," * _MEGABYTE
    yield "control.txt", b"\x1b[2J\x1b]0;x\x07" * 100_000


def _isa() -> bytes:
    return (
        b"ISA*00*          *00*          *ZZ*PAYER          *ZZ*OFFICE         *261001*0900*^*00501*000000001*0*P*:~"
        b"GS*HP*PAYER*OFFICE*20261001*0900*1*X*005010X221A1~ST*835*0001~"
    )


def _packed() -> Iterator[tuple[str, bytes]]:
    for ending, member in ((".docx", "word/document.xml"), (".xlsx", "xl/worksheets/sheet1.xml")):
        zeros = _zip({"[Content_Types].xml": _TYPES, member: b"<a>" + b" " * 300 * _MEGABYTE})
        yield f"bomb{ending}", zeros
        yield f"outside{ending}", _zip({"../../../outside.txt": b"x", member: b"<a/>"})
        entity = b'<!DOCTYPE a [<!ENTITY a "ha">' + b"".join(
            f'<!ENTITY a{n} "{f"&a{n - 1 if n else str()};" * 10}">'.encode() for n in range(9)
        )
        yield f"entities{ending}", _zip({"[Content_Types].xml": _TYPES, member: entity + b"]><a>&a8;</a>"})
    inner = _zip({"inner.bin": b"\0" * 10 * _MEGABYTE})
    yield "zip-in-zip.docx", _zip({f"{n}.docx": inner for n in range(40)})


def _nested() -> Iterator[tuple[str, bytes]]:
    yield "deep.json", b"[" * 100_000 + b"]" * 100_000
    yield "deep-fhir.json", b'{"resourceType": "ClaimResponse", "item": ' * 5_000 + b"{}" + b"}" * 5_000
    twice = {"resourceType": "ClaimResponse", "status": "active"}
    yield "twice.json", json.dumps(twice).encode()[:-1] + b', "status": "cancelled"}'
    yield "huge-number.json", b'{"resourceType": "ClaimResponse", "payment": {"amount": {"value": 1e999}}}'
    yield "long-number.json", b'{"resourceType": "ClaimResponse", "total": ' + b"9" * 200_000 + b"}"
    yield "nested.html", b"<div>" * 1_000_000 + b"crown"
    yield "tables.html", b"<table><tr><td>" * 60_000
    yield "scripts.html", b"<script>while(1);</script><p>A crown is covered.</p>" * 5_000


def _pdf() -> Iterator[tuple[str, bytes]]:
    from pypdf import PdfWriter

    writer = PdfWriter()
    for _ in range(3_000):
        writer.add_blank_page(72, 72)
    yield "three-thousand-pages.pdf", _written(writer)
    locked = PdfWriter()
    locked.add_blank_page(72, 72)
    locked.encrypt("secret")
    yield "encrypted.pdf", _written(locked)
    head = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    loop = b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\n"
    yield "page-loop.pdf", head + loop + b"trailer<</Root 1 0 R/Size 3/Prev 0>>\nstartxref\n0\n%%EOF"
    yield "no-end.pdf", b"%PDF-1.7\n" + b"1 0 obj<<" * 200_000


def _written(writer: PdfWriter) -> bytes:
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _zip(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()
