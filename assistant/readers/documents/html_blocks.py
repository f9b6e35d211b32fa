"""A saved web page to blocks; what frames the page and what nobody sees is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.domain.errors import BadInput
from assistant.readers.decode import decode_text
from assistant.readers.documents.blocks import Block, ReadDocument, dense_length
from assistant.readers.documents.markdown import name_cells

if TYPE_CHECKING:
    from bs4 import Tag

_DROPPED = (
    "script",
    "style",
    "noscript",
    "template",
    "nav",
    "header",
    "footer",
    "aside",
    "form",
    "button",
    "select",
    "iframe",
    "object",
    "embed",
    "svg",
    "canvas",
    "video",
    "audio",
    "dialog",
    "head",
)
_FRAME = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|breadcrumbs?|cookies?|consent|banner|sidebar|advert\w*|ads?|promo\w*|footer|header|"
    r"masthead|social|share|sharing|related|recommend\w*|newsletter|subscribe|comments?|popup|modal|skip|pagination|"
    r"toolbar|widget)(?:$|[\s_-])",
    re.IGNORECASE,
)
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em|rem|%)?\s*(?:;|$)|opacity\s*:\s*0\s*(?:;|$)"
    r"|(?:left|top|text-indent)\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
#: Words in the colour of their own ground, both stated in one place.
_COLOUR = re.compile(r"(?:^|;)\s*(?P<what>color|background(?:-color)?)\s*:\s*(?P<colour>[^;!]+)", re.IGNORECASE)
_WHITES = frozenset({"#fff", "#ffffff", "rgb(255,255,255)"})
_HEADING = re.compile(r"^h([1-6])$")
_TEXT_BLOCKS = frozenset({"p", "pre", "blockquote", "dt", "dd", "figcaption", "address", "caption", "summary"})

_STRUCTURE = ("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "div", "section", "tr", "td")

#: Tags that need no end, so that their beginnings say nothing of the depth.
_NO_END = "area base br col embed hr img input link meta source track wbr p li dt dd tr td th thead tbody tfoot option"
_UNCLOSED = frozenset(_NO_END.split())
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*?(/?)>")

#: Nesting beyond this is not a page that somebody wrote.
MAX_DEPTH = 200


def read_html(data: bytes, where: str) -> ReadDocument:
    """Blocks of the page's own content. Raises ``BadInput`` when it holds none or is nested past all measure."""
    from bs4 import BeautifulSoup

    text = decode_text(data, where)
    if _depth(text) > 2 * MAX_DEPTH:
        raise BadInput("the page is nested too deeply", where=where, fix="save the text of the page")
    try:
        soup = BeautifulSoup(text, "lxml")
        title = soup.title.get_text(" ", strip=True) if soup.title else ""
        dropped = _strip(soup)
        body = _content(soup)
        blocks = tuple(_Walker().blocks(body)) if body is not None else ()
        seen = dense_length(body.get_text()) if body is not None else 0
    except RecursionError:
        raise BadInput("the page is nested too deeply", where=where, fix="save the text of the page") from None
    if not blocks:
        raise BadInput("the page holds no text of its own", where=where, fix="save the page after it has loaded")
    warnings = (f"{dropped} hidden parts were left out",) if dropped else ()
    metadata = {} if any(block.kind == "heading" for block in blocks) or not title else {"title": title}
    return ReadDocument(blocks, metadata, seen, warnings)


def _depth(text: str) -> int:
    """How deep the tags are nested at most, told from the text alone, since building the tree is what costs."""
    depth = deepest = 0
    for match in _TAG.finditer(text):
        if match.group(2).lower() in _UNCLOSED or match.group(3):
            continue
        depth = max(0, depth - 1) if match.group(1) else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _strip(soup: Tag) -> int:
    """Remove frames and unseen parts; returns how many parts with text were hidden from the eye."""
    from bs4 import Comment

    for comment in soup.find_all(string=lambda string: isinstance(string, Comment)):
        comment.extract()
    for tag in soup.find_all(_DROPPED):
        tag.decompose()
    hidden = 0
    for tag in soup.find_all(True):
        if tag.decomposed or tag.name in ("html", "body", "main", "article"):
            continue
        if _is_unseen(tag):
            hidden += bool(tag.get_text(strip=True))
            tag.decompose()
        elif _is_frame(tag):
            tag.decompose()
    return hidden


def _is_unseen(tag: Tag) -> bool:
    if tag.has_attr("hidden") or str(tag.get("aria-hidden", "")).lower() == "true":
        return True
    style = str(tag.get("style", ""))
    return bool(_UNSEEN.search(style)) or _is_camouflaged(style)


