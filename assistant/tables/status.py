"""Everything that is loaded, with its release and dates."""

from __future__ import annotations

from datetime import date

from assistant.domain.base import SCHEMA_VERSION, Day, Frozen
from assistant.tables.icd10cm import Icd10cm
from assistant.tables.imported import Imported
from assistant.tables.releases import Release, counted, shipped


class TableStatus(Frozen):
    """One loaded table; ``caveat`` says what it cannot tell about ``on``."""

    release: Release
    caveat: str = ""


class TablesStatus(Frozen):
    """What is loaded as of a day, diagnosis codes first."""

    schema_version: str = SCHEMA_VERSION
    on: Day
    tables: tuple[TableStatus, ...]


def status(on: date, icd: Icd10cm, imported: Imported) -> TablesStatus:
    """The compiled or bundled diagnosis codes, the shipped tables and the practice's imports."""
    bundled = [counted(release) for release in shipped() if release.table != "icd10cm"]
    imports = [release for release in imported.releases() if release.table != "icd10cm"]
    loaded = (*icd.releases, *bundled, *imports)
    return TablesStatus(on=on, tables=tuple(TableStatus(release=each, caveat=each.caveat(on)) for each in loaded))
