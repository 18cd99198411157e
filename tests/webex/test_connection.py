"""What the network and the platform do to the connection, and what follows."""

import asyncio
import functools
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import websockets

from bot.channels import webex
from bot.channels.webex import connection, order
from bot.model.outbox import Message, Sending
from bot.model.people import Team
from bot.model.session import Session
from tests.beside import specification

from . import contract
from .cloud import Cloud
from .known import BOT, encoded
from .stage import Webex, connected

pytestmark = pytest.mark.slow
ANA, SAM, TOM = "ana@example.org", "sam@example.org", "tom@example.org"
CREATE = "create session on February 25, 2027 at 1 pm about maps / les cartes"
HELLO = "Hello Ana! Write “help” to see what you can ask me."


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits between tries are short here."""
    monkeypatch.setattr(connection, "SHORTEST", 0.05)
    monkeypatch.setattr(connection, "LONGEST", 0.2)
    monkeypatch.setattr(webex, "CATCH_UP_AGAIN", (0.05,) * 9)
    monkeypatch.setattr(order, "TRIES", (0.05, 0.05, 0.05))


def played(folder: Path, scene: Callable[[Webex], Any], **changes: Any) -> Any:
    """What comes of a scene, which must keep to Webex's contract."""

    async def play(cloud: Cloud) -> Any:
        async with connected(folder, cloud, **changes) as webex:
            return await scene(webex)

    with Cloud() as cloud:
        found = asyncio.run(play(cloud))
        assert cloud.contract.violations == []
        return found


def created(webex: Webex, number: str = "1") -> Session | None:
    return webex.house.assistant.house.store.view().get(Session, number)


