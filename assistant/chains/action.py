"""What a denied case asks for: an appeal, or something that must come before or instead."""

from __future__ import annotations

from assistant.chains.brief import Brief
from assistant.chains.point import Point
from assistant.domain.draft import DraftAction


def action_of(brief: Brief) -> DraftAction:
    """What to do: a claim with errors is corrected; else what the main denial's codes ask for."""
    if brief.denial is None or brief.reading is None:
        return "none"
    if not brief.report.ok:
        return "correct_and_resubmit"
    return point_action(brief.main)


def point_action(point: Point) -> DraftAction:
    """What one denied service asks for; an appeal against its own chart is not ready to be sent."""
    if point.reading is None:
        return "none"
    if point.reading.action == "appeal" and any(result.status == "not_met" for result in point.results):
        return "not_ready"
    return point.reading.action
