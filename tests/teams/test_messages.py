"""What Teams may post and do, and what follows from it."""

import asyncio
import json
from collections import Counter
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from bot.channels import teams as channel
from bot.channels.teams import outgoing
from bot.channels.teams.incoming import CHANNEL, read
from bot.channels.teams.outgoing import raised
from bot.model.conversation import Incoming
from bot.model.outbox import Message, Sending
from bot.model.outcome import Answer
from bot.model.people import Account, Contact, Place, Route, Team
from bot.model.session import Session

from . import activities
from .activities import OTHER_TENANT
from .connector import TENANT, person
from .stage import CREATE, Teams, played, records

ANA = "ana@example.org"
FORM = {
    "in_title_en": "Maps",
    "in_title_fr": "Les cartes",
    "in_date": "2027-02-25",
    "in_time": "13:00",
    "in_minutes": "45",
}


async def pressed(teams: Teams, who: str, button: str, **data: str) -> tuple[int, Any]:
    """What a press on the last card that was posted to somebody is answered."""
    user = teams.connector.people[f"29:{who}"]
    shown = next(
        each
        for each in reversed(teams.connector.messages())
        if each.room == user["email"] and "attachments" in each.activity
    )
    card = shown.activity["attachments"][0]["content"]
    found = next(a for a in card["actions"] if a["verb"] == button)
    activity = activities.execute(
        f"press/{button}/{data}", user, user["email"], teams.connector.url, found["data"] | data
    )
    return await teams.post(activity)


def test_a_message_that_comes_ten_times_at_once_has_its_effect_once(tmp_path: Path) -> None:
    async def scene(teams: Teams) -> Any:
        found = await asyncio.gather(*(teams.say("Ana", CREATE, "1") for _ in range(10)))
        await teams.delivered()
        again = await teams.say("Ana", CREATE, "1")
        await teams.delivered()
        view = teams.house.assistant.house.store.view()
        return {status for status, _ in (*found, again)}, len(teams.said()), view.get(Session, "2")

    assert played(tmp_path, scene) == ({201}, 1, None)


def test_a_message_that_comes_again_after_a_restart_has_no_second_effect(tmp_path: Path) -> None:
    async def scene(teams: Teams) -> Any:
        await teams.say("Ana", CREATE, "1")
        await teams.delivered()
        return len(teams.said()), records(teams, Session, "2")

    assert [played(tmp_path, scene), played(tmp_path, scene)] == [(1, None), (0, None)]


def test_words_are_found_between_mentions_and_markup(tmp_path: Path) -> None:
    def words(text: str | None) -> str:
        user = person(ANA, "Ana")
        activity = activities.message("1", user, "space", "http://127.0.0.1/", "x")
        return read(activity | {"text": text}).words.plain({})

    assert [
        words(each)
        for each in (
            "<at>Circuit</at>&nbsp;create session\n",
            '<at id="0">Circuit</at> show Circuit status',
            "<AT>Circuit</AT>aide",
            "créer &lt;b&gt; &amp; voir",
            "one\r\ntwo  words",
            "<at>Circuit</at>",
            "",
            None,
        )
    ] == [
        "create session",
        "show Circuit status",
        "aide",
        "créer <b> & voir",
        "one\ntwo words",
        "",
        "",
        "",
    ]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"{}",
        b"[" * 100_000,
        b'{"a":' * 40_000,
        b'{"type": "message", "id": ' + b"9" * 5_000 + b"}",
        b'{"type": "message", "type": "message", "id": "1", "id": "2"}',
        b'{"type": NaN}',
        json.dumps({"type": "message", "id": "1", "conversation": None, "from": {}}).encode(),
        json.dumps({"type": 3}).encode(),
        b'{"type": "message", "id": "\xff"}',
    ],
    ids=lambda body: repr(body[:20]),
)
def test_what_is_no_activity_is_refused(tmp_path: Path, body: bytes) -> None:
    async def scene(teams: Teams) -> int:
        headers = {"Content-Type": "application/json"}
        async with teams.http.post("/api/messages", data=body, headers=headers) as response:
            return response.status

    assert played(tmp_path, scene) == 400


