"""A biller's way through the page in a real browser: denial, confirmed case, criteria, draft, edit, Word file."""

from __future__ import annotations

import importlib.util
import json
import socket
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import uvicorn

from api.http.app import create_app
from api.http.service import Limits, Service
from assistant.assistant import Assistant

SAMPLE = files("corpus") / "samples" / "osa_appeal"
NOTES = ("physician-note.txt", "sleep-test.txt", "cpap-note.txt", "order.txt", "dental-chart.txt")
#: The longest way of the keyboard to anything on the pages that are walked.
MOST_TABS = 80


@pytest.fixture(scope="module")
def chromium() -> ModuleType:
    name = "chromium_driver"
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parent / "chromium.py")
    assert spec is not None
    assert spec.loader is not None
    sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture(scope="module")
def address(assistant: Assistant) -> Iterator[str]:
    """A service on a free port of this machine, ended afterwards."""
    service = Service(assistant, open_as_local=True, limits=Limits(requests_per_minute=6_000))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(service), log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(20)


@pytest.fixture(scope="module")
def browser(chromium: ModuleType) -> Iterator[Any]:
    if chromium.program() is None:
        pytest.skip("no Chromium on this machine: install the distribution's package `chromium`")
    try:
        one = chromium.Browser()
    except (AssertionError, OSError) as error:
        pytest.skip(f"Chromium does not start here: {error}")
    yield one
    one.close()


@pytest.fixture(scope="module")
def draft(browser: Any, address: str) -> str:
    """The way from a remittance to an appeal in the editor; gives the editor's address."""
    browser.open(f"{address}/app/cases/new")
    browser.choose_files("#paper", Path(str(SAMPLE / "remittance.835")))
    browser.choose_files("#notes", *(Path(str(SAMPLE / name)) for name in NOTES))
    browser.js("document.querySelector('#funding').value = 'self_funded'")
    browser.click("form[data-busy] button")
    browser.wait("document.querySelector('h1').textContent === 'Confirm what was read'")
    browser.settle()
    assert browser.js("document.querySelector('#f-claim-lines-1-code').value") == "E0486"
    read = browser.js("document.querySelector('#f-claim-lines-1-fee-read').textContent")
    assert "SVC*HC:E0486" in read
    assert _faults(browser) == []
    # Nothing is kept before every part was ticked.
    browser.click("main form button")
    assert browser.js("location.pathname") == "/app/cases/new"
    browser.js("document.querySelectorAll('main [type=checkbox]').forEach((box) => box.click())")
    browser.click("main form button")
    browser.wait("document.querySelector('#criteria-title')")
    browser.settle()
    table = browser.js("document.querySelector('.criteria').innerText")
    assert "Loud snoring" in table or "Seen face to face" in table
    assert "11 met 1 missing" in browser.js("document.querySelector('.criteria').closest('section').innerText")
    assert "111 days left" in browser.js("document.querySelector('.side').innerText")
    browser.click("button[value=appeal]")
    browser.wait("document.querySelector('#letter')")
    browser.settle()
    found: str = browser.js("location.href")
    return found


@pytest.mark.slow
def test_a_changed_digit_turns_red_and_its_undoing_turns_back(browser: Any, draft: str) -> None:
    browser.open(draft)
    assert browser.js("document.querySelector('#state').textContent") == "needs review"
    _caret_behind(browser, "AHI 22.")
    browser.press("Backspace")
    browser.press("Backspace")
    browser.type("9.")
    browser.wait("document.querySelector('#state').textContent === 'blocked'")
    told = browser.js("document.querySelector('#light').innerText")
    line = 1 + browser.js("document.querySelector('#letter').value.split('AHI 29.4')[0].split('\\n').length - 1")
    assert f"Line {line}: the number 22.4 became 29.4" in told
    assert "29.4" in browser.js("document.querySelector('.under .unproved').textContent")
    assert browser.js("document.querySelector('#letter').getAttribute('aria-invalid')") == "true"
    assert browser.js("document.querySelector('#sign').disabled")
    assert _faults(browser) == []
    _caret_behind(browser, "AHI 29.")
    browser.press("Backspace")
    browser.press("Backspace")
    browser.type("2.")
    browser.wait("document.querySelector('#state').textContent === 'needs review'")
    assert browser.js("document.querySelectorAll('.under .unproved').length") == 0
    assert not browser.js("document.querySelector('#sign').disabled")


@pytest.mark.slow
def test_the_cursor_in_a_sentence_shows_its_proof(browser: Any, draft: str) -> None:
    browser.open(draft)
    _caret_behind(browser, "The policy in force on the date")
    browser.press("ArrowRight")
    browser.wait("document.querySelector('.proof.here')")
    proof = browser.js("document.querySelector('.proof.here').innerText")
    assert "The policy in force" in proof
    assert "NL-SLP-014" in browser.js("document.querySelector('.proof.here a').innerText")


