"""The headers of every answer over HTTP: what serves is not said, and nobody keeps an answer or guesses what it is."""

from aiohttp import hdrs, web


async def set_headers(request: web.Request, response: web.StreamResponse) -> None:
    """For `on_response_prepare`: refusals, unknown addresses and failures go through it too (ASVS V13.4.6)."""
    response.headers.popall(hdrs.SERVER, None)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers[hdrs.CACHE_CONTROL] = "no-store"