def test_other_methods_and_great_bodies_are_refused(tmp_path: Path) -> None:
    async def scene(teams: Teams) -> list[int]:
        async with teams.http.get("/api/messages") as got:
            found = [got.status]
        async with teams.http.post("/api/messages", data=BytesIO(b" " * 10_000_000)) as posted:
            found.append(posted.status)
        return found

    assert played(tmp_path, scene) == [405, 413]


def test_other_programs_and_other_activities_are_not_answered(tmp_path: Path) -> None:
    async def scene(teams: Teams) -> Any:
        user = teams.connector.people["29:ana"]
        hello = activities.message("1", user, ANA, teams.connector.url, "hello")
        robots = [
            hello | {"id": "2", "from": hello["from"] | {"id": "28:other"}},
            hello | {"id": "3", "from": hello["from"] | {"role": "bot"}},
        ]
        others = [
            hello | {"id": kind, "type": kind}
            for kind in ("conversationUpdate", "messageReaction", "typing", "event", "unheardOf")
        ]
        found = {(await teams.post(each))[0] for each in (*robots, *others)}
        await teams.delivered()
        return found, teams.said()

    assert played(tmp_path, scene) == ({201}, [])


def test_the_address_is_asked_for_once_and_kept(tmp_path: Path) -> None:
    async def scene(teams: Teams) -> Any:
        for number in range(5):
            await teams.say("Ana", "hello", str(number))
        return teams.connector.asked

    assert [played(tmp_path, scene), played(tmp_path, scene)] == [["member 29:ana"], []]


def stranger(name: str) -> str:
    return "Hello! I help a public-service team run its mini discussions."


@pytest.mark.parametrize(
    ("changes", "tenant"),
    [
        ({}, OTHER_TENANT),
        ({"userPrincipalName": "ana_example.org#EXT#@dept.onmicrosoft.com"}, TENANT),
        ({"email": "", "userPrincipalName": ""}, TENANT),
        ({"tenantId": OTHER_TENANT}, TENANT),
    ],
    ids=["a foreign tenant", "a guest", "no address", "a foreign member"],
)
def test_nobody_becomes_an_organiser_by_an_address_others_vouch_for(
    tmp_path: Path, changes: Mapping[str, str], tenant: str
) -> None:
    async def scene(teams: Teams) -> Any:
        user = person(ANA, "Ana Roy", tenant) | {"id": "29:false", "aadObjectId": "false"}
        teams.connector.people["29:false"] = user | dict(changes)
        sent = activities.message("1", user, "room", teams.connector.url, CREATE)
        await teams.post(sent)
        await teams.delivered()
        return records(teams, Session, "1"), teams.said()[0].partition(" I can only")[0]

    found = played(tmp_path, scene, teams_tenant_id=TENANT)
    assert found == (None, stranger("Ana"))


def test_an_unknown_member_is_a_stranger_and_not_kept(tmp_path: Path) -> None:
    async def scene(teams: Teams) -> Any:
        user = person("who@example.org", "Who")
        await teams.post(activities.message("1", user, "room", teams.connector.url, "hello"))
        await teams.delivered()
        account = records(teams, Account, f"{CHANNEL}/{TENANT}/object-who")
        return account, teams.said()[0].partition(" I can only")[0]

    assert played(tmp_path, scene, teams_tenant_id=TENANT) == (None, stranger("Who"))


def test_while_people_cannot_be_looked_up_teams_is_asked_to_come_again(tmp_path: Path) -> None:
    async def scene(teams: Teams) -> Any:
        teams.connector.fail(503)
        first = await teams.say("Ana", "hello", "1")
        second = await teams.say("Ana", "hello", "1")
        return first[0], second[0]

    assert played(tmp_path, scene) == (503, 201)


def test_members_of_a_declared_space_are_organisers_as_long_as_they_are_in_it(
    tmp_path: Path,
) -> None:
    async def scene(teams: Teams) -> Any:
        teams.connector.page = 1
        teams.connector.rooms["space"].append("29:chantal")
        await teams.say("Chantal", CREATE, "1")
        await teams.say("Tom", CREATE, "2")
        await teams.delivered()
        return records(teams, Session, "1").title.en, records(teams, Session, "2")

    assert played(tmp_path, scene) == ("maps", None)