@pytest.mark.slow
def test_an_unsigned_draft_says_why_and_comes_down_as_word(browser: Any, draft: str) -> None:
    browser.open(draft)
    browser.click("#sign")
    browser.wait("document.querySelector('#reasons')")
    assert "still needed" in browser.js("document.querySelector('#reasons').innerText")
    for tab in ("findings", "open", "more"):
        browser.click(f"#tab-{tab}")
        assert _faults(browser) == []
    browser.open(draft)
    browser.click("a[href$='format=docx']")
    word = browser.downloaded(r"appeal-.*\.docx")
    with zipfile.ZipFile(word) as package:
        text = package.read("word/document.xml").decode()
    assert "Northlake Health" in text
    assert "22.4" in text


@pytest.mark.slow
def test_every_sentence_of_the_panel_leads_to_its_own_place_and_proof(browser: Any, draft: str) -> None:
    browser.open(draft)
    texts = browser.js("Array.from(document.querySelectorAll('.proof')).map((each) => each.dataset.text)")
    assert len(texts) > 10
    for number, text in enumerate(texts):
        browser.js(f"document.querySelectorAll('.sentence')[{number}].click()")
        here = "Array.from(document.querySelectorAll('.proof')).findIndex((each) => each.classList.contains('here'))"
        assert browser.js(here) == number
        chosen = browser.js(
            "(() => { const a = document.querySelector('#letter');"
            " return a.value.slice(a.selectionStart, a.selectionEnd); })()"
        )
        assert chosen in (text, ""), text


@pytest.mark.slow
def test_a_blocked_text_looks_the_same_when_it_is_opened_again(browser: Any, draft: str) -> None:
    looks = (
        "['#state', '#told', '#unsigned'].map((each) => document.querySelector(each).textContent)"
        ".concat([document.querySelector('#n-findings').className, document.querySelector('#n-findings').textContent,"
        " document.querySelector('#sign').disabled, document.querySelector('[data-copy=letter]').disabled])"
    )
    browser.open(draft)
    _caret_behind(browser, "AHI 22.")
    browser.press("Backspace")
    browser.press("Backspace")
    browser.type("9.")
    browser.wait("document.querySelector('#state').textContent === 'blocked'")
    edited = browser.js(looks)
    _sent(browser, "#save")
    assert browser.js(looks) == edited
    assert edited[-2:] == [True, True]
    assert _faults(browser) == []
    assert _judged(browser) == []
    _caret_behind(browser, "AHI 29.")
    browser.press("Backspace")
    browser.press("Backspace")
    browser.type("2.")
    browser.wait("document.querySelector('#state').textContent === 'needs review'")
    _sent(browser, "#save")
    assert not browser.js("document.querySelector('#sign').disabled")


@pytest.mark.slow
def test_a_citation_opens_in_its_document(browser: Any, address: str, assistant: Assistant) -> None:
    before = _answers(assistant)
    browser.open(f"{address}/app/ask")
    browser.click("#text")
    browser.type("does northlake ppo need auth for E0486?")
    browser.press("Enter")
    browser.wait("document.querySelector('a.citation')", 60)
    browser.settle()
    browser.click("a.citation")
    browser.wait("document.querySelector('#panel mark')")
    assert "Prior authorization is required" in browser.js("document.querySelector('#panel mark').textContent")
    assert browser.js("document.activeElement.id") == "panel"
    assert _faults(browser) == []
    # Watched as it came and then shown: asked once, not twice.
    assert _answers(assistant) == before + 1


@pytest.mark.slow
def test_a_pasted_letter_becomes_a_case_by_keyboard_alone(browser: Any, address: str) -> None:
    browser.open(f"{address}/app/cases")
    _walk(browser, "New case")
    browser.press("Enter")
    browser.wait("document.querySelector('#letter')")
    browser.settle()
    _walk(browser, "Denial letter or explanation of benefits, pasted")
    browser.type(LETTER)
    _walk(browser, "Read it")
    browser.press("Enter")
    browser.wait("document.querySelector('#f-claim-lines-0-code')")
    browser.settle()
    assert browser.js("document.querySelector('#f-claim-lines-0-tooth').value") == "30"
    assert "CO 50" in browser.js("document.querySelector('.paper pre').textContent")
    for part in ("The claim is right", "Line 1 is right", "Denial 1 is right"):
        _walk(browser, part)
        browser.press(" ")
    for part in ("Patient and plan are right", "The practice is right"):
        _walk(browser, part)
        browser.press(" ")
    _walk(browser, "Keep the case")
    browser.press("Enter")
    browser.wait("document.querySelector('#lines-title')")
    browser.settle()
    assert "D2740" in browser.js("document.querySelector('main table').innerText")
    _walk(browser, "Narrative of necessity")
    browser.press("Enter")
    browser.wait("document.querySelector('h1').textContent.includes('Narrative')", 60)
    browser.settle()
    _walk(browser, "Proof")
    browser.press("ArrowRight")
    assert browser.js("document.activeElement.id") == "tab-findings"
    assert not browser.js("document.querySelector('#pane-findings').hidden")


