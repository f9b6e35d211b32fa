"""Recipes, adverts, menus, sermons and page frames never become evidence, whatever file they crept into."""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from assistant.embedding.load import load_embedder
from assistant.readers.documents.reader import read_document
from assistant.retrieval.shipped import shipped_shelf
from assistant.retrieval.strays import StrayDetector, is_stray_by_words, without_strays
from assistant.tables.foreign_subjects import is_foreign

#: What an office looks up, and what somebody's page generator put between it.
RULES = (
    "The coordinator files the claim within 30 days and keeps the number of the clearinghouse.",
    "A crown is replaced once in 84 months per tooth.",
    "Ask the payer for the name of the plan before the first visit.",
    "Food impaction at an open contact is charted with the tooth numbers.",
)
NOISE = (
    "Like a chef who folds cream into a risotto, the coordinator blends codes and charts.",
    "For more ideas see the grocery flyer of 12 May 2025, which helps every office to plan.",
    "After a long day of denials, treat the team to wood-fired pizza from the harbor menu.",
    "Posting payments is a ritual, and every adjustment is a quiet prayer.",
    "Save 40% this week only on sofas and garden furniture, while supplies last.",
    "Book a sunny beach holiday with cocktails and hotel pools.",
)
NAVIGATION = "Home | About us | Providers | Careers | Contact | Log-in"
HEADING = "Ten lemon cheesecake recipes"


def _paragraphs() -> list[str]:
    """Rules and noise by turns, and sentences of both in one paragraph."""
    mixed = [f"{rule} {noise}" for rule, noise in zip(RULES, NOISE, strict=False)]
    return [NAVIGATION, *mixed, *NOISE[len(RULES) :]]


def _markdown(paragraphs: Sequence[str]) -> bytes:
    return "\n\n".join(["# Office manual", *paragraphs, f"## {HEADING}"]).encode()


def _text(paragraphs: Sequence[str]) -> bytes:
    return "\n\n".join(["Office manual", *paragraphs, HEADING]).encode()


def _html(paragraphs: Sequence[str]) -> bytes:
    inner = "".join(f"<p>{words}</p>" for words in paragraphs)
    frame = f"<nav>{NAVIGATION}</nav><div class='promo-box'>{NOISE[4]}</div><footer>{NOISE[5]}</footer>"
    return f"<html><body>{frame}<h1>Office manual</h1>{inner}<h2>{HEADING}</h2></body></html>".encode()


def _pdf(paragraphs: Sequence[str]) -> bytes:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

    styles = getSampleStyleSheet()
    buffer = io.BytesIO()
    story = [Paragraph("Office manual", styles["Title"])]
    for words in paragraphs:
        story += [Paragraph(words, styles["Normal"]), Spacer(1, 12)]
    SimpleDocTemplate(buffer, invariant=1).build([*story, Paragraph(HEADING, styles["Heading2"])])
    return buffer.getvalue()


def _docx(paragraphs: Sequence[str]) -> bytes:
    from docx import Document

    document = Document()
    document.add_heading("Office manual", 1)
    for words in paragraphs:
        document.add_paragraph(words)
    document.add_heading(HEADING, 2)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _rows(paragraphs: Sequence[str]) -> list[list[str]]:
    return [["Topic", "Rule"], *([f"Item {chr(65 + n)}", words] for n, words in enumerate((*RULES, *NOISE, HEADING)))]


def _xlsx(paragraphs: Sequence[str]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    assert book.active is not None
    for row in _rows(paragraphs):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _csv(paragraphs: Sequence[str]) -> bytes:
    return "\n".join(";".join(row) for row in _rows(paragraphs)).encode()


@pytest.fixture(scope="module")
def detector(shipped_cache: Path) -> StrayDetector:
    embedder = load_embedder(shipped_cache)
    generation = shipped_shelf(shipped_cache, embedder.model_id).generation()
    assert generation is not None
    return StrayDetector(generation, embedder)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("a.md", _markdown),
        ("a.txt", _text),
        ("a.html", _html),
        ("a.pdf", _pdf),
        ("a.docx", _docx),
        ("a.xlsx", _xlsx),
        ("a.csv", _csv),
    ],
)
def test_noise_is_left_out_and_named_and_every_rule_stays(
    detector: StrayDetector, name: str, write: Callable[[Sequence[str]], bytes]
) -> None:
    found = without_strays(read_document(write(_paragraphs()), name), detector)
    text = " ".join(found.text.split())
    for words in (*NOISE, NAVIGATION, HEADING):
        assert words not in text
    for words in RULES:
        assert words in text
    assert "on other subjects were left out" in found.warnings[-1]


@pytest.mark.parametrize("words", [*NOISE[:5], NAVIGATION, HEADING, "Home > Providers > News > Careers"])
def test_words_that_belong_elsewhere(words: str) -> None:
    assert is_foreign(words)


@pytest.mark.parametrize(
    "words",
    [
        *RULES,
        "Pain at the temple and the jaw joint is recorded with a score.",
        "Choose Claims from the menu of the portal.",
        "The member pays the discount fee; a gold crown is paid as a base metal crown.",
        "Claims | Northlake Dental Claims, PO Box 4460 | 555-0108",
        "See the plan's home page for contact and privacy questions.",
        "A soft diet of soup is advised after D7210.",
    ],
)
def test_words_of_the_trade(words: str) -> None:
    assert not is_stray_by_words(words)


def test_no_sentence_of_the_shipped_documents_is_foreign() -> None:
    from assistant.retrieval.shipped import shipped_files

    for name, path in shipped_files():
        for line in path.read_text(encoding="utf-8").splitlines():
            assert not is_foreign(line), f"{name}: {line}"


def test_the_maker_of_a_practices_papers_writes_no_noise() -> None:
    """The papers that other tests take in are kept whole."""
    path = Path(__file__).parents[1] / "make_practice.py"
    spec = importlib.util.spec_from_file_location("make_practice", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for heading, lead, items, closing, _ in module.chapters():
        assert not any(map(is_foreign, (heading, lead, *items, closing)))
