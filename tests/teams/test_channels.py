"""Channels, threads and group chats of Teams; people who are mentioned; what comes late."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.channels.teams.incoming import CHANNEL, read
from bot.clock import Clock
from bot.model.outbox import Sending
from bot.model.people import Contact, Place, Team
from bot.model.session import Session

from . import activities
from .stage import CREATE, Teams, played, records

ANA = "ana@example.org"


def in_space(teams: Teams) -> list[tuple[str, str, str]]:
    """How each message came into the channel: call, thread, first words."""
    return [
        (each.method, each.thread, str(each.activity.get("summary", each.activity.get("text")))[:9])
        for each in teams.connector.messages()
        if each.room == "space"
    ]


async def proposed(teams: Teams) -> str:
    """The card on which the team decides about another time."""
    await teams.say("Ana", CREATE, "1")
    await teams.say("Ana", "invite sam@example.org to session 1", "2")
    await teams.say("Sam", "I would rather speak on March 4 at 1 pm", "3")
    await teams.delivered()
    shown = [each for each in teams.connector.messages() if each.room == "space"][-1]
    action = shown.activity["attachments"][0]["content"]["actions"][0]
    return str(action["data"]["card"])


def test_an_answer_stands_in_the_thread_of_the_question_and_news_begin_one(tmp_path: Path) -> None:
    async def scene(teams: Teams) -> Any:
        await teams.say("Ana", "hello", "7", room="space")
        await proposed(teams)
        return in_space(teams)

    found = played(tmp_path, scene)
    assert found[0] == ("POST", "7", "Hello Ana")
    assert [(call, words) for call, _, words in found[1:]] == [("POST", "Sam Lee w")]
    assert found[1][1].startswith("message-")


def test_a_card_in_a_thread_is_answered_in_its_thread(tmp_path: Path) -> None:
    async def scene(teams: Teams) -> Any:
        card = await proposed(teams)
        shown = teams.shown_in("space", card)
        user, url = teams.connector.people["29:ben"], teams.connector.url
        data = {"card": card, "button": "keep"}
        await teams.post(activities.execute("4", user, shown.conversation, url, data))
        await teams.delivered()
        last = teams.connector.messages()[-1]
        closed = next(e for e in teams.connector.messages() if e.method == "PUT")
        return closed.id == shown.id, closed.thread == shown.thread, last.room

    assert played(tmp_path, scene) == (True, True, "sam@example.org")


def test_a_typed_answer_stands_below_and_the_card_is_closed(tmp_path: Path) -> None:
    async def scene(teams: Teams) -> Any:
        card = await proposed(teams)
        shown = teams.shown_in("space", card)
        await teams.say("Ben", "keep", "8", room="space")
        await teams.delivered()
        closed = [each for each in teams.connector.messages() if each.id == shown.id][-1]
        content = closed.activity["attachments"][0]["content"]
        answer = ("POST", "8", "Sam Lee i"), ("PUT", shown.thread, "Sam Lee i")
        return tuple(in_space(teams)[1:]) == answer, content.get("actions", "no buttons")

    assert played(tmp_path, scene) == (True, "no buttons")


def test_a_card_that_cannot_be_closed_does_not_hold_up_the_answer(tmp_path: Path) -> None:
    async def scene(teams: Teams) -> Any:
        card = await proposed(teams)
        teams.connector.posted.remove(teams.shown_in("space", card))
        await teams.say("Ben", "keep", "8", room="space")
        await teams.delivered()
        return in_space(teams)

    assert played(tmp_path, scene) == [("POST", "8", "Sam Lee i")]


def test_a_space_is_the_channel_and_not_the_thread_it_was_declared_in(tmp_path: Path) -> None:
    async def scene(teams: Teams) -> Any:
        teams.connector.channels.add("space of the team")
        teams.connector.rooms["space of the team"] = ["29:ana"]
        for id_ in ("5", "6"):
            await teams.say("Ana", "this is our space", id_, room="space of the team")
        await teams.delivered()
        told = [each.partition(" team’s")[0] for each in teams.said()]
        return told, Place(CHANNEL, "space of the team") in records(teams, Team, "team").spaces

    assert played(tmp_path, scene) == (["This is your", "This is already your"], True)


def test_a_retry_of_news_does_not_begin_the_thread_twice(tmp_path: Path) -> None:
    async def scene(teams: Teams) -> Any:
        teams.connector.fail(429, times=2, room="space", retry_after="1")
        await teams.say("Ana", CREATE, "1")
        await teams.say("Ana", "invite sam@example.org to session 1", "2")
        await teams.say("Sam", "I would rather speak on March 4 at 1 pm", "3")
        await teams.delivered()
        waiting = [
            each
            for each in teams.house.assistant.house.store.view().find(Sending, "status", "retrying")
            if each.to == "space"
        ]
        assert waiting[0].not_before is not None
        teams.house.assistant.house.time.move(waiting[0].not_before)
        await teams.delivered()
        return in_space(teams)

    assert [(call, words) for call, _, words in played(tmp_path, scene)] == [("POST", "Sam Lee w")]


def test_in_a_group_chat_people_are_answered_in_both_languages(tmp_path: Path) -> None:
    async def scene(teams: Teams) -> Any:
        user, url = teams.connector.people["29:ana"], teams.connector.url
        sent = activities.message("1", user, "19:group@thread.v2", url, "<at>Circuit</at> hello")
        sent["conversation"] |= {"conversationType": "groupChat", "isGroup": True}
        await teams.post(sent)
        await teams.delivered()
        said = teams.connector.messages()[0]
        contact = records(teams, Contact, ANA)
        return said.room, " / Bonjour" in teams.said()[0], contact.places[0].room == ANA

    assert played(tmp_path, scene) == ("19:group@thread.v2", True, True)


def mentioning(user: dict[str, str], service: str, text: str, *others: tuple[str, str]) -> Any:
    """A message in the space that mentions others than the bot."""
    sent = activities.message("1", user, "space;messageid=1", service, text)
    sent["entities"] += [
        {"type": "mention", "mentioned": {"id": id_, "name": name}, "text": f"<at>{name}</at>"}
        for id_, name in others
    ]
    return sent


def test_who_is_mentioned_is_known_by_their_address(tmp_path: Path) -> None:
    async def scene(teams: Teams) -> Any:
        await teams.say("Ana", CREATE, "0")
        await teams.delivered()
        user, url = teams.connector.people["29:ana"], teams.connector.url
        text = "invite <at>Sam Lee</at> to session 1"
        await teams.post(mentioning(user, url, text, ("29:sam", "Sam Lee")))
        await teams.delivered()
        return teams.said()[1].partition(":")[0], teams.connector.asked

    assert played(tmp_path, scene) == (
        "Invitation sent to Sam Lee (sam@example.org)",
        ["member 29:ana", "member 29:sam"],
    )


@pytest.mark.parametrize("fault", [404, 503])
def test_somebody_mentioned_who_cannot_be_looked_up_stays_a_name(
    tmp_path: Path, fault: int
) -> None:
    async def scene(teams: Teams) -> Any:
        await teams.say("Ana", "hello", "0")
        await teams.delivered()
        user, url = teams.connector.people["29:ana"], teams.connector.url
        teams.connector.fail(fault)
        sent = mentioning(user, url, "add theme “<at>Wanda</at>”", ("29:wanda", "Wanda"))
        status, _ = await teams.post(sent)
        await teams.delivered()
        return status, teams.said()[-1].partition(".")[0]

    assert played(tmp_path, scene) == (201, "Theme 1 is noted: “Wanda”")


SAM, OTHER = ("29:sam", "Sam Lee"), ("29:guest", "Sam Lee")
KNOWN = {"29:sam": "sam@example.org", "29:ann": "ann@example.org"}


@pytest.mark.parametrize(
    ("text", "others", "words"),
    [
        (
            "announce session 1 with <at>Ann</at>",
            [("29:ann", "Ann")],
            "announce session 1 with ann@example.org",
        ),
        (
            "replace Sam Roy by <at>Sam</at>",
            [("29:sam", "Sam")],
            "replace Sam Roy by sam@example.org",
        ),
        (
            "invite <at>Sam Lee</at>, thanks <at>Sam Lee</at>",
            [OTHER, SAM],
            "invite Sam Lee, thanks sam@example.org",
        ),
        ("<at>Sam Lee</at> &lt;b&gt;", [SAM], "sam@example.org <b>"),
    ],
)
def test_a_mention_is_found_by_its_place(
    text: str, others: list[tuple[str, str]], words: str
) -> None:
    user = {"id": "29:ana", "name": "Ana", "aadObjectId": "a", "tenantId": "t"}
    assert read(mentioning(user, "http://127.0.0.1/", text, *others)).words.plain(KNOWN) == words


@pytest.mark.parametrize("text", ["a" * 100_000, "<at>" * 25_000, "<at" * 30_000, "<at " * 20_000])
def test_no_mention_makes_a_text_longer_or_slow(text: str) -> None:
    user = {"id": "29:ana", "name": "Ana", "aadObjectId": "a", "tenantId": "t"}
    sent = mentioning(user, "http://127.0.0.1/", "x")
    many = {"type": "mention", "mentioned": {"id": "29:x", "name": "a" * 2000}, "text": "a"}
    found = read(sent | {"text": text, "entities": [many] * 50})
    assert len(found.words.plain({})) <= len(text)


def test_mentions_that_make_no_sense_do_no_harm() -> None:
    user = {"id": "29:ana", "name": "Ana", "aadObjectId": "a", "tenantId": "t"}
    sent = activities.message("1", user, "space;messageid=1", "http://127.0.0.1/", "hello")
    strange: list[Any] = [
        None,
        "mention",
        {"type": "mention"},
        {"type": "mention", "mentioned": "Sam", "text": 3},
        {"type": "mention", "mentioned": {"id": ["29:sam"]}, "text": "<at>Sam</at>"},
        {"type": "mention", "mentioned": {"id": "28:other", "name": "Bot"}, "text": "hello"},
    ]
    found = read(sent | {"entities": strange})
    assert (found.words.plain({}), found.words.mentioned) == ("hello", ())
    assert read(sent | {"entities": {}}).words.mentioned == ()


@pytest.mark.parametrize(
    ("age", "told"),
    [
        (timedelta(minutes=14), "Session 1"),
        (timedelta(minutes=16), "This came while I was away"),
        (timedelta(days=1, minutes=1), ""),
        (timedelta(days=-30), "Session 1"),
    ],
)
def test_an_order_that_comes_late_is_asked_about_or_dropped(
    tmp_path: Path, age: timedelta, told: str
) -> None:
    async def scene(teams: Teams) -> Any:
        user, url = teams.connector.people["29:ana"], teams.connector.url
        sent = activities.message("1", user, ANA, url, CREATE)
        at = (Clock().now() - age).isoformat()
        await teams.post(sent | {"timestamp": at})
        await teams.delivered()
        return "".join(teams.said()).partition(",")[0], records(teams, Session, "1") is not None

    assert played(tmp_path, scene) == (told, told == "Session 1")


def test_a_hundred_messages_of_other_bots_get_no_answer(tmp_path: Path) -> None:
    async def scene(teams: Teams) -> Any:
        user, url = teams.connector.people["29:ana"], teams.connector.url
        robot = user | {"id": "28:other"}
        for number in range(100):
            await teams.post(activities.message(str(number), robot, ANA, url, "hello"))
        await teams.delivered()
        return teams.said()

    assert played(tmp_path, scene) == []


@pytest.mark.parametrize(
    "timestamp", ["0001-01-01T00:00:00+14:00", "yesterday", "", 5, None, "2027-01-12T14:00:00"]
)
def test_a_timestamp_that_cannot_be_read_means_now(tmp_path: Path, timestamp: Any) -> None:
    async def scene(teams: Teams) -> Any:
        user, url = teams.connector.people["29:ana"], teams.connector.url
        sent = activities.message("1", user, ANA, url, CREATE) | {"timestamp": timestamp}
        status, _ = await teams.post(sent)
        return status, records(teams, Session, "1") is not None

    ancient = str(timestamp).startswith("0001")
    assert played(tmp_path, scene) == (201, not ancient)


@pytest.mark.parametrize("id_", [";messageid=9", "", None, 3, {"a": 1}])
def test_a_conversation_without_an_id_is_refused(tmp_path: Path, id_: Any) -> None:
    async def scene(teams: Teams) -> Any:
        user, url = teams.connector.people["29:ana"], teams.connector.url
        sent = activities.message("1", user, ANA, url, CREATE)
        sent["conversation"] = sent["conversation"] | {"id": id_}
        return (await teams.post(sent))[0]

    assert played(tmp_path, scene) == 400
