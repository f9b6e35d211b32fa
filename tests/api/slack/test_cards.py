"""Cards keep the workspace's limits, and nothing in them calls, links or broadcasts."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from typing import Any, get_args

import pytest

from api.slack.card import answer_card, ending, fallback, stream_text
from api.slack.escape import SECTION, markdown, mrkdwn, pieces
from api.slack.limits import broken
from api.slack.views import chooser, feedback_window
from assistant.domain.answer import Answer, AnswerAction, AnswerStatus, Citation
from assistant.domain.draft import Placeholder, Source, Statement
from assistant.domain.finding import Finding

HOSTILE = (
    "<!channel> <!here|here> <!everyone> <!subteam^S1|team>",
    "<@U0AMY00001> and <#C0BILLING1|billing> and @channel @here",
    "<https://evil.test/pay|the payer's portal> https://evil.test [pay](https://evil.test) mailto:a@evil.com",
    "*bold* _it_ ~no~ `code` ```block``` > quote & <b>html</b> &lt;!channel&gt;",
    "| D2740 | Crown | once per tooth in 60 months |",
    "\u202eevil\x00\x07",
    "x" * 4000,
)
ACTIVE = re.compile(r"<[!@#]|<https?:|(?<![\w\u2060])@(?:channel|here|everyone)")


def passages() -> list[str]:
    folder = files("corpus") / "guides"
    texts = [each.read_text(encoding="utf-8") for each in folder.iterdir() if each.name.endswith(".md")]
    return [part.strip() for text in texts for part in text.split("\n\n") if part.strip()]


def generated(count: int = 500) -> Iterator[Answer]:
    draw, held = random.Random(8), [*passages(), *HOSTILE]
    for number in range(count):
        some = [draw.choice(held) for _ in range(draw.randint(1, 12))]
        cited = tuple(
            Citation(
                key=f"k{n}",
                document="doc",
                title=draw.choice(held)[: draw.choice((20, 200, 900))],
                section=draw.choice(held)[:300],
                page=draw.choice((None, 3)),
                payer=draw.choice(("Northlake Dental", "General guidance", HOSTILE[0])),
                effective_from=draw.choice((None, date(2026, 1, 1))),
                effective_through=draw.choice((None, date(2026, 12, 31))),
                quote=draw.choice(held),
            )
            for n in range(draw.choice((0, 0, 1, 2, 5, 9)))
        )
        yield Answer(
            action=draw.choice(get_args(AnswerAction)),
            status=draw.choice(get_args(AnswerStatus)),
            text="\n\n".join(some) if number % 50 else "",
            statements=(
                Statement(id="s", type="law", text="x", sources=(Source(kind="table", key=draw.choice(held)),)),
            )
            * draw.randint(0, 1),
            citations=cited,
            questions=tuple(draw.choice(held) for _ in range(draw.choice((0, 1, 9)))),
            placeholders=(Placeholder(text="[[X]]", ask=draw.choice(held)),) * draw.randint(0, 1),
            findings=(
                Finding(rule="r", severity="warning", where="w", message=draw.choice(held), fix="mend", source="s"),
            )
            * draw.randint(0, 1),
            thread="t",
            trace_id=f"{number:016x}",
        )


def test_five_hundred_answers_keep_the_limits_and_call_nobody() -> None:
    seen = 0
    for answer in generated():
        for ephemeral in (False, True):
            messages = answer_card(answer, notes=(HOSTILE[0],), ephemeral=ephemeral)
            for blocks in messages:
                assert broken(blocks) == []
                assert not ACTIVE.search(json.dumps(blocks, ensure_ascii=False))
        end = ending(answer)
        assert not end or broken(end) == []
        assert not ACTIVE.search(fallback(answer))
        for part in stream_text(answer):
            assert not re.search(r"(?<!\\)[<\[]|(?<!\\)\]\(", part)
            assert "https:" not in part
        seen += 1
    assert seen == 500


def test_nothing_of_a_long_text_is_lost() -> None:
    text = " ".join(f"word{number}" for number in range(3000))
    answer = Answer(action="cannot_answer", status="not_found", text=text, trace_id="t")
    messages = answer_card(answer)
    told = " ".join(b["text"]["text"] for blocks in messages for b in blocks if b["type"] == "section")
    assert len(messages) > 1
    assert re.findall(r"word\d+", told) == text.split()


def test_an_answer_without_a_source_warns_in_bold() -> None:
    bare = Answer(action="answer", status="ready", text="Yes, it is covered.", trace_id="t")
    assert "*No source is cited for this." in json.dumps(answer_card(bare))


def test_the_card_begins_with_the_verdict_and_shows_the_date_in_force() -> None:
    cited = Citation(
        key="k",
        document="d",
        title="Dental policy 2026",
        section="Crowns",
        payer="Northlake Dental",
        effective_from=date(2026, 1, 1),
        quote="once in 60 months",
    )
    answer = Answer(
        action="answer",
        status="ready",
        text='Northlake Dental: "once in 60 months" [1]',
        citations=(cited,),
        trace_id="t",
    )
    (blocks,) = answer_card(answer)
    assert blocks[0]["text"]["text"] == "*Northlake Dental: the documents in force answer this.*"
    source = next(block for block in blocks if block["type"] == "context")["elements"][0]["text"]
    assert source == "*[1] Dental policy 2026* · Crowns · Northlake Dental · in force from Jan 1, 2026"


def test_the_payers_own_words_are_the_verdict() -> None:
    text = 'Northlake Dental, in force from January 1, 2026: "A crown (D2740) is covered when all are met:\n\n1. Bone."'
    answer = Answer(action="answer", status="ready", text=text, trace_id="t")
    first = answer_card(answer)[0][0]["text"]["text"]
    assert first == "*Northlake Dental: A crown (D2740) is covered when all are met.*"
    assert "1. Bone." in json.dumps(answer_card(answer))


def test_a_table_is_named_with_its_row() -> None:
    source = Source(kind="table", key="denial:CO-16 N362", document="denial tables")
    answer = Answer(
        action="answer",
        status="ready",
        text="CO-16: something is missing.",
        statements=(Statement(id="s", type="fact", text="x", sources=(source,)),),
        trace_id="t",
    )
    assert "Based on: denial tables (CO-16 N362)" in json.dumps(answer_card(answer))


def test_no_card_speaks_of_the_command_line() -> None:
    sentences = (files("prompts") / "statements" / "answer.md").read_text(encoding="utf-8").splitlines()
    typed = re.compile(r"`claimwright |`--")
    offers = [each for each in sentences if typed.search(each)]
    assert offers
    for offer in offers:
        answer = Answer(action="answer", status="ready", text=f"CO-50: not necessary.\n\n{offer}", trace_id="t")
        told = json.dumps(answer_card(answer)) + "".join(stream_text(answer)).replace("\\", "")
        assert not typed.search(told)


def test_what_was_left_out_is_not_a_task() -> None:
    told = {"severity": "warning", "where": "w", "source": "s"}
    found = (
        Finding(rule="AN01", message="a statement was left out", fix="read the cited document", **told),
        Finding(rule="R01", message="No tooth is named", fix="name the tooth", **told),
    )
    answer = Answer(action="answer", status="needs_review", text="Yes.", findings=found, trace_id="t")
    told_all = json.dumps(answer_card(answer))
    assert "left out" not in told_all
    assert "No tooth is named. Name the tooth" in told_all


def test_a_question_back_offers_no_letter() -> None:
    answer = Answer(action="clarify", status="clarify", text="Which payer do you mean?", trace_id="t")
    (blocks,) = answer_card(answer)
    assert [each["text"]["text"] for each in blocks[-2]["elements"]] == ["Ask a person"]


@pytest.mark.parametrize("kind", ["appeal", "narrative", "estimate"])
def test_windows_keep_the_limits(kind: str) -> None:
    for about in ({}, {"payer": HOSTILE[6], "codes": HOSTILE[6], "reason": HOSTILE[6], "notes": HOSTILE[6]}):
        assert not broken(chooser(about, kind)["blocks"], view=True)
    assert not broken(feedback_window("t", {"channel": "C"})["blocks"], view=True)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_inert(text: str) -> None:
    assert not ACTIVE.search(mrkdwn(text))
    assert not re.search(r"(?<!\\)[<\[*_`]", markdown(text))


def test_no_entity_is_cut() -> None:
    for size in range(20, 60):
        parts = pieces(mrkdwn("<&>" * 60), size)
        assert "".join(parts) == mrkdwn("<&>" * 60)
        assert all(re.fullmatch(r"(?:&(?:lt|amp|gt);)*", part) for part in parts)
    assert all(len(part) <= SECTION for part in pieces("word " * 3000))


@pytest.mark.parametrize(
    ("blocks", "problem"),
    [
        ([], "0 blocks"),
        ([{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}], "3001 characters"),
        ([{"type": "section", "text": {"type": "mrkdwn", "text": ""}}], "text of 0"),
        ([{"type": "divider"}] * 51, "51 blocks"),
        ([{"type": "context", "elements": [{"type": "mrkdwn", "text": "x"}] * 11}], "11 elements"),
        ([{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}], "151"),
        ([{"type": "markdown", "text": "x" * 12_001}], "markdown"),
        ([{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}}] * 5, "15000 characters in all"),
        ([{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}], "twice"),
    ],
)
def test_a_broken_limit_is_named(blocks: list[dict[str, Any]], problem: str) -> None:
    assert any(problem in each for each in broken(blocks))
