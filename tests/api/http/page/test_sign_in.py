"""The door of the page: cookies, the form's word, the lock-out, roles."""

from __future__ import annotations

import html
import json
import re
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.http.app import create_app
from api.http.callers import SESSION_COOKIE, mark_of
from api.http.service import Service
from assistant.bootstrap import build_assistant
from assistant.domain.caller import Caller
from assistant.domain.errors import BadInput, ClaimwrightError, Locked, Misconfigured
from assistant.settings import Settings

PASSWORD = "correct horse battery"
HOST = "http://localhost"
#: What a browser says of a form of the page itself.
OWN = {"sec-fetch-site": "same-origin", "origin": "null"}


@pytest.fixture
def people(world: Any) -> Any:
    """The service with one person of each kind."""
    office = world.assistant.office
    known = {person.user for person in office.people.of("one")}
    for user, role in (("dana", "biller"), ("fritz", "front_desk"), ("maria", "manager"), ("lotte", "biller")):
        if user not in known:
            office.people.add("one", user, PASSWORD, role, at=world.clock())
    return world


APPS: dict[bool, FastAPI] = {}


def browser(world: Any, *, secure: bool = False) -> TestClient:
    """A browser without cookies; all of them ask the same two applications."""
    if secure not in APPS:
        APPS[secure] = create_app(replace(world.service, secure=secure))
    return TestClient(APPS[secure], base_url=HOST, headers=OWN, follow_redirects=False)


def sign_in(client: TestClient, user: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/app/sign-in", data={"practice": "one", "user": user, "password": password} | more)


def form_word(client: TestClient) -> str:
    found = re.search(r'name="form-word" content="([^"]+)"', client.get("/app/ask").text)
    assert found is not None
    return found[1]


def test_whoever_is_not_signed_in_is_sent_to_the_door(people: Any) -> None:
    client = browser(people)
    sent = client.get("/app/cases")
    assert (sent.status_code, sent.headers["location"]) == (303, "/app/sign-in?next=/app/cases")
    assert client.post("/app/ask", data={"text": "x"}).status_code == 401
    assert client.get("/app/sign-in").status_code == 200


def test_the_cookie_is_kept_from_scripts_and_other_sites(people: Any) -> None:
    answer = sign_in(browser(people), "dana", next="/app/cases")
    cookie = answer.headers["set-cookie"].lower()
    assert (answer.status_code, answer.headers["location"]) == (303, "/app/cases")
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie
    secured = sign_in(browser(people, secure=True), "dana").headers["set-cookie"].lower()
    assert "; secure" in secured


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/app/", "/app//evil.example", "/v1/keys", "/app/../v1/keys"]
)
def test_the_door_leads_nowhere_else(people: Any, elsewhere: str) -> None:
    assert sign_in(browser(people), "dana", next=elsewhere).headers["location"] == "/app/ask"


def test_a_cookie_that_was_changed_or_made_up_opens_nothing(people: Any) -> None:
    client = browser(people)
    sign_in(client, "dana")
    good = client.cookies[SESSION_COOKIE]
    token, _, signature = good.partition(".")
    assert client.get("/app/cases").status_code == 200
    other = "1" if signature.endswith("0") else "0"
    for bad in (token, f"{token}.{signature[:-1]}{other}", f"x{token}.{signature}", "." + signature, ""):
        fresh = browser(people)
        fresh.cookies.set(SESSION_COOKIE, bad)
        assert fresh.get("/app/cases").status_code == 303, bad


def test_a_form_needs_its_word(people: Any) -> None:
    client = browser(people)
    sign_in(client, "dana")
    case = people.ids["one"]["case"]
    assert client.post("/app/ask", data={"text": "what is CO-50?"}).status_code == 403
    assert client.post(f"/app/cases/{case}/drafts", data={"kind": "narrative", "form_word": "no"}).status_code == 403
    assert client.post(f"/v1/cases/{case}/drafts", json={"kind": "narrative"}).status_code == 403
    word = form_word(client)
    assert client.post("/app/ask", data={"text": "what is CO-50?", "form_word": word}).status_code == 200
    made = client.post(f"/v1/cases/{case}/drafts", json={"kind": "narrative"}, headers={"x-form-word": word})
    assert made.status_code == 201


