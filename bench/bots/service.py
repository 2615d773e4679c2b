"""The bot as `rapid-review serve` runs it, with Teams and the token's authority as stand-ins. One argument: its order.

An order is JSON: port, Teams' address, database, the inner port of the metrics if any, and how many seconds the
authority takes for a token that is good for one.
"""

import json
import sys

from standins import APP_ID, Authority

from bench.world import settings
from bot import logging, serving
from bot.app import Outside, make_app
from bot.credentials import AppTokens, Tokens
from bot.settings import Settings


def main(order: dict[str, object]) -> None:
    authority = Authority()
    if seconds := order.get("token_seconds"):
        authority.seconds, authority.life = float(str(seconds)), 1

    def tokens(settings: Settings) -> Tokens:
        return AppTokens(APP_ID, "secret", "https://login.microsoftonline.com/tenant", http_client=authority)

    teams = str(order["teams"])
    outside = Outside(f"{teams}/.well-known/openidconfiguration", frozenset({teams}), tokens)
    chosen = settings(str(order["database"])).model_copy(update={"metrics_port": order.get("metrics_port")})
    logging.set_up("json")
    serving.run(make_app(chosen, outside=outside), "127.0.0.1", int(str(order["port"])))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