PAGES = (
    "/app/ask",
    "/app/cases",
    "/app/cases/new",
    "/app/documents",
    "/app/documents/add",
    "/app/documents/northlake-oral-appliance-2026",
    "/app/claims",
    "/app/audit",
    "/app/evaluations",
    "editor",
    "case",
)


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_pages_are_accessible(browser: Any, address: str, draft: str, page: str) -> None:
    browser.open(draft if page == "editor" else f"{address}{page}" if page.startswith("/") else draft)
    if page == "case":
        browser.click(".headed a")
        browser.wait("document.querySelector('#criteria-title')")
        browser.settle()
    assert _faults(browser) == []
    assert _judged(browser) == []
    browser.resize(1366, 768, zoom=2)
    try:
        assert _faults(browser) == []
    finally:
        browser.resize(1366, 768)


@pytest.mark.slow
def test_no_page_loads_or_runs_what_it_should_not(browser: Any, draft: str) -> None:
    browser.open(draft)
    loaded = browser.js("performance.getEntriesByType('resource').map((each) => new URL(each.name).origin)")
    assert set(loaded) <= {browser.js("location.origin")}
    wrong = [each for each in browser.problems if "409" not in each and "422" not in each]
    assert wrong == []


LETTER = """Brightsmile Dental
Explanation of benefits                                   Date: 10/05/2026
Claim number: BSD-773120
Patient: Orla Quist      Member ID: BSX4410097

Date of service   Code    Tooth  Description     Billed      Paid   Reason
09/14/2026        D2740   #30    Crown           $1,250.00   $0.00  CO 50

You may appeal within 180 days of this notice.
"""

#: What is looked for on every page; see the file.
CHECKS = (Path(__file__).parent / "accessibility.js").read_text(encoding="utf-8")


#: A second opinion that is not ours; only tests read it.
AXE = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
JUDGE = "axe.run(document, {resultTypes: ['violations']}).then((found) => found.violations.map((each) => "
JUDGE += "`${each.impact} ${each.id}: ${each.nodes.length}, ${each.nodes[0].html.slice(0, 120)}`))"


def _judged(browser: Any) -> list[str]:
    """What the axe engine finds on the page, of any gravity."""
    browser.js(f"{AXE};0")
    found: list[str] = browser.js(JUDGE)
    return found


def _answers(assistant: Assistant) -> int:
    return sum(line.action == "answer" for line in assistant.office.audit.lines("local"))


def _faults(browser: Any) -> list[str]:
    found: list[str] = browser.js(CHECKS)
    controls = {"button", "link", "textbox", "combobox", "checkbox", "radio", "tab", "searchbox", "image", "region"}
    unnamed = [node for node in browser.accessible() if node["role"].lower() in controls and not node["name"].strip()]
    return found + [f"no name: {node}" for node in unnamed]


def _caret_behind(browser: Any, words: str) -> None:
    browser.js(
        "(() => { const area = document.querySelector('#letter'); area.focus();"
        f" const place = area.value.indexOf({json.dumps(words)}) + {len(words)};"
        " area.setSelectionRange(place, place); })()"
    )


def _sent(browser: Any, button: str) -> None:
    """Press a button that sends its form, and wait for the page that follows."""
    browser.js("void (window.left = true)")
    browser.click(button)
    browser.wait("!window.left")
    browser.settle()


def _walk(browser: Any, name: str) -> None:
    """Press Tab until the thing of this name has the focus, which must be seen."""
    for _ in range(MOST_TABS):
        browser.press("Tab")
        if browser.js(FOCUS) == name:
            shown = browser.js("getComputedStyle(document.activeElement).outlineStyle")
            assert shown != "none", f"{name} has the focus and does not show it"
            return
    pytest.fail(f"the keyboard does not reach {name!r}")


FOCUS = """
(() => {
  const e = document.activeElement;
  const label = e.labels && e.labels.length ? e.labels[0] : e;
  return (label.childNodes[0] ? label.childNodes[0].textContent : "").trim();
})()
"""


SPOILT = {
    "contrast": "document.querySelector('h1').style.color = '#c0c0c0'",
    "no label": "document.querySelector('label[for=letter]').remove()",
    "heading leaps": "document.querySelector('h1').insertAdjacentHTML('afterend', '<h4>x</h4>')",
    "not one main": "document.body.append(document.createElement('main'))",
    "no name": "document.querySelector('main button').textContent = ''",
    "small target": "document.querySelector('main button').style.cssText = 'width: 9px; height: 9px; padding: 0'",
    "wider than the window": "document.querySelector('main').style.minWidth = '3000px'",
}


@pytest.mark.slow
@pytest.mark.parametrize("fault", SPOILT)
def test_the_look_for_faults_finds_them(browser: Any, address: str, fault: str) -> None:
    browser.open(f"{address}/app/cases/new")
    browser.js(f"void ({SPOILT[fault]})")
    assert any(found.startswith(fault) for found in _faults(browser))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "named"), [("contrast", "color-contrast"), ("no label", "label"), ("no name", "name")]
)
def test_the_second_opinion_is_one(browser: Any, address: str, fault: str, named: str) -> None:
    browser.open(f"{address}/app/cases/new")
    browser.js(f"void ({SPOILT[fault]})")
    assert any(named in found for found in _judged(browser))
