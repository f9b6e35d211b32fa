"""The claims report as files: a page and a workbook that may be shared, a worklist that stays in the office."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.benefits.kpi.numbers import counted
from assistant.domain.errors import BadInput
from assistant.domain.kpi import KpiReport, WorkItem
from assistant.rendering.files import write_whole
from assistant.rendering.spreadsheet import Cell, csv_bytes, xlsx_bytes

if TYPE_CHECKING:
    from jinja2 import Template

#: What the reader of the export quotes from a cell.
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")

_BAR_HEIGHT, _BAR_ROOM, _LABEL_ROOM, _WIDTH = 18, 26, 190, 640


def write_kpi(report: KpiReport, folder: Path) -> tuple[Path, ...]:
    """Write ``kpi.html``, ``kpi.xlsx``, ``kpi.json`` (shareable) and ``worklist.csv`` (with claim numbers).

    Raises:
        BadInput: the folder cannot be made or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(
            f"the folder cannot be made: {error.strerror}", where=str(folder), fix="name another folder"
        ) from error
    contents: tuple[tuple[str, Callable[[KpiReport], bytes]], ...] = (
        ("kpi.html", lambda each: page(each).encode("utf-8")),
        ("kpi.xlsx", workbook),
        ("kpi.json", lambda each: shareable(each).model_dump_json(indent=2).encode("utf-8")),
        ("worklist.csv", worklist_csv),
    )
    written = []
    for name, make in contents:
        write_whole(folder / name, make(report))
        written.append(folder / name)
    return tuple(written)


def shareable(report: KpiReport) -> KpiReport:
    """The report without claim numbers, days of care, cells of the export and the export's name."""
    items = tuple(
        item.model_copy(update={"claim": None, "deadline": None, "why": _shared_why(item)}) for item in report.worklist
    )
    problems = tuple(
        problem.model_copy(update={"message": _QUOTED.sub("the cell", problem.message)}) for problem in report.problems
    )
    return report.model_copy(update={"worklist": items, "problems": problems, "file": ""})


def page(report: KpiReport) -> str:
    """One HTML page with plots; nothing is loaded from outside and no claim number stands in it."""
    of_all = [bucket for bucket in report.ageing if not bucket.payer]
    return _template().render(
        report=shareable(report),
        denial_bars=[(each.label, Decimal(each.count), str(each.count)) for each in report.denials],
        age_bars=[(each.bucket, each.amount, _money(each.amount)) for each in of_all],
        bars=_bars,
        counted=counted,
        money=_money,
        percent=_percent,
        shared_why=_shared_why,
    )


def workbook(report: KpiReport) -> bytes:
    """The tables of the report, without claim numbers."""
    report = shareable(report)
    days = report.days_in_receivables
    summary: list[Sequence[Cell]] = [
        ["As of", report.as_of],
        ["Claims", report.used],
        ["Open claims", report.open_claims],
        ["Open balance", report.receivables],
        ["Share of decided claims denied", report.denial_rate],
        ["Days in receivables", days.value],
        ["Formula", days.formula],
        *(["Reading", text] for text in report.reading),
    ]
    return xlsx_bytes(
        {
            "Summary": (["What", "Value"], summary),
            "Denials": (
                ["Category", "Now", "Before", "Trend", "No date", "Open", "Began at"],
                [[d.label, d.count, d.before, d.trend, d.undated, d.amount, d.root_cause] for d in report.denials],
            ),
            "Stuck": (
                ["Waits for", "Claims", "Open", "Oldest days"],
                [[p.state, p.count, p.amount, p.oldest_days] for p in report.stuck],
            ),
            "Ageing": (
                ["Payer", "Age in days", "Claims", "Open"],
                [[a.payer or "all", a.bucket, a.count, a.amount] for a in report.ageing],
            ),
            "Worklist": (
                ["Row", "Payer", "What", "Days left", "Open", "Chance", "Worth", "Age in days"],
                [
                    [w.row, w.payer, w.what, w.days_left, w.amount, w.chance, w.worth, w.age_days]
                    for w in report.worklist
                ],
            ),
            "Medical side": (
                ["Row", "Codes", "Medical codes", "Charge"],
                [[m.row, " ".join(m.codes), " ".join(m.medical), m.amount] for m in report.missed_medical],
            ),
            "Problems": (
                ["Row", "Column", "Problem", "How to mend it"],
                [[p.row, p.column, p.message, p.fix] for p in report.problems],
            ),
        }
    )


def worklist_csv(report: KpiReport) -> bytes:
    """The worklist with claim numbers, for the office only."""
    header = [
        "row",
        "claim",
        "payer",
        "action",
        "what",
        "deadline",
        "days_left",
        "open",
        "chance",
        "worth",
        "age_days",
        "why",
    ]
    rows: list[Sequence[Cell]] = [
        [
            w.row,
            w.claim,
            w.payer,
            w.action,
            w.what,
            w.deadline,
            w.days_left,
            w.amount,
            w.chance,
            w.worth,
            w.age_days,
            w.why,
        ]
        for w in report.worklist
    ]
    return csv_bytes(header, rows)


def _shared_why(item: WorkItem) -> str:
    """The reason without days of a patient's care: days left, worth and age only."""
    left = "no deadline known" if item.days_left is None else _left(item.days_left)
    age = "age not known" if item.age_days is None else f"{counted(item.age_days, 'day')} old"
    return f"{left}; {_money(item.amount)} x {item.chance} = {_money(item.worth)}; {age}"


def _left(days: int) -> str:
    return f"{counted(days, 'day')} left" if days >= 0 else f"over by {counted(-days, 'day')}"


def _money(amount: Decimal) -> str:
    return f"${amount:,.2f}"


def _percent(share: Decimal) -> str:
    return f"{share * 100:.1f} %"


def _bars(bars: Sequence[tuple[str, Decimal, str]]) -> object:
    """A bar chart as inline SVG; labels are escaped."""
    from markupsafe import Markup, escape

    if not bars:
        return Markup("<p>None.</p>")
    bar = Markup(
        '<text x="0" y="{y}">{label}</text><rect x="{x}" y="{top}" width="{w}" height="{h}"/>'
        '<text x="{end}" y="{y}">{shown}</text>'
    )
    most = max((value for _, value, _ in bars), default=Decimal(0)) or Decimal(1)
    height = _BAR_ROOM * len(bars) + 8
    parts = [
        Markup('<svg role="img" width="{}" height="{}" viewBox="0 0 {} {}">').format(_WIDTH, height, _WIDTH, height)
    ]
    for place, (label, value, shown) in enumerate(bars):
        top = place * _BAR_ROOM + 4
        length = int((_WIDTH - _LABEL_ROOM - 110) * value / most)
        parts.append(
            bar.format(
                y=top + 14,
                label=escape(label),
                x=_LABEL_ROOM,
                top=top,
                w=max(length, 1),
                h=_BAR_HEIGHT,
                end=_LABEL_ROOM + length + 8,
                shown=escape(shown),
            )
        )
    parts.append(Markup("</svg>"))
    return Markup("").join(parts)


@cache
def _template() -> Template:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    source = files("assistant.rendering").joinpath("kpi.html").read_text(encoding="utf-8")
    return environment.from_string(source)
