"""What the doctor says of Webex and Teams, in words that say what to do."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from bot import settings
from bot.clock import Clock
from bot.commands import platforms
from bot.settings import Settings
from tests.teams.tokens import APP_ID, published
from tests.webex.cloud import Cloud
from tests.webex.stage import connected


def chosen(**changes: Any) -> Settings:
    return replace(settings.read({}, Path("none")), **changes)


def of_webex(**changes: Any) -> list[str]:
    return [str(each) for each in asyncio.run(platforms.webex(chosen(**changes), None))]


def of_teams(**changes: Any) -> list[str]:
    return [str(each) for each in asyncio.run(platforms.teams(chosen(**changes), None))]


def test_what_is_off_is_said_with_the_setting_that_turns_it_on() -> None:
    assert of_webex() == ["ok       Webex is off; set CIRCUIT_WEBEX_TOKEN to turn it on"]
    assert of_teams() == ["ok       Teams is off; set CIRCUIT_TEAMS_APP_ID to turn it on"]


def test_webex_in_order() -> None:
    with Cloud() as cloud:
        assert of_webex(**cloud.settings) == [
            "ok       Webex token: Circuit",
            "ok       Webex rooms: the bot is in 0",
            "ok       Webex connection: made when the bot runs",
        ]


def test_a_wrong_webex_token_and_a_wrong_address() -> None:
    with Cloud() as cloud:
        wrong = of_webex(**cloud.settings | {"webex_token": "wrong"})
        elsewhere = of_webex(**cloud.settings | {"webex_api_url": "http://127.0.0.1:9/v1"})
    assert wrong[0] == (
        "MISSING  Webex token: Webex does not know it; make a new one and set CIRCUIT_WEBEX_TOKEN"
    )
    assert elsewhere[0] == (
        "MISSING  Webex token: Webex cannot be reached: ClientConnectorError; "
        "check CIRCUIT_WEBEX_API_URL, the proxy and the network"
    )


def test_a_webex_connection_that_holds(tmp_path: Path) -> None:
    async def scene(cloud: Cloud) -> list[str]:
        async with connected(tmp_path, cloud) as webex:
            found = await platforms.webex(webex.house.settings, webex.house)
            return [str(each) for each in found]

    with Cloud() as cloud:
        assert asyncio.run(scene(cloud))[2] == "ok       Webex connection"


def test_webhooks_that_webex_calls_or_gave_up() -> None:
    secret, target = "a long and quiet river 42", "https://circuit.example.org/hooks/webex"

    def way_in(url: str) -> str:
        changes = cloud.settings | {"webex_webhook_secret": secret, "public_url": url}
        return of_webex(**changes)[2].replace(target, "…")

    with Cloud() as cloud:
        found = [way_in("http://circuit.example.org"), way_in("https://circuit.example.org")]
        cloud.webhooks["1"] = {"id": "1", "targetUrl": target, "status": "active"}
        found.append(way_in("https://circuit.example.org"))
        cloud.webhooks["1"]["status"] = "inactive"
        found.append(way_in("https://circuit.example.org"))
    assert found == [
        (
            "MISSING  Webex calls http://circuit.example.org/hooks/webex: "
            "Webex needs https; set CIRCUIT_PUBLIC_URL"
        ),
        "ok       Webex calls …: asked to when the bot runs",
        "ok       Webex calls …",
        (
            "MISSING  Webex calls …: Webex gave up, because it could not reach us; see that the address "
            "is open to the internet, and start the bot again"
        ),
    ]


def test_the_keys_of_teams() -> None:
    async def scene() -> list[str]:
        async with published() as keys:
            there = chosen(teams_app_id=APP_ID, teams_metadata_url=keys.url)
            fine = await platforms.teams(there, None)
            keys.away = True
            away = await platforms.teams(there, None)
            return [str(fine[1]), str(away[1])]

    assert asyncio.run(scene()) == [
        "ok       Microsoft's signing keys",
        "MISSING  Microsoft's signing keys: they cannot be had (answer 503); check the network",
    ]


def test_a_clock_that_is_wrong() -> None:
    now = Clock().now()
    fine, wrong = now - timedelta(seconds=30), now - timedelta(hours=1)
    assert platforms._clock_fault(format_datetime(fine)) == ""
    assert platforms._clock_fault(format_datetime(wrong)).startswith(
        "the clock of this machine is 1:0"
    )
    assert platforms._clock_fault("nonsense") == ""
