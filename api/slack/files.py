"""Files that people send: fetched from the workspace alone, read, confirmed without what points to a patient."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from api.slack.asking import Asking
from api.slack.card import Block, button, section
from api.slack.commands import denial_text
from api.slack.delivery import Delivery
from api.slack.drafts import Drafting
from api.slack.personal import look
from api.slack.room import Room, heard
from api.slack.voice import Voice
from assistant.chains.incoming.take_in import Said
from assistant.domain.caller import Caller
from assistant.domain.denial import DenialDecoding
from assistant.domain.errors import BadInput, ClaimwrightError, NotFound
from assistant.domain.incoming import Paper
from assistant.domain.records import Remittance
from assistant.tables.payers import payers_in

_LARGEST = 20_000_000
_FILES, _CLAIMS, _LINES = 3, 5, 8
_HOST = "files.slack.com"
_OTHER = (
    "A payer's policy becomes a source of answers when it is added to the library: on the office's page under Library, "
    "or with `claimwright corpus add`. Chart notes belong to their case on the page. To explain a denial, send me its "
    "letter or its remittance (835)."
)


class Files:
    """The files of one app."""

    def __init__(self, room: Room, voice: Voice, asking: Asking, drafting: Drafting) -> None:
        self._room = room
        self._voice = voice
        self._asking = asking
        self._drafting = drafting

    @staticmethod
    def sent_with(found: Delivery) -> bool:
        """Whether files came with a message."""
        return bool(found.body.get("event", {}).get("files"))

    def take(self, found: Delivery) -> None:
        """Read the files of a message and say what they hold; then answer what was asked with them."""
        if self._room.profile(found).phi == "deny" and not found.in_direct:
            self._voice.nudge(
                found,
                "Files of payers hold patient data, which this channel does not take; I did not open it. "
                "Send it to me in a direct message, or use the office's page, and please delete it here.",
                self._asking.page_button(),
            )
            return
        files = found.body["event"]["files"]
        for number, file in enumerate(files[:_FILES], start=1):
            self._voice.status(found, "Reading the file")
            try:
                self._confirm(found, file)
            except ClaimwrightError as error:
                which = f"File {number}" if len(files) > 1 else "The file"
                self._voice.tell(found, f"{which} was not read: {error}")
        if len(files) > _FILES:
            self._voice.tell(
                found, f"I read the first {_FILES} of {len(files)} files. Please send me the others again."
            )
        self._voice.status(found, "")
        if heard(found.text):
            self._asking.message(found)

    def draft(self, found: Delivery, value: str) -> None:
        """Draft an appeal from a file that was confirmed."""
        file_id, _, number = value.partition(":")
        held = self._room.kept(f"file:{file_id}")
        if not held:
            raise NotFound("this file is no longer known", fix="send it again")
        assistant, caller = self._room.assistant, self._room.caller(found.user)
        data = self._fetch(held["url"])
        claim = _claims(assistant.read(caller, data, "file"))[int(number or 0)] if _is_x12(data) else None
        case = assistant.intake(caller, [Paper("denial letter", data)], Said(claim=claim)).case
        if case is None:
            raise BadInput("the file denies several claims", fix="send it again and choose one of them")
        self._drafting.draft(found, "appeal", case, personal=True)

    def _confirm(self, found: Delivery, file: Mapping[str, Any]) -> None:
        if file.get("file_access") == "check_file_info":  # of another workspace: what it is must be asked for
            file = self._room.client.files_info(file=str(file.get("id")))["file"]
        url = str(file.get("url_private_download") or file.get("url_private") or "")
        if int(file.get("size") or 0) > _LARGEST:
            raise BadInput(f"the file is larger than {_LARGEST // 1_000_000} MB", fix="send it in parts")
        data = self._fetch(url)
        assistant, caller = self._room.assistant, self._room.caller(found.user)
        file_id = str(file.get("id") or "")
        self._room.keep(f"file:{file_id}", {"url": url})
        if _is_x12(data):
            blocks = self._remittance(
                assistant.read(caller, data, "file"), assistant.decode_file(caller, data), file_id
            )
        else:
            blocks = self._paper(caller, data, str(file.get("name") or ""), file_id)
        self._voice.reply(found, "I read the file.", blocks)

    def _paper(self, caller: Caller, data: bytes, name: str, file_id: str) -> list[Block]:
        """What a letter or another paper says; a policy is told from a letter by its own words."""
        from assistant.intake.kinds import kind_of
        from assistant.readers.document import read_text

        text = read_text(data, name)
        read = self._room.assistant.decode(caller, text=text)
        kind = kind_of(text)
        if not read.codes and kind not in ("denial_letter", "letter", "remittance"):
            named = [match.name for match in payers_in(text) if match.name]
            about = f" of {named[0]}" if named else ""
            return [section(f"I read {len(text.split()):,} words{about}, which are not a denial letter. {_OTHER}")]
        said = look(denial_text(read)).text
        made = button("Draft an appeal", "cw_file_draft", f"{file_id}:")
        return [
            section(f"I read this as a denial letter. Is it right?\n{said}"),
            {"type": "actions", "elements": [made]},
        ]

    def _remittance(self, records: Any, read: DenialDecoding, file_id: str) -> list[Block]:
        if not isinstance(records, Remittance):
            raise BadInput("this X12 file holds no remittance", fix="send an 835, or a denial letter")
        claims = [claim for check in records.checks for claim in check.claims]
        denied = _claims(records)
        lines = [
            f"I read a remittance with {len(claims)} claims, {len(denied)} of them with a denied line. Is it right?"
        ]
        numbers = {number: place for place, number in enumerate(denied, start=1)}
        for line in read.lines[:_LINES]:
            place = f"claim {numbers[line.claim]}" if line.claim in numbers else "a claim"
            amount = f"${line.amount}" if line.amount is not None else "an unreadable amount"
            codes = " ".join(line.reading.codes)
            lines.append(f"• {place}, {line.code or 'whole claim'}: {amount}, {codes}: {line.reading.meaning}")
        if len(read.lines) > _LINES:
            lines.append(f"and {len(read.lines) - _LINES} more")
        lines += [f"• Warning: {each.message}" for each in records.warnings[:3]]
        blocks = [section(look("\n".join(lines)).text)]
        made = [
            # each button of a message has an action of its own
            {**button(f"Draft appeal, claim {place + 1}", "cw_file_draft", f"{file_id}:{place}")}
            for place in range(min(len(denied), _CLAIMS))
        ]
        return [*blocks, *({"type": "actions", "elements": [each]} for each in made)]

    def _fetch(self, url: str) -> bytes:
        import httpx

        if not self._ours(url):
            raise BadInput("the file does not lie with the workspace; it was not fetched", fix="upload the file itself")
        headers = {"Authorization": f"Bearer {self._room.client.token}"}
        data = bytearray()
        try:
            with httpx.stream("GET", url, headers=headers, timeout=30, follow_redirects=False) as response:
                if response.status_code != 200 or "text/html" in response.headers.get("content-type", ""):
                    raise BadInput(
                        f"Slack did not hand the file out ({response.status_code})",
                        fix="give the app the scope files:read",
                    )
                for part in response.iter_bytes():
                    data += part
                    if len(data) > _LARGEST:
                        raise BadInput(f"the file is larger than {_LARGEST // 1_000_000} MB", fix="send it in parts")
        except httpx.HTTPError as error:
            raise BadInput(f"the file could not be fetched: {type(error).__name__}", fix="send it again") from None
        return bytes(data)

    def _ours(self, url: str) -> bool:
        given, base = urlsplit(url), urlsplit(self._room.client.base_url)
        if base.hostname == "slack.com":
            return given.scheme == "https" and given.netloc == _HOST
        return (given.scheme, given.netloc) == (base.scheme, base.netloc)


def _is_x12(data: bytes) -> bool:
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"ISA")


def _claims(records: Any) -> list[str]:
    """The numbers of the claims with a line that was refused, in the order of the file."""
    found = [
        claim.claim_id or claim.payer_claim_no
        for check in getattr(records, "checks", ())
        for claim in check.claims
        if claim.denied_lines or claim.partly_denied_lines
    ]
    return [number for number in dict.fromkeys(found) if number]
