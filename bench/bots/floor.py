"""The floor: aiohttp alone, which reads JSON and writes JSON. Arguments: port, Teams' address, app id."""

import sys

from aiohttp import web


async def messages(request: web.Request) -> web.Response:
    await request.json()
    return web.json_response({"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "Done"})


if __name__ == "__main__":
    app = web.Application()
    app.router.add_post("/api/messages", messages)
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None, access_log=None)
