"""Blocks as a page, for pictures of cards: ``python -m api.slack.preview "QUESTION" > card.html``."""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_STYLE = """
body{margin:0;background:#fff;font:15px/1.46 Lato,"Segoe UI",Helvetica,Arial,sans-serif;color:#1d1c1d}
.m{display:flex;gap:10px;padding:14px 20px;max-width:760px}
.a{flex:0 0 36px;height:36px;border-radius:8px;background:#1d3d4f;
color:#fff;text-align:center;line-height:36px;font-weight:700}
.n{font-weight:900}.n small{background:#e8e8e8;border-radius:3px;
padding:1px 4px;font-size:10px;color:#616061;margin-left:6px}.s{margin:4px 0 8px;white-space:pre-wrap}.c{font-size:13px;
color:#616061;margin:4px 0}.c div{margin:2px 0}
.b{display:inline-block;border:1px solid #bbb;border-radius:6px;padding:5px 11px;
font-weight:700;font-size:13px;margin:4px 8px 4px 0}.b.primary{background:#007a5a;color:#fff;border-color:#007a5a}
.h{font-size:18px;font-weight:900;margin:10px 0 4px}.f{color:#616061;font-size:13px}
"""


def page(messages: Iterable[Sequence[Mapping[str, Any]]]) -> str:
    """Messages of the app, one below the other."""
    shown = "".join(
        '<div class="m"><div class="a">C</div><div><div class="n">claimwright<small>APP</small></div>'
        f"{''.join(_block(block) for block in blocks)}</div></div>"
        for blocks in messages
    )
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Card</title><style>{_STYLE}</style>{shown}</html>'
    )


def _block(block: Mapping[str, Any]) -> str:
    kind, elements = block["type"], block.get("elements", ())
    if kind == "header":
        return f'<div class="h">{html.escape(block["text"]["text"])}</div>'
    if kind == "section":
        beside = _element(block["accessory"]) if "accessory" in block else ""
        return f'<div class="s">{_text(block["text"])}{beside}</div>'
    if kind == "context":
        return f'<div class="c">{"".join(f"<div>{_text(each)}</div>" for each in elements)}</div>'
    return f"<div>{''.join(_element(each) for each in elements)}</div>"


def _element(element: Mapping[str, Any]) -> str:
    if element["type"] == "feedback_buttons":
        names = (element[name]["text"]["text"] for name in ("positive_button", "negative_button"))
        return "".join(f'<span class="b f">{html.escape(name)}</span>' for name in names)
    if element["type"] == "static_select":
        return f'<div><span class="b">{html.escape(element["initial_option"]["text"]["text"])} ▾</span></div>'
    return f'<span class="b {html.escape(element.get("style", ""))}">{html.escape(element["text"]["text"])}</span>'


def _text(text: Mapping[str, Any]) -> str:
    shown = html.escape(html.unescape(text["text"]))
    shown = shown.replace(":warning:", "⚠️")
    return re.sub(r"(?<!\w)\*([^*\n]+)\*(?!\w)", r"<b>\1</b>", shown)


def main() -> None:
    """Answer the question that was given and print its card."""
    from api.cli.output import open_assistant
    from api.slack.card import answer_card
    from assistant.domain.answer import Question
    from assistant.domain.caller import LOCAL

    answers = [open_assistant().ask(LOCAL, Question(text=asked)) for asked in sys.argv[1:]]
    sys.stdout.write(page(blocks for answer in answers for blocks in answer_card(answer)))


if __name__ == "__main__":
    main()
