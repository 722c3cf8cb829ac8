"""The page itself and the files that chats show; and who may talk to this server at all.

Anything that came from a person or a bot leaves with a type that no browser runs.
"""

from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web

from bot.sandbox.parameters import Upload

FOLDER = Path(__file__).parent / "page"
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def page(request: web.Request) -> web.StreamResponse:
    """A file of the page, by its name; index.html at the root."""
    path = FOLDER / request.match_info.get("name", "index.html")
    if path.parent != FOLDER or path.suffix not in TYPES or not path.is_file():
        raise web.HTTPNotFound
    return web.Response(body=path.read_bytes(), content_type=TYPES[path.suffix], charset="utf-8", headers=HEADERS)


def download(upload: Upload | None) -> web.StreamResponse:
    """A file that was sent: a picture to look at, everything else to keep."""
    if upload is None:
        raise web.HTTPNotFound
    for start, content_type in PICTURES.items():
        if upload.data.startswith(start):
            return web.Response(body=upload.data, content_type=content_type, headers=HEADERS)
    headers = HEADERS | {"Content-Disposition": "attachment"}
    return web.Response(body=upload.data, content_type="application/octet-stream", headers=headers)


@web.middleware
async def own_pages_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what a page from elsewhere sends through the visitor's browser: another origin, or a name that leads here.

    Programs send neither header, and may.
    """
    host, origin = request.host, request.headers.get("Origin")
    strange = origin is not None and origin != f"http://{host}"
    fetched_from = request.headers.get("Sec-Fetch-Site", "same-origin")
    is_page = request.method == "GET" and (request.path == "/" or request.path.startswith("/page/"))
    if fetched_from not in ("same-origin", "none") and not is_page:
        strange = True
    if strange or not is_loopback(urlsplit(f"//{host}").hostname or ""):
        return web.json_response({"error": "the stand-in answers its own page on this machine only"}, status=403)
    return await handler(request)


def is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
