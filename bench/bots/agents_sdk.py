"""The Microsoft 365 Agents SDK with an empty handler for a card's button. Arguments: port, Teams' address, app id."""

import sys
from typing import Any

from aiohttp import web
from microsoft_agents.activity import AdaptiveCardInvokeResponse
from microsoft_agents.hosting.aiohttp import CloudAdapter, jwt_authorization_middleware, start_agent_process
from microsoft_agents.hosting.core import (
    AgentApplication,
    AgentAuthConfiguration,
    MemoryStorage,
    TurnContext,
    TurnState,
)
from microsoft_agents.hosting.core.authorization import AccessTokenProviderBase, ConnectionManager, _entra_issuers


class GivenToken(AccessTokenProviderBase):
    """Spares it its token request: the authority is not what is measured."""

    def __init__(self, configuration: AgentAuthConfiguration) -> None:
        self._configuration = configuration

    @property
    def configuration(self) -> AgentAuthConfiguration:
        return self._configuration

    async def get_access_token(self, resource_url: str, scopes: list[str], force_refresh: bool = False) -> str:
        return "given"

    def get_token_credential(self) -> Any:
        """Not asked for."""


def make_app(teams: str, app_id: str) -> web.Application:
    # There is no setting for where the Bot Connector's keys are: its table of addresses is changed.
    _entra_issuers.BOTFRAMEWORK_JWKS_URIS["https://api.botframework.com"] = f"{teams}/keys"
    configuration = AgentAuthConfiguration(client_id=app_id, client_secret="the client secret", tenant_id="tenant")
    connections = ConnectionManager(GivenToken, {"SERVICE_CONNECTION": configuration})
    adapter = CloudAdapter(connection_manager=connections)
    agent = AgentApplication[TurnState](storage=MemoryStorage(), adapter=adapter, connection_manager=connections)

    @agent.adaptive_card.action_execute("form.save")
    async def pressed(context: TurnContext, state: TurnState, data: object) -> AdaptiveCardInvokeResponse:
        return AdaptiveCardInvokeResponse(
            status_code=200, type="application/vnd.microsoft.activity.message", value="Done"
        )

    async def messages(request: web.Request) -> web.Response:
        answer: web.Response = await start_agent_process(request, agent, adapter)
        return answer

    app = web.Application(middlewares=[jwt_authorization_middleware])
    app["agent_configuration"] = configuration
    app.router.add_post("/api/messages", messages)
    return app


if __name__ == "__main__":
    port, teams, app_id = sys.argv[1:4]
    web.run_app(make_app(teams, app_id), host="127.0.0.1", port=int(port), print=None, access_log=None)