def test_signing_in_from_another_site_is_refused(people: Any) -> None:
    client = browser(people)
    answer = client.post(
        "/app/sign-in",
        data={"practice": "one", "user": "dana", "password": PASSWORD},
        headers={"sec-fetch-site": "cross-site"},
    )
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_wrong_names_and_passwords_read_alike_and_lock_out(people: Any) -> None:
    client = browser(people)
    unknown, wrong = sign_in(client, "nobody", "x" * 12), sign_in(client, "lotte", "x" * 12)
    said = [re.findall(r'role="alert"[^>]*><p>(.*?)</p>', each.text) for each in (unknown, wrong)]
    assert said[0] == said[1] != []
    assert {unknown.status_code, wrong.status_code} == {401}
    for _ in range(4):
        sign_in(client, "lotte", "x" * 12)
    locked = sign_in(client, "lotte")
    assert locked.status_code == 429
    assert int(locked.headers["retry-after"]) > 0
    assert "set-cookie" not in locked.headers


def test_signing_out_ends_the_session(people: Any) -> None:
    client = browser(people)
    sign_in(client, "dana")
    cookie, word = client.cookies[SESSION_COOKIE], form_word(client)
    assert client.post("/app/sign-out", data={"form_word": word}).headers["location"] == "/app/sign-in"
    again = browser(people)
    again.cookies.set(SESSION_COOKIE, cookie)
    assert again.get("/app/ask").status_code == 303


REACHED = {
    "fritz": {"/app/ask": 200, "/app/documents": 200, "/app/cases": 403, "/app/audit": 403},
    "dana": {"/app/ask": 200, "/app/cases": 200, "/app/audit": 403},
    "maria": {"/app/cases": 200, "/app/audit": 200},
}


@pytest.mark.parametrize("user", REACHED)
def test_a_role_sees_what_it_may(people: Any, user: str) -> None:
    client = browser(people)
    sign_in(client, user)
    assert {path: client.get(path).status_code for path in REACHED[user]} == REACHED[user]
    shown = re.findall(r'<li><a href="(/app/\w+)"', client.get("/app/ask").text)
    assert all(client.get(path).status_code == 200 for path in shown)


def test_another_practice_is_not_there(people: Any) -> None:
    client = browser(people)
    sign_in(client, "maria")
    other = people.ids["two"]
    for path in (f"cases/{other['case']}", f"cases/{other['case']}/edit", f"cases/{other['case']}/deadline.ics"):
        assert client.get(f"/app/{path}").status_code == 404
    for path in (f"drafts/{other['draft']}", f"drafts/{other['draft']}/print", f"documents/{other['document']}"):
        assert client.get(f"/app/{path}").status_code == 404
    lists = client.get("/app/cases").text + client.get("/app/documents").text
    assert not any(value in lists for name, value in other.items() if name in ("case", "draft", "document"))


def test_the_trail_names_who_came_in_and_who_was_refused(people: Any) -> None:
    client = browser(people)
    sign_in(client, "dana")
    sign_in(client, "dana", "x" * 12)
    audit = people.assistant.office.audit
    own = [(line.user, line.action) for line in audit.lines("one")]
    assert ("dana", "sign_in") in own
    (failed,) = [line for line in audit.lines("one") if (line.action, line.subject) == ("denied", "sign-in")][-1:]
    assert (failed.user, failed.role) == ("dana", "none")
    assert "'dana' of 'one', from testclient" in failed.detail
    for practice, user in (("Tr0ub4dor", "dana"), ("one", "Tr0ub4dor")):  # a password in the wrong field
        client.post("/app/sign-in", data={"practice": practice, "user": user, "password": "x"})
    assert not [line for each in audit.practices() for line in audit.lines(each) if "Tr0ub4dor" in str(line)]
    *_, line = audit.lines("-")
    assert (line.action, line.subject, line.user) == ("denied", "sign-in", "unknown")
    assert "unknown name, from testclient" in line.detail


def test_somebody_who_is_locked_out_is_told_of_once_a_minute(people: Any) -> None:
    client, office = browser(people), people.assistant.office
    office.people.add("one", "otto", PASSWORD, "biller", at=people.clock())
    for seconds, told in ((0, 0), (0, 1), (61, 2)):
        people.clock.now += timedelta(seconds=seconds)
        for _ in range(5):
            sign_in(client, "otto", "x" * 12)
        lines = [line.detail for line in office.audit.lines("one") if line.user == "otto"]
        assert len([each for each in lines if each.startswith("too many wrong passwords")]) == told


