"""Text from anywhere made harmless in a message, and cut to what a message holds."""

from __future__ import annotations

import re

#: Joins the letters of what the workspace would otherwise turn into a link or a mention.
_APART = "\u2060"
_SCHEME = re.compile(r"(?i)\b(https?|ftp|file|slack|mailto|tel)(:)")
_CALLS = re.compile(r"(?i)@(?=channel|here|everyone|[\w])")
_DOMAIN = re.compile(r"(?i)(?<=[a-z0-9])\.(?=(?:com|org|net|gov|edu|io|co|us|info|biz|dev|app|ai|me)\b)")
_MARKS = re.compile(r"([\\`*_~\[\]()#|!<>])")
SECTION = 2900


def mrkdwn(text: str) -> str:
    """Text for a ``mrkdwn`` object: no mention, broadcast or link comes out of it.

    >>> mrkdwn("<!channel> & <https://x.test|pay>")
    '&lt;!channel&gt; &amp; &lt;https\u2060://x.test|pay&gt;'
    """
    return _inert(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def markdown(text: str) -> str:
    r"""Text for a stream, which reads Markdown: every sign of it stands for itself.

    >>> print(markdown("[pay](x) <!here>"))
    \[pay\]\(x\) \<\!here\>
    """
    return _MARKS.sub(r"\\\1", _inert(text))


def plain(text: str, most: int) -> str:
    """One line for a button, a title or a ``plain_text`` object.

    >>> plain("a  b" + "c" * 10, 6)
    'a bcc…'
    """
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def pieces(text: str, most: int = SECTION) -> list[str]:
    """Escaped text in pieces of at most ``most`` characters, cut at paragraphs, lines, words; no entity is cut.

    >>> pieces("one two three", 8)
    ['one two', 'three']
    """
    made, rest = [], text.strip()
    while len(rest) > most:
        end = _cut(rest, most)
        made.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*made, rest] if rest else made


def _cut(text: str, most: int) -> int:
    for mark in ("\n\n", "\n", " "):
        end = text.rfind(mark, most // 3, most + 1)
        if end > 0:
            return end
    entity = text.rfind("&", most - 5, most)
    return entity if entity > 0 and ";" not in text[entity:most] else most


def _inert(text: str) -> str:
    text = "".join(sign for sign in text if sign in "\n\t" or sign.isprintable())
    text = _SCHEME.sub(rf"\1{_APART}\2", text)
    return _DOMAIN.sub(rf"{_APART}.", _CALLS.sub(f"@{_APART}", text))
