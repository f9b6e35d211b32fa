"""The windows: structured intake of an appeal, a narrative and an estimate, and the reasons of a remark."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, get_args

from api.slack.card import Block, text_of
from api.slack.escape import plain
from assistant.domain.feedback import Reason

_FUNDING = {
    "unknown": "Not known",
    "insured": "Insured plan",
    "self_funded": "Self-funded employer plan",
    "medicare_advantage": "Medicare Advantage",
    "medicaid": "Medicaid",
}
#: Another kind of intake asks other things: the window changes with the choice.
KIND_CHOSEN = "cw_kind"
_KINDS = {"appeal": "Appeal", "narrative": "Narrative", "estimate": "Estimate"}


def chooser(about: Mapping[str, Any], kind: str = "appeal") -> Block:
    """The window in which a person says what is to be drafted, prefilled with what the thread told."""
    return _intake(kind if kind in _KINDS else "appeal", about)


def _intake(kind: str, about: Mapping[str, Any]) -> Block:
    before = {name: str(about.get(name) or "") for name in ("payer", "codes", "reason", "notes")}
    blocks = [
        _note("Leave out names, member ids and dates of birth; the letter shows a gap for each of them."),
        {**_menu("kind", "What", dict(_KINDS), kind, action=KIND_CHOSEN), "dispatch_action": True},
        _line("payer", "Payer", "as on the card", before["payer"]),
        _line("codes", "Services", "code, tooth, fee: D2740 #14 $1,200; D2950 #14 $300", before["codes"]),
        _day("service", "Date of service", optional=True),
    ]
    if kind == "estimate":
        blocks += [
            _line("percent", "Plan pays, percent", "50", ""),
            _line("maximum", "Left of the annual maximum, $", "1500", "", optional=True),
            _line("deductible", "Deductible not met yet, $", "50", "", optional=True),
        ]
    else:
        blocks += [
            _line("reason", "Denial codes or words", "CO-50, or what the letter says", before["reason"], optional=True),
            _day("denied", "Date of the denial letter", optional=True),
            _menu("funding", "Who funds the plan", _FUNDING, "unknown"),
            _text("notes", "Chart notes", before["notes"]),
        ]
    done = "Work it out" if kind == "estimate" else "Draft it"
    return _window("cw_form_intake", f"{_KINDS[kind]} intake", done, blocks, {"kind": kind})


def feedback_window(trace_id: str, place: Mapping[str, str]) -> Block:
    """The window that asks what was wrong."""
    reasons = {name: name.replace("_", " ").capitalize() for name in get_args(Reason)}
    boxes = {
        "type": "input",
        "block_id": "reasons",
        "label": text_of("What was wrong?"),
        "element": {"type": "checkboxes", "action_id": "value", "options": _options(reasons)},
    }
    comment = _text("comment", "What should it have said?", "")
    return _window("cw_form_feedback", "What was wrong", "Send", [boxes, comment], {"trace": trace_id, **place})


def values(view: Mapping[str, Any]) -> dict[str, Any]:
    """What was filled in, by block: text, a day, the chosen value or the list of chosen values."""
    entered: dict[str, Any] = {}
    for block, held in view.get("state", {}).get("values", {}).items():
        for element in held.values():
            chosen = element.get("selected_option")
            entered[block] = (
                [option["value"] for option in element["selected_options"]]
                if "selected_options" in element
                else chosen["value"]
                if chosen
                else element.get("selected_date") or element.get("value") or ""
            )
    return entered


def private(view: Mapping[str, Any]) -> dict[str, Any]:
    """What a window was opened with."""
    return dict(json.loads(view.get("private_metadata") or "{}"))


def _window(callback: str, title: str, submit: str, blocks: list[Block], private_: Mapping[str, str]) -> Block:
    return {
        "type": "modal",
        "callback_id": callback,
        "title": text_of(plain(title, 24)),
        "submit": text_of(submit),
        "close": text_of("Cancel"),
        "private_metadata": json.dumps(private_),
        "blocks": blocks,
    }


def _input(name: str, label: str, element: Block, *, optional: bool = False) -> Block:
    element = {**element, "action_id": "value"}
    return {"type": "input", "block_id": name, "label": text_of(label), "element": element, "optional": optional}


def _line(name: str, label: str, hint: str, initial: str, *, optional: bool = False) -> Block:
    started = {"initial_value": plain(initial, 1000)} if initial else {}
    element = {"type": "plain_text_input", "placeholder": text_of(plain(hint, 150)), "max_length": 1000, **started}
    return _input(name, label, element, optional=optional)


def _text(name: str, label: str, initial: str) -> Block:
    started = {"initial_value": initial[:2900]} if initial else {}
    element = {"type": "plain_text_input", "multiline": True, "max_length": 3000, **started}
    return _input(name, label, element, optional=True)


def _day(name: str, label: str, *, optional: bool) -> Block:
    return _input(name, label, {"type": "datepicker"}, optional=optional)


def _menu(name: str, label: str, held: Mapping[str, str], chosen: str, action: str = "value") -> Block:
    options = _options(held)
    first = next(option for option in options if option["value"] == chosen)
    made = _input(name, label, {"type": "static_select", "options": options, "initial_option": first})
    return {**made, "element": {**made["element"], "action_id": action}}


def _options(held: Mapping[str, str]) -> list[Block]:
    return [{"text": text_of(plain(label, 75)), "value": name} for name, label in held.items()]


def _note(text: str) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text}]}
