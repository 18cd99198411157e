"""What counts as a vote, what does not, and who is one person."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.model.conversation import Card, Incoming, Press, Sender
from bot.model.outcome import Outcome
from bot.model.people import Account, Place
from bot.model.poll import Count, Poll, PollKey, PollKind, PollState, Vote
from bot.model.registration import Registration
from bot.polling import counting
from tests.pages.site import NOW, SESSION, Site, served

from .crowd import POLL

COUNTED = "Your answer is counted. You can change it until the poll closes."
DEVICE = {"Cookie": f"voter={'0' * 32}", "Accept-Language": "en"}
FORM = {"token": "1", "button": "choice_1"}


def on_site(folder: Path, scene: Callable[[Site], Awaitable[Any]], poll: Poll = POLL) -> Any:
    """What comes of a scene on a site with one poll."""

    async def play() -> Any:
        async with served(folder) as site:
            key = () if poll.named else (PollKey(poll=poll.id, key="k" * 64),)
            await file(site, poll, *key)
            return await scene(site)

    return asyncio.run(play())


async def file(site: Site, *records: Any) -> None:
    """File records as they are."""
    await site.house.assistant.house.store.run(Outcome(saves=records).regardless)


async def vote(site: Site, fields: dict[str, Any], **headers: str) -> tuple[int, str]:
    """The status of a vote, and what is said of it."""
    sent = await site.post("/p/BCDFG", data=fields, headers={**DEVICE, **headers})
    _, found, rest = sent.text.partition('role="status">')
    if not found:
        _, found, rest = sent.text.partition('role="alert" tabindex="-1" autofocus>')
    if not found:
        _, found, rest = sent.text.partition('role="alert">')
    return sent.status, rest.partition("<")[0] if found else ""


def votes(site: Site) -> list[tuple[int, ...]]:
    """What was chosen, by each voter."""
    return [each.choices for each in site.view.find(Vote, "poll", "1")]


@pytest.mark.parametrize(
    ("poll", "fields", "status", "said"),
    [
        ({}, FORM, 200, COUNTED),
        ({}, {"token": "1", "button": "vote", "in_choices": "2"}, 200, COUNTED),
        ({}, {"token": "1", "button": "choice_9"}, 400, ""),
        ({}, {"token": "1", "button": "save"}, 400, ""),
        ({}, {"token": "1", "button": "vote", "in_card": "polls-2"}, 400, ""),
        (
            {"kind": PollKind.WORDS, "options": ()},
            {"token": "1", "button": "vote", "in_words": "x" * 5000},
            422,
            "Your answer has 5000 characters; there is room for 500. Shorten it and send it again.",
        ),
        ({}, {"token": "1", "button": "vote", "in_choices": "1" * 5000}, 400, ""),
        (
            {},
            {"token": "1", "button": "vote", "in_choices": "4"},
            422,
            "That is none of the options. Choose a number from 1 to 3.",
        ),
        (
            {},
            {"token": "1", "button": "vote", "in_choices": "١"},
            200,
            COUNTED,
        ),
        (
            {},
            {"token": "1", "button": "vote", "in_choices": ["1", "2"]},
            422,
            "Choose one option only, then press the button again.",
        ),
        (
            {},
            {"token": "1", "button": "vote"},
            422,
            "Choose an answer, then press the button again.",
        ),
        (
            {"kind": PollKind.SEVERAL},
            {"token": "1", "button": "vote", "in_choices": ["1", "3", "1"]},
            200,
            COUNTED,
        ),
        (
            {"kind": PollKind.WORDS, "options": ()},
            {"token": "1", "button": "vote", "in_words": "  "},
            422,
            "Write your answer, then press the button again.",
        ),
        (
            {"kind": PollKind.WORDS, "options": ()},
            {"token": "1", "button": "vote", "in_words": "x" * 501},
            422,
            "Your answer has 501 characters; there is room for 500. Shorten it and send it again.",
        ),
        (
            {"state": PollState.CLOSING},
            FORM,
            422,
            "This poll is closed: your answer came too late to be counted.",
        ),
        ({"state": PollState.DRAFT}, FORM, 404, ""),
    ],
)
def test_what_is_said_to_a_vote(
    tmp_path: Path, poll: dict[str, Any], fields: dict[str, Any], status: int, said: str
) -> None:
    pairs = [
        (name, each)
        for name, value in fields.items()
        for each in (value if isinstance(value, list) else [value])
    ]

    async def scene(site: Site) -> tuple[tuple[int, str], int]:
        return await vote(site, pairs), len(votes(site))  # type: ignore[arg-type]

    assert on_site(tmp_path, scene, POLL.changed(**poll)) == ((status, said), int(status == 200))


def test_another_answer_takes_the_place_of_the_first_and_a_replay_changes_nothing(
    tmp_path: Path,
) -> None:
    async def scene(site: Site) -> Any:
        first, second = FORM, {"token": "2", "button": "choice_2"}
        for fields in (first, second, first):
            await vote(site, fields)
        return votes(site)

    assert on_site(tmp_path, scene) == [(2,)]


def test_a_page_of_somebody_else_cannot_vote(tmp_path: Path) -> None:
    async def scene(site: Site) -> Any:
        return await vote(site, FORM, Origin="https://evil.example"), votes(site)

    assert on_site(tmp_path, scene) == ((403, ""), [])


def test_a_mark_that_was_made_up_is_another_device_and_a_short_one_none(tmp_path: Path) -> None:
    async def scene(site: Site) -> Any:
        short = await vote(site, FORM, Cookie="voter=1")
        return short[0], votes(site)

    assert on_site(tmp_path, scene) == (422, [])


def test_a_link_that_was_made_up_leads_to_nobody_and_the_device_votes(tmp_path: Path) -> None:
    """Whoever changes a letter of somebody's link votes as their own device, once."""
    mine = Registration(session="1", address="tom@example.org", at=NOW, changed_at=NOW)

    async def scene(site: Site) -> Any:
        await file(site, mine)
        link = site.house.assistant.house.link(mine.ref).rpartition("/")[2]
        forged = link[:-1] + ("A" if link[-1] != "A" else "B")
        for token in (forged, "x", ""):
            page = await site.post(f"/p/BCDFG?v={token}", data=FORM, headers=DEVICE)
            assert "there is one answer for each device" in page.text
        return votes(site)

    assert on_site(tmp_path, scene) == [(1,)]


