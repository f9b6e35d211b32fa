"""What a message, a window or a home page may hold, as the workspace documents it; a broken limit is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
_TEXT = {"header": 150, "section": 3000}
_ELEMENTS = {"context": 10, "actions": 25, "context_actions": 5}
_LABEL, _VALUE, _ID, _OPTION, _OPTIONS, _MARKDOWN, _FIELD = 75, 2000, 255, 75, 100, 12_000, 2000
_WHOLE = 13_000


def broken(blocks: Sequence[Mapping[str, Any]], *, view: bool = False) -> list[str]:
    """Every limit that the blocks break; empty when they may be sent."""
    return list(_broken(blocks, VIEW_BLOCKS if view else MESSAGE_BLOCKS))


def _broken(blocks: Sequence[Mapping[str, Any]], most: int) -> Iterator[str]:
    if not 1 <= len(blocks) <= most:
        yield f"{len(blocks)} blocks"
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        yield "a block_id twice"
    whole = sum(len(text) for block in blocks for text in _texts(block))
    if whole > _WHOLE:
        yield f"{whole} characters in all"
    for place, block in enumerate(blocks):
        for problem in _block(block):
            yield f"blocks[{place}] ({block.get('type')}): {problem}"


def _block(block: Mapping[str, Any]) -> Iterator[str]:
    kind = str(block.get("type"))
    if len(str(block.get("block_id", ""))) > _ID:
        yield "block_id too long"
    if kind in _TEXT:
        yield from _text(block.get("text"), _TEXT[kind])
        if kind == "header" and block.get("text", {}).get("type") != "plain_text":
            yield "a header is plain text"
    if kind == "markdown" and not 1 <= len(block.get("text", "")) <= _MARKDOWN:
        yield "markdown text"
    elements = block.get("elements", ())
    if kind in _ELEMENTS and not 1 <= len(elements) <= _ELEMENTS[kind]:
        yield f"{len(elements)} elements"
    actions = [element["action_id"] for element in elements if "action_id" in element]
    if len(actions) != len(set(actions)):
        yield "an action_id twice"
    held = [*elements, *([block["accessory"]] if "accessory" in block else ())]
    if kind == "input":
        yield from _text(block.get("label"), _FIELD)
        held.append(block.get("element", {}))
    for element in held:
        yield from _element(element, kind)


def _element(element: Mapping[str, Any], kind: str) -> Iterator[str]:
    if kind == "context":
        if element.get("type") in ("mrkdwn", "plain_text"):
            yield from _text(element, 3000)
        return
    if len(str(element.get("action_id", ""))) > _ID:
        yield "action_id too long"
    if len(str(element.get("value", ""))) > _VALUE:
        yield "value too long"
    if element.get("type") == "button":
        yield from _text(element.get("text"), _LABEL)
    if element.get("type") == "feedback_buttons":
        for name in ("positive_button", "negative_button"):
            yield from _text(element.get(name, {}).get("text"), _LABEL)
            if len(str(element.get(name, {}).get("value", ""))) > _VALUE:
                yield "feedback value too long"
    yield from _options(element)


def _options(element: Mapping[str, Any]) -> Iterator[str]:
    options = element.get("options")
    if options is not None and not 1 <= len(options) <= _OPTIONS:
        yield f"{len(options)} options"
    for option in options or ():
        yield from _text(option.get("text"), _OPTION)
        if not 1 <= len(str(option.get("value", ""))) <= 150:
            yield "option value"
    if "placeholder" in element:
        yield from _text(element["placeholder"], 150)


def _text(text: Any, most: int) -> Iterator[str]:
    held = text.get("text", "") if isinstance(text, Mapping) else ""
    if not 1 <= len(held) <= most:
        yield f"text of {len(held)} characters, 1 to {most} allowed"


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, each in value.items():
            if name == "text" and isinstance(each, str):
                yield each
            else:
                yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
