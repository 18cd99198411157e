"""A webinar is made once, kept in step with its session, and taken away."""

import asyncio
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.model.session import Phase
from bot.model.speaking import Part, Reply, Speaking
from bot.model.webinar import Step
from tests.beside import specification
from tests.core.house import NOW

from . import contract
from .listing import Refused
from .service import GRANT, Service, served
from .stage import OPEN, Stage, awaited, staged

pytestmark = pytest.mark.slow

BARE = replace(OPEN, join="")
LINK = "https://example.webex.com/example/j.php?MTID=made1"
SAM = Speaking(session="1", address="sam@example.org", name="Sam Lee", reply=Reply.YES, asked=NOW)
MEG = Speaking(
    session="1",
    address="meg@example.org",
    name="Meg Roy",
    part=Part.MODERATOR,
    reply=Reply.YES,
    asked=NOW,
)


@pytest.fixture(autouse=True)
def _contract() -> None:
    specification(contract.NAME)


async def made(stage: Stage, *, press: str = "do it") -> None:
    """Have a webinar made for a session without a link."""
    await stage.file(BARE, SAM, MEG)
    await stage.say("create the webinar for session 1")
    await stage.say(press)


def empty() -> Service:
    """A host without webinars."""
    service = Service()
    for each in (service.meetings, service.registrants, service.host.forms, service.host.stage):
        each.clear()
    return service


@awaited
async def test_a_webinar_is_made_as_its_card_shows(tmp_path: Path) -> None:
    async with served(host=empty().host) as service, staged(tmp_path, service) as stage:
        await made(stage)
        [body] = service.made("POST", "/v1/meetings")
        assert body["title"] == "biometrics | la biométrie"
        assert (body["start"], body["end"]) == ("2027-02-25T18:00:00Z", "2027-02-25T18:45:00Z")
        assert body["sessionTypeId"] == 215
        assert body["enabledWebcastView"] is True
        spoken = body["simultaneousInterpretation"]["interpreters"][0]
        assert (spoken["languageCode1"], spoken["languageCode2"]) == ("en", "fr")
        assert [(each["email"], each["coHost"]) for each in body["invitees"]] == [
            ("meg@example.org", True),
            ("sam@example.org", False),
        ]
        assert service.host.wrote == ["meg@example.org", "sam@example.org"]
        assert stage.session().join == LINK
        known = stage.webinar()
        assert known is not None
        assert (known.step, known.meeting, known.ours) == (Step.READY, "made1", True)
        assert stage.told[-1].startswith(
            "ana@example.org: The webinar of session 1, “biometrics”, is in Webex:\n"
            f"• To join: {LINK}\n"
            "• To register: https://example.webex.com/example/j.php?RGID=made1\n"
            "• On stage: Meg Roy and Sam Lee\n"
        )


@pytest.mark.parametrize("problem", ["lost", "gone"])
@awaited
async def test_a_webinar_whose_making_was_not_answered_is_made_once(
    tmp_path: Path, problem: str
) -> None:
    async with served(host=empty().host) as service, staged(tmp_path, service) as stage:
        service.reads, service.problems = False, [problem]
        await made(stage)
        for seconds in (20, 90, 180, 300):
            await stage.at(NOW + timedelta(seconds=seconds))
        assert list(service.meetings) == ["made1"]
        assert stage.session().join == LINK


@pytest.mark.parametrize("problem", ["silence", "unheard"])
@awaited
async def test_a_bot_killed_while_a_webinar_is_made_finds_it_or_makes_it_once(
    tmp_path: Path, problem: str
) -> None:
    async with served(host=empty().host) as service:
        service.reads, service.problems = False, [problem]
        async with staged(tmp_path / "killed", service) as stage:
            pressing = asyncio.create_task(made(stage))
            await service.reached.wait()
            shutil.copytree(tmp_path / "killed", tmp_path / "left")
            pressing.cancel()
        async with staged(tmp_path / "left", service, begun=True) as stage:
            for minutes in range(1, 5):
                await stage.at(NOW + timedelta(minutes=minutes))
            assert list(service.meetings) == ["made1"]
            assert stage.session().join == LINK


