"""Whoever is erased stands in no file any more, and numbers stay right."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.assistant import Assistant
from bot.assistant.erasing import rules
from bot.model.access import AccessPlan, Ticket
from bot.model.attendance import Attended, attended_key
from bot.model.conversation import Incoming, Press, Sender
from bot.model.erasure import Erasure, Step
from bot.model.forms import Response
from bot.model.lesson import TeamLesson
from bot.model.mailing import Mailing, Stage
from bot.model.outbox import Message, Sending
from bot.model.outcome import Answer, Outcome
from bot.model.outreach import Partner, PastAttendee
from bot.model.people import Account, Contact, Noted, Place
from bot.model.poll import Vote
from bot.model.question import AudienceQuestion
from bot.model.record import View
from bot.model.registration import Registration, Standing
from bot.model.returned import MailReply
from bot.model.session import Phase, Session
from bot.model.speaking import Reply, Speaking
from bot.model.suppression import Suppressed
from bot.model.words import Both
from bot.registering.request import Request
from bot.registering.taking import take
from bot.skills.erasure import card
from bot.skills.erasure.card import errand
from bot.suppression import reasons
from tests.mailings.house import ANNOUNCED, registration
from tests.pages.site import ADDRESSES, NOW, Site, served

from .house import file, news, sent

KIM, NAME = "kim.tremblay@example.com", "Kim Tremblay"
ANA = Sender(ADDRESSES["Ana"], "Ana Roy", member=True)
HELD: Session = replace(ANNOUNCED, id="7", phase=Phase.HELD, starts=NOW - timedelta(days=30))
LATER = NOW + timedelta(days=400)


def kim(**fields: Any) -> Registration:
    return registration(0, address=KIM, name=NAME, department="Health", **fields)


def came(**fields: Any) -> Attended:
    who = fields.get("address") or fields["name"]
    return Attended(key=attended_key("7", who), session="7", minutes=20, **fields)


RECORDS = (
    ANNOUNCED,
    HELD,
    kim(needs="a chair for Kim", question="May Kim Tremblay ask?"),
    kim(session="7", consent=True, response="form/9"),
    Contact(address=KIM, name=NAME, language="en", places=(Place("page", KIM),)),
    Speaking(
        session="7",
        address=KIM,
        name=NAME,
        reply=Reply.YES,
        asked=NOW,
        asked_by=ANA.address,
        biography=Both("Kim Tremblay writes.", "Kim Tremblay écrit."),
    ),
    Account(id="teams/t/1", at=NOW, address=KIM, name=NAME),
    Response(form="f", number="1", told={"r1": "KIM.Tremblay@Example.com", "r2": NAME}, at=NOW),
    MailReply(
        id="m", address=KIM, name=NAME, registration=f"1/{KIM}", wish="leave", words="no", at=NOW
    ),
    PastAttendee(address=KIM, name=NAME, basis="form of 2025", added=NOW),
    Partner(address=KIM, organisation="Health", contact=NAME, added=NOW),
    AudienceQuestion(id="1", session="7", words="May Kim Tremblay ask?", by=KIM, at=NOW),
    AudienceQuestion(id="2", session="7", words="Is Kim Tremblay right?", by=KIM, at=NOW),
    AudienceQuestion(id="3", session="7", words="Is she right?", lead="2", at=NOW),
    Ticket(id="1", kind="request", words="Kim is deaf", by=KIM, at=NOW, due=LATER, nudge=LATER),
    Ticket(id="2", kind="request", words="LSQ", owner=KIM, at=NOW, due=LATER, nudge=LATER),
    AccessPlan(people=(KIM, "ben@example.org")),
    Vote(poll="1", voter="teams/t/1", at=NOW, choices=(1,)),
    Vote(poll="2", voter=KIM, at=NOW, choices=(2,)),
    came(name=NAME, address=KIM, registered=KIM, kind="registered"),
    came(name=NAME, kind="guest", number=2),
    came(name="Lee Wu", address="lee@example.net", perhaps=KIM, number=3),
    Suppressed(address=KIM, bounced=NOW),
    TeamLesson(id="1", words=Both("Kim Tremblay was late", ""), session="7", at=NOW, by=KIM),
    Noted(id="n1", at=NOW, who=KIM, what="refused session.cancel"),
    replace(news("9"), about="session/7", stage=Stage.DONE, by=KIM),
)  # fmt: skip


@asynccontextmanager
async def filled(folder: Path) -> AsyncIterator[Site]:
    """A bot in whose house Kim has left traces everywhere."""
    async with served(folder) as site:
        await file(site, *RECORDS, *(registration(n) for n in range(1, 4)))
        await file(site, *(registration(n, session="7") for n in range(1, 4)))
        await say(site, "what is next?", Sender(KIM, NAME))
        await sent(site, folder, replace(news("3", "reminder"), total=4))
        await say(site, f"why did {KIM} get the reminder for session 1?")
        await site.delivered()
        space = Message("Kim Tremblay (kim.tremblay@example.com) said yes.")
        told = Sending(key=f"said/{KIM}", door="page", to="space", content=space, created=NOW)
        await file(site, told)
        await site.delivered()
        yield site


def incoming(site: Site, who: Sender, **fields: Any) -> Incoming:
    given: dict[str, Any] = {
        "id": f"t{next(site.ids)}",
        "place": Place("page", who.address),
        "private": True,
    }
    return Incoming(sender=who, at=site.house.assistant.house.time.now(), **(given | fields))


async def say(site: Site, text: str, who: Sender = ANA) -> Answer:
    answer = await site.house.assistant.hear(incoming(site, who, text=text))
    await site.delivered()
    return answer


async def press(site: Site, button: str, who: Sender = ANA) -> Answer:
    """The answer to a button of the only erasure's card."""
    (erasure,) = pending(site.view)
    pressed = Press(f"erasure{erasure.id}", button, {})
    answer = await site.house.assistant.hear(incoming(site, who, press=pressed))
    await site.delivered()
    await a_minute(site)
    return answer