def test_a_refused_look_is_shown_with_its_id_to_the_practice_that_tried(people: Any) -> None:
    client = browser(people)
    sign_in(client, "maria")
    other = people.ids["two"]["case"]
    client.get(f"/app/cases/{other}")
    page = client.get("/app/audit").text
    assert other in page
    assert "denied" in page


def test_the_first_person_added_shuts_the_door_of_a_service_that_runs(tmp_path: Path, shipped_cache: Path) -> None:
    assistant = build_assistant(Settings(home=tmp_path / "home", cache=shipped_cache))
    service = Service(assistant, open_as_local=True)
    client = TestClient(create_app(service), base_url=HOST, follow_redirects=False)
    assert client.get("/app/sign-in").headers["location"] == "/app/ask"
    assert client.get("/app/ask").status_code == 200
    office = assistant.office
    office.people.add("local", "dana", "correct horse battery", "admin", at=office.now())
    assert client.get("/app/ask").headers["location"].startswith("/app/sign-in")
    assert client.get("/app/sign-in").status_code == 200


def lapsed(people: Any) -> tuple[TestClient, str, str, str]:
    """A browser whose session ended with a draft open: its draft, the text in the editor, the old word."""
    client = browser(people)
    sign_in(client, "dana")
    word = form_word(client)
    case = people.ids["one"]["case"]
    made = client.post(f"/app/cases/{case}/drafts", data={"kind": "narrative", "form_word": word})
    draft = made.headers["location"]
    text = client.get(f"/v1{draft.removeprefix('/app')}").json()["draft"]["text"] + '\n\nMy own words, "quoted" <b>.'
    client.cookies.clear()
    return client, draft, text, word


def carried_in(page: str) -> str:
    found = re.search(r'name="carried" value="([^"]*)"', page)
    assert found is not None
    return html.unescape(found[1])


def test_a_text_outlives_its_session_and_stands_in_the_editor_again(people: Any) -> None:
    client, draft, text, word = lapsed(people)
    before = client.post(draft, data={"text": text, "revision": "1", "form_word": word})
    assert before.status_code == 401
    assert "Bearer" not in before.text
    assert word not in before.text
    wrong = sign_in(client, "dana", "x" * 12, carried=carried_in(before.text))
    assert wrong.status_code == 401
    back = sign_in(client, "dana", carried=carried_in(wrong.text))
    assert back.status_code == 200
    assert SESSION_COOKIE in client.cookies
    shown = re.search(r'<textarea id="letter"[^>]*>\n(.*?)</textarea>', back.text, re.DOTALL)
    assert shown is not None
    assert html.unescape(shown[1]) == text
    new = re.search(r'name="form_word" value="([^"]+)"', back.text)
    assert new is not None
    assert new[1] != word
    assert client.post(draft, data={"text": text, "revision": "1", "form_word": new[1]}).status_code == 303
    assert client.get(f"/v1{draft.removeprefix('/app')}").json()["edited"] == text


def test_a_text_that_somebody_overtook_meanwhile_is_shown_beside_the_saved_one(people: Any) -> None:
    client, draft, text, word = lapsed(people)
    page = client.post(draft, data={"text": text, "revision": "1", "form_word": word}).text
    quicker = people.client().put(f"/v1{draft.removeprefix('/app')}", json={"text": "Other words.", "revision": 1})
    assert quicker.status_code == 200
    back = sign_in(client, "dana", carried=carried_in(page)).text
    assert "Somebody else changed it" in back
    assert "My own words" in back


def test_any_other_form_comes_along_too(people: Any) -> None:
    client, _, _, word = lapsed(people)
    asked = {"text": "what is CO-50?", "payer": "Northlake Health", "form_word": word}
    page = client.post("/app/ask", data=asked).text
    back = sign_in(client, "dana", carried=carried_in(page)).text
    fields = dict(re.findall(r'<textarea name="(\w+)"[^>]*>\n(.*?)</textarea>', back, re.DOTALL))
    assert (fields["text"], fields["payer"]) == ("what is CO-50?", "Northlake Health")
    assert 'action="/app/ask"' in back
    assert "The button asks the question at <code>/app/ask</code>" in back
    assert "form_word" not in fields


def test_a_form_of_the_session_before_is_offered_again_under_this_one(people: Any) -> None:
    client, draft, text, word = lapsed(people)
    sign_in(client, "dana")
    old = client.post(draft, data={"text": text, "revision": "1", "form_word": word})
    assert old.status_code == 403
    assert "My own words" in old.text
    assert form_word(client) in old.text