def _is_camouflaged(style: str) -> bool:
    """Whether a style gives its words the colour of their ground, or none."""
    stated = {match["what"][:5].lower(): match["colour"].replace(" ", "").lower() for match in _COLOUR.finditer(style)}
    colour, ground = ("white" if stated.get(what) in _WHITES else stated.get(what) for what in ("color", "backg"))
    return colour == "transparent" or (colour is not None and colour == ground)


def _is_frame(tag: Tag) -> bool:
    if str(tag.get("role", "")).lower() in {"navigation", "banner", "contentinfo", "complementary", "search", "menu"}:
        return True
    names = [*tag.get_attribute_list("class"), *tag.get_attribute_list("id")]
    return bool(_FRAME.search(" ".join(str(name) for name in names if name)))


def _content(soup: Tag) -> Tag | None:
    """The part that the page itself calls its content, else the body."""
    for name in ("main", "article"):
        found = soup.find_all(name)
        if len(found) == 1 and len(found[0].get_text(strip=True)) > 200:
            return found[0]
    return soup.find("body")


class _Walker:
    """Walks the tree once; text outside any block element is a paragraph of its own."""

    def __init__(self) -> None:
        self._tables = 0

    def blocks(self, tag: Tag, depth: int = 0) -> Iterator[Block]:
        if depth > MAX_DEPTH:
            raise RecursionError
        from bs4 import Tag

        loose: list[str] = []
        for child in tag.children:
            if not isinstance(child, Tag):
                loose.append(str(child))
            elif not _holds_blocks(child) and not _own_block(child):
                loose.append(child.get_text())
            else:
                yield from _paragraph(loose)
                loose = []
                yield from self._block(child, depth + 1)
        yield from _paragraph(loose)

    def _block(self, tag: Tag, depth: int) -> Iterator[Block]:
        if match := _HEADING.match(tag.name):
            if text := _clean(tag.get_text()):
                yield Block("heading", text, level=int(match.group(1)))
        elif tag.name == "table":
            yield from self._table(tag, depth)
        elif tag.name in ("ul", "ol"):
            yield from self._list(tag, depth, 0)
        elif tag.name in _TEXT_BLOCKS and not _holds_blocks(tag):
            yield from _paragraph([tag.get_text()])
        else:
            yield from self.blocks(tag, depth)

    def _list(self, tag: Tag, depth: int, level: int) -> Iterator[Block]:
        if depth > MAX_DEPTH:
            raise RecursionError
        numbered = tag.name == "ol"
        for number, item in enumerate(tag.find_all("li", recursive=False), start=1):
            words = "".join(_own_text(item))
            mark = f"{number}. " if numbered else "- "
            if text := _clean(words):
                yield Block("list_item", "  " * level + mark + text, level=level, apart=level == 0 and number == 1)
            for inner in item.find_all(["ul", "ol"], recursive=False):
                yield from self._list(inner, depth + 1, level + 1)

    def _table(self, table: Tag, depth: int) -> Iterator[Block]:
        rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
        cells = [[_clean(cell.get_text()) for cell in row.find_all(["td", "th"], recursive=False)] for row in rows]
        if not rows or max(map(len, cells), default=0) < 2:
            for line in rows:
                for cell in line.find_all(["td", "th"], recursive=False):
                    yield from self.blocks(cell, depth + 1)
            return
        self._tables += 1
        has_header = len(rows) > 1 and (rows[0].find("th") is not None or all(cells[0]))
        header = cells[0] if has_header else []
        for number, row in enumerate(cells[1:] if has_header else cells):
            if any(row):
                yield Block(
                    "table_row",
                    " | ".join(row),
                    header=" | ".join(header),
                    record=name_cells(header, row),
                    table=self._tables,
                    apart=number == 0,
                )


def _own_block(tag: Tag) -> bool:
    return tag.name in _TEXT_BLOCKS or tag.name in _STRUCTURE or tag.name == "li"


def _holds_blocks(tag: Tag) -> bool:
    return tag.find([*_TEXT_BLOCKS, *_STRUCTURE]) is not None


def _own_text(item: Tag) -> Iterator[str]:
    """Text of a list item without the lists inside it."""
    from bs4 import Tag

    for child in item.children:
        if not isinstance(child, Tag):
            yield str(child)
        elif child.name not in ("ul", "ol"):
            yield child.get_text()


def _paragraph(parts: list[str]) -> Iterator[Block]:
    if text := _clean("".join(parts)):
        yield Block("paragraph", text)


def _clean(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u200b", "").split())