async def a_minute(site: Site) -> None:
    """Let a minute pass, and all leave that may."""
    time = site.house.assistant.house.time
    time.move(time.now() + timedelta(minutes=1))
    await site.delivered()


def pending(view: View) -> list[Erasure]:
    return list(view.between(Erasure, "open_until", None, LATER))


def traces(folder: Path, *words: str) -> list[str]:
    """The files below a folder in whose bytes or name one of these words stands."""
    found = []
    for each in sorted(folder.rglob("*")):
        content = each.read_bytes().lower() if each.is_file() else b""
        there = any(word.lower().encode() in content for word in words)
        if there or any(word.lower() in each.name.lower() for word in words):
            found.append(str(each.relative_to(folder)))
    return found


def last_told(site: Site, who: Sender = ANA) -> str:
    """The last that was said to somebody in their room."""
    said = [each for each in site.house.room.history.entries if each.room == who.address]
    return [each.text for each in said if not each.who][-1]


def counts(view: View, session: str) -> dict[str, int]:
    """How many registered, by standing, language, department and day."""
    names = {
        "registered": ("standing_in", f"{session}/{Standing.REGISTERED}"),
        "cancelled": ("standing_in", f"{session}/{Standing.CANCELLED}"),
        "english": ("language_in", f"{session}/en"),
        "health": ("unit_in", f"{session}/health"),
        "day": ("day_in", f"{session}/2027-01-11"),
    }
    return {name: view.count(Registration, *where) for name, where in names.items()}


def test_after_it_and_after_a_restart_no_file_of_the_data_folder_has_the_address(
    tmp_path: Path,
) -> None:
    async def scene() -> Any:
        async with filled(tmp_path) as site:
            before = traces(tmp_path, KIM, NAME)
            await say(site, f"erase {KIM}")
            shown = last_told(site)
            await press(site, "erase")
            after, done = traces(tmp_path, KIM, NAME), last_told(site)
            noted = _last(site.view)
            asked = site.view.find(AudienceQuestion, "asked_in", "7")
            needs = [site.view.get(Ticket, number) for number in ("1", "2")]
            assert [(e.words, e.by, e.owner) for e in needs if e] == [("", "", ""), ("LSQ", "", "")]
            assert site.view.find(Ticket, "stands", "open")[0].id == "2"
            there = site.view.find(Attended, "session", "7")
            assert sorted((e.name, e.address, e.perhaps, e.minutes, e.kind) for e in there) == [
                ("", "", "", 20, "guest"),
                ("", "", "", 20, "registered"),
                ("Lee Wu", "lee@example.net", "", 20, "unmatched"),
            ]
            keys = {attended_key("7", who) for who in (KIM, NAME)}
            assert not keys & {each.key for each in there}
            mine = next(each for each in there if each.registered)
            assert site.view.get(Registration, f"7/{mine.registered}") is not None
            plan = site.view.get(AccessPlan, "access")
            assert plan is not None
            assert plan.people == ("ben@example.org",)
            assert sorted((each.id, each.words) for each in asked) == [
                ("2", "Is she right?"),
                ("3", "Is she right?"),
            ]
        stopped = traces(tmp_path, KIM, NAME)
        async with served(tmp_path) as again:
            restarted = traces(tmp_path, KIM, NAME)
            why = reasons(again.house.assistant._context(again.view, "test"), KIM)
        return before, shown, after, done, noted, stopped, restarted, why

    before, shown, after, done, noted, stopped, restarted, why = asyncio.run(scene())
    assert before != []
    assert shown.splitlines()[:9] == [
        f"About {KIM} I keep:",
        "• registrations: 2",
        "• times they came to a session: 3",
        "• parts in sessions: 1",
        "• questions to speakers: 2",
        "• votes that bear their name: 2",
        "• requests about accessibility: 2",
        "• form responses: 1",
        "• replies by mail: 1",
    ]
    assert (after, stopped, restarted) == ([], [], [])
    reference, count = noted.about.split("/")[1:]
    assert done == f"Erasure {reference} is done. Nothing names this person any more."
    assert int(count) == 30
    assert (noted.who, noted.what) == (ANA.address, "person.erased")
    assert why == {"erased"}


