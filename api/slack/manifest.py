"""The app manifest: what an administrator pastes to make the app, for either transport."""

from __future__ import annotations

from typing import Any, Literal

from api.slack.home import PROMPTS
from assistant.domain.errors import BadInput

Mode = Literal["socket", "http"]

#: What the bot token must be allowed, each with its reason.
SCOPES = {
    "app_mentions:read": "hear mentions",
    "assistant:write": "show status and suggested prompts",
    "channels:history": "hear follow-ups in public channels",
    "groups:history": "hear follow-ups in private channels",
    "mpim:history": "hear follow-ups in group messages",
    "im:history": "hear direct messages",
    "im:write": "open a direct message",
    "chat:write": "answer",
    "commands": "take /claim and shortcuts",
    "files:read": "read files that are sent",
    "files:write": "send letters",
}
EVENTS = ("app_home_opened", "app_mention", "message.channels", "message.groups", "message.im", "message.mpim")
_WHAT = "Answers about coverage, codes, denials and deadlines from payer policies, with their sources"
_LONG = (
    "Claimwright answers questions of dental offices that also bill medical insurance. It quotes the payer's documents "
    "in force, explains denials, counts deadlines and drafts letters whose every statement has a source. It says so "
    "where no document answers, and it keeps patient data out of channels."
)


def manifest(mode: Mode, *, url: str | None = None, name: str = "Claimwright") -> dict[str, Any]:
    """The manifest. Raises ``BadInput`` for HTTP mode without an https address."""
    if mode == "http" and not (url or "").startswith("https://"):
        raise BadInput("HTTP mode needs the public address", where="--url", fix="--url https://claims.office.example")
    address = f"{(url or '').rstrip('/')}/slack/events" if mode == "http" else None
    delivered_to = {"url": address} if address else {}
    requested = {"request_url": address} if address else {}
    prompts = [{"title": title, "message": message} for title, message in PROMPTS["coordinator"]]
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": name,
            "description": _WHAT,
            "long_description": _LONG,
            "background_color": "#1d3d4f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": name.casefold(), "always_online": False},
            "agent_view": {"agent_description": _WHAT, "suggested_prompts": prompts},
            "slash_commands": [
                {
                    "command": "/claim",
                    "description": "Ask, check, count a deadline, explain a denial, draft",
                    "usage_hint": "ask | check | deadline | denial | draft",
                    "should_escape": False,
                    **delivered_to,
                }
            ],
            "shortcuts": [
                {
                    "name": "Explain this denial",
                    "type": "message",
                    "callback_id": "cw_explain_denial",
                    "description": "Say what a denial means and what to do",
                },
                {
                    "name": "Draft appeal",
                    "type": "global",
                    "callback_id": "cw_new_draft",
                    "description": "Open the form for an appeal, a narrative or an estimate",
                },
            ],
        },
        "oauth_config": {"scopes": {"bot": sorted(SCOPES)}},
        "settings": {
            "event_subscriptions": {**requested, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **requested},
            "org_deploy_enabled": False,
            "socket_mode_enabled": mode == "socket",
            "token_rotation_enabled": False,
        },
    }
