"""``circuit run`` with a Webex token: encrypted, alone with its token, stopped cleanly."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bot.channels.webex.alone import alone
from bot.errors import Misconfigured
from tests.certificate import certified
from tests.commands.shell import circuit, free_port, running

from .cloud import Cloud

pytestmark = pytest.mark.slow
TOM = "tom@example.org"


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    return certified(tmp_path)


@pytest.fixture
def cloud(certificate: Path) -> Iterator[Cloud]:
    """A cloud that speaks only TLS, by a certificate of its own."""
    with Cloud(certificate=certificate) as cloud:
        cloud.room_of(TOM)
        yield cloud


def chosen(cloud: Cloud, **more: str) -> dict[str, str]:
    return {f"CIRCUIT_{name.upper()}": str(value) for name, value in cloud.settings.items()} | more


def trusting(certificate: Path) -> dict[str, str]:
    return {"SSL_CERT_FILE": str(certificate), "REQUESTS_CA_BUNDLE": str(certificate)}


def test_a_cloud_with_a_certificate_of_its_own(
    tmp_path: Path, cloud: Cloud, certificate: Path
) -> None:
    with running(tmp_path, **chosen(cloud, **trusting(certificate))) as bot:
        assert cloud.wait(lambda: cloud.opened)
        cloud.say(TOM, "what is this?")
        assert cloud.wait(lambda: cloud.posts)
        assert bot.stop() == 0
    assert [each.partition(" is ")[0] for each in cloud.said()] == ["On the Circuit"]
    assert cloud.token not in bot.log


def test_a_cloud_nobody_vouches_for_is_told_nothing(tmp_path: Path, cloud: Cloud) -> None:
    with running(tmp_path, **chosen(cloud)) as bot:
        bot.wait_for("the connection to Webex ended")
        assert bot.stop() == 0
    assert cloud.calls == []
    assert circuit(tmp_path, "doctor", **chosen(cloud)).returncode == 1


def test_a_second_bot_with_the_same_token_does_not_start(
    tmp_path: Path, cloud: Cloud, certificate: Path
) -> None:
    settings = chosen(cloud, **trusting(certificate))
    with running(tmp_path, **settings) as bot:
        assert cloud.wait(lambda: cloud.opened)
        second = circuit(
            tmp_path, "run", **settings, CIRCUIT_DATA="other", CIRCUIT_PORT=str(free_port())
        )
        assert bot.stop() == 0
    assert second.returncode == 1
    assert "already speaks with this Webex token" in second.stderr
    assert "Traceback" not in second.stderr
    with running(tmp_path, **settings) as again:
        assert cloud.wait(lambda: cloud.opened > 1)
        assert again.stop() == 0


def test_a_lock_that_another_user_left_behind_does_no_harm(tmp_path: Path) -> None:
    left = "circuit-webex-" + hashlib.sha256(b"left").hexdigest()[:16] + ".lock"
    (Path(tempfile.gettempdir()) / left).write_text("")
    (Path(tempfile.gettempdir()) / left).chmod(0o444)
    with alone("left"), pytest.raises(Misconfigured, match="already speaks"), alone("left"):
        pass
    with alone("left"):
        pass


def test_bots_on_one_store_hold_a_token_together_and_keep_others_out() -> None:
    with ExitStack() as ours:
        for _ in range(2):
            ours.enter_context(alone("ours", but_for_our_own=True))
        with pytest.raises(Misconfigured, match="already speaks"), alone("ours"):
            pass
    with alone("ours"), pytest.raises(Misconfigured), alone("ours", but_for_our_own=True):
        pass
