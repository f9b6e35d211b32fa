"""The claims report and the audit trail."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.http.page.carried import uploads
from api.http.page.shell import ROOT, ActsAsking, LooksAsking, LooksRuling, Page, TheForm, in_one_line, shown
from api.http.service import TheService
from assistant.domain.errors import BadInput, ClaimwrightError
from assistant.domain.kpi import KpiReport

router = APIRouter(prefix=ROOT, route_class=Page, include_in_schema=False)

_LINES = 100


@router.get("/claims")
def claims(request: Request, caller: LooksAsking) -> Response:
    """The form for an export of claims."""
    del caller
    return shown(request, "claims.html", report=None, problem="", denials=(), ages=())


@router.post("/claims")
def claims_report(request: Request, form: TheForm, caller: ActsAsking, service: TheService) -> Response:
    """The three numbers, ageing and worklist of an export; nothing is kept."""
    try:
        given = uploads(form, "export")
        if not given:
            raise BadInput("no file was chosen", fix="choose the CSV export of your claims")
        report = service.assistant.report_kpi(caller, given[0].content, given[0].name)
    except ClaimwrightError as error:
        problem = in_one_line(error)
        return shown(request, "claims.html", status=422, report=None, problem=problem, denials=(), ages=())
    return shown(request, "claims.html", report=report, problem="", **_bars(report))


@router.get("/audit")
def audit(
    request: Request,
    caller: LooksRuling,
    service: TheService,
    before: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
) -> Response:
    """The newest lines of the practice's trail, and whether the whole of it holds."""
    chain = service.assistant.office.audit
    head = chain.head(caller.practice)
    last = min(before - 1, head.seq) if before else head.seq
    first = max(0, last - _LINES)
    lines = list(chain.lines(caller.practice, after=first, most=last - first))
    return shown(
        request,
        "audit.html",
        lines=list(reversed(lines)),
        head=head,
        verdict=chain.verify(caller.practice),
        older=first + 1 if first > 0 else None,
    )


def _bars(report: KpiReport) -> dict[str, Any]:
    """The two plots: label, what it shows, and its length in percent of the longest."""
    of_all = [bucket for bucket in report.ageing if not bucket.payer]
    return {
        "denials": _scaled([(each.label, Decimal(each.count), str(each.count)) for each in report.denials]),
        "ages": _scaled([(f"{each.bucket} days", each.amount, f"${each.amount:,.0f}") for each in of_all]),
    }


def _scaled(bars: list[tuple[str, Decimal, str]]) -> list[tuple[str, str, int]]:
    most = max((value for _, value, _ in bars), default=Decimal(0)) or Decimal(1)
    return [(label, shown_as, max(1, int(360 * value / most))) for label, value, shown_as in bars]
