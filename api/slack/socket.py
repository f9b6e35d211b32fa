"""Socket Mode: the workspace is reached from inside, so the office needs no public address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler

from api.slack.client import library_log
from assistant.domain.errors import Misconfigured

if TYPE_CHECKING:
    from api.slack.app import Door
    from assistant.settings import Settings


def socket_handler(door: Door, settings: Settings) -> SocketModeHandler:
    """The connection, not yet opened; it reconnects by itself. Raises ``Misconfigured`` without an app-level token."""
    if settings.slack_app_token is None:
        raise Misconfigured(
            "no app-level token", where="slack_app_token", fix="set CLAIMWRIGHT_SLACK_APP_TOKEN to the token xapp-..."
        )
    return SocketModeHandler(
        door.bolt,
        app_token=settings.slack_app_token.get_secret_value(),
        web_client=door.room.client,
        logger=library_log(),
        receive_buffer_size=65_536,
    )
