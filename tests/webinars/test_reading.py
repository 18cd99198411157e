"""Those who register in Webex have their place here too, with one confirmation each."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.model.registration import Standing
from tests.beside import specification
from tests.core.house import NOW

from . import contract
from .service import GRANT, REFRESH, registrant, served, slow_down
from .stage import OPEN, awaited, staged

pytestmark = pytest.mark.slow

AT = "2027-01-10T15:00:00Z"
LATER = timedelta(minutes=1)
ASK = "bring in the webinar's registrants of session 1"
READING = (
    "I am reading the list of those who registered in Webex for session 1; what came of it "
    "follows here. Each new person gets one confirmation. As long as one can register, I look "
    "again every ten minutes by myself."
)


@pytest.fixture(autouse=True)
def _contract() -> None:
    specification(contract.NAME)


@awaited
async def test_each_person_in_the_list_gets_one_confirmation(tmp_path: Path) -> None:
    async with served() as service, staged(tmp_path, service) as stage:
        service.registrants["m1"] = [registrant(n, AT) for n in range(250)]
        assert await stage.say(ASK) == READING
        assert len(stage.mailed) == len(set(stage.mailed)) == 250
        assert stage.told == [
            "ana@example.org: Registered in Webex for session 1: 250 new, 0 changed, 0 as before."
        ]
        assert await stage.say(ASK) == READING
        assert stage.mailed == []
        assert stage.told == [
            "ana@example.org: Registered in Webex for session 1: 0 new, 0 changed, 250 as before."
        ]
        found = stage.registration("person7@example.org")
        assert found is not None
        assert (found.name, found.came, found.standing) == (
            "Person 7",
            "webinar",
            Standing.REGISTERED,
        )


@awaited
async def test_who_is_new_is_looked_for_every_ten_minutes(tmp_path: Path) -> None:
    async with served() as service, staged(tmp_path, service) as stage:
        service.registrants["m1"] = [registrant(1, AT)]
        await stage.at(NOW + LATER)
        assert stage.mailed == ["person1@example.org"]
        fresh = (NOW + timedelta(minutes=5)).isoformat()
        service.registrants["m1"].append(registrant(2, fresh))
        stage.left.clear()
        await stage.at(NOW + timedelta(minutes=9))
        assert stage.mailed == []
        await stage.at(NOW + timedelta(minutes=12))
        assert stage.mailed == ["person2@example.org"]
        assert stage.told == []


@awaited
async def test_who_left_in_webex_or_was_turned_down_gives_up_the_place(tmp_path: Path) -> None:
    async with served() as service, staged(tmp_path, service) as stage:
        service.registrants["m1"] = [registrant(n, AT) for n in range(4)]
        await stage.say(ASK)
        service.registrants["m1"] = [
            registrant(0, AT),
            registrant(1, AT, status="rejected"),
            registrant(2, AT, status="pending"),
        ]
        stage.left.clear()
        await stage.say(ASK)
        assert stage.told == [
            (
                "ana@example.org: Registered in Webex for session 1: 0 new, 0 changed, 1 as before. "
                "2 gave up their place or were turned down there, and no longer have it here. "
                "1 still waits for the host to accept them in Webex, and follows once that is done. "
                "Turned down by the host: 1."
            )
        ]
        gone = [stage.registration(f"person{n}@example.org") for n in (1, 3)]
        assert [each and each.standing for each in gone] == [Standing.CANCELLED] * 2


@awaited
async def test_a_list_that_lost_many_at_once_takes_no_place_away(tmp_path: Path) -> None:
    async with served() as service, staged(tmp_path, service) as stage:
        service.registrants["m1"] = [registrant(n, AT) for n in range(30)]
        await stage.say(ASK)
        service.registrants["m1"] = []
        stage.left.clear()
        await stage.say(ASK)
        assert stage.told == [
            (
                "ana@example.org: 30 people who registered in Webex for session 1 are no longer in its "
                "list. That is too many at once to be their own wish, so I took nobody’s place away. "
                "Please look in Webex whether the webinar, or its registration, was made anew. New in "
                "this reading: 0."
            )
        ]
        kept = stage.registration("person3@example.org")
        assert kept is not None
        assert kept.standing is Standing.REGISTERED


@awaited
async def test_webex_that_is_busy_or_gone_for_a_moment_is_asked_again(tmp_path: Path) -> None:
    async with served() as service, staged(tmp_path, service) as stage:
        service.registrants["m1"] = [registrant(n, AT) for n in range(150)]
        service.problems = [slow_down(), "gone"]
        await stage.say(ASK)
        assert stage.mailed == []
        for minutes in (1, 2, 3):
            await stage.at(NOW + timedelta(minutes=minutes))
        assert len(stage.mailed) == 150


@pytest.mark.parametrize(
    ("scopes", "access", "words"),
    [
        (
            frozenset({"meeting:schedules_write"}),
            None,
            "token_scope",
        ),
        (None, set[str](), "token_gone"),
    ],
)
@awaited
async def test_a_token_that_does_not_serve_is_said_in_plain_words(
    tmp_path: Path, scopes: frozenset[str] | None, access: set[str] | None, words: str
) -> None:
    said = {
        "token_gone": "Webex no longer takes the token for webinars: it has expired or was "
        "revoked. Nothing is lost; I go on once there is a new one. Whoever looks after me makes "
        "it (docs/webinar.md), sets CIRCUIT_WEBINAR_TOKEN and CIRCUIT_WEBINAR_REFRESH, and starts "
        "me again.",
        "token_scope": "Webex does not let the token for webinars do this (The request is missing "
        "required scopes or user privileges.). It needs the scope meeting:schedules_read",
    }
    async with served() as service, staged(tmp_path, service) as stage:
        service.scopes = service.scopes if scopes is None else scopes
        service.access = service.access if access is None else access
        await stage.say(ASK)
        [told] = stage.told
        assert told.partition(": ")[2].startswith(said[words])


@awaited
async def test_an_expired_token_is_renewed_once_and_kept(tmp_path: Path) -> None:
    async with served() as service:
        service.access = set()
        service.registrants["m1"] = [registrant(n, AT) for n in range(3)]
        async with staged(tmp_path, service, webinar_refresh=GRANT) as stage:
            await stage.say(ASK)
            assert len(stage.mailed) == 3
        async with staged(tmp_path, service, webinar_refresh=GRANT) as stage:
            await stage.say(ASK)
        assert (service.renewed, service.refresh) == (1, f"{REFRESH}-1")
        kept = tmp_path / "webinar-token.json"
        assert oct(kept.stat().st_mode & 0o777) == "0o600"


@awaited
async def test_a_link_of_nobody_and_a_webinar_without_registration_are_said(
    tmp_path: Path,
) -> None:
    async with served() as service, staged(tmp_path, service) as stage:
        del service.registrants["m1"]
        await stage.say(ASK)
        assert stage.told == [
            (
                "ana@example.org: Webex gave no list of registrants for session 1: “Meeting "
                "registration is not enabled.”. Perhaps registration is not turned on for this webinar."
            )
        ]
        service.meetings.clear()
        await stage.file(replace(OPEN, join="https://example.webex.com/other", version=2))
        await stage.say(ASK)
        assert stage.told == [
            (
                "ana@example.org: Webex has no webinar under the link of session 1 that the host of the "
                "token can see. Please check the link, or download the registration report in Webex "
                "and drop it here."
            )
        ]


@awaited
async def test_more_than_a_page_in_more_than_ninety_days_is_read(tmp_path: Path) -> None:
    async with served() as service, staged(tmp_path, service) as stage:
        old = (NOW - timedelta(days=200)).isoformat()
        service.registrants["m1"] = [registrant(0, old), registrant(1, AT)]
        await stage.say(ASK)
        assert sorted(stage.mailed) == ["person0@example.org", "person1@example.org"]
