"""From a case to a letter in a direct message: the draft is kept in the office, its Word file is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.slack.card import Block, section
from api.slack.delivery import Delivery
from api.slack.escape import mrkdwn, plain
from api.slack.personal import look
from api.slack.room import Room
from api.slack.voice import Voice
from assistant.domain.draft import Draft, DraftKind
from assistant.domain.stored import DraftOptions, StoredDraft

if TYPE_CHECKING:
    from assistant.domain.case import Case

_STATUS = {
    "blocked": "It is blocked: something in it is not proved.",
    "not_found": "Nothing was found to stand on.",
    "needs_review": "It needs a person's look before it goes out.",
    "ready": "It is ready to be signed off.",
}
_SHOWN = 6


class Drafting:
    """Drafts of the office, asked for in the workspace."""

    def __init__(self, room: Room, voice: Voice) -> None:
        self._room = room
        self._voice = voice

    def draft(self, found: Delivery, kind: DraftKind, case: Case, *, personal: bool = False) -> str:
        """Keep the case, draft it, send the result to the person alone; returns the draft's id.

        A ``personal`` case names its patient: without an agreement its letter stays in the office.
        """
        from assistant.rendering.docx import letter_docx

        caller, desk = self._room.caller(found.user), self._room.assistant.desk
        stored = self._stored(found, kind, case)
        title = f"{kind.replace('_', ' ').capitalize()}, draft"
        stays = personal and self._room.profiles.direct.phi == "deny"
        blocks = draft_card(title, stored.draft, clean=stays)
        if stays:
            page = self._room.profiles.page
            where = f"on the office's page ({page})" if page else "in the office, as `claimwright serve` shows it"
            blocks.append(section(f"The letter names the patient, so it is kept {where} and not sent here."))
        channel, ts = self._voice.direct(found, mrkdwn(f"{title}: {_STATUS[stored.status]}"), blocks)
        if stays:
            return stored.id
        with desk.printable(caller, stored.id, "docx") as (_, drafted, _folder):
            content = letter_docx(drafted.letter, template=self._room.template)
        name = f"{kind}-{stored.id[-6:]}-draft.docx"
        if not self._voice.said.file(found, name, channel, ts):
            self._room.client.files_upload_v2(filename=name, file=content, title=name, channel=channel, thread_ts=ts)
        return stored.id

    def _stored(self, found: Delivery, kind: DraftKind, case: Case) -> StoredDraft:
        """The draft in the office: the one of before where work on the delivery broke off after it."""
        caller, desk, key = self._room.caller(found.user), self._room.assistant.desk, f"draft:{found.keys[0]}"
        before = self._room.kept(key) if found.again else {}
        if before:
            return desk.draft(caller, before["id"])
        kept = desk.add_case(caller, case)
        stored = desk.add_draft(caller, kept.id, kind, DraftOptions(dated=self._room.assistant.today))
        self._room.keep(key, {"id": stored.id})
        return stored


def draft_card(title: str, draft: Draft, *, clean: bool = False) -> list[Block]:
    """A draft in short: status, deadline, criteria, what is missing, ``clean`` of what points to a patient."""
    lines = [f"*{mrkdwn(title)}: {mrkdwn(_STATUS[draft.status])}*"]
    if draft.action not in ("none", "appeal"):
        lines.append(f"What the case calls for: {mrkdwn(draft.action.replace('_', ' '))}.")
    if draft.deadline is not None:
        sent = draft.deadline.send_by or draft.deadline.date
        lines.append(f"Last safe day {draft.deadline.date.isoformat()}; send it by {sent.isoformat()}.")
    numbered = [row for row in draft.criteria if row.depth == 0]
    if numbered:
        met = sum(row.status == "met" for row in numbered)
        lines.append(f"Criteria of the payer: {met} of {len(numbered)} met.")
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "\n".join(lines), "verbatim": True}}]
    wanted = [each.ask for each in draft.placeholders]
    wanted += [f"{each.message} {each.fix}".strip() for each in draft.findings if each.severity == "error"]
    if wanted:
        more = len(wanted) - _SHOWN
        wanted = [look(item).text for item in wanted] if clean else wanted
        listed = [f"• {plain(item, 400)}" for item in dict.fromkeys(wanted[:_SHOWN])]
        blocks.append(section("\n".join(["To do:", *listed, *([f"and {more} more in the file"] if more > 0 else [])])))
    return blocks