def test_without_a_roster_nobody_is_a_member(tmp_path: Path) -> None:
    async def scene(teams: Teams) -> Any:
        teams.connector.rooms["space"].append("29:chantal")
        await teams.say("Chantal", "bonjour", "0")
        teams.house.assistant._membership._known.clear()
        teams.connector.fail(500, times=9, room="space")
        await teams.say("Chantal", CREATE, "1")
        return records(teams, Session, "1")

    assert played(tmp_path, scene) is None


def test_the_bot_greets_where_it_is_added_and_forgets_where_it_is_removed(tmp_path: Path) -> None:
    async def scene(teams: Teams) -> Any:
        user, url = teams.connector.people["29:ana"], teams.connector.url
        for number, (action, room) in enumerate(
            [("add", ANA), ("add", "space"), ("remove", ANA), ("remove", "space")]
        ):
            await teams.post(activities.installed(str(number), user, room, url, action))
            await teams.delivered()
        team, contact = records(teams, Team, "team"), records(teams, Contact, ANA)
        greeted = [each.partition("!")[0] for each in teams.said()]
        left = [Place(CHANNEL, "space") in team.spaces, Place(CHANNEL, ANA) in contact.places]
        return greeted, left, records(teams, Route, f"{CHANNEL}/{ANA}")

    assert played(tmp_path, scene) == (["Hello", "Hello"], [False, False], None)


def test_a_place_that_is_gone_is_written_to_no_more(tmp_path: Path) -> None:
    async def scene(teams: Teams) -> Any:
        teams.connector.gone.add("sam@example.org")
        await teams.say("Ana", CREATE, "1")
        await teams.say("Ana", "invite sam@example.org to session 1", "2")
        await teams.delivered()
        contact = records(teams, Contact, "sam@example.org")
        told = Counter(each.room for each in teams.connector.messages())
        return Place(CHANNEL, "sam@example.org") in contact.places, told

    assert played(tmp_path, scene) == (False, {ANA: 2, "space": 1})


@pytest.mark.parametrize("status", [412, 429, 500, 503])
def test_what_teams_did_not_take_is_sent_again_when_it_says(tmp_path: Path, status: int) -> None:
    async def scene(teams: Teams) -> Any:
        await teams.say("Ana", "hello", "0")
        await teams.delivered()
        teams.connector.fail(status, retry_after="90")
        await teams.say("Ana", "hello", "1")
        await teams.delivered()
        before = len(teams.said())
        sending = records(teams, Sending, f"answer/teams/{ANA}/1")
        waits = (sending.not_before - sending.changed).total_seconds()
        teams.house.assistant.house.time.move(sending.not_before)
        await teams.delivered()
        return before, len(teams.said()), 90 <= waits <= 108

    assert played(tmp_path, scene) == (1, 2, True)


@pytest.mark.parametrize("status", [502, 504])
def test_what_teams_may_have_taken_is_sent_once_more_at_most(tmp_path: Path, status: int) -> None:
    async def scene(teams: Teams) -> Any:
        await teams.say("Ana", "hello", "0")
        await teams.delivered()
        teams.connector.fail(status, times=5, room=ANA)
        await teams.say("Ana", "hello", "1")
        await teams.delivered()
        sending = records(teams, Sending, f"answer/teams/{ANA}/1")
        teams.house.assistant.house.time.move(sending.not_before)
        await teams.delivered()
        ended = records(teams, Sending, f"answer/teams/{ANA}/1")
        return len([a for a in teams.connector.asked if a.startswith("POST")]), str(ended.state)

    assert played(tmp_path, scene) == (2, "uncertain")


