"""Those who register with us are in the list of the webinar, and leave it with us."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.model.registration import Registration, Standing
from tests.beside import specification
from tests.core.house import NOW
from tests.mailings.house import registration

from . import contract
from .service import registrant, served
from .stage import OPEN, Stage, awaited, staged

pytestmark = pytest.mark.slow

AT = "2027-01-10T15:00:00Z"


@pytest.fixture(autouse=True)
def _contract() -> None:
    specification(contract.NAME)


async def registered(stage: Stage, many: int) -> list[Registration]:
    """People with a place here, who have not come by Webex."""
    people = [registration(n, name=f"Ada Person{n}") for n in range(many)]
    await stage.file(*people)
    await minutes(stage, 1, 25)
    return people


async def minutes(stage: Stage, first: int, last: int) -> None:
    """Let time pass, minute by minute."""
    for minute in range(first, last):
        await stage.at(NOW + timedelta(minutes=minute))


@awaited
async def test_everybody_who_registered_here_is_entered_once_without_a_mail(
    tmp_path: Path,
) -> None:
    async with served() as service, staged(tmp_path, service) as stage:
        await registered(stage, 250)
        listed = service.registrants["m1"]
        assert sorted(each["email"] for each in listed) == [
            f"p{n:05d}@example.org" for n in range(250)
        ]
        assert (listed[0]["firstName"], listed[0]["lastName"]) == ("Ada", "Person0")
        assert service.host.wrote == []
        assert stage.mailed == []
        calls = len(service.made("POST", "/v1/meetings/m1/registrants/bulkInsert"))
        await stage.say("bring in the webinar's registrants of session 1")
        await minutes(stage, 25, 60)
        assert len(service.made("POST", "/v1/meetings/m1/registrants/bulkInsert")) == calls == 3
        assert stage.mailed == []


@awaited
async def test_who_gives_up_the_place_leaves_the_list(tmp_path: Path) -> None:
    async with served() as service, staged(tmp_path, service) as stage:
        service.registrants["m1"] = [registrant(7, AT)]
        first, *_ = await registered(stage, 3)
        known = [stage.registration(each) for each in (first.address, "person7@example.org")]
        left = [each.changed(standing=Standing.CANCELLED) for each in known if each]
        await stage.file(*left)
        await minutes(stage, 25, 50)
        assert sorted(each["email"] for each in service.registrants["m1"]) == [
            "p00001@example.org",
            "p00002@example.org",
        ]
        assert service.host.wrote == []
        kept = stage.registration(first.address)
        assert kept is not None
        await stage.file(kept.changed(standing=Standing.REGISTERED))
        await minutes(stage, 50, 75)
        assert len(service.registrants["m1"]) == 3


@awaited
async def test_who_is_in_the_list_already_is_not_entered_again(tmp_path: Path) -> None:
    async with served() as service, staged(tmp_path, service) as stage:
        service.registrants["m1"] = [registrant(0, AT, email="p00000@example.org")]
        await registered(stage, 2)
        assert sorted(each["email"] for each in service.registrants["m1"]) == [
            "p00000@example.org",
            "p00001@example.org",
        ]
        assert stage.mailed == []


@awaited
async def test_an_entry_that_was_not_answered_is_not_made_twice(tmp_path: Path) -> None:
    async with served() as service, staged(tmp_path, service) as stage:
        await stage.at(NOW + timedelta(seconds=30))
        service.reads, service.problems = False, ["lost"]
        await registered(stage, 120)
        assert len(service.registrants["m1"]) == 120
        assert len({each["email"] for each in service.registrants["m1"]}) == 120


@awaited
async def test_whom_webex_does_not_take_keeps_the_place_and_the_team_hears(
    tmp_path: Path,
) -> None:
    async with served() as service, staged(tmp_path, service) as stage:
        await stage.say("this is our space", space=True)
        stage.left.clear()
        service.host.unwanted = {"p00001@example.org"}
        await registered(stage, 3)
        assert len(service.registrants["m1"]) == 2
        [told] = [each for each in stage.told if "did not take" in each]
        assert told.startswith(
            "space: Webex did not take 1 of those who registered with us for session 1: “The "
            "registrant already exists.”. They have their place and the link to join, but are not "
            "in its list."
        )
        kept = stage.registration("p00001@example.org")
        assert kept is not None
        assert kept.standing is Standing.REGISTERED


@awaited
async def test_a_list_that_is_full_for_everybody_is_told_once(tmp_path: Path) -> None:
    async with served() as service, staged(tmp_path, service) as stage:
        await stage.say("this is our space", space=True)
        stage.left.clear()
        service.host.full_at = 0
        await registered(stage, 3)
        [told] = [each for each in stage.told if "takes none" in each]
        assert "“The maximum number of registrations is reached.”" in told
        service.host.full_at = 10
        await minutes(stage, 60, 90)
        assert len(service.registrants["m1"]) == 3


@awaited
async def test_who_must_be_let_in_is_let_in(tmp_path: Path) -> None:
    async with served() as service, staged(tmp_path, service) as stage:
        service.host.forms["m1"] = {"autoAcceptRequest": False}
        await registered(stage, 2)
        assert {each["status"] for each in service.registrants["m1"]} == {"approved"}
        assert service.host.wrote == []


@awaited
async def test_answers_in_webex_are_those_of_our_form(tmp_path: Path) -> None:
    async with served() as service, staged(tmp_path, service) as stage:
        asked = [
            "Preferred language / Langue préférée",
            "Your department or organization / Votre ministère ou organisation",
            (
                "Do you need an accommodation? Please tell us which. / Avez-vous besoin d’une mesure "
                "d’adaptation? Veuillez préciser laquelle."
            ),
            (
                "May we invite you to future sessions? / Pouvons-nous vous inviter à de prochaines "
                "séances?"
            ),
            "A question for the speaker / Une question à la personne conférencière",
        ]
        service.host.forms["m1"] = {
            "customizedQuestions": [
                {"id": n, "question": each, "type": "multiLineTextBox"}
                for n, each in enumerate(asked)
            ]
        }
        given = ["French / Français", "Finances", "LSQ", "Yes / Oui", "Why?"]
        answers = [{"questionId": n, "answers": [{"answer": each}]} for n, each in enumerate(given)]
        service.registrants["m1"] = [registrant(1, AT, customizedQuestions=answers)]
        await stage.say("bring in the webinar's registrants of session 1")
        found = stage.registration("person1@example.org")
        assert found is not None
        said = (found.language, found.department, found.needs, found.consent, found.question)
        assert said == ("fr", "Finances", "LSQ", True, "Why?")


@awaited
async def test_seats_in_a_webinar_that_is_gone_are_forgotten(tmp_path: Path) -> None:
    async with served() as service, staged(tmp_path, service) as stage:
        await registered(stage, 2)
        known = stage.webinar()
        assert known is not None
        await stage.file(replace(known, meeting="", link="", version=known.version + 1))
        await stage.file(replace(stage.session(), join="", version=9))
        await minutes(stage, 40, 42)
        seats = [stage.registration(f"p0000{n}@example.org") for n in range(2)]
        assert [each and each.seat for each in seats] == ["", ""]


@awaited
async def test_many_are_entered_one_thousand_after_the_other(tmp_path: Path) -> None:
    async with served() as service, staged(tmp_path, service) as stage:
        await stage.at(NOW + timedelta(seconds=30))
        await stage.file(*(registration(n) for n in range(1_250)))
        await minutes(stage, 1, 2)
        assert len({each["email"] for each in service.registrants["m1"]}) == 1_250


@awaited
async def test_who_registers_while_the_session_is_on_has_a_place(tmp_path: Path) -> None:
    async with served() as service, staged(tmp_path, service) as stage:
        await stage.at(OPEN.starts - timedelta(minutes=20))
        late = (OPEN.starts + timedelta(minutes=2)).isoformat()
        service.registrants["m1"] = [registrant(1, late)]
        await stage.at(OPEN.starts + timedelta(minutes=15))
        assert stage.mailed == ["person1@example.org"]