@awaited
async def test_a_webinar_that_shows_late_is_not_made_again(tmp_path: Path) -> None:
    async with served(host=empty().host) as service, staged(tmp_path, service) as stage:
        service.reads, service.problems = False, ["lost"]
        await made(stage)
        hidden = service.meetings.pop("made1")
        await stage.at(NOW + timedelta(seconds=20))
        assert len(service.made("POST", "/v1/meetings")) == 1
        service.meetings["made1"] = hidden
        await stage.at(NOW + timedelta(minutes=3))
        assert len(service.made("POST", "/v1/meetings")) == 1
        assert stage.session().join == LINK


@awaited
async def test_a_second_press_and_a_second_order_make_nothing(tmp_path: Path) -> None:
    async with served(host=empty().host) as service, staged(tmp_path, service) as stage:
        await made(stage)
        await stage.say("do it")
        said = await stage.say("create the webinar for session 1")
        assert said.startswith("The webinar of session 1, “biometrics”, is in Webex:")
        assert len(service.made("POST", "/v1/meetings")) == 1


@awaited
async def test_a_webinar_that_was_made_and_forgotten_is_found(tmp_path: Path) -> None:
    async with served(host=empty().host) as service:
        async with staged(tmp_path / "one", service) as stage:
            await made(stage)
        async with staged(tmp_path / "two", service) as stage:
            await stage.file(BARE, SAM)
            await stage.say("create the webinar for session 1")
            assert stage.session().join == LINK
        assert len(service.made("POST", "/v1/meetings")) == 1


@awaited
async def test_what_webex_does_not_take_stands_on_the_card(tmp_path: Path) -> None:
    async with served(host=empty().host) as service, staged(tmp_path, service) as stage:
        service.host.interprets = False
        await made(stage)
        assert stage.told[-1].startswith(
            "ana@example.org: Webex did not make the webinar: “Simultaneous interpretation is not "
            "enabled for the site.”. Please change on the card, or in the session, what it speaks "
            "of, and press again.\n"
            "This is the webinar I would make in Webex for session 1:\n"
        )
        await stage.press("webinar-1", "go", interpreted="no", type="214", invited="no")
        body = service.made("POST", "/v1/meetings")[-1]
        assert "simultaneousInterpretation" not in body
        assert (body["sessionTypeId"], body["enabledWebcastView"]) == (214, False)
        assert service.host.wrote == []
        assert stage.session().join == LINK


@awaited
async def test_a_host_without_a_licence_hears_what_to_do(tmp_path: Path) -> None:
    async with served(host=empty().host) as service, staged(tmp_path, service) as stage:
        service.host.types = service.host.types[:1]
        await stage.file(BARE)
        await stage.say("create the webinar for session 1")
        assert stage.told[-1].startswith(
            "ana@example.org: The host of the token has no licence for webinars in Webex: it lists "
            "no session type of that kind."
        )


@awaited
async def test_a_session_that_changes_takes_its_webinar_along(tmp_path: Path) -> None:
    async with served(host=empty().host) as service, staged(tmp_path, service) as stage:
        await made(stage)
        service.host.wrote.clear()
        later = OPEN.starts + timedelta(days=7)
        await stage.file(
            replace(stage.session(), starts=later, wall="2027-03-04T13:00", version=9),
            replace(SAM, reply=Reply.NO),
            replace(MEG, part=Part.SPEAKER),
            replace(SAM, address="kim@example.org", name="Kim"),
        )
        await stage.at(NOW + timedelta(minutes=1))
        assert service.meetings["made1"]["start"] == "2027-03-04T18:00:00Z"
        on_stage = {each["email"]: each["coHost"] for each in service.host.stage["made1"]}
        assert on_stage == {"meg@example.org": False, "kim@example.org": False}
        assert service.host.wrote == ["kim@example.org"]
        changes = len(service.made("PATCH", "/v1/meetings/made1"))
        await stage.at(NOW + timedelta(minutes=2))
        assert len(service.made("PATCH", "/v1/meetings/made1")) == changes == 1