def _last(view: View) -> Noted:
    return [e for e in view.between(Noted, "at", None, LATER) if e.what == "person.erased"][-1]


def test_numbers_of_what_was_stay_and_a_place_to_come_is_given_up(tmp_path: Path) -> None:
    async def scene() -> Any:
        async with filled(tmp_path) as site:
            before = counts(site.view, "7"), counts(site.view, "1"), _tally(site.view)
            await say(site, f"erase {KIM}")
            await press(site, "erase")
            return before, (counts(site.view, "7"), counts(site.view, "1"), _tally(site.view))

    (held, coming, tally), after = asyncio.run(scene())
    gone = {**coming, "registered": 3, "cancelled": 1, "english": coming["english"] - 1}
    assert after == (held, {**gone, "health": 0, "day": coming["day"] - 1}, tally)
    assert held["health"] == 1


def _tally(view: View) -> tuple[int, int]:
    found = view.get(Mailing, "3")
    assert found is not None
    return found.tally.sent, found.total


def test_the_next_who_waits_gets_the_place_and_nothing_is_written_to_the_erased(
    tmp_path: Path,
) -> None:
    async def scene() -> Any:
        async with filled(tmp_path) as site:
            full = replace(ANNOUNCED, capacity=4)
            waits = registration(9, standing=Standing.WAITING)
            await file(site, full, waits)
            await say(site, f"erase {KIM}")
            await press(site, "erase")
            mine = site.view.get(Registration, waits.key)
            letters = site.view.find(Sending, "about", "session/1")
            return mine, [each.to for each in letters]

    mine, to = asyncio.run(scene())
    assert (mine.standing, to) == (Standing.REGISTERED, [registration(9).address])


def test_somebody_erases_themselves_and_hears_the_last_word_at_once(tmp_path: Path) -> None:
    async def scene() -> Any:
        async with filled(tmp_path) as site:
            me = Sender(KIM, NAME)
            await say(site, "erase me", me)
            shown = last_told(site, me)
            answer = await press(site, "erase", me)
            noted = _last(site.view)
            return shown, answer.text, noted, traces(tmp_path, KIM, NAME)

    shown, said, noted, left = asyncio.run(scene())
    assert shown.startswith("About you I keep:")
    assert said.startswith("I erase it in a minute. This is my last word about it")
    assert (noted.who, left) == ("", [])


def test_what_belongs_to_a_session_to_come_stays_until_it_is_over_then_goes_by_itself(
    tmp_path: Path,
) -> None:
    async def scene() -> Any:
        async with filled(tmp_path) as site:
            part = Speaking(session="1", address=KIM, name=NAME, reply=Reply.YES, asked=NOW)
            await file(site, part)
            await say(site, f"erase {KIM}")
            shown = last_told(site)
            await press(site, "erase")
            kept = site.view.find(Speaking, "address", KIM), last_told(site)
            registered = site.view.find(Registration, "address", KIM)
            site.house.assistant.house.time.move(ANNOUNCED.ends + timedelta(days=1, minutes=1))
            await site.house.assistant.tick()
            await a_minute(site)
            return shown, kept, registered, traces(tmp_path, KIM, NAME), last_told(site)

    shown, (parts, said), registered, left, done = asyncio.run(scene())
    assert "What belongs to the part in session 1, “biometrics”, stays" in shown
    assert [each.session for each in parts] == ["1"]
    assert said.endswith("What had to stay goes by itself once the session is over.")
    assert (registered, left) == ((), [])
    assert done.endswith("Nothing names this person any more.")


