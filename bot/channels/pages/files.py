"""The files of the page."""

from functools import cache
from importlib import resources

from aiohttp import web


def file(name: str, kind: str) -> web.Response:
    """A file of ours."""
    return web.Response(body=_bytes(name), content_type=kind, charset="utf-8")


@cache
def _bytes(name: str) -> bytes:
    return resources.files(__package__).joinpath("static", name).read_bytes()
