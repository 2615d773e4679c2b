"""The bot itself, whole, as `rapid-review serve` runs it. Arguments: port, Teams' address, database, sends or not.

Only Teams is a stand-in. Whether the dispatcher sends meanwhile is the last argument: "sends" or "owes". In both, three
people cast thousands of votes, so nobody is slowed; with "sheds", those are who send too much.
"""

import math
import sys

from aiohttp import web

from bench.world import settings
from bot import logging
from bot.app import Outside, make_app
from bot.shedding import AT_ONCE


class GivenToken:
    """The authority is not what is measured."""

    async def token(self) -> str:
        return "given"

    def reject(self) -> None:
        """There is no other."""


if __name__ == "__main__":
    port, teams, database, sending = sys.argv[1:5]
    outside = Outside(
        keys_url=f"{teams}/.well-known/openidconfiguration",
        origins=frozenset({teams}),
        tokens=lambda settings: GivenToken(),
        at_once=AT_ONCE if sending == "sheds" else math.inf,
        background=sending == "sends",
    )
    logging.set_up("json")
    app = make_app(settings(database), outside=outside)
    web.run_app(app, host="127.0.0.1", port=int(port), print=None, access_log=None)