def test_a_list_that_is_read_again_brings_nobody_back_and_whoever_comes_anew_is_somebody_new(
    tmp_path: Path,
) -> None:
    async def scene() -> Any:
        async with filled(tmp_path) as site:
            await say(site, f"erase {KIM}")
            await press(site, "erase")
            old = Request(address=KIM, name=NAME, came="file", at=NOW - timedelta(days=3))
            counted = [await brought(site, each) for each in (old, replace(old, at=None))]
            listed = traces(tmp_path, KIM)
            await say(site, "sign me up for session 1", Sender(KIM, NAME))
            context = site.house.assistant._context(site.view, "test")
            mine = site.view.find(Registration, "address", KIM)
            return counted, listed, [each.standing for each in mine], reasons(context, KIM)

    counted, listed, standing, why = asyncio.run(scene())
    assert (counted, listed) == (["same", "same"], [])
    assert (standing, why) == ([Standing.REGISTERED], {"unsubscribed"})


async def brought(site: Site, request: Request) -> str:
    """What comes of somebody in a list."""
    assistant: Assistant = site.house.assistant
    session = site.view.get(Session, "1")
    assert session is not None
    results: list[str] = []

    def turn(view: View) -> Any:
        taken = take(assistant._context(view, "list"), session, request)
        results.append(taken.result)
        return taken.outcome

    await assistant.house.store.run(turn)
    return results[-1]


@pytest.mark.parametrize(
    ("who", "text", "said"),
    [
        (Sender(KIM, NAME), "erase ana@example.org", "I erase what is kept about you"),
        (ANA, "erase me", "This person organises, approves or is the director."),
        (ANA, "erase ben@example.org", "This person organises, approves or is the director."),
    ],
)
def test_nobody_erases_others_and_the_team_settles_its_own_first(
    tmp_path: Path, who: Sender, text: str, said: str
) -> None:
    async def scene() -> Any:
        async with filled(tmp_path) as site:
            return (await say(site, text, who)).text, pending(site.view)

    told, left = asyncio.run(scene())
    assert (told.startswith(said), left) == (True, [])


def test_it_is_spoken_of_in_private_only(tmp_path: Path) -> None:
    async def scene() -> Any:
        async with filled(tmp_path) as site:
            heard = incoming(site, ANA, text=f"erase {KIM}")
            there = replace(heard, place=Place("page", "space"), private=False)
            return (await site.house.assistant.hear(there)).text

    assert asyncio.run(scene()).startswith(
        "I speak of what is kept about somebody in private only."
    )


def test_dropped_or_never_pressed_it_leaves_everything_and_forgets_the_wish(tmp_path: Path) -> None:
    async def scene() -> Any:
        async with filled(tmp_path) as site:
            await say(site, f"erase {KIM}")
            stopped = (await press(site, "stop")).text
            await say(site, f"erase {KIM}")
            site.house.assistant.house.time.move(NOW + timedelta(days=2))
            await site.house.assistant.tick()
            there = site.view.get(Contact, KIM)
            return stopped, there is not None, pending(site.view)

    assert asyncio.run(scene()) == ("All right: nothing is erased.", True, [])


def test_somebody_unknown_is_said_to_be_so(tmp_path: Path) -> None:
    async def scene() -> Any:
        async with filled(tmp_path) as site:
            await say(site, "erase nobody@example.net")
            return last_told(site), pending(site.view)

    assert asyncio.run(scene()) == (
        "I keep nothing about this person, so there is nothing to erase.",
        [],
    )


def test_others_whose_address_only_ends_alike_keep_all(tmp_path: Path) -> None:
    async def scene() -> Any:
        async with filled(tmp_path) as site:
            other = f"a-{KIM}"
            known = Contact(address=other, name="Al Roy")
            await file(site, known, registration(5, address=other, session="7"))
            before = site.view.find(Registration, "address", other)
            await say(site, f"erase {KIM}")
            await press(site, "erase")
            return before == site.view.find(Registration, "address", other), site.view.get(
                Contact, other
            )

    same, contact = asyncio.run(scene())
    assert (same, contact.name) == (True, "Al Roy")


def test_the_same_step_is_taken_again_after_a_crash(tmp_path: Path) -> None:
    """What was cut short after the contact was gone still finds the names and the rooms."""

    async def scene() -> Any:
        async with filled(tmp_path) as site:
            await say(site, f"erase {KIM}")
            (erasure,) = pending(site.view)
            found = erasure.changed(
                step=Step.ERASING, names=(NAME,), rooms=(KIM,), tries=erasure.tries
            )
            contact = site.view.get(Contact, KIM)
            assert contact is not None
            await file(site, found)
            run = site.house.assistant.house.store.run
            await run(Outcome(removes=(contact,)).regardless)
            context = site.house.assistant._context(site.view, "test")
            await file(site, errand(context, found, "erase"))
            await a_minute(site)
            return traces(tmp_path, KIM, NAME)

    assert asyncio.run(scene()) == []


def test_every_kind_that_goes_stands_on_the_card() -> None:
    assert {*rules.KINDS.values(), rules.OTHERS} <= set(card.KINDS)
