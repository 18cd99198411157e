"""Only what the platform signed for us, for the address it names, is heard."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jwt
import pytest

from .activities import message
from .connector import TENANT
from .stage import NOW, Teams, served
from .tokens import APP_ID, ISSUER, Keys, published, real_second

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:botbuilder|botframework|msrest")
FOREIGN = "https://smba.trafficmanager.net/amer/"


def played(folder: Path, scene: Callable[[Teams, Keys], Any]) -> Any:
    """What comes of a scene with a bot that has an app id."""

    async def play() -> Any:
        async with published() as keys:
            names = {"teams_app_id": APP_ID, "teams_metadata_url": keys.url}
            async with served(folder, NOW, teams_tenant_id=TENANT, **names) as teams:
                return await scene(teams, keys)

    return asyncio.run(play())


async def heard(teams: Teams, header: str, id_: str = "1") -> int:
    """The status that a message with this header gets."""
    user = teams.connector.people["29:ana"]
    activity = message(id_, user, user["email"], teams.connector.url, "hello")
    status, _ = await teams.post(activity, headers={"Authorization": header})
    return status


def claims(url: str) -> dict[str, str]:
    return {"iss": ISSUER, "aud": APP_ID, "serviceurl": url}


BAD: dict[str, Callable[[Keys, str], str]] = {
    "none": lambda _keys, _url: "",
    "garbage": lambda _keys, _url: "Bearer garbage",
    "three words": lambda _keys, _url: "Bearer of things",
    "no bearer": lambda keys, url: keys.token(url).replace("Bearer", "Basic"),
    "wrong audience": lambda keys, url: keys.token(url, aud="33333333-3333-4333-8333-333333333333"),
    "wrong issuer": lambda keys, url: keys.token(url, iss="https://evil.example"),
    "the emulator": lambda keys, url: keys.token(
        url, iss="https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/", appid=APP_ID
    ),
    "expired": lambda keys, url: keys.token(url, exp=real_second() - 3600),
    "not yet": lambda keys, url: keys.token(url, nbf=real_second() + 3600),
    "never expires": lambda keys, url: keys.token(url, exp=None),
    "foreign address": lambda keys, _url: keys.token(FOREIGN),
    "no address": lambda keys, url: keys.token(url, serviceurl=None),
    "another key": lambda keys, url: keys.token(url, key=2, kid=1),
    "unknown key": lambda keys, url: keys.token(url, key=2),
    "unsigned": lambda _keys, url: "Bearer " + jwt.encode(claims(url), "", algorithm="none"),
}


@pytest.fixture(autouse=True)
def no_keys_known() -> Iterator[None]:
    """The SDK keeps keys for the whole process; every test begins without."""
    from botframework.connector.auth.jwt_token_extractor import JwtTokenExtractor

    JwtTokenExtractor.metadataCache.clear()
    yield
    JwtTokenExtractor.metadataCache.clear()


def test_what_the_platform_signed_is_heard(tmp_path: Path) -> None:
    async def scene(teams: Teams, keys: Keys) -> Any:
        status = await heard(teams, keys.token(teams.connector.url))
        await teams.delivered()
        return status, teams.said()

    said = "Hello Ana! Write “help” to see what you can ask me."
    assert played(tmp_path, scene) == (201, [said])


def test_bad_tokens_are_refused_and_leave_nothing(tmp_path: Path) -> None:
    async def scene(teams: Teams, keys: Keys) -> Any:
        url = teams.connector.url
        found = {name: await heard(teams, bad(keys, url), name) for name, bad in BAD.items()}
        await teams.delivered()
        return found, teams.said(), teams.connector.asked

    assert played(tmp_path, scene) == (dict.fromkeys(BAD, 401), [], [])


def test_a_key_that_is_not_for_teams_is_refused(tmp_path: Path) -> None:
    async def scene(teams: Teams, keys: Keys) -> Any:
        keys.endorsements = ["webchat"]
        return await heard(teams, keys.token(teams.connector.url))

    assert played(tmp_path, scene) == 401


def test_a_token_is_checked_once_until_it_expires(tmp_path: Path) -> None:
    async def scene(teams: Teams, keys: Keys) -> Any:
        token = keys.token(teams.connector.url)
        first = await heard(teams, token, "1")
        keys.away = True
        return first, await heard(teams, token, "2"), keys.fetched

    assert played(tmp_path, scene) == (201, 201, 1)


def test_a_rotated_key_is_picked_up_and_not_asked_for_by_everybody(tmp_path: Path) -> None:
    async def scene(teams: Teams, keys: Keys) -> Any:
        url = teams.connector.url
        found = [await heard(teams, keys.token(url), "1")]
        keys.current = 2
        found.append(await heard(teams, keys.token(url), "2"))
        found += [await heard(teams, keys.token(url, key=3, kid=n), f"3/{n}") for n in (7, 8, 9)]
        return found, keys.fetched

    assert played(tmp_path, scene) == ([201, 201, 401, 401, 401], 2)


def test_without_the_platforms_keys_it_is_asked_to_come_again(tmp_path: Path) -> None:
    async def scene(teams: Teams, keys: Keys) -> Any:
        keys.away = True
        first = await heard(teams, keys.token(teams.connector.url), "1")
        keys.away = False
        return first, await heard(teams, keys.token(teams.connector.url), "1")

    assert played(tmp_path, scene) == (503, 201)


def test_an_address_that_is_not_the_platforms_is_never_written_to(tmp_path: Path) -> None:
    async def scene(teams: Teams, keys: Keys) -> Any:
        user = teams.connector.people["29:ana"]
        found = []
        for url in (
            "https://evil.example/",
            "http://10.0.0.1/",
            "https://smba.trafficmanager.net.evil.example/",
            "nonsense",
        ):
            header = {"Authorization": keys.token(url)}
            activity = message("1", user, user["email"], url, "hello")
            found.append((await teams.post(activity, headers=header))[0])
        return found

    assert played(tmp_path, scene) == [401, 401, 401, 401]
