"""Mail by a server behind a password: encrypted, to the server it says it is, or not at all."""

import asyncio
import ssl
from pathlib import Path

import pytest

from bot.clock import StillClock
from bot.services.mail.smtp import SmtpMail
from tests.certificate import certified

from .samples import HOUSE, NOW, sending
from .server import Server, running
from .test_smtp import Outcome, door_to, outcome

# aiosmtpd knows only of TLS by STARTTLS, and warns of every other.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 with its key."""
    return certified(tmp_path_factory.mktemp("certificate"))


async def sent(server: Server, scheme: str, certificate: Path, password: str) -> Outcome:
    """What came of a letter by an encrypted server that asks for a password."""
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate)
    async with running(
        server,
        scheme=scheme,
        tls=tls,
        authenticator=server.authenticate,
        auth_required=True,
        auth_require_tls=scheme == "smtp+starttls",
    ):
        url = server.url.replace("://", f"://circuit:{password}@")
        async with door_to(url) as door:
            return await outcome(door, sending())


@pytest.mark.parametrize("scheme", ["smtp+starttls", "smtps"])
def test_a_letter_leaves_encrypted_and_with_the_password(
    scheme: str, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    server = Server()
    message_id = asyncio.run(sent(server, scheme, certificate, "p%40ss%2Fword"))
    assert [mail["Message-ID"] for mail in server.took] == [message_id]


@pytest.mark.parametrize("scheme", ["smtp+starttls", "smtps"])
def test_a_server_nobody_vouches_for_gets_neither_password_nor_letter(
    scheme: str, certificate: Path
) -> None:
    server = Server()
    meant = asyncio.run(sent(server, scheme, certificate, "p%40ss%2Fword"))
    assert isinstance(meant, tuple)
    assert (meant[0], meant[1].partition(": ")[0]) == (
        "TryLater",
        "the mail server cannot be reached",
    )
    assert server.took == []


def test_a_wrong_password_loses_no_letter(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    meant = asyncio.run(sent(Server(), "smtps", certificate, "wrong"))
    assert meant == ("TryLater", "the mail server did not let us in: 535", 60.0)


def test_a_server_without_encryption_gets_nothing_where_it_was_asked_for() -> None:
    server = Server()

    async def scene() -> Outcome:
        async with running(server):
            url = server.url.replace("smtp:", "smtp+starttls:")
            async with door_to(url) as door:
                return await outcome(door, sending())

    assert asyncio.run(scene())[0] == "TryLater"
    assert server.took == []


def test_a_password_for_this_machine_may_travel_in_the_clear() -> None:
    door = SmtpMail("smtp://circuit:secret@127.0.0.1:2525", HOUSE, StillClock(NOW))
    assert door.again == "resend"
