"""The client of the workspace's interface, quiet in the log, and who its token belongs to."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler, RateLimitErrorRetryHandler

from api.slack.delivery import Identity
from assistant.domain.errors import Misconfigured

if TYPE_CHECKING:
    from assistant.settings import Settings

_LIBRARIES = ("slack_bolt", "slack_sdk")


class Silence(logging.Filter):
    """Keeps back what the libraries say below a warning, and every line that quotes a request's body."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a line may be written; what an error said is left out."""
        record.exc_info = record.exc_text = None
        return record.levelno >= logging.WARNING and "body" not in record.getMessage().casefold()


def library_log() -> logging.Logger:
    """The log that Bolt and its client write to."""
    quiet = logging.getLogger("claimwright.slack.library")
    quiet.setLevel(logging.WARNING)
    if not any(isinstance(each, Silence) for each in quiet.filters):
        quiet.addFilter(Silence())
    for name in (*_LIBRARIES, "slack_bolt.RequestVerification"):
        named = logging.getLogger(name)
        named.setLevel(logging.WARNING)
        if not any(isinstance(each, Silence) for each in named.filters):
            named.addFilter(Silence())
    return quiet


def web_client(settings: Settings) -> WebClient:
    """A client of the workspace's interface. Raises ``Misconfigured`` without a bot token."""
    if settings.slack_bot_token is None:
        raise Misconfigured(
            "no bot token", where="slack_bot_token", fix="set CLAIMWRIGHT_SLACK_BOT_TOKEN to the token xoxb-..."
        )
    base = settings.slack_api if settings.slack_api.endswith("/") else f"{settings.slack_api}/"
    handlers = [RateLimitErrorRetryHandler(max_retry_count=5), ConnectionErrorRetryHandler()]
    return WebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=base,
        retry_handlers=list(handlers),
        logger=library_log(),
        timeout=20,
    )


def who(client: WebClient) -> tuple[Identity, Mapping[str, str]]:
    """Who the token belongs to, and the answer's headers. Raises ``Misconfigured`` that says why not."""
    try:
        identity = client.auth_test()
    except SlackApiError as error:
        raise Misconfigured(
            f"Slack does not accept the bot token: {error.response.get('error')}",
            where="slack_bot_token",
            fix="install the app again and copy the Bot User OAuth Token",
        ) from error
    except (SlackClientError, OSError) as error:
        raise Misconfigured(
            f"Slack cannot be reached: {type(error).__name__}", where=client.base_url, fix="look at network and proxy"
        ) from error
    return Identity(
        team=str(identity.get("team_id")),
        bot_user=str(identity.get("user_id")),
        bot=str(identity.get("bot_id") or ""),
        name=str(identity.get("user") or "claimwright"),
    ), {str(name).lower(): str(value) for name, value in identity.headers.items()}
