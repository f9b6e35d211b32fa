"""The ICD-10-CM tabular list in XML, as NCHS and CMS publish it and ``simple-icd-10-cm`` bundles it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

from assistant.domain.errors import BadInput, Misconfigured
from assistant.tables.icd10cm_build import SCHEMA, Listing, Node
from assistant.tables.releases import Origin, Release
from assistant.tables.sqlite_file import replacing

_PACKAGE = "simple_icd_10_cm"
_SEVENTH = 7
_FIX = "download the tabular XML of the release from the CMS page on ICD-10 codes"
#: A note such as: 7th characters D and S do not apply to codes in category S06 with 6th character 7 - ..., or 8 - ...
_DO_NOT_APPLY = re.compile(r"7th characters ([A-Z](?: and [A-Z])*) do not apply .* with 6th character (.*)")
_SIXTH = re.compile(r"\b([0-9]) -")
_SOURCE = "ICD-10-CM tabular list (NCHS and CMS, public domain)"


def compile_bundled(target: Path, progress: Callable[[str], None]) -> Path:
    """Compile the list that the package bundles; raises ``Misconfigured`` where it is not installed."""
    xml = _bundled()
    progress("reading the ICD-10-CM tabular list")
    listing, version = read_tabular(xml.read_bytes(), where=xml.name)
    release = describe(version, xml.name, listing, "compiled")
    progress(f"writing {release.codes} billable codes of {release.name}")
    write(target, listing, release)
    return target


def is_bundled(release: Release) -> bool:
    """Whether a release is of the file that the package bundles; raises ``Misconfigured`` without the package."""
    return release.source == f"{_SOURCE}, {_bundled().name}"


def _bundled() -> Path:
    """The tabular file of the package, found without importing it, which would read the whole list twice."""
    spec = find_spec(_PACKAGE)
    folders = (spec.submodule_search_locations if spec else None) or ()
    for folder in folders:
        for path in sorted(Path(folder).glob("data/*.xml")):
            return path
    raise Misconfigured(
        "the ICD-10-CM list is not installed", where=_PACKAGE, fix=f"run `pip install {_PACKAGE.replace('_', '-')}`"
    )


def read_tabular(data: bytes, *, where: str) -> tuple[Listing, int]:
    """The listing and the fiscal year of a tabular XML file; raises ``BadInput`` for another file."""
    signs = data.replace(b"\0", b"")  # what is written in two bytes a letter declares them too
    if b"<!DOCTYPE" in signs or b"<!ENTITY" in signs:
        raise BadInput("the XML declares entities, which a tabular list never does", where=where, fix=_FIX)
    try:
        root = ElementTree.fromstring(data)  # noqa: S314  entities were refused above
    except ElementTree.ParseError as error:
        raise BadInput(f"not readable as XML: {error}", where=where, fix=_FIX) from error
    version = (root.findtext("version") or "").strip()
    if root.tag != "ICD10CM.tabular" or not version.isdigit():
        raise BadInput("not an ICD-10-CM tabular list", where=where, fix=_FIX)
    listing = Listing()
    for chapter in root.iterfind("chapter"):
        _chapter(chapter, listing)
    if not any(node.leaf for node in listing.nodes):
        raise BadInput("the tabular list holds no codes", where=where, fix=_FIX)
    return listing, int(version)


def describe(version: int, file_name: str, listing: Listing, origin: Origin) -> Release:
    """The release that a file of fiscal year ``version`` holds; an April update is told by the file name."""
    april = re.search(r"april", file_name, re.IGNORECASE) is not None
    return Release(
        table="icd10cm",
        name=f"FY{version} April 1 {version}" if april else f"FY{version}",
        effective_from=date(version, 4, 1) if april else date(version - 1, 10, 1),
        effective_through=date(version, 9, 30),
        year_from=date(version - 1, 10, 1),
        complete=True,
        codes=listing.count(),
        origin=origin,
        source=f"{_SOURCE}, {file_name}",
    )


def write(target: Path, listing: Listing, release: Release) -> None:
    """Write the listing as one SQLite file."""
    with replacing(target) as writer:
        writer.schema(*SCHEMA)
        writer.insert("node", 7, listing.node_rows())
        writer.insert("seventh", 3, listing.sevenths)
        writer.insert("excludes1", 5, listing.exclude_rows())
        writer.insert("unlisted", 2, listing.unlisted)
        writer.describe(release)


def _chapter(chapter: ElementTree.Element, listing: Listing) -> None:
    name = f"chapter {chapter.findtext('name')}"
    listing.nodes.append(Node(name, chapter.findtext("desc") or "", None, False, None, False))
    _notes(chapter, name, listing)
    for section in chapter.iterfind("section"):
        # Named apart from codes: the section Z66 holds one category, Z66.
        span = f"section {section.get('id')}"
        first = _has_code_first(section)
        listing.nodes.append(Node(span, section.findtext("desc") or "", name, False, None, first))
        _notes(section, span, listing)
        for entry in section.iterfind("diag"):
            listing.nodes.extend(_entries(entry, span, None, first, listing))


def _entries(
    entry: ElementTree.Element, parent: str, owner: str | None, code_first: bool, listing: Listing
) -> Iterator[Node]:
    """The entry and everything below it; ``owner`` and ``code_first`` are inherited."""
    code = (entry.findtext("name") or "").replace(".", "")
    characters = entry.find("sevenChrDef")
    if characters is not None:
        owner = code
        listing.sevenths.extend(
            (code, each.get("char", ""), (each.text or "").strip()) for each in characters.iterfind("extension")
        )
    listing.barred.extend((code, *each) for each in _barred(entry))
    below = entry.findall("diag")
    code_first = code_first or _has_code_first(entry)
    pending = owner if len(code) < _SEVENTH else None
    if pending and not below:
        listing.unlisted.extend((code, code + seventh) for seventh in _barred_for(code, pending, listing))
    yield Node(code, (entry.findtext("desc") or "").strip(), parent, not below, pending, code_first)
    _notes(entry, code, listing)
    for each in below:
        yield from _entries(each, code, owner, code_first, listing)


def _notes(element: ElementTree.Element, owner: str, listing: Listing) -> None:
    for note in element.iterfind("excludes1/note"):
        listing.excludes.append((owner, " ".join((note.text or "").split())))


def _barred(entry: ElementTree.Element) -> Iterator[tuple[str, str]]:
    """Pairs of a sixth and a seventh character that a note bars."""
    for note in entry.iterfind("notes/note"):
        match = _DO_NOT_APPLY.search(note.text or "")
        if match is not None:
            for sixth in _SIXTH.findall(match[2]):
                yield from ((sixth, seventh) for seventh in match[1].split(" and "))


def _barred_for(code: str, owner: str, listing: Listing) -> list[str]:
    """The seventh characters of ``owner`` that a note bars from the code."""
    barred = {
        seventh
        for heading, sixth, seventh in listing.barred
        if len(code) == _SEVENTH - 1 and code.startswith(heading) and code.endswith(sixth)
    }
    return [char for held, char, _ in listing.sevenths if held == owner and char in barred] if barred else []


def _has_code_first(element: ElementTree.Element) -> bool:
    return element.find("codeFirst") is not None
