"""The bot behind a proxy: what it asks, and its connection, go through it."""

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from .cloud import Cloud
from .stage import connected

pytestmark = pytest.mark.slow


async def piped(reader: StreamReader, writer: StreamWriter) -> None:
    with suppress(ConnectionError):
        while chunk := await reader.read(65536):
            writer.write(chunk)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def proxy() -> AsyncIterator[tuple[str, list[str]]]:
    """The address of a proxy, and what it was asked for."""
    asked: list[str] = []

    async def serve(reader: StreamReader, writer: StreamWriter) -> None:
        method, target, version = (await reader.readline()).decode().split()
        asked.append(f"{method} {urlsplit(target).path or target}")
        there = urlsplit(target if "//" in target else f"//{target}")
        upstream, onward = await asyncio.open_connection(there.hostname, there.port)
        if method == "CONNECT":
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        else:
            path = target.partition(there.netloc)[2]
            onward.write(f"{method} {path} {version}\r\nConnection: close\r\n".encode())
        await asyncio.gather(piped(reader, onward), piped(upstream, writer))

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", asked


def test_everything_for_webex_goes_through_the_proxy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(cloud: Cloud) -> tuple[list[str], list[str]]:
        async with proxy() as (address, asked):
            monkeypatch.setenv("HTTP_PROXY", address)
            monkeypatch.setenv("http_proxy", address)
            monkeypatch.setenv("NO_PROXY", "")
            monkeypatch.setenv("no_proxy", "")
            async with connected(tmp_path, cloud) as webex:
                await webex.say("Ana", "hello")
                return cloud.said(), asked

    with Cloud() as cloud:
        said, asked = asyncio.run(scene(cloud))
        direct = [each for each in cloud.calls if each.startswith(("GET /v1", "POST /v1"))]
    assert [each[:10] for each in said] == ["Hello Ana!"]
    assert [each.split()[0] for each in asked].count("CONNECT") == 1
    assert set(direct) <= set(asked)
