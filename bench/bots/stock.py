"""botbuilder as it comes: `CloudAdapter.process` and an empty bot. Arguments: port, Teams' address, app id.

Its own answer to an invoke is a plain text: with an object in the body this version answers 500.
"""

import sys
from types import SimpleNamespace
from typing import Any

from aiohttp import web
from botbuilder.core import Bot, InvokeResponse, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
from botbuilder.schema import Activity, ActivityTypes
from botframework.connector.auth import (
    AppCredentials,
    AuthenticationConstants,
    PasswordServiceClientCredentialFactory,
)


class GivenToken(AppCredentials):
    """Spares it the token request that it makes each turn: the authority is not what is measured."""

    def get_access_token(self, force_refresh: bool = False) -> str:
        return "given"


class Credentials(PasswordServiceClientCredentialFactory):
    async def create_credentials(self, app_id: str, *rest: Any, **more: Any) -> AppCredentials:
        return GivenToken(app_id=app_id)


class Echo(Bot):
    async def on_turn(self, context: TurnContext) -> None:
        if context.activity.type == ActivityTypes.invoke:
            await context.send_activity(
                Activity(type=ActivityTypes.invoke_response, value=InvokeResponse(status=200, body="Done"))
            )
        elif context.activity.type == ActivityTypes.message:
            await context.send_activity("Done")


def make_app(teams: str, app_id: str) -> web.Application:
    # The keys' address is a setting of its own; setting one of these means setting all.
    settings = SimpleNamespace(
        TO_CHANNEL_FROM_BOT_LOGIN_URL=AuthenticationConstants.TO_CHANNEL_FROM_BOT_LOGIN_URL_PREFIX + "botframework.com",
        TO_CHANNEL_FROM_BOT_OAUTH_SCOPE=AuthenticationConstants.TO_CHANNEL_FROM_BOT_OAUTH_SCOPE,
        TO_BOT_FROM_CHANNEL_TOKEN_ISSUER=AuthenticationConstants.TO_BOT_FROM_CHANNEL_TOKEN_ISSUER,
        OAUTH_URL=AuthenticationConstants.OAUTH_URL,
        TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL=f"{teams}/.well-known/openidconfiguration",
        TO_BOT_FROM_EMULATOR_OPENID_METADATA_URL=f"{teams}/.well-known/openidconfiguration",
    )
    credentials = Credentials(app_id, "the client secret")
    adapter, bot = (
        CloudAdapter(ConfigurationBotFrameworkAuthentication(settings, credentials_factory=credentials)),
        Echo(),
    )

    async def messages(request: web.Request) -> web.Response:
        answer: web.Response = await adapter.process(request, bot)
        return answer

    app = web.Application()
    app.router.add_post("/api/messages", messages)
    return app


if __name__ == "__main__":
    port, teams, app_id = sys.argv[1:4]
    web.run_app(make_app(teams, app_id), host="127.0.0.1", port=int(port), print=None, access_log=None)
