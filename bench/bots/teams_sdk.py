"""The Teams SDK with an empty handler for a card's button. Arguments: port, Teams' address, app id.

It runs on its own default server, FastAPI on uvicorn, told to listen on loopback alone and to keep no access log.
"""

import asyncio
import sys

import uvicorn
from fastapi import FastAPI
from microsoft_teams.api import AdaptiveCardActionMessageResponse, AdaptiveCardInvokeActivity
from microsoft_teams.api.auth.cloud_environment import PUBLIC, with_overrides
from microsoft_teams.apps import ActivityContext, App, FastAPIAdapter


def make_app(port: int, teams: str, app_id: str) -> App:
    def server(app: FastAPI) -> uvicorn.Server:
        return uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning", access_log=False))

    app = App(
        client_id=app_id,
        client_secret="the client secret",
        tenant_id="tenant",
        cloud=with_overrides(PUBLIC, openid_metadata_url=f"{teams}/openidconfiguration"),
        http_server_adapter=FastAPIAdapter(server_factory=server),
    )

    @app.on_card_action
    async def pressed(context: ActivityContext[AdaptiveCardInvokeActivity]) -> AdaptiveCardActionMessageResponse:
        return AdaptiveCardActionMessageResponse(value="Done")

    return app


if __name__ == "__main__":
    port, teams, app_id = sys.argv[1:4]
    asyncio.run(make_app(int(port), teams, app_id).start(int(port)))
