"""Letters to many leave by a flow, whose address is a secret and whose silence is no answer."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import ClientTimeout, web

from bot.errors import Rejected, TryLater
from bot.model.mailing import Addressed, Batch, Pattern
from bot.model.outbox import Letter, Person, Sending
from bot.model.words import Language
from bot.services.flow import Flow, trigger
from bot.skills.reminders import composing
from tests.core.house import NOW, Home
from tests.mailings.carrier import waiting
from tests.mailings.house import ANNOUNCED

from .trigger import QUERY, Trigger, listening

BOTH = Letter("Maps | Cartes", "See ((title_en)).\n\n---\n\nVoir ((title_fr)).", ("en", "fr"))
VALUES = {"title_en": "Maps & more", "title_fr": "Cartes"}


def batch(letter: Letter = BOTH, many: int = 2) -> Batch:
    """A batch of letters to so many people."""
    people = tuple(
        Addressed(Person(f"p{n}@example.org"), "1:registered:1:0", ("en", "fr"), {})
        for n in range(many)
    )
    return Batch("mailing/3/7", "reminder", "session/1", Pattern(letter, VALUES, letter), people)


def played(scene: Callable[[Trigger, Flow], Awaitable[Any]], *answers: web.Response | str) -> Any:
    async def scened() -> Any:
        async with listening() as trigger:
            trigger.answers = list(answers)
            door = Flow(trigger.url)
            try:
                return await scene(trigger, door)
            finally:
                await door.close()

    return asyncio.run(scened())


async def raised(_: Trigger, door: Flow) -> Any:
    """What a call raises."""
    with pytest.raises((TryLater, Rejected, TimeoutError)) as found:
        await door.carry(batch())
    return found.value


def test_the_flow_is_given_what_its_schema_names() -> None:
    async def scene(trigger: Trigger, door: Flow) -> Any:
        receipt = await door.carry(batch())
        return receipt, trigger.posted, trigger.queries

    given = {
        "id": "mailing/3/7",
        "kind": "reminder",
        "session": {"id": "1", "title": {"en": "Maps & more", "fr": "Cartes"}},
        "subject": {"en": "Maps", "fr": "Cartes"},
        "html": {
            "en": '<div lang="en-CA"><p>See Maps &amp; more.</p></div>',
            "fr": '<div lang="fr-CA"><p>Voir Cartes.</p></div>',
        },
        "to": ["p0@example.org", "p1@example.org"],
        "bcc_batch": 7,
    }
    assert played(scene) == ({}, [given], [QUERY])


@pytest.mark.parametrize(
    ("subject", "languages", "shown"),
    [
        ("Rappel", ("fr",), {"en": "", "fr": "Rappel"}),
        ("Maps", ("en", "fr"), {"en": "Maps", "fr": "Maps"}),
    ],
)
def test_a_language_that_is_not_written_in_is_empty(
    subject: str, languages: tuple[Language, ...], shown: dict[str, str]
) -> None:
    async def scene(trigger: Trigger, door: Flow) -> Any:
        await door.carry(batch(replace(BOTH, subject=subject, languages=languages)))
        return trigger.posted[0]["subject"]

    assert played(scene) == shown


def test_nothing_in_it_is_one_persons_own() -> None:
    async def scene() -> Any:
        home = Home()
        await home.file(ANNOUNCED)
        who = Addressed(Person("kim@example.org", "Kim"), "1:registered:1:0", ("en", "fr"), {})
        context = home.assistant._context(home.store.view(), "x")
        letter = composing.pattern(context, waiting(1), who).anonymous
        return [part.partition("\n")[0] for part in letter.body.split("\n\n---\n\n")], letter.body

    greetings, body = asyncio.run(scene())
    assert greetings == ["Hello,", "Bonjour,"]
    assert "((own))" not in body
    assert "greeting" not in body


@pytest.mark.parametrize("status", [500, 503, 429, 409, 302])
def test_an_answer_that_takes_nothing_is_a_reason_to_wait(status: int) -> None:
    problem = played(raised, web.Response(status=status, headers={"Retry-After": "17"}))
    assert (type(problem), problem.after, problem.hindrance) == (TryLater, 17.0, "")


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_flow_that_lets_nobody_in_is_a_matter_for_people(status: int) -> None:
    problem = played(raised, web.Response(status=status))
    assert (type(problem), problem.hindrance) == (TryLater, "not_let_in")


@pytest.mark.parametrize("status", [400, 413])
def test_what_the_flow_will_never_take_is_refused(status: int) -> None:
    assert type(played(raised, web.Response(status=status))) is Rejected


@pytest.mark.parametrize("status", [408, 502, 504])
def test_a_flow_that_began_and_did_not_answer_may_have_mailed(status: int) -> None:
    assert type(played(raised, web.Response(status=status))) is TimeoutError


@pytest.mark.parametrize("end", ["gone", "silence"])
def test_what_was_taken_and_not_answered_is_uncertain(
    end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trigger, "PATIENCE", ClientTimeout(total=0.3))
    assert type(played(raised, end)) is TimeoutError


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/x?sig=secret", "http://127.0.0.1:0/x?sig=secret"]
)
def test_the_address_stands_in_no_error_and_no_log(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene() -> Any:
        door = Flow(url)
        with pytest.raises((TryLater, TimeoutError)) as found:
            await door.carry(batch())
        logging.getLogger("bot").error("it broke", exc_info=found.value)
        await door.close()
        return found.value

    problem = asyncio.run(scene())
    assert "secret" not in f"{problem!r}{problem.__cause__!r}{caplog.text}"
    assert problem.__suppress_context__


def test_a_single_letter_does_not_leave_here() -> None:
    async def scene(trigger: Trigger, door: Flow) -> Any:
        sending = Sending(key="k", door="flow", to="kim@example.org", content=BOTH, created=NOW)
        with pytest.raises(Rejected):
            await door.send(sending)
        return trigger.posted

    assert played(scene) == []
