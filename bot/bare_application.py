"""What every server of ours begins as: it says nothing of itself, and takes a body as it was sent."""

from aiohttp import web

from bot.response_headers import set_headers

LARGEST_BODY = 256 * 1024


def bare_application() -> web.Application:
    """An application without a route. Whoever runs it, it unpacks nothing.

    aiohttp would unpack `Content-Encoding` as the bytes come in, before anybody is asked who they are: three hundred
    bytes become twenty megabytes, and all that time the loop stands still (G13).
    """
    app = web.Application(client_max_size=LARGEST_BODY, handler_args={"auto_decompress": False})
    app.on_response_prepare.append(set_headers)
    return app