def test_the_page_of_a_registration_leads_to_a_vote_that_is_the_persons(tmp_path: Path) -> None:
    """From two devices, it is one vote; a poll that is not open, or elsewhere, is not shown."""
    mine = Registration(session="1", address="tom@example.org", at=NOW, changed_at=NOW)
    polls = (
        POLL.changed(session="1"),
        POLL.changed(id="2", code="CDFGH", session="1", state=PollState.DRAFT),
        POLL.changed(id="3", code="DFGHJ", session="2"),
    )

    async def scene(site: Site) -> Any:
        await site.say("Ana", SESSION)
        await file(site, mine, *polls)
        link = site.house.assistant.house.link(mine.ref).rpartition("/")[2]
        page = await site.get(f"/s/{link}", headers=DEVICE)
        addresses = re.findall(r'<a href="[^"]*(/p/[^"]*)">', page.text)
        (address,) = addresses
        for device, button in (("1", "choice_1"), ("2", "choice_3")):
            head = {"Cookie": f"voter={device * 32}", "Accept-Language": "en"}
            said = await site.post(address, data={"token": "1", "button": button}, headers=head)
            assert "You came by your own link" in said.text
        return votes(site)

    assert on_site(tmp_path, scene) == [(3,)]


def test_a_person_stays_one_in_the_other_language_of_the_page(tmp_path: Path) -> None:
    mine = Registration(session="1", address="tom@example.org", at=NOW, changed_at=NOW)

    async def scene(site: Site) -> Any:
        await file(site, mine)
        link = site.house.assistant.house.link(mine.ref).rpartition("/")[2]
        page = await site.get(f"/p/BCDFG?v={link}&lang=en", headers=DEVICE)
        assert f'href="/p/BCDFG?lang=fr&amp;v={link}"' in page.text
        assert f'action="/p/BCDFG?v={link}&amp;lang=en"' in page.text
        fresh = [page.text, (await site.get(f"/p/BCDFG?v={link}&lang=en", headers=DEVICE)).text]
        return [each.partition('name="token" value="')[2][:16] for each in fresh]

    first, second = on_site(tmp_path, scene)
    assert len(first) == len(second) == 16
    assert first != second


def test_of_one_person_on_two_platforms_the_later_answer_counts(tmp_path: Path) -> None:
    """Pressed in Teams, where nobody looked them up, and later on the web by their own link."""
    account = Account(id="teams/t/o1", at=NOW, address="tom@example.org")
    mine = Registration(session="1", address="tom@example.org", at=NOW, changed_at=NOW)

    async def scene(site: Site) -> Any:
        await file(site, account, mine)
        await _in_teams(site, "choice_1")
        link = site.house.assistant.house.link(mine.ref).rpartition("/")[2]
        said = await site.post(f"/p/BCDFG?v={link}", data={"token": "1", "button": "choice_2"})
        assert COUNTED in said.text
        both = counting.standing(site.view, POLL)
        await site.say("Ana", "close the poll")
        await site.delivered()
        closed = site.view.get(Poll, "1")
        assert closed is not None
        return both.votes, closed.count, site.view.find(Vote, "poll", "1")

    before, count, left = on_site(tmp_path, scene)
    assert before == (1, 1, 0)
    assert (count.voters, count.votes, left) == (1, (0, 1, 0), ())


