"""Passages as people read them."""

from __future__ import annotations

from typing import Any

from api.http.page.passages import laid_out, with_sources

TABLE = (
    "Plan figures.\n\n| Codes | Limit |\n| --- | --- |\n| D0120 | twice a year |\n| D0274 | once <a> year |\n\nThe end."
)


def test_a_table_stands_as_a_table_and_its_quoted_row_is_marked() -> None:
    shown = str(laid_out(TABLE, "| D0120 | twice a year |"))
    assert "|" not in shown
    assert '<th scope="col">Codes</th>' in shown
    assert "<td><mark>twice a year</mark></td>" in shown
    assert "<td>D0274</td>" in shown
    assert "once &lt;a&gt; year" in shown
    assert '<p class="verbatim">The end.</p>' in shown


def test_a_text_without_tables_keeps_its_words_and_its_mark() -> None:
    assert str(laid_out("One <b>. Two.", "Two")) == '<p class="verbatim">One &lt;b&gt;. <mark>Two</mark>.</p>'
    assert str(laid_out("a | b")) == '<p class="verbatim">a | b</p>'


def test_a_number_in_brackets_leads_to_what_it_cites() -> None:
    shown = str(with_sources("Yes <i>. [1] No. [2]", ["/app/passages/a?quote=x&y"]))
    assert shown == 'Yes &lt;i&gt;. <a class="citation" href="/app/passages/a?quote=x&amp;y">[1]</a> No. [2]'


def test_documents_show_no_pipes_and_changes_name_the_titles(page: Any) -> None:
    one = page.get("/app/documents/brightsmile-manual-2026").text
    assert "<th scope" in one
    assert "| D0120" not in one
    changed = page.get("/app/documents/brightsmile-manual-2024/changes/brightsmile-manual-2026").text
    assert changed.count("Provider Manual") >= 2
    assert ">brightsmile-manual-2024<" not in changed


def test_a_conversation_shows_what_was_said_before(page: Any) -> None:
    first = page.post("/app/ask", data={"text": "what does CO-50 mean?"}).text
    thread = first.partition('name="thread" value="')[2].partition('"')[0]
    assert thread
    assert 'id="earlier"' not in first
    second = page.post("/app/ask", data={"text": "and N115?", "thread": thread}).text
    assert "what does CO-50 mean?" in second.partition('id="earlier"')[2]


def test_a_search_without_a_payer_says_what_it_read(page: Any) -> None:
    shown = page.get("/app/documents", params={"q": "crown"}).text
    assert "only general guides were searched" in shown
    assert "all (a search reads the general guides)" in shown
    named = page.get("/app/documents", params={"q": "crown", "payer": "Brightsmile Dental"}).text
    assert "only general guides were searched" not in named