@awaited
async def test_a_change_that_webex_refuses_is_told_to_the_team_once(tmp_path: Path) -> None:
    async with served(host=empty().host) as service, staged(tmp_path, service) as stage:
        await made(stage)
        await stage.say("this is our space", space=True)
        stage.left.clear()
        service.reads = False
        service.problems = [Refused(400, "Not now.") for _ in range(2)]
        await stage.file(replace(stage.session(), minutes=60, version=9))
        await stage.at(NOW + timedelta(minutes=1))
        [told] = stage.told
        assert "could not be brought up to date in Webex: “Not now.”" in told
        await stage.at(NOW + timedelta(minutes=62))
        assert stage.told == []
        await stage.at(NOW + timedelta(minutes=123))
        assert service.meetings["made1"]["end"] == "2027-02-25T19:00:00Z"


@awaited
async def test_the_webinar_of_a_cancelled_session_goes(tmp_path: Path) -> None:
    async with served(host=empty().host) as service, staged(tmp_path, service) as stage:
        await made(stage)
        service.host.wrote.clear()
        await stage.file(replace(stage.session(), phase=Phase.CANCELLED, version=9))
        await stage.at(NOW + timedelta(minutes=1))
        assert service.meetings == {}
        assert service.host.wrote == []


@awaited
async def test_a_webinar_is_removed_by_a_press_and_may_be_made_anew(tmp_path: Path) -> None:
    async with served(host=empty().host) as service, staged(tmp_path, service) as stage:
        await made(stage)
        await stage.say("remove the Webex webinar of session 1")
        await stage.say("do it")
        assert service.meetings == {}
        assert stage.session().join == ""
        await stage.say("create the webinar for session 1")
        await stage.say("do it")
        assert list(service.meetings) == ["made2"]
        assert stage.session().join.endswith("MTID=made2")


@awaited
async def test_the_smallest_kind_is_proposed_where_places_are_limited(tmp_path: Path) -> None:
    async with served(host=empty().host) as service, staged(tmp_path, service) as stage:
        await stage.file(replace(BARE, capacity=500))
        await stage.say("create the webinar for session 1")
        await stage.say("do it")
        [body] = service.made("POST", "/v1/meetings")
        assert (body["sessionTypeId"], body["registration"]["maxRegisterNum"]) == (214, 500)


@pytest.mark.parametrize(
    ("service", "grant", "words"),
    [
        (
            {"access": set[str]()},
            "",
            "Webex no longer takes the token for webinars: it has expired or was revoked.",
        ),
        (
            {"access": set[str](), "refresh": "another"},
            GRANT,
            "Webex no longer takes the token for webinars: it has expired or was revoked.",
        ),
        (
            {"scopes": frozenset({"meeting:schedules_read"})},
            "",
            (
                "Webex does not let the token for webinars do this (The request is missing required "
                "scopes or user privileges.). It needs the scope meeting:schedules_write,"
            ),
        ),
    ],
    ids=["expired", "revoked", "under-scoped"],
)
@awaited
async def test_a_token_that_does_not_serve_is_said_where_the_webinar_was_asked_for(
    tmp_path: Path, service: dict[str, Any], grant: str, words: str
) -> None:
    async with (
        served(host=empty().host, **service) as cloud,
        staged(tmp_path, cloud, webinar_refresh=grant) as stage,
    ):
        await made(stage)
        [told] = [each for each in stage.told if words in each]
        assert told.startswith(f"ana@example.org: {words}")
        assert cloud.meetings == {}
