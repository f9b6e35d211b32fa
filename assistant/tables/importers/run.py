"""Import one file: check it, report it, and write it unless it is a dry run."""

from __future__ import annotations

from pathlib import Path

from assistant.domain.errors import BadInput
from assistant.tables.importers import hcpcs, icd10cm_order, icd10cm_tabular, licensed, ncci
from assistant.tables.importers.kinds import Hints, Importer, ImportReport, Tally, hinted
from assistant.tables.releases import Release
from assistant.tables.sqlite_file import replacing

TABULAR = "icd10cm-tabular"
IMPORTERS: dict[str, Importer] = {
    each.kind: each for each in (icd10cm_order.IMPORTER, hcpcs.IMPORTER, ncci.PTP, ncci.MUE, licensed.CDT, licensed.CPT)
}
#: Every kind with what it reads, for help texts.
KINDS: dict[str, str] = {
    TABULAR: "the CMS ICD-10-CM tabular list (XML)",
    **{kind: importer.title for kind, importer in IMPORTERS.items()},
}
#: A file in which more than one row in so many fails is not the file it was taken for.
_TOLERATED = 100


def import_table(
    kind: str, path: Path, folder: Path, *, dry_run: bool = False, hints: Hints | None = None
) -> ImportReport:
    """Read ``path`` as ``kind`` and write the table into ``folder``.

    Raises ``BadInput`` for an unknown kind, a file of another format, or one with too many bad rows; nothing is
    written then. With ``dry_run`` nothing is written at all.
    """
    if not path.exists():
        raise BadInput("there is no such file", where=str(path), fix="check the path")
    if kind == TABULAR:
        return _tabular(path, folder, dry_run, hints or Hints())
    importer = IMPORTERS.get(kind)
    if importer is None:
        raise BadInput(f"there is no import of {kind!r}", fix=f"choose one of {', '.join(KINDS)}")
    return _listed(importer, path, folder, dry_run, hints or Hints())


def _listed(importer: Importer, path: Path, folder: Path, dry_run: bool, hints: Hints) -> ImportReport:
    release = importer.describe(path, hints)
    tally = Tally()
    for _ in importer.read(path, tally):
        pass
    _judge(importer.title, path, tally)
    release = release.model_copy(update={"codes": tally.accepted})
    target = folder / file_name(importer.kind, release, importer.part(path))
    if not dry_run:
        with replacing(target) as writer:
            writer.schema(*importer.schema)
            writer.insert(importer.table, importer.columns, importer.read(path, Tally()))
            writer.schema(*importer.indexes)
            writer.describe(release)
    return _report(importer.kind, path, release, tally, target, dry_run)


def _tabular(path: Path, folder: Path, dry_run: bool, hints: Hints) -> ImportReport:
    listing, version = icd10cm_tabular.read_tabular(path.read_bytes(), where=path.name)
    release = hinted(icd10cm_tabular.describe(version, path.name, listing, "imported"), hints)
    tally = Tally()
    for node in listing.nodes:
        if node.leaf:
            tally.accept(f"{node.code} {node.label}")
    tally.accepted = release.codes or 0
    target = folder / file_name(TABULAR, release, "")
    if not dry_run:
        icd10cm_tabular.write(target, listing, release)
    return _report(TABULAR, path, release, tally, target, dry_run)


def file_name(kind: str, release: Release, part: str) -> str:
    """Name of the table file; ICD-10-CM keeps one for each fiscal year, PTP one for each part."""
    if release.table == "icd10cm" and release.effective_through is not None:
        return f"icd10cm-{release.effective_through.year}.sqlite"
    return f"{kind}{'-' + part if part else ''}.sqlite"


def _judge(title: str, path: Path, tally: Tally) -> None:
    first = f"line {tally.problems[0].line}: {tally.problems[0].message}" if tally.problems else "no row was found"
    if tally.accepted == 0 or tally.rejected * _TOLERATED > tally.accepted + tally.rejected:
        raise BadInput(
            f"this does not look like {title}: {tally.rejected} of {tally.accepted + tally.rejected} rows fail, "
            f"the first at {first}",
            where=path.name,
            fix="check the kind of file and its columns; nothing was written",
        )


def _report(kind: str, path: Path, release: Release, tally: Tally, target: Path, dry_run: bool) -> ImportReport:
    return ImportReport(
        kind=kind,
        file=path.name,
        release=release,
        accepted=tally.accepted,
        rejected=tally.rejected,
        problems=tuple(tally.problems),
        examples=tuple(tally.examples),
        written="" if dry_run else str(target),
        dry_run=dry_run,
    )
