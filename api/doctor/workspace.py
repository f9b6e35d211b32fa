"""The Slack workspace: tokens, what they may do, whether it can be reached. Nothing is posted."""

from __future__ import annotations

from collections.abc import Iterator

from api.doctor.check import Installation, Part
from assistant.domain.errors import ClaimwrightError
from assistant.settings import Settings


def workspace(at: Installation) -> Iterator[Part]:
    """Whether the app can answer, where one is set up."""
    if at.settings.slack_bot_token is None:
        yield Part(part="slack", state="ok", message="not set up", fix="claimwright slack manifest")
        return
    yield from examine_workspace(at.settings)


def examine_workspace(settings: Settings) -> Iterator[Part]:
    """The tokens, the scopes and the channel profiles on these settings."""
    from api.slack.client import web_client, who
    from api.slack.manifest import SCOPES
    from api.slack.profiles import load_profiles

    try:
        load_profiles(settings.slack_channels)
        me, headers = who(web_client(settings))
    except ClaimwrightError as error:
        yield Part(part="slack", state="missing", message=error.message, fix=error.fix)
        return
    yield Part(part="slack", state="ok", message=f"the bot token belongs to {me.name} in workspace {me.team}")
    granted = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",") if scope.strip()}
    lacking = sorted(set(SCOPES) - granted)
    if granted and lacking:
        yield Part(
            part="slack scopes",
            state="missing",
            message=f"lacks {', '.join(f'{scope} (to {SCOPES[scope]})' for scope in lacking)}",
            fix="paste the manifest again (claimwright slack manifest) and reinstall the app",
        )
    elif granted:
        yield Part(part="slack scopes", state="ok", message=f"all {len(SCOPES)} granted")
    yield from _transport(settings)


def _transport(settings: Settings) -> Iterator[Part]:
    from slack_sdk.errors import SlackApiError, SlackClientError

    from api.slack.client import web_client

    if settings.slack_app_token is not None:
        try:
            web_client(settings).apps_connections_open(app_token=settings.slack_app_token.get_secret_value())
        except SlackApiError as error:
            told = f"the app-level token is refused: {error.response.get('error')}"
            fix = "make an App-Level Token with the scope connections:write"
            yield Part(part="slack socket mode", state="missing", message=told, fix=fix)
        except (SlackClientError, OSError) as error:
            told = f"cannot be reached: {type(error).__name__}"
            yield Part(part="slack socket mode", state="missing", message=told, fix="look at network and proxy")
        else:
            yield Part(part="slack socket mode", state="ok", message="a connection is offered")
    elif settings.slack_signing_secret is None:
        yield Part(
            part="slack transport",
            state="missing",
            message="neither an app-level token (socket mode) nor a signing secret (HTTP mode)",
            fix="set CLAIMWRIGHT_SLACK_APP_TOKEN or CLAIMWRIGHT_SLACK_SIGNING_SECRET",
        )
    else:
        yield Part(part="slack http mode", state="ok", message="a signing secret is set")