def test_one_rooms_429_does_not_hold_up_another(tmp_path: Path) -> None:
    async def scene(teams: Teams) -> Any:
        teams.connector.fail(429, times=99, room=ANA, retry_after="3600")
        await teams.say("Ana", "hello", "1")
        await teams.say("Tom", "hello", "2")
        await teams.delivered()
        return [each.room for each in teams.connector.messages()]

    assert played(tmp_path, scene) == ["tom@example.org"]


def test_a_press_is_answered_in_the_call_in_the_cards_place(tmp_path: Path) -> None:
    async def scene(teams: Teams) -> Any:
        await teams.say("Ana", CREATE, "1")
        await teams.say("Ana", "invite sam@example.org to session 1", "2")
        await teams.delivered()
        status, answer = await pressed(teams, "sam", "no")
        before = len(teams.connector.posted)
        again = await pressed(teams, "sam", "no")
        await teams.delivered()
        posted = [each.room for each in teams.connector.posted[before:]]
        return status, answer["type"], again == (status, answer), posted

    card = "application/vnd.microsoft.card.adaptive"
    assert played(tmp_path, scene) == (200, card, True, ["space"])


def test_older_clients_submit_and_are_answered_by_a_message(tmp_path: Path) -> None:
    async def scene(teams: Teams) -> Any:
        await teams.say("Ana", "create session", "1")
        await teams.delivered()
        card = teams.connector.messages()[-1].activity["attachments"][0]["content"]
        data = card["actions"][0]["fallback"]["data"] | FORM
        user = teams.connector.people["29:ana"]
        sent = activities.submit("2", user, ANA, teams.connector.url, data)
        status, _ = await teams.post(sent)
        await teams.delivered()
        last = teams.connector.messages()[-1]
        return status, last.method, last.id == teams.connector.messages()[0].id

    assert played(tmp_path, scene) == (201, "PUT", True)


def test_a_card_that_was_deleted_is_answered_by_a_new_message(tmp_path: Path) -> None:
    async def scene(teams: Teams) -> Any:
        await teams.say("Ana", "create session", "1")
        await teams.delivered()
        shown = teams.connector.posted.pop()
        action = shown.activity["attachments"][0]["content"]["actions"][0]
        data = action["data"] | FORM
        user = teams.connector.people["29:ana"]
        await teams.post(activities.submit("2", user, ANA, teams.connector.url, data))
        await teams.delivered()
        return [(each.method, each.room) for each in teams.connector.posted]

    assert played(tmp_path, scene) == [("POST", ANA)]


@pytest.mark.parametrize(
    "data",
    [
        {"card": "another", "button": "yes"},
        {"button": "yes"},
        {},
        {"card": ["list"], "button": {"a": 1}},
        {"in_session": "99"},
        {"in_note": "x" * 5000},
    ],
    ids=str,
)
def test_a_tampered_press_is_refused_and_changes_nothing(
    tmp_path: Path, data: dict[str, Any]
) -> None:
    async def scene(teams: Teams) -> Any:
        await teams.say("Ana", "create session", "1")
        await teams.delivered()
        action = teams.connector.messages()[-1].activity["attachments"][0]["content"]["actions"][0]
        sent = data if "in_note" not in data and "in_session" not in data else action["data"] | data
        user = teams.connector.people["29:ana"]
        status, answer = await teams.post(
            activities.execute("2", user, ANA, teams.connector.url, sent)
        )
        return status, answer["value"].partition(".")[0], records(teams, Session, "1")

    assert played(tmp_path, scene) == (200, "This card can no longer be used", None)


def test_a_press_in_the_space_is_shown_to_all(tmp_path: Path) -> None:
    async def scene(teams: Teams) -> Any:
        user, url = teams.connector.people["29:ana"], teams.connector.url
        await teams.say("Ana", "create session", "1", room="space")
        await teams.delivered()
        shown = teams.connector.messages()[-1]
        data = shown.activity["attachments"][0]["content"]["actions"][0]["data"]
        filled = data | FORM
        status, answer = await teams.post(activities.execute("2", user, "space", url, filled))
        await teams.delivered()
        last = teams.connector.messages()[-1]
        return status, answer["value"], last.method, last.id == shown.id

    assert played(tmp_path, scene) == (200, "Received. / Reçu.", "PUT", True)


