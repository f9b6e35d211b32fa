"""The Home tab and the prompts that a person's role suggests."""

from __future__ import annotations

from collections.abc import Iterator

from slack_sdk.errors import SlackApiError

from api.slack.card import Block, button, section, text_of
from api.slack.delivery import Delivery
from api.slack.room import Room, log
from assistant.domain.draft import Deadline

_ROLES = {
    "coordinator": "Insurance coordinator",
    "biller": "Biller",
    "front_desk": "Front desk",
    "dentist": "Dentist",
}
#: Four for each role: what stands on the button, and what it asks.
PROMPTS: dict[str, tuple[tuple[str, str], ...]] = {
    "coordinator": (
        ("What does this denial mean?", "What does CO-16 N362 mean and what do I do?"),
        ("When is the appeal due?", "What is the deadline to appeal for a self-funded plan, letter of 2026-11-02?"),
        ("Is it covered?", "Is D2740 covered under Northlake Dental?"),
        ("What do I ask the payer?", "What do I ask Northlake Dental when I verify benefits for a crown?"),
    ),
    "biller": (
        ("Medical or dental first?", "Does a sleep appliance (E0486) go to medical or dental first?"),
        ("Which code?", "Is D4341 billed per quadrant?"),
        ("What does this denial mean?", "What does PR-96 N130 mean and what do I do?"),
        ("What must be attached?", "What does Northlake Dental want attached to D4341?"),
    ),
    "front_desk": (
        ("How often is it covered?", "How often does Northlake Dental cover D1110?"),
        ("Is it covered?", "Is D2740 covered under Northlake Dental?"),
        ("Who owes the rest?", "May we bill the patient for CO-45?"),
        ("What do I ask the payer?", "What do I ask Northlake Dental when I verify benefits for a crown?"),
    ),
    "dentist": (
        ("What must the chart say?", "What does Northlake Dental want documented for D4341?"),
        ("What proves a crown?", "What are Northlake Dental's criteria for D2740?"),
        ("Why was it denied?", "Why would D2950 be denied with D2740?"),
        ("Sleep appliance", "Does Northlake Health need prior authorization for E0486?"),
    ),
}
_ASKED = "What would you like to know?"
_CASES, _DRAFTS = 25, 8


class Home:
    """One person's tab."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def opened(self, found: Delivery) -> None:
        """Show the tab, or in the conversation the prompts of the role."""
        event = found.body.get("event", {})
        if event.get("tab") == "messages" or event.get("type") == "assistant_thread_started":
            self._prompts(found)
        else:
            self._publish(found.user)

    def role_chosen(self, found: Delivery, role: str) -> None:
        """Keep what a person does in the office."""
        if role in _ROLES:
            self._room.keep(f"role:{found.user}", {"role": role})
        self._publish(found.user)

    def _role(self, user: str) -> str:
        return str(self._room.kept(f"role:{user}").get("role", "coordinator"))

    def _prompts(self, found: Delivery) -> None:
        prompts = [{"title": title, "message": message} for title, message in PROMPTS[self._role(found.user)]]
        try:
            self._room.client.assistant_threads_setSuggestedPrompts(
                channel_id=found.channel, thread_ts=found.thread or None, title=_ASKED, prompts=prompts
            )
        except SlackApiError as error:
            log.info("no prompts shown: %s", error.response.get("error"))

    def _publish(self, user: str) -> None:
        self._room.client.views_publish(user_id=user, view={"type": "home", "blocks": self.blocks(user)})

    def blocks(self, user: str) -> list[Block]:
        """What the tab shows: role, open deadlines, recent drafts; no name of a patient."""
        role = self._role(user)
        options = [{"text": text_of(label), "value": name} for name, label in _ROLES.items()]
        chosen = next(option for option in options if option["value"] == role)
        menu = {"type": "static_select", "action_id": "cw_role", "options": options, "initial_option": chosen}
        return [
            {"type": "header", "text": text_of("Claimwright")},
            {**section("Your role decides which questions are suggested."), "accessory": menu},
            {"type": "actions", "elements": [button("New draft or estimate", "cw_new", "new")]},
            {"type": "header", "text": text_of("Open deadlines")},
            section("\n".join(self._deadlines(user)) or "None of the kept cases has a deadline that can be counted."),
            {"type": "header", "text": text_of("Recent drafts")},
            section("\n".join(self._drafts(user)) or "No draft yet."),
        ]

    def _deadlines(self, user: str) -> Iterator[str]:
        assistant, caller = self._room.assistant, self._room.caller(user)
        due: list[tuple[Deadline, str]] = []
        for stored in assistant.desk.cases(caller, most=_CASES):
            held = assistant.deadline(caller, stored.case).deadline
            if held is not None and not held.passed(assistant.today):
                codes = ", ".join(dict.fromkeys(line.code for line in stored.case.claim.lines[:3]))
                due.append((held, f"{stored.case.claim.payer or 'payer not named'}, {codes}, case {stored.id[-6:]}"))
        for held, what in sorted(due, key=lambda pair: pair[0].date)[:_DRAFTS]:
            yield f"• {held.date.isoformat()} ({held.days_left} days left): {what}"

    def _drafts(self, user: str) -> Iterator[str]:
        for stored in self._room.assistant.desk.drafts(self._room.caller(user), most=_DRAFTS):
            day, kind = stored.changed_at.date().isoformat(), stored.kind.replace("_", " ")
            yield f"• {day}: {kind}, {stored.status.replace('_', ' ')}, draft {stored.id[-6:]}"
