"""Which application the bot speaks as, and how it proves it: a secret, a certificate, or the word of its host."""

from collections.abc import Mapping
from pathlib import Path

from bot.certificate import certificate_in
from bot.credentials import CONNECTOR, GRAPH, AppTokens, ManagedTokens
from bot.settings import Settings

AUTHORITY = "https://login.microsoftonline.com"


def bot_tokens(settings: Settings, scope: str = CONNECTOR, tenant: str = "") -> AppTokens:
    """The bot's own, for the Connector unless another scope is named. Raises ValueError if its file has gone wrong."""
    if settings.app_type == "UserAssignedMSI":
        return ManagedTokens(settings.app_id, scope)
    own = settings.app_tenant_id if settings.app_type == "SingleTenant" else "botframework.com"
    credential = (
        _read(settings.app_certificate, "RR_APP_CERTIFICATE")
        if settings.app_certificate
        else settings.app_password.get_secret_value()
    )
    return AppTokens(settings.app_id, credential, f"{AUTHORITY}/{tenant or own}", scope)


def graph_tokens(settings: Settings) -> AppTokens:
    """As the application that may send: one of its own, or else the bot's."""
    tenant = settings.graph_tenant_id or settings.app_tenant_id
    if not settings.graph_app_id:
        return bot_tokens(settings, GRAPH, tenant)
    return AppTokens(settings.graph_app_id, _graph_credential(settings), f"{AUTHORITY}/{tenant}", GRAPH)


def _graph_credential(settings: Settings) -> str | Mapping[str, str]:
    if settings.graph_certificate:
        return _read(settings.graph_certificate, "RR_GRAPH_CERTIFICATE")
    return settings.graph_secret.get_secret_value()


def _read(file: Path, setting: str) -> Mapping[str, str]:
    """ValueError if it has gone wrong since the start, when it was looked at."""
    if (found := certificate_in(file)) is None:
        raise ValueError(setting)
    return found