def test_people_are_answered_in_the_language_teams_shows_them(tmp_path: Path) -> None:
    async def scene(teams: Teams) -> Any:
        user, url = teams.connector.people["29:tom"], teams.connector.url
        sent = activities.message("1", user, user["email"], url, "🙂")
        await teams.post(sent | {"locale": "fr-CA"})
        await teams.delivered()
        return teams.said()[0].partition(".")[0]

    assert played(tmp_path, scene) == "Je ne suis pas certain de ce que vous voulez"


def test_raised_cards_keep_what_they_were_for_older_clients() -> None:
    submit = {"type": "Action.Submit", "title": "Yes", "data": {"card": "c", "button": "yes"}}
    card = {"type": "AdaptiveCard", "version": "1.3", "body": [], "actions": [submit]}
    execute = submit | {"type": "Action.Execute", "verb": "yes", "fallback": submit}
    assert raised(card) == card | {
        "version": "1.5",
        "actions": [execute],
        "msteams": {"width": "Full"},
    }


def test_files_are_answered_by_their_names(tmp_path: Path) -> None:
    async def scene(teams: Teams) -> list[str]:
        user = teams.connector.people["29:tom"]
        sent = activities.message("1", user, user["email"], teams.connector.url, "")
        download = {"downloadUrl": "http://169.254.169.254/", "uniqueId": "1", "fileType": "csv"}
        file = "application/vnd.microsoft.teams.file.download.info"
        sent["attachments"] += [
            {"contentType": file, "name": "report.csv", "content": download},
            {"contentType": "image/png", "name": "photo.png"},
            "no attachment",
        ]
        await teams.post(sent)
        await teams.delivered()
        return [words.partition(" arrived")[0] for words in teams.said()]

    assert played(tmp_path, scene) == ["“report.csv” and “photo.png”"]


def test_words_are_shown_line_by_line_and_never_read_as_markup() -> None:
    shown = outgoing.activity(Message("<b>one</b> & *two*\nthree"))
    assert shown["text"] == "&lt;b&gt;one&lt;/b&gt; &amp; *two*<br/>three"
    assert shown["textFormat"] == "xml"


def test_while_an_answer_takes_long_the_person_sees_that_it_is_worked_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel, "TYPING_AFTER", 0.01)
    monkeypatch.setattr(channel, "TYPING_AGAIN", 0.01)

    async def scene(teams: Teams) -> list[str]:
        assistant, connector = teams.house.assistant, teams.connector
        hear = assistant.hear

        async def slowly(incoming: Incoming) -> Answer:
            await connector.until(lambda: len(connector.posted) >= 2)
            return await hear(incoming)

        monkeypatch.setattr(assistant, "hear", slowly)
        await teams.say("Ana", "hello", "1")
        await teams.delivered()
        kinds = [each.activity["type"] for each in connector.posted]
        return [kinds[0], kinds[1], kinds[-1]]

    assert played(tmp_path, scene) == ["typing", "typing", "message"]


HELLO_BEN = "Hello Ben! Write “help” to see what you can ask me."


@pytest.mark.slow
def test_five_hundred_messages_a_minute_of_one_person_do_not_hold_up_another(
    tmp_path: Path,
) -> None:
    async def scene(teams: Teams) -> tuple[int, int, bool]:
        await asyncio.gather(*(teams.say("Ana", "hello", str(n)) for n in range(500)))
        await teams.say("Ben", "hello", "0")
        await teams.delivered()
        said = teams.said()
        return sum(each.startswith("Hello Ana") for each in said), len(said), HELLO_BEN in said

    assert played(tmp_path, scene) == (60, 62, True)


def test_a_megabyte_on_a_card_is_not_taken(tmp_path: Path) -> None:
    async def scene(teams: Teams) -> int:
        user = teams.connector.people["29:ana"]
        data = {"card": "x", "button": "save", "answer": "x" * 1_000_000}
        sent = activities.execute("1", user, ANA, teams.connector.url, data)
        status, _ = await teams.post(sent)
        return status

    assert played(tmp_path, scene) == 413