@pytest.mark.parametrize(("practice", "user"), [("one", "maria"), ("two", "dana")])
def test_a_form_is_shown_to_nobody_but_the_one_who_entered_it(people: Any, practice: str, user: str) -> None:
    known = people.assistant.office.people
    if user not in {person.user for person in known.of(practice)}:
        known.add(practice, user, PASSWORD, "biller", at=people.clock())
    client, draft, text, word = lapsed(people)
    page = client.post(draft, data={"text": text, "revision": "1", "form_word": word}).text
    assert "under the same name" in page
    other = sign_in(client, user, practice=practice, carried=carried_in(page))
    assert "My own words" not in other.text
    assert (other.status_code, other.headers["location"]) == (303, "/app/ask")
    late = client.post(draft, data={"text": text, "revision": "1", "form_word": word})
    assert late.status_code == 403
    assert "My own words" not in late.text


def test_a_form_that_names_nobody_is_dropped_at_the_door(people: Any) -> None:
    page = browser(people).post("/app/ask", data={"text": "what is CO-50?"})
    assert page.status_code == 401
    assert "carried" not in page.text


@pytest.mark.parametrize("error", [BadInput("no text"), Misconfigured("no key"), Locked("another writes")])
def test_a_text_that_its_editor_cannot_show_comes_along_all_the_same(
    people: Any, error: ClaimwrightError, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise error

    client, draft, text, word = lapsed(people)
    page = client.post(draft, data={"text": text, "revision": "1", "form_word": word}).text
    monkeypatch.setattr(type(people.assistant.desk), "check", fails)
    back = sign_in(client, "dana", carried=carried_in(page))
    assert back.status_code == 200
    assert SESSION_COOKIE in client.cookies
    assert "My own words" in back.text
    assert f"The button saves the text at <code>{draft}</code>" in back.text


NOT_CARRIED = {
    "nothing": "",
    "no list": "x",
    "an empty list": "[]",
    "another site": ["https://evil.example/", [], False],
    "half a field": ["/app/ask", [["a"]], False],
    "another door": ["/app/../v1/cases", [["text", "x"]], False],
    "another door in disguise": ["/app/%2e%2E/v1/cases", [["text", "x"]], False],
    "a backslash": ["/app/\\evil.example", [["text", "x"]], False],
    "half a character": ["/app/ask", [["text", "\ud800"]], False],
}


@pytest.mark.parametrize("what", NOT_CARRIED)
def test_what_is_no_form_of_this_page_is_not_carried(people: Any, what: str) -> None:
    given = NOT_CARRIED[what]
    mark = mark_of(people.assistant.office, Caller(practice="one", user="dana", role="biller"))
    carried = given if isinstance(given, str) else json.dumps([*given, mark])
    assert sign_in(browser(people), "dana", carried=carried).headers["location"] == "/app/ask"


def test_an_old_word_among_carried_fields_stays_behind(people: Any) -> None:
    mark = mark_of(people.assistant.office, Caller(practice="one", user="dana", role="biller"))
    carried = json.dumps(["/app/ask", [["text", "mine"], ["form_word", "theirs"]], False, mark])
    back = sign_in(browser(people), "dana", carried=carried).text
    assert "mine" in back
    assert "theirs" not in back


def test_a_form_with_an_old_word_leaves_a_line_in_the_trail(people: Any) -> None:
    client = browser(people)
    sign_in(client, "dana")
    client.post("/app/ask", data={"text": "what is CO-50?", "form_word": "old"})
    *_, line = people.assistant.office.audit.lines("one")
    assert (line.user, line.action, line.subject) == ("dana", "denied", "POST /app/ask")
    assert "word is missing or old" in line.detail


def test_the_door_is_looked_after_beside_the_loop(people: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    threads = []

    def looked(service: Service) -> bool:
        threads.append(threading.current_thread().name)
        return False

    client = browser(people)
    monkeypatch.setattr(Service, "needs_nobody", property(looked))
    assert client.get("/app/cases").status_code == 303
    assert threads
    assert all("worker" in each.casefold() for each in threads)


def test_a_form_of_another_site_is_not_carried(people: Any) -> None:
    client = browser(people)
    answer = client.post("/app/ask", data={"text": "x"}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 401
    assert "carried" not in answer.text
