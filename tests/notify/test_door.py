"""Letters to many leave by GC Notify, as its published contract and its own limits want it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import orjson
import pytest
from aiohttp import ClientSession, ClientTimeout, web

from bot.clock import StillClock
from bot.errors import DailyLimit, Rejected, SomeRejected, TryLater
from bot.model.mailing import Addressed, Batch, Pattern
from bot.model.outbox import Letter, Person, Sending
from bot.services.notify import Notify, api
from bot.services.notify.api import NotifyApi
from tests.beside import specification
from tests.core.house import NOW

from . import contract
from .service import KEY, Service, bad, broken, enough, served, slow_down, template


def batch(
    *people: Addressed, body: str = "((greeting_en))\n((own))", key: str = "mailing/3/1"
) -> Batch:
    """A batch of letters in English."""
    letter = Letter("Reminder: maps", body, ("en",))
    everybody = people or (person(0), person(1))
    return Batch(key, "reminder", "session/1", Pattern(letter, {}, letter), everybody)


def person(number: int, name: str = "Kim") -> Addressed:
    """Somebody with a name and a page of their own."""
    return Addressed(
        Person(f"p{number}@example.org", name),
        "registered",
        ("en",),
        {"greeting_en": f"Hello {name},", "own": f"https://circuit.example.org/s/r-{number}"},
    )


@asynccontextmanager
async def door(service: Service, key: str = KEY) -> AsyncIterator[Notify]:
    """The door to a service."""
    notify = Notify(NotifyApi(service.url, key, StillClock(NOW)))
    try:
        yield notify
    finally:
        await notify.close()


def played(scene: Callable[[Service], Awaitable[Any]], **fields: Any) -> Any:
    async def scened() -> Any:
        async with served(**fields) as service:
            found = await scene(service)
            assert service.contract.violations == []
            return found

    return asyncio.run(scened())


async def raised(service: Service, key: str = KEY) -> Any:
    """What a call raises."""
    async with door(service, key) as notify:
        with pytest.raises((TryLater, Rejected, TimeoutError)) as found:
            await notify.carry(batch())
        return found.value


def test_every_request_keeps_to_the_published_contract() -> None:
    specification(contract.NAME)

    async def scene(service: Service) -> Any:
        async with door(service) as notify:
            await notify.carry(batch())
        return service.asked, service.contract.checked

    asked = ["GET /v2/templates", "POST /v2/manage-template", "POST /v2/notifications/bulk"]
    assert played(scene, templates=[], may_make_templates=True) == (asked, 3)


def test_each_person_is_a_row_with_what_is_theirs() -> None:
    async def scene(service: Service) -> Any:
        async with door(service) as notify:
            receipt = await notify.carry(batch(person(0), person(1, "Ève")))
        return receipt["job"] == service.jobs[0]["id"], service.mails

    fine, mails = played(scene)
    assert fine
    assert {
        to: (each[0].subject, each[0].body, each[0].reference) for to, each in mails.items()
    } == {
        "p0@example.org": (
            "Reminder: maps",
            "[[en]]\nHello Kim,\nhttps://circuit.example.org/s/r-0\n[[/en]]",
            "mailing/3/1",
        ),
        "p1@example.org": (
            "Reminder: maps",
            "[[en]]\nHello Ève,\nhttps://circuit.example.org/s/r-1\n[[/en]]",
            "mailing/3/1",
        ),
    }


def test_nothing_of_a_person_stands_outside_their_row() -> None:
    async def scene(service: Service) -> Any:
        async with door(service) as notify:
            await notify.carry(batch())
        return service.jobs[0]["original_file_name"]

    assert played(scene) == "Circuit mailing/3/1"


def test_the_template_is_asked_for_once_and_made_where_the_key_may() -> None:
    async def scene(service: Service) -> Any:
        async with door(service) as notify:
            for number in range(3):
                await notify.carry(batch(key=f"mailing/3/{number}"))
        return service.asked.count("GET /v2/templates"), len(service.templates), len(service.jobs)

    assert played(scene) == (1, 1, 3)
    assert played(scene, templates=[], may_make_templates=True) == (1, 1, 3)


@pytest.mark.parametrize(
    "templates",
    [
        [],
        [template(name="Other")],
        [template(type="sms")],
        [template(subject="Reminder")],
        [template(body="((body)) ((name))")],
        [template(body="((body??yes))")],
    ],
)
def test_without_a_template_that_fits_the_letters_wait(templates: list[Any]) -> None:
    problem = played(raised, templates=templates)
    assert (type(problem), problem.hindrance) == (TryLater, "no_template")


def test_a_template_that_was_deleted_is_looked_for_anew() -> None:
    async def scene(service: Service) -> Any:
        async with door(service) as notify:
            await notify.carry(batch())
            service.templates = [template()]
            with pytest.raises(TryLater):
                await notify.carry(batch(key="mailing/3/2"))
            await notify.carry(batch(key="mailing/3/2"))
        return len(service.jobs)

    assert played(scene) == 2


def test_a_wrong_key_lets_the_letters_wait_for_a_person() -> None:
    async def scene(service: Service) -> Any:
        return await raised(service, KEY.replace("2", "3"))

    problem = played(scene)
    assert (type(problem), problem.hindrance) == (TryLater, "not_let_in")


def test_limits_of_the_minute_and_of_the_day() -> None:
    minute = played(raised, problems=[slow_down()])
    day = played(raised, problems=[enough()])
    some = played(raised, remaining=1)
    hours = timedelta(hours=10).total_seconds()
    assert (type(minute), minute.after) == (TryLater, 60.0)
    assert (type(day), day.after, day.left, day.hindrance) == (DailyLimit, hours, 0, "daily_limit")
    assert (type(some), some.after, some.left) == (DailyLimit, hours, 1)


def test_the_limit_of_the_year_is_final_and_said() -> None:
    words = "You only have 5 remaining messages before you reach your annual limit."
    problem = played(raised, problems=[bad(words)])
    assert (type(problem), str(problem)) == (Rejected, words)


def test_a_service_on_trial_is_a_matter_for_people() -> None:
    problem = played(raised, on_trial=True)
    assert (type(problem), problem.hindrance) == (TryLater, "on_trial")


def test_rows_that_are_refused_are_known_by_their_people() -> None:
    async def scene(service: Service) -> Any:
        async with door(service) as notify:
            with pytest.raises(SomeRejected) as found:
                await notify.carry(batch(*(person(n) for n in range(5))))
        return found.value.addresses, "@" in str(found.value)

    gone = frozenset({"p1@example.org", "p4@example.org"})
    assert played(scene, refused=gone) == (gone, False)


def test_what_gc_notify_says_is_repeated_without_addresses() -> None:
    problem = played(raised, problems=[bad("email_address kim@example.org is odd")])
    assert str(problem) == "email_address … is odd"


@pytest.mark.parametrize("status", [500, 503, 301, 409])
def test_an_answer_that_takes_nothing_is_a_reason_to_wait(status: int) -> None:
    problem = played(raised, problems=[web.json_response({"message": "x"}, status=status)])
    assert type(problem) is TryLater


def test_both_forms_of_errors_are_understood() -> None:
    assert type(played(raised, problems=[broken()])) is TryLater


@pytest.mark.parametrize("status", [502, 504])
def test_a_gateway_that_gave_up_may_have_taken_it(status: int) -> None:
    problem = played(raised, problems=[web.Response(status=status)])
    assert type(problem) is TimeoutError


@pytest.mark.parametrize("end", ["gone", "silence"])
def test_what_was_taken_and_not_answered_is_uncertain(
    end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "PATIENCE", ClientTimeout(total=0.3))

    async def scene(service: Service) -> Any:
        return type(await raised(service)), len(service.jobs)

    assert played(scene, problems=[end]) == (TimeoutError, 1)


def test_nobody_there_is_a_reason_to_wait() -> None:
    async def scene() -> Any:
        notify = Notify(NotifyApi("http://127.0.0.1:9", KEY, StillClock(NOW)))
        with pytest.raises(TryLater) as found:
            await notify.carry(batch())
        await notify.close()
        return str(found.value)

    assert asyncio.run(scene()) == "GC Notify cannot be reached: ClientConnectorError"


def test_a_single_letter_does_not_leave_here() -> None:
    async def scene(service: Service) -> Any:
        letter = Letter("x", "y", ("en",))
        sending = Sending(key="k", door="notify", to="kim@example.org", content=letter, created=NOW)
        async with door(service) as notify:
            with pytest.raises(Rejected):
                await notify.send(sending)
        return service.asked

    assert played(scene) == []


def test_as_many_at_once_as_gc_notify_takes_and_fewer_of_long_letters() -> None:
    notify = Notify(NotifyApi("http://127.0.0.1:9", KEY, StillClock(NOW)))
    sizes = [notify.most(batch(body="x" * many).pattern) for many in (1, 1_000, 10_000, 10**7)]
    assert sizes == [23_136, 6_484, 866, 1]


def test_a_full_call_is_taken() -> None:
    """As many rows as are let through, with long names and links, are not too large for it."""

    async def scene(service: Service) -> Any:
        async with door(service) as notify:
            words = "é" * 3_000
            many = notify.most(batch(body=words).pattern)
            people = tuple(person(n, "N" * 120) for n in range(many))
            await notify.carry(batch(*people, body=f"{words}((greeting_en))((own))"))
        return service.jobs[0]["notification_count"] == many

    assert played(scene)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"priority": 1}, "Additional properties are not allowed (priority was unexpected)"),
        ({"rows": [["email address"], ["a@b.ca"]]}, "Missing column headers: body, subject"),
        ({"rows": [["email address", "Body", "body", "subject"], ["a@b.ca", "x", "y", "z"]]}, "Duplicate"),
        ({"rows": [["email address", "subject", "body"], ["a@b.ca", "x", " "]]}, "Some rows have errors. Row 0 - `body`: Missing."),
        ({"rows": [["email address"]] * 50_002}, "Too many rows. Maximum number of rows allowed is 50000"),
        ({"csv": "x"}, "You should specify either rows or csv"),
        ({"scheduled_for": "2020-01-01T00:00:00"}, "scheduled_for datetime cannot be in the past"),
        ({"scheduled_for": "2999-01-01T00:00:00"}, "scheduled_for datetime can only be up to 96"),
    ],
)  # fmt: skip
def test_the_service_on_loopback_is_as_strict_as_the_real_one(asked: Any, words: str) -> None:
    async def scene() -> Any:
        async with served() as service, ClientSession() as http:
            rows = [["email address", "subject", "body"], ["a@b.ca", "x", "y"]]
            whole = {"name": "x", "template_id": service.templates[0]["id"], "rows": rows} | asked
            headers = {"Authorization": f"ApiKey-v1 {KEY}", "Content-Type": "application/json"}
            url = f"{service.url}/v2/notifications/bulk"
            async with http.post(url, data=orjson.dumps(whole), headers=headers) as answer:
                return answer.status, (await answer.json())["errors"][0]["message"]

    status, said = asyncio.run(scene())
    assert (status, said[: len(words)]) == (400, words)