async def _in_teams(site: Site, button: str) -> None:
    await site.house.assistant.hear(
        Incoming(
            id="1",
            place=Place("teams", "space"),
            sender=Sender(""),
            private=False,
            at=NOW,
            press=Press("polls-1.1", button, {}),
            account="teams/t/o1",
            alone=True,
        )
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {
                "options_en": "\n".join(map(str, range(101))),
                "options_fr": "\n".join(map(str, range(101))),
            },
            "The poll has 101 options. It takes from 2 to 20.",
        ),
        (
            {"options_en": "a\n" + "x" * 5000, "options_fr": "a\nb"},
            "That is longer than I can take. Please shorten it.",
        ),
        (
            {"options_en": "a\n" + "x" * 81, "options_fr": "a\nb"},
            "An option has 81 characters; there is room for 80. Shorten it and try again.",
        ),
        (
            {"options_en": "a\nb", "options_fr": "a"},
            (
                "There are 2 options in one language and 1 in the other. "
                "Both need the same ones, in the same order."
            ),
        ),
        (
            {"options_en": "", "options_fr": ""},
            "The poll has 0 options. It takes from 2 to 20.",
        ),
        (
            {"options_en": "a", "options_fr": "b"},
            "The poll has 1 option. It takes from 2 to 20.",
        ),
        (
            {"options_en": "a\nA", "options_fr": "a\nb"},
            "Two options say the same. Change one of them and try again.",
        ),
        (
            {"question_en": "x" * 301, "options_en": "a\nb", "options_fr": "a\nb"},
            "The question has 301 characters; a card has room for 300. Shorten it and try again.",
        ),
    ],
)
def test_what_cannot_be_asked_is_said_with_the_count(
    tmp_path: Path, fields: dict[str, str], said: str
) -> None:
    typed = {"question_en": "Where?", "question_fr": "Où?", "kind": "single", **fields}

    async def scene(site: Site) -> str:
        await site.say("Ana", "create a poll")
        made = [each for each in site.view.find(Card, "about", "") if each.skill == "polls"]
        ref = made[-1].ref
        entered = {f"in_{name}": value for name, value in typed.items()}
        answer = await site.press("Ana", ref, "save", fields=entered)
        return str(json.loads(answer.text)["text"])

    assert on_site(tmp_path, scene) == said


@pytest.mark.parametrize(
    ("accepts", "said"),
    [
        ("en", ["12,345", "12,345", "0", "9999"]),
        ("fr", ["12\u00a0345", "12\u00a0345", "0", "9999"]),
    ],
)
def test_large_counts_have_their_thousands_apart(
    tmp_path: Path, accepts: str, said: list[str]
) -> None:
    closed = POLL.changed(
        state=PollState.CLOSED, count=Count(voters=12_345, votes=(12_345, 0, 9_999))
    )

    async def scene(site: Site) -> list[str]:
        shown = await site.get("/p/BCDFG", headers={"Accept-Language": accepts})
        return re.findall(r"data-vote[^>]*>([^<]*)<", shown.text)

    assert on_site(tmp_path, scene, closed) == said


@pytest.mark.parametrize(
    ("who", "join", "vote", "said"),
    [
        (
            "Tom",
            "how do I join?",
            "where do I vote?",
            (
                "• Poll, “Do you work from home?”: OWN (your own link, for you alone)",
                "Or vote on another device by your own link, for you alone: OWN",
            ),
        ),
        (
            "Chantal",
            "comment me joindre?",
            "où voter?",
            (
                (
                    "• Sondage, « Travaillez-vous à la maison? » : OWN "
                    "(votre propre lien, pour vous seulement)"
                ),
                "Ou votez d’un autre appareil par votre propre lien, pour vous seulement : OWN",
            ),
        ),
    ],
)
def test_who_has_a_place_is_led_to_their_own_vote_in_chat_and_never_before_others(
    tmp_path: Path, who: str, join: str, vote: str, said: tuple[str, str]
) -> None:
    address = f"{who.lower()}@example.org"
    mine = Registration(session="1", address=address, at=NOW, changed_at=NOW)
    anas = replace(mine, address="ana@example.org")

    async def scene(site: Site) -> tuple[list[str], str]:
        for words in (SESSION, "la biométrie", "announce session 1"):
            await site.say("Ana", words)
        await file(site, mine, anas, POLL.changed(session="1"))
        private = [await _last_line(site, who, each) for each in (join, vote)]
        token = site.house.assistant.house.link(mine.ref).rpartition("/")[2]
        link = f"http://127.0.0.1:3978/p/BCDFG?v={token}"
        public = await _last_line(site, "Ana", "how do I join?", room="space")
        return [each.replace(link, "OWN") for each in private], public

    private, public = on_site(tmp_path, scene)
    assert tuple(private) == said
    assert public == "• Sondage, « Travaillez-vous à la maison? » : http://127.0.0.1:3978/p/BCDFG"


async def _last_line(site: Site, who: str, text: str, **changes: str) -> str:
    answer = await site.say(who, text, **changes)
    said = str(json.loads(answer.text)["text"]).replace("\u00a0", " ")
    return said.splitlines()[-1]
