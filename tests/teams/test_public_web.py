"""Files are fetched from public addresses only, however a name or a redirect puts it."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot import public_web
from bot.channels.teams.files import TeamsFiles
from bot.channels.teams.incoming import Attached
from bot.documents.tables.limits import LARGEST_REPORT
from bot.errors import Rejected, TryLater
from bot.public_web import Address, PublicWeb, is_public
from tests import loopback
from tests.certificate import certified

HOST = "files.example.org"
HERE = "127.0.0.1"
SECRET = "tempauth=a-secret"


@dataclass
class Names(AbstractResolver):
    """What names stand for in these tests; each question is counted."""

    known: dict[str, list[str]]
    asked: list[str] = field(default_factory=list)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked.append(host)
        if host not in self.known:
            raise OSError("no such name")
        return [
            ResolveResult(
                hostname=host, host=each, port=port, family=socket.AF_INET, proto=0, flags=0
            )
            for each in self.known[host]
        ]

    async def close(self) -> None:
        """Nothing to let go of."""


@dataclass
class Shelf:
    """A server with files on it, encrypted, on loopback; what it was asked, with which headers."""

    folder: Path
    names: Names = field(default_factory=lambda: Names({HOST: [HERE]}))
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    answers: dict[str, Callable[[], web.StreamResponse]] = field(default_factory=dict)
    port: int = 0
    silent: asyncio.Event | None = None

    def url(self, path: str, host: str = HOST) -> str:
        return f"https://{host}:{self.port}{path}"

    async def take(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path)
        self.headers.append(dict(request.headers))
        if self.silent is not None:
            await self.silent.wait()
            return web.Response()
        return self.answers[request.path]()

    def reader(self, permits: Callable[[Address], bool] = lambda _: True) -> PublicWeb:
        """Somebody who trusts the certificate, and permits what a test says."""
        trust = ssl.create_default_context(cafile=str(certified_once(self.folder)))
        return PublicWeb(permits, lambda: self.names, trust)


def certified_once(folder: Path) -> Path:
    file = folder / "server.pem"
    return file if file.exists() else certified(folder)


@asynccontextmanager
async def shelf(folder: Path) -> AsyncIterator[Shelf]:
    found = Shelf(folder)
    app = web.Application()
    app.router.add_get("/{path:.*}", found.take)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certified_once(folder))
    async with loopback.served(app, tls) as address:
        found.port = URL(address).port or 0
        yield found


def played(folder: Path, scene: Callable[[Shelf], Any]) -> Any:
    async def play() -> Any:
        async with shelf(folder) as found:
            return await scene(found)

    return asyncio.run(play())


async def problem(reader: PublicWeb, url: str) -> tuple[str, str]:
    """The kind and the words of what is raised."""
    with pytest.raises((Rejected, TryLater)) as raised:
        await reader.file(url)
    assert raised.value.__cause__ is None
    return type(raised.value).__name__, str(raised.value)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2607:f8b0::1", True),
        ("127.0.0.1", False),
        ("127.8.8.8", False),
        ("0.0.0.0", False),
        ("10.0.0.1", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("198.18.0.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("168.63.129.16", False),
        ("::", False),
        ("::1", False),
        ("::7f00:1", False),
        ("fd00::1", False),
        ("fe80::1", False),
        ("fec0::1", False),
        ("ff0e::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:169.254.169.254", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("64:ff9b:1::a9fe:a9fe", False),
        ("2002:7f00:1::", False),
        ("2001:0:7f00:1::", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:  # noqa: FBT001
    assert is_public(ip_address(address)) is public


@pytest.mark.parametrize(
    "url",
    [
        "http://files.example.org/a",
        "ftp://files.example.org/a",
        "file:///etc/passwd",
        "https://127.0.0.1/a",
        "https://[::1]/a",
        "https://[::ffff:127.0.0.1]/a",
        "https://[fe80::1%25eth0]/a",
        "https://169.254.169.254/latest/meta-data",
        "https://me:secret@files.example.org/a",
        "https://files.example.org@127.0.0.1/a",
        "https:///a",
        "https://[half/a",
        "",
        "a",
    ],
)
def test_what_is_no_public_address_is_not_asked_for(tmp_path: Path, url: str) -> None:
    async def scene(files: Shelf) -> Any:
        reader = files.reader(is_public)
        return (await problem(reader, url))[0], files.asked, files.names.asked

    assert played(tmp_path, scene) == ("Rejected", [], [])


@pytest.mark.parametrize("known", [[HERE], ["8.8.8.8", HERE], ["fd00::1"], ["::ffff:10.0.0.1"]])
def test_a_name_is_as_public_as_all_of_its_addresses(tmp_path: Path, known: list[str]) -> None:
    async def scene(files: Shelf) -> Any:
        files.names.known[HOST] = known
        found = await problem(files.reader(is_public), files.url("/a"))
        return found, files.asked, files.names.asked

    said = ("Rejected", "the file is not on the public web")
    assert played(tmp_path, scene) == (said, [], [HOST])


@pytest.mark.parametrize("name", ["localhost", "2130706433", "0x7f000001", "127.1"])
def test_other_ways_to_write_this_machine_lead_nowhere(tmp_path: Path, name: str) -> None:
    async def scene(files: Shelf) -> Any:
        reader = PublicWeb(trust=ssl.create_default_context())
        return (await problem(reader, files.url("/a", name)))[0], files.asked

    assert played(tmp_path, scene) == ("Rejected", [])


def test_a_file_is_fetched_without_a_token_of_ours(tmp_path: Path) -> None:
    async def scene(files: Shelf) -> Any:
        files.answers["/a"] = lambda: web.Response(body=b"Email\n", headers={"Set-Cookie": "a=1"})
        reader = files.reader()
        found = [await reader.file(files.url(f"/a?{SECRET}")) for _ in range(2)]
        return found, [sorted(each) for each in files.headers]

    sent = ["Accept", "Accept-Encoding", "Connection", "Host", "User-Agent"]
    assert played(tmp_path, scene) == ([b"Email\n"] * 2, [sent, sent])


def test_the_address_that_was_looked_at_is_the_one_connected_to(tmp_path: Path) -> None:
    """A name that stands for something else a moment later is asked about once."""

    async def scene(files: Shelf) -> Any:
        files.answers["/a"] = lambda: web.Response(body=b"a")
        looked: list[str] = []

        def permits(address: Address) -> bool:
            looked.append(str(address))
            files.names.known[HOST] = ["169.254.169.254"]
            return True

        return await files.reader(permits).file(files.url("/a")), looked, files.names.asked

    assert played(tmp_path, scene) == (b"a", [HERE], [HOST])


def test_redirects_are_followed_three_times(tmp_path: Path) -> None:
    async def scene(files: Shelf) -> Any:
        for number in range(4):
            onward = {"Location": f"/{number + 1}"}
            files.answers[f"/{number}"] = partial(web.Response, status=302, headers=onward)
        files.answers["/4"] = lambda: web.Response(body=b"there")
        found = await files.reader().file(files.url("/1"))
        return found, await problem(files.reader(), files.url("/0")), files.asked[4:]

    said = ("Rejected", "the file lies behind too many redirects")
    assert played(tmp_path, scene) == (b"there", said, ["/0", "/1", "/2", "/3"])


@pytest.mark.parametrize(
    "onward",
    [
        "https://169.254.169.254/latest",
        "http://files.example.org/a",
        "https://inside.example.org/a",
        "//[::1]/a",
        "file:///etc/passwd",
        "https://[half/",
    ],
)
def test_a_redirect_leads_to_nothing_within_our_walls(tmp_path: Path, onward: str) -> None:
    async def scene(files: Shelf) -> Any:
        files.names.known["inside.example.org"] = ["10.0.0.1"]
        files.answers["/a"] = lambda: web.Response(status=302, headers={"Location": onward})

        def permits(address: Address) -> bool:
            return str(address) == HERE

        return (await problem(files.reader(permits), files.url("/a")))[0], files.asked

    assert played(tmp_path, scene) == ("Rejected", ["/a"])


@pytest.mark.slow
@pytest.mark.parametrize("length", [True, False], ids=["said", "unsaid"])
def test_no_more_is_read_than_the_largest_file(tmp_path: Path, length: bool) -> None:  # noqa: FBT001
    content = b"a" * (LARGEST_REPORT + 100_000)

    async def scene(files: Shelf) -> Any:
        def large() -> web.StreamResponse:
            answer = web.Response(body=content)
            if not length:
                answer.enable_chunked_encoding()
            return answer

        files.answers["/a"] = large
        return len(await files.reader().file(files.url("/a")))

    assert played(tmp_path, scene) == LARGEST_REPORT + 1


@pytest.mark.parametrize(
    ("status", "kind"), [(404, "Rejected"), (403, "Rejected"), (503, "TryLater"), (429, "TryLater")]
)
def test_what_is_not_there_now_may_be_later(tmp_path: Path, status: int, kind: str) -> None:
    async def scene(files: Shelf) -> Any:
        files.answers["/a"] = lambda: web.Response(status=status, headers={"Retry-After": "7"})
        return await problem(files.reader(), files.url("/a"))

    assert played(tmp_path, scene) == (kind, f"the file is not to be had: {status}")


def test_nothing_that_is_raised_tells_the_address(tmp_path: Path) -> None:
    async def scene(files: Shelf) -> Any:
        untrusting = PublicWeb(lambda _: True, lambda: files.names)
        nowhere = files.url(f"/a?{SECRET}", "nowhere.example.org")
        return [
            await problem(untrusting, files.url(f"/a?{SECRET}")),
            await problem(files.reader(), nowhere),
        ]

    said = "the file cannot be fetched: "
    assert played(tmp_path, scene) == [
        ("TryLater", f"{said}ClientConnectorCertificateError"),
        ("TryLater", f"{said}ClientConnectorDNSError"),
    ]


def test_a_server_that_stays_silent_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public_web, "SECONDS", 0.2)

    async def scene(files: Shelf) -> Any:
        files.silent = asyncio.Event()
        found = await problem(files.reader(), files.url("/a"))
        files.silent.set()
        return found, files.asked

    said = ("TryLater", "the file cannot be fetched: TimeoutError")
    assert played(tmp_path, scene) == (said, ["/a"])


def test_where_a_file_lies_is_kept_by_nobody() -> None:
    """What goes on from Teams leads to the file for as long as this process knows it, once."""
    url = f"https://{HOST}/a?{SECRET}"

    async def fetch(address: str) -> bytes:
        return address.encode()

    async def scene() -> Any:
        files = TeamsFiles(fetch)
        attached = Attached("people.xlsx", url)
        kept = files.attachment(attached)
        assert SECRET not in repr((attached, kept))
        found = await files.file(kept.source)
        with pytest.raises(Rejected):
            await files.file(kept.source)
        return kept.name, found, files.attachment(Attached("a.png")).source

    assert asyncio.run(scene()) == ("people.xlsx", url.encode(), "")