def test_what_is_said_and_pressed_is_answered(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        await webex.say("Ana", "hello")
        return webex.cloud.said()

    assert played(tmp_path, scene) == [HELLO]


def test_what_is_asked_of_webex_is_held_against_its_contract(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        await webex.say("Ana", "hello")
        return webex.cloud.contract.checked

    specification(contract.NAME)
    assert played(tmp_path, scene) > 3


def test_the_same_activity_ten_times_has_its_effect_once(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        said = await webex.say("Ana", CREATE)
        for _ in range(9):
            webex.cloud.push(said["_activity"])
        await webex.say("Ana", "hello")
        return len(webex.cloud.posts), created(webex, "2")

    assert played(tmp_path, scene) == (2, None)


def test_after_a_restart_what_was_heard_has_no_second_effect(tmp_path: Path) -> None:
    async def first(cloud: Cloud) -> Any:
        async with connected(tmp_path, cloud) as webex:
            return await webex.say("Ana", CREATE)

    async def second(cloud: Cloud, said: Any) -> Any:
        async with connected(tmp_path, cloud) as webex:
            for _ in range(3):
                cloud.push(said["_activity"])
            await webex.say("Ana", "hello")
            return len(cloud.posts), created(webex, "2")

    with Cloud() as cloud:
        said = asyncio.run(first(cloud))
        assert asyncio.run(second(cloud, said)) == (2, None)


def test_who_is_mentioned_is_known_by_their_address(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        await webex.say("Ana", CREATE)
        await webex.say("Ana", "invite Sam", html=f"<p>invite {mention(SAM)} to session 1</p>")
        await webex.say("Ana", "x", html=f"<p>add theme “{mention('who@example.org')}”</p>")
        said = webex.cloud.said_to(ANA)[1:]
        return [text.partition(":")[0].partition(".")[0] for text in said]

    assert played(tmp_path, scene) == [
        "Invitation sent to Sam Lee (sam@example",
        "Theme 1 is noted",
    ]


def mention(address: str) -> str:
    """How somebody is mentioned in the marked-up text of a message."""
    id_ = encoded("PEOPLE", address)
    return f'<spark-mention data-object-type="person" data-object-id="{id_}">Name</spark-mention>'


def test_what_one_person_says_is_heard_in_order(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        texts = [f"add theme “theme number {n}”" for n in range(12)]
        said = [webex.cloud.say(ANA, text) for text in texts]
        for each in said:
            await webex.heard(each["id"])
        return [post["text"].split(" ")[1] for post in webex.cloud.posts]

    assert played(tmp_path, scene) == [str(n + 1) for n in range(12)]


def test_many_at_once_are_acknowledged_each_in_a_frame_of_its_own(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        everybody = [f"person{n}@example.org" for n in range(30)]
        said = [webex.cloud.say(address, "hello") for address in everybody]
        for each in said:
            await webex.heard(each["id"])
        there = {each["id"] for each in said}
        told = lambda: there <= set(webex.cloud.acknowledged)  # noqa: E731
        return await asyncio.to_thread(webex.cloud.wait, told), webex.cloud.opened

    assert played(tmp_path, scene) == (True, 1)


def test_what_cannot_be_looked_up_at_once_is_answered_all_the_same(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        webex.cloud.fail("GET", "/conversation/", 404, 2)
        await webex.say("Ana", "hello")
        return webex.cloud.said()

    assert played(tmp_path, scene) == [HELLO]


@pytest.mark.parametrize("how", ["1011", "aborted", "404", "401"])
def test_a_broken_connection_is_made_anew(tmp_path: Path, how: str) -> None:
    async def scene(webex: Webex) -> Any:
        cloud = webex.cloud
        if how == "1011":
            cloud.close_sockets(1011)
        else:
            cloud.handshake += [401] if how == "401" else []
            cloud.abort_sockets()
        await webex.connected(2)
        await webex.say("Ana", "hello")
        return cloud.said(), len(cloud.devices)

    assert played(tmp_path, scene) == ([HELLO], 1)


def test_after_a_refused_handshake_a_device_is_registered_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = asyncio.sleep
    monkeypatch.setattr(asyncio, "sleep", lambda wait, *rest: real(min(wait, 0.05), *rest))

    async def scene(webex: Webex) -> Any:
        webex.cloud.handshake += [404]
        webex.cloud.abort_sockets()
        await webex.connected(2)
        return len(webex.cloud.devices)

    assert played(tmp_path, scene) == 2


def test_a_connection_that_hangs_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = functools.partial(websockets.connect, ping_interval=0.2, ping_timeout=0.2)
    monkeypatch.setattr(websockets, "connect", quick)

    async def scene(webex: Webex) -> Any:
        webex.cloud.hanging = True
        lost = webex.cloud.say(ANA, "hello")
        await asyncio.to_thread(webex.cloud.wait, lambda: webex.cloud.opened > 1)
        webex.cloud.hanging = False
        await webex.heard(lost["id"])
        return webex.cloud.said()

    assert played(tmp_path, scene) == [HELLO]


def test_when_webex_was_gone_what_was_said_is_caught_up_on(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        cloud = webex.cloud
        await webex.say("Tom", "hello")
        cloud.go_down()
        asked = cloud.say(TOM, "when is the next session?", unheard=True)
        ordered = cloud.say(ANA, "this is our space", webex.space, unheard=True)
        cloud.say(BOT, "by myself", unheard=True)
        cloud.come_up()
        await webex.connected(2)
        await webex.heard(asked["id"])
        await webex.heard(ordered["id"])
        return sorted(post["text"].partition(" ")[0] for post in cloud.posts[1:])

    assert played(tmp_path, scene) == ["No", "This"]


def test_catching_up_is_tried_until_it_is_done(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        cloud = webex.cloud
        await webex.forget_when()
        asked = cloud.say(TOM, "when is the next session?", unheard=True)
        cloud.fail("GET", "^/v1/rooms$", 503, times=2)
        cloud.abort_sockets()
        await webex.heard(asked["id"])
        return [text.partition(" ")[0] for text in cloud.said()]

    assert played(tmp_path, scene) == ["No"]


def test_a_connection_made_anew_while_catching_up_is_caught_up_on_as_well(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        await webex.forget_when()
        heard, looked = webex.house.webex, []
        assert heard is not None

        async def look(since: datetime) -> None:
            looked.append(since)
            if len(looked) == 1:
                heard.look_back()

        heard.catch_up = look  # type: ignore[method-assign]
        heard.look_back()
        assert heard._catching_up is not None
        await heard._catching_up
        return len(looked), len(set(looked))

    assert played(tmp_path, scene) == (2, 1)


def test_a_message_that_was_deleted_before_it_was_read_holds_up_nobody(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        cloud = webex.cloud
        await webex.say("Ana", "hello")
        deleted = cloud.say(ANA, "create session", unheard=True)
        del cloud.messages[deleted["id"]]
        tried = len(cloud.calls)
        cloud.push(deleted["_activity"])
        await webex.say("Ana", "hello")
        looked_up = f"GET /conversation/api/v1/messages/{deleted['_uuid']}"
        return cloud.calls[tried:].count(looked_up), cloud.said()

    assert played(tmp_path, scene) == (3, [HELLO, HELLO])


def test_old_orders_are_asked_about_and_very_old_ones_leave_nothing(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        cloud = webex.cloud
        await webex.say("Ana", "hello")
        cloud.shift = -timedelta(days=1, hours=1)
        cloud.say(ANA, CREATE, unheard=True)
        cloud.shift = -timedelta(hours=2)
        order = cloud.say(ANA, CREATE, unheard=True)
        asked = cloud.say(ANA, "what is this?", unheard=True)
        cloud.shift = timedelta()
        await webex.forget_when()
        cloud.abort_sockets()
        await webex.heard(order["id"])
        await webex.heard(asked["id"])
        before = created(webex)
        told = [
            post["text"].partition(",")[0].partition(" is a series")[0] for post in cloud.posts[1:]
        ]
        await webex.say("Ana", "do it")
        done = created(webex)
        await webex.say("Ana", "do it")
        return before, told, done is not None, created(webex, "2")

    told = ["This came while I was away", "On the Circuit"]
    assert played(tmp_path, scene) == (None, told, True, None)


def test_a_press_that_comes_late_changes_nothing(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        cloud = webex.cloud
        await webex.say("Ana", CREATE)
        await webex.say("Ana", "cancel session 1")
        card = cloud.posts[-1]["attachments"][0]["content"]
        data = next(a["data"] for a in card["actions"] if a["data"]["button"] == "go")
        cloud.shift = -timedelta(minutes=20)
        pressed = cloud.press(ANA, cloud.posts[-1], data)
        await webex.heard(cloud.pressed_id(pressed))
        session = created(webex)
        assert session is not None
        return str(session.phase), cloud.said()[-1].partition(",")[0]

    assert played(tmp_path, scene) == ("draft", "That button was pressed while I was away")


def test_a_new_bot_does_not_answer_what_was_said_before_it_came(tmp_path: Path) -> None:
    with Cloud() as cloud:
        cloud.say(ANA, "hello", unheard=True)

        async def play() -> Any:
            async with connected(tmp_path, cloud, known=False) as webex:
                await webex.say("Tom", "what is this?")
                return len(cloud.posts)

        assert asyncio.run(play()) == 1


def test_a_message_that_could_not_be_fetched_at_first_is_fetched_again(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        webex.cloud.fail("GET", "^/v1/messages/", 500, times=2)
        await webex.say("Ana", "hello")
        return webex.cloud.said()

    assert played(tmp_path, scene) == [HELLO]


def test_a_429_waits_as_long_as_it_says_and_holds_up_nobody_else(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        cloud = webex.cloud
        cloud.fail("POST", "^/v1/messages$", 429, retry_after="120")
        said = await webex.say("Ana", "hello")
        await webex.say("Tom", "hello")
        sending = webex.house.assistant.house.store.view().get(
            Sending, f"answer/webex/{said['id']}"
        )
        assert sending is not None
        assert sending.not_before is not None
        assert sending.changed is not None
        before = cloud.said()
        waits = (sending.not_before - sending.changed).total_seconds()
        webex.house.assistant.house.time.move(sending.not_before)
        await webex.delivered()
        return before, cloud.said()[1:], 120 <= waits <= 144

    tom = HELLO.replace("Ana", "Tom")
    assert played(tmp_path, scene) == ([tom], [HELLO], True)


def test_mentions_are_found_by_id_and_other_frames_do_no_harm(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        cloud = webex.cloud
        for frame in ("{}", '{"type": "pong"}', "no JSON", '{"data": {"eventType": "other"}}'):
            cloud.push_raw(frame)
        person = f'<spark-mention data-object-id="{cloud_id(cloud)}">Circ</spark-mention>'
        html = f"<p>{person} add theme “Circuit breakers”</p>"
        await webex.say("Ana", "Circ add theme “Circuit breakers”", room=webex.space, html=html)
        await webex.say("Ana", "Circuit hello", room=webex.space, html="<p>Circuit hello</p>")
        return [text.partition(".")[0].partition("!")[0] for text in cloud.said()]

    assert played(tmp_path, scene) == [
        "Theme 1 is noted: “Circuit breakers”",
        "Hello Ana",
    ]


def cloud_id(_: Cloud) -> str:

    return encoded("PEOPLE", BOT)


def test_a_file_alone_and_other_programs_are_no_trouble(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        cloud = webex.cloud
        cloud.say("other@webex.bot", "hello", webex.space, robot=True)
        cloud.say(BOT, "hello", webex.space)
        said = cloud.say("tom@example.org", "", webex.space, files=["https://x"], html="<p></p>")
        del cloud.messages[said["id"]]["text"]
        await webex.heard(said["id"])
        return [text.partition(".")[0] for text in cloud.said()]

    assert played(tmp_path, scene) == ["Your file arrived"]


def test_answers_in_a_space_stand_under_what_they_answer(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        first = await webex.say("Ana", "hello", room=webex.space)
        await webex.say("Ana", "hello", room=webex.space, parentId=first["id"])
        await webex.say("Ana", "hello")
        return [post.get("parentId") == first["id"] for post in webex.cloud.posts]

    assert played(tmp_path, scene) == [True, True, False]


def test_a_card_that_was_answered_is_taken_away(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        cloud = webex.cloud
        await webex.say("Ana", "add theme")
        shown = cloud.posts[-1]
        data = shown["attachments"][0]["content"]["actions"][0]["data"]
        inputs = data | {"in_answer": "Maps / Les cartes"}
        pressed = cloud.press(ANA, shown, inputs)
        await webex.heard(cloud.pressed_id(pressed))
        stale = cloud.press(ANA, shown, inputs)
        await webex.heard(cloud.pressed_id(stale))
        texts = [text.partition(":")[0] for text in cloud.said()]
        return cloud.deleted == [shown["id"]], texts

    assert played(tmp_path, scene) == (
        True,
        [
            "What is the theme?\n\n[Save]",
            "Theme 1 is noted",
            "This card was answered already. Nothing more was changed.",
        ],
    )


def test_a_card_pressed_by_somebody_else_or_elsewhere_is_refused(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        cloud = webex.cloud
        await webex.say("Ana", "add theme")
        shown = cloud.posts[-1]
        data = shown["attachments"][0]["content"]["actions"][0]["data"]
        for who, room in ((TOM, None), ("evil@elsewhere.example", webex.space)):
            inputs = data | {"in_answer": "Mine"}
            place = room or cloud.room_of(who)
            pressed = cloud.press(who, shown, inputs, room=place)
            await webex.heard(cloud.pressed_id(pressed))
        return [text.partition(".")[0] for text in cloud.said()[1:]], cloud.deleted

    refused = "This card can no longer be used"
    assert played(tmp_path, scene) == ([refused, refused], [])


def test_a_guest_of_the_space_is_no_organiser(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        webex.space.members.append("guest@elsewhere.example")
        said = webex.cloud.say("guest@elsewhere.example", CREATE, webex.space)
        await webex.heard(said["id"])
        return created(webex), webex.cloud.said()[0].partition(" I can only")[0]

    found = played(tmp_path, scene, domains=frozenset({"example.org"}))
    assert found == (None, "Hello! I help a public-service team run its mini discussions.")


def test_a_room_the_bot_was_taken_out_of_is_written_to_no_more(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        del webex.cloud.rooms["space"]
        await webex.say("Ana", CREATE)
        await webex.say("Ana", "invite sam@example.org to session 1")
        shown = webex.cloud.shown_to(SAM)
        card = shown["attachments"][0]["content"]
        data = next(a["data"] for a in card["actions"] if a["data"]["button"] == "yes")
        pressed = webex.cloud.press(SAM, shown, data)
        await webex.heard(webex.cloud.pressed_id(pressed))
        team = webex.house.assistant.house.store.view().get(Team, "team")
        assert team is not None
        return [place.channel for place in team.spaces]

    assert played(tmp_path, scene) == ["page"]


def test_long_texts_leave_in_pieces_and_a_retry_begins_where_it_stopped(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        cloud = webex.cloud
        for number in range(60):
            await webex.say("Ana", f"add theme “{'théâtre ' * 18}{number}”")
            webex.house.assistant._limits.__init__()  # type: ignore[misc]
        before = len(cloud.posts)
        cloud.fail("POST", "^/v1/messages$", 429, times=1, retry_after="1")
        said = await webex.say("Ana", "list themes")
        sending = webex.house.assistant.house.store.view().get(
            Sending, f"answer/webex/{said['id']}"
        )
        assert sending is not None
        assert sending.not_before is not None
        webex.house.assistant.house.time.move(sending.not_before)
        await webex.delivered()
        assert isinstance(sending.content, Message)
        parts = [post["text"] for post in cloud.posts[before:]]
        largest = max(len(part.encode()) for part in parts)
        return len(parts) > 1, largest <= 7439, "\n".join(parts) == sending.content.text

    assert played(tmp_path, scene) == (True, True, True)


def test_frames_are_what_webex_sends() -> None:
    assert order.queue_of(json.loads('{"data": {}}')) == ""


def test_a_megabyte_on_a_card_is_refused(tmp_path: Path) -> None:
    async def scene(webex: Webex) -> Any:
        await webex.say("Ana", CREATE)
        await webex.say("Ana", "invite someone to session 1")
        shown = webex.cloud.posts[-1]
        data = shown["attachments"][0]["content"]["actions"][0]["data"]
        inputs = {**data, "in_answer": "x" * 1_000_000}
        await webex.heard(webex.cloud.pressed_id(webex.cloud.press(ANA, shown, inputs)))
        return webex.cloud.said()[-1].partition(".")[0]

    assert played(tmp_path, scene) == "That is longer than I can take"


def test_too_many_messages_a_minute_of_one_person_do_not_hold_up_another(
    tmp_path: Path,
) -> None:
    async def scene(webex: Webex) -> Any:
        said = [webex.cloud.say(ANA, "hello") for _ in range(100)]
        await webex.say("Tom", "hello")
        for each in said[:60]:
            await webex.heard(each["id"])
        return webex.cloud.said().count(HELLO)

    assert played(tmp_path, scene) == 60
