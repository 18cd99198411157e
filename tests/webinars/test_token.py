"""The host's token: renewed in time, once, kept for the bot alone; and the settings that give it."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import orjson
import pytest

from bot import settings
from bot.clock import Clock
from bot.commands.webinars import webinars
from bot.errors import Misconfigured, Refusal, TryLater
from bot.services.webinars.token import FILE, Grant, Token

from .service import GRANT, REFRESH, TOKEN, Service, served
from .stage import awaited, chosen, staged


def token(service: Service, folder: Path, grant: str = GRANT, access: str = TOKEN) -> Token:
    """The token of a host, as it is set."""
    return Token(service.url, access, Grant.of(grant), folder)


def expires(folder: Path, **left: float) -> None:
    """Have the token that is kept expire after so long."""
    row = orjson.loads((folder / FILE).read_bytes())
    until = Clock().now() + timedelta(**left)
    (folder / FILE).write_bytes(orjson.dumps({**row, "until": until.isoformat()}))


@awaited
async def test_a_refused_token_is_renewed_once_for_all_who_have_it(tmp_path: Path) -> None:
    async with served() as service:
        ours = token(service, tmp_path)
        renewed = await asyncio.gather(*(ours.renew(TOKEN) for _ in range(5)))
        assert (renewed, service.renewed) == ([True] * 5, 1)
        assert await ours.access() == "fresh-1"


@awaited
async def test_what_was_renewed_serves_after_a_restart(tmp_path: Path) -> None:
    async with served() as service:
        await token(service, tmp_path).renew(TOKEN)
        again = token(service, tmp_path)
        assert await again.access() == "fresh-1"
        await again.renew("fresh-1")
        assert service.renewed == 2


@awaited
async def test_a_token_that_is_set_anew_goes_before_what_was_kept(tmp_path: Path) -> None:
    async with served() as service:
        await token(service, tmp_path).renew(TOKEN)
        assert await token(service, tmp_path, access="another").access() == "another"


@awaited
async def test_what_another_process_renewed_is_taken_over(tmp_path: Path) -> None:
    async with served() as service:
        ours, theirs = token(service, tmp_path), token(service, tmp_path)
        await theirs.renew(TOKEN)
        assert await ours.renew(TOKEN)
        assert (await ours.access(), service.renewed) == ("fresh-1", 1)


@awaited
async def test_a_token_is_renewed_before_it_expires(tmp_path: Path) -> None:
    async with served() as service:
        await token(service, tmp_path).renew(TOKEN)
        expires(tmp_path, days=1)
        assert await token(service, tmp_path).access() == "fresh-2"


@awaited
async def test_one_that_still_holds_serves_while_none_can_be_had(tmp_path: Path) -> None:
    async with served() as service:
        await token(service, tmp_path).renew(TOKEN)
        expires(tmp_path, hours=1)
        unreachable = Token("http://127.0.0.1:9", TOKEN, Grant.of(GRANT), tmp_path)
        assert await unreachable.access() == "fresh-1"
        expires(tmp_path, hours=-1)
        with pytest.raises(TryLater):
            await Token("http://127.0.0.1:9", TOKEN, Grant.of(GRANT), tmp_path).access()


@awaited
async def test_a_revoked_grant_renews_nothing(tmp_path: Path) -> None:
    async with served() as service:
        service.refresh = "another"
        with pytest.raises(Refusal) as refused:
            await token(service, tmp_path).renew(TOKEN)
        assert refused.value.key == "webinar.token_gone"
        assert not (tmp_path / FILE).exists()


@awaited
async def test_tokens_stand_in_no_words(tmp_path: Path) -> None:
    async with served() as service:
        ours = token(service, tmp_path)
        await ours.renew(TOKEN)
        shown = f"{Grant.of(GRANT)!r} {ours._kept!r}"
        assert not any(each in shown for each in (REFRESH, "quiet", "fresh-1"))
        assert oct((tmp_path / FILE).stat().st_mode & 0o777) == "0o600"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WEBINAR_REFRESH", "client:secret"),
        ("WEBINAR_REFRESH", "client:se cret:token"),
        ("WEBINAR_REFRESH", "client::token"),
        ("WEBINAR_SITE", "http://example.webex.com/x"),
        ("WEBINAR_SITE", "host@example.org"),
        ("WEBINAR_SITE", "example.webex.com?host=nobody"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused_without_being_shown(
    name: str, value: str
) -> None:
    given = {"CIRCUIT_WEBINAR_TOKEN": TOKEN, f"CIRCUIT_{name}": value}
    with pytest.raises(Misconfigured) as refused:
        settings.read(given, Path("none"))
    [words] = str(refused.value).splitlines()
    assert words.startswith(f"CIRCUIT_{name} must be ")
    assert value not in words


def test_a_grant_without_a_token_is_pointed_out() -> None:
    with pytest.raises(Misconfigured) as refused:
        settings.read({"CIRCUIT_WEBINAR_REFRESH": GRANT}, Path("none"))
    assert str(refused.value) == (
        "CIRCUIT_WEBINAR_REFRESH is set, but CIRCUIT_WEBINAR_TOKEN is not: set both or neither."
    )


def test_a_site_as_people_write_it_is_taken() -> None:
    site = "https://Example.webex.com/?host=Ana@example.org"
    read = settings.read(
        {"CIRCUIT_WEBINAR_TOKEN": TOKEN, "CIRCUIT_WEBINAR_SITE": site.replace("/?", "?")},
        Path("none"),
    )
    assert read.webinar_site == "example.webex.com?host=ana@example.org"
    assert TOKEN not in repr(read)


@awaited
async def test_a_service_app_says_whose_webinars_and_where(tmp_path: Path) -> None:
    site = "example.webex.com?host=host@example.org"
    async with served() as service, staged(tmp_path, service, webinar_site=site) as stage:
        await stage.say("create the webinar for session 1")
        await stage.say("do it")
        [body] = service.made("POST", "/v1/meetings")
        assert (body["siteUrl"], body["hostEmail"]) == ("example.webex.com", "host@example.org")
        listed = [each for each in service.asked if "sessionTypes" in each]
        assert listed == [
            "GET /v1/meetings/sessionTypes?siteUrl=example.webex.com&hostEmail=host@example.org"
        ]


@awaited
async def test_the_doctor_says_what_webinars_there_can_be(tmp_path: Path) -> None:
    async with served() as service:
        given = chosen(tmp_path, service)
        off = await webinars(replace(given, webinar_token=""), None)
        assert str(off) == (
            "ok       webinars are made by hand; set CIRCUIT_WEBINAR_TOKEN to have them made"
        )
        fine = "ok       webinars in Webex, for up to 30000 people"
        assert str(await webinars(given, None)) == fine
        async with staged(tmp_path / "running", service) as stage:
            assert str(await webinars(given, stage.house)) == fine
        service.access.clear()
        refused = await webinars(given, None)
        assert refused.to_do.startswith("Webex no longer takes the token for webinars: ")
        gone = replace(given, webex_api_url="http://127.0.0.1:9")
        assert (await webinars(gone, None)).to_do == (
            "Webex cannot be reached: ClientConnectorError; check CIRCUIT_WEBEX_API_URL, the proxy "
            "and the network"
        )
