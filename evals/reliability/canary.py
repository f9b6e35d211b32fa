"""A made-up person sent in by every door; afterwards looked for in every place where nobody may read it.

Places: every file of the home (database, index, caches, logs), what the doors print and log, problems that are
answered, figures, requests to a hosted model, and what is posted in a channel.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from evals.benches._workspace import (
    CHANNEL,
    Workspace,
    direct,
    mention,
    message_shortcut,
    running,
    submission,
    wait_for,
)
from evals.benches._workspace import command as slash
from evals.reliability.doors import command, door, listening_model, service
from evals.reliability.people import Person, case_of, people, remittance_of, sentence
from evals.reliability.row import Tried

_QUESTION = "does Brightsmile replace a crown after 5 years?"


@dataclass
class Places:
    """Where the person may not be, by name; ``sent`` counts what was sent in."""

    folder: Path
    texts: list[tuple[str, bytes]] = field(default_factory=list)
    sent: int = 0

    @property
    def home(self) -> Path:
        """The home of every door."""
        return self.folder / "home"

    def add(self, place: str, text: str | bytes) -> None:
        """Keep what was seen at a place."""
        self.texts.append((place, text.encode() if isinstance(text, str) else text))

    def everything(self) -> Iterator[tuple[str, bytes]]:
        """What was seen, and every file of the home as it is now."""
        yield from self.texts
        for path in sorted(self.home.rglob("*")):
            if path.is_file():
                yield str(path.relative_to(self.folder)), path.read_bytes()


def through_every_door(folder: Path, most: int, seed: int) -> Tried:
    """So many people, each through every way in of every door."""
    folder.mkdir(parents=True, exist_ok=True)
    places = Places(folder)
    wanted = people(most, seed)
    with listening_model() as (url, heard):
        model = {"CLAIMWRIGHT_MODEL": "openai:listening", "OPENAI_BASE_URL": url, "OPENAI_API_KEY": "none"}
        # so many requests a minute that each is worked on: one that is told to wait proves nothing
        unlimited = {"CLAIMWRIGHT_REQUESTS_PER_MINUTE": "10000000"}
        surroundings = {"CLAIMWRIGHT_HOME": str(places.home), **model, **unlimited}
        for work in (_command_line, _http, _slack):
            work(places, wanted, surroundings)
        places.add("the hosted model", b"\n".join(heard))
        asked = len(heard)
    found = sorted({hit for person in wanted for hit in _found(places, person)})
    if not asked:
        found.append("no door asked the hosted model: nothing is proved of it")
    return Tried(places.sent, len(found), tuple(found))


def _found(places: Places, person: Person) -> Iterator[str]:
    for place, text in places.everything():
        told = text.lower()
        for mark in person.marks:
            if mark.lower().encode() in told:
                yield f"{place}: {mark}"


# Doors


def _command_line(places: Places, wanted: list[Person], surroundings: dict[str, str]) -> None:
    """What a person prints on the own screen is theirs; what is complained of, and what stays, is looked at."""
    for number, person in enumerate(wanted[:2]):
        folder = places.folder / "papers"
        folder.mkdir(exist_ok=True)
        case, era, note = folder / "case.json", folder / "era.835", folder / "note.txt"
        case.write_text(json.dumps(case_of(person)), encoding="utf-8")
        era.write_bytes(remittance_of(person))
        note.write_text(sentence(person, number), encoding="utf-8")
        broken = folder / "broken.json"
        broken.write_text(json.dumps({"lane": person.last, "lines": person.member}), encoding="utf-8")
        text = f"{sentence(person, number)}: {_QUESTION}"
        ways: tuple[tuple[str, ...], ...] = (
            ("ask", text, "--thread", f"t{number}"),
            ("ask", "and the notice?", "--thread", f"t{number}", "--case", str(case)),
            ("search", text),
            ("denial", text),
            ("code", person.member),
            ("read", str(era)),
            ("case", "new", "--era", str(era), "--claim", "A1", "--notes", str(note), "-o", str(folder / "made.yaml")),
            ("draft", "appeal", str(case), "--out", str(folder / f"{number}.docx")),
            ("check", str(broken)),
            ("estimate", str(case)),
            ("lane", str(case)),
            ("read", str(note)),
        )
        for words in ways:
            _, _, complaint = command(words, surroundings)
            places.add(f"complaint of {' '.join(words[:2])[:24]}", complaint)
            places.sent += 1


def _http(places: Places, wanted: list[Person], surroundings: dict[str, str]) -> None:
    log = places.folder / "service.log"
    with service(surroundings, log) as address, httpx.Client(base_url=address, timeout=120) as client:
        for number, person in enumerate(wanted):
            for path, send in _requests(person, number).items():
                answered = send(client)
                places.sent += 1
                if answered.status_code >= 400:
                    places.add(f"problem of {path}", answered.text)
        for path in ("/metrics", "/v1/threads", "/v1/feedback"):
            places.add(path, client.get(path).text)
    places.add("log of the service", log.read_bytes())


def _requests(person: Person, number: int) -> dict[str, Callable[[httpx.Client], httpx.Response]]:
    """Every way in by HTTP, and the same sent wrongly."""
    text = f"{sentence(person, number)}: {_QUESTION}"
    case, thread = case_of(person), f"h{number}"
    chat = {"model": "claimwright", "messages": [{"role": "user", "content": text}]}
    remark = {"trace_id": "t", "verdict": "wrong", "comment": text, "question": text, "answer": text}
    era, whole = remittance_of(person), f"{person.first} {person.last}"
    return {
        "ask": lambda c: c.post("/v1/ask", json={"text": text, "thread": thread}),
        "ask/stream": lambda c: c.post("/v1/ask/stream", json={"text": text, "thread": thread}),
        "chat": lambda c: c.post("/v1/chat/completions", json=chat),
        "search": lambda c: c.get("/v1/search", params={"q": text}),
        "feedback": lambda c: c.post("/v1/feedback", json=remark),
        "contacts": lambda c: c.post("/v1/contacts", json={"note": f"called about {text}"}),
        "cases": lambda c: c.post("/v1/cases", json=case),
        "drafts": lambda c: c.post(
            f"/v1/cases/{c.post('/v1/cases', json=case).json()['id']}/drafts", json={"kind": "appeal"}
        ),
        "intake": lambda c: c.post("/v1/cases/intake", files={"file": ("a.835", era)}, data={"claim": "A1"}),
        "read": lambda c: c.post("/v1/read", files={"file": ("a.835", era)}),
        "decode": lambda c: c.post("/v1/denials/decode", json={"text": text}),
        "check": lambda c: c.post("/v1/claims/check", json=case["claim"] | {"narrative": text}),
        "estimate": lambda c: c.post("/v1/estimate", json=case),
        "lane": lambda c: c.post("/v1/lane", json=case),
        "escalations": lambda c: c.post("/v1/escalations", json={"thread": thread}),
        "codes": lambda c: c.get(f"/v1/codes/{person.member}"),
        "threads of a name": lambda c: c.get(f"/v1/threads/{person.last}"),
        "a stranger's key": lambda c: c.get("/v1/cases", headers={"Authorization": f"Bearer {person.member}"}),
        "wrong ask": lambda c: c.post("/v1/ask", json={"text": text, "as_of": person.last, whole: person.member}),
        "wrong case": lambda c: c.post("/v1/cases", json={"claim": {"lane": person.last, "lines": person.member}}),
        "wrong claim": lambda c: c.post("/v1/claims/check", json={"lane": "dental", "patient": person.phone}),
        "wrong read": lambda c: c.post("/v1/read", files={"file": (f"{person.last}.835", text.encode())}),
        "wrong kpi": lambda c: c.post("/v1/reports/kpi", files={"file": ("x.csv", text.encode())}),
        "no JSON": lambda c: c.post("/v1/ask", content=text.encode(), headers={"Content-Type": "application/json"}),
        "wrong path": lambda c: c.get(f"/v1/{person.last}/{person.member}"),
    }


def _slack(places: Places, wanted: list[Person], surroundings: dict[str, str]) -> None:
    log = places.folder / "slack.log"
    with running() as workspace:
        workspace.open_socket()
        given = {
            **surroundings,
            "CLAIMWRIGHT_SLACK_BOT_TOKEN": "xoxb-test",
            "CLAIMWRIGHT_SLACK_APP_TOKEN": "xapp-test",
            "CLAIMWRIGHT_SLACK_API": workspace.base,
        }
        with door(("slack",), given, log):
            if not wait_for(lambda: bool(workspace.sockets), 120):
                raise RuntimeError("the door did not connect")
            for number, person in enumerate(wanted):
                _message(places, workspace, person, number)
            wait_for(lambda: len(workspace.acks) >= workspace.sent, 60)
            _settle(workspace)
        places.add("what is posted", workspace.everything())
        places.add(CHANNEL, json.dumps(workspace.said(CHANNEL)))
    places.add("log of the door", log.read_bytes())


def _message(places: Places, workspace: Workspace, person: Person, number: int) -> None:
    text = f"{sentence(person, number)}: {_QUESTION}"
    form = {"kind": "appeal", "payer": "Brightsmile Dental", "codes": "D2740 #19", "reason": "CO-50", "notes": text}
    ways = (
        (mention(text), "events_api"),
        (direct(text), "events_api"),
        (slash(f"ask {text}", workspace.base), "slash_commands"),
        (message_shortcut(text, workspace.base), "interactive"),
        (submission("cw_form_intake", form), "interactive"),
    )
    for payload, kind in ways:
        workspace.envelope(payload, kind=kind)
        places.sent += 1


def _settle(workspace: Workspace) -> None:
    """Wait until nothing has been called for three seconds."""
    until, last = time.monotonic() + 90, -1
    while time.monotonic() < until and len(workspace.calls) != last:
        last = len(workspace.calls)
        time.sleep(3)
