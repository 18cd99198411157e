"""A report from the drop in a chat to its numbers, which are worked out a second time from rows."""

import asyncio
import json
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import showing
from bot.attending.groups import shown as shown_groups
from bot.attending.picture import steps
from bot.commands import reports
from bot.model.attendance import Group, Turnout
from bot.model.conversation import Attachment
from bot.model.importing import Import
from bot.model.registration import Registration
from bot.services.files.painting import Painter
from tests.ways.desk import Desk, opened

from .files import WEBEX_FRENCH, Came, teams, webex, zoom
from .stage import AFTER, bring, came, card, gives_files, held, press, registered, say, turnout

pytestmark = pytest.mark.slow

FILE = "attendance-file.1"
WHICH = (
    "Say the number of somebody and the address they registered under, such as “match: 3 ="
    " tom@example.org”; “3 = nobody” takes them off the list. Nothing has changed."
)
PEOPLE = (
    *(registered(n, language="en", department="Health", origin="wire-en") for n in range(6)),
    *(registered(n, language="fr", department="Transport") for n in range(6, 12)),
    *(registered(n, language="fr", department=f"Small {n}") for n in range(12, 15)),
)
ROWS = (
    *(Came("Any Name", f"P{n}@example.org", "13:00:00", f"13:{n + 10}:00") for n in range(4)),
    *(Came("Any Name", f"p{n}@example.org", "13:05:00", "13:40:00") for n in range(3)),
    *(Came("Any Name", f"p{n}@example.org", "13:20:00", "13:45:00") for n in range(6, 8)),
    Came("Person Mson", "another@example.org", "13:00:00", "13:30:00"),
    Came("Walk In", "walkin@example.net", "13:00:00", "13:30:00"),
    Came("Person Nson", "", "13:00:00", "13:20:00"),
    Came("Ana Roy", "ana@example.org", "12:55:00", "13:50:00"),
)


def played(folder: Path, scene: Any, *people: Registration) -> Any:
    async def play() -> Any:
        async with held(folder, *people) as desk:
            return await scene(desk)

    return asyncio.run(play())


def seconds_from_rows(rows: tuple[Came, ...]) -> dict[str, int]:
    """How many seconds each address was there: a set of seconds, not spans."""
    there: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        times = [datetime.strptime(each, "%H:%M:%S") for each in (row.start, row.end)]  # noqa: DTZ007 - hours
        first, last = (each.hour * 3600 + each.minute * 60 + each.second for each in times)
        there[row.address.lower()] |= set(range(first, last))
    return {who: len(seconds) for who, seconds in there.items()}


def test_numbers_are_those_of_the_rows(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> None:
        gives_files(desk, {"r.csv": webex(*ROWS)})
        shown = await bring(desk, "r.csv")
        await press(desk, FILE, "go")
        spent = seconds_from_rows(ROWS)
        spent["p12@example.org"] = spent.pop("another@example.org")
        mine = {each.address: spent[each.address] for each in PEOPLE if each.address in spent}
        found = turnout(desk)
        assert found.watched == round(sum(mine.values()) / 60, 3)
        assert found.median == round(sorted(mine.values())[len(mine) // 2] / 60, 3)
        assert (found.registered, found.came) == (len(PEOPLE), len(mine))
        assert (found.not_registered, found.guests, found.team) == (1, 1, 1)
        assert sum(found.minutes.values()) == len(mine)
        for name, groups in (("language", found.languages), ("department", found.departments)):
            by_hand: dict[str, list[int]] = defaultdict(lambda: [0, 0])
            for each in PEOPLE:
                group = by_hand[str(getattr(each, name)).casefold()]
                group[0] += 1
                group[1] += each.address in mine
            assert groups == {name: Group(*both) for name, both in by_hand.items()}
        assert found.origins == {"-": Group(9, 3), "wire": Group(6, 4)}
        assert shown.splitlines()[1:5] == [
            "• 7 had registered, 1 of them under another address at the same place",
            "• 1 with an address that is not registered",
            "• 1 without an address",
            "• 1 of the team or speaking",
        ]
        said = card(desk)
        assert "• Came, by department: Health 4 of 6 (67%), Transport 2 of 6 (33%)" not in said
        assert (
            "• Came, by department: Health 4 of 6 (67%), smaller groups together 3 of 9 (33%)"
            in said
        )
        assert "Small" not in said

    played(tmp_path, scene, *PEOPLE)


def test_the_same_report_twice_is_nothing_new_and_a_second_one_adds(tmp_path: Path) -> None:
    more = (
        Came("X", "p0@example.org", "13:40:00", "13:50:00"),
        Came("X", "p9@example.org", "13:00:00", "13:05:00"),
    )

    async def scene(desk: Desk) -> Any:
        gives_files(
            desk, {"r.csv": webex(*ROWS), "again.csv": webex(*ROWS), "more.csv": webex(*more)}
        )
        counts = []
        for number, name in enumerate(("more.csv", "r.csv", "again.csv"), 1):
            await bring(desk, name)
            await press(desk, f"attendance-file.{number}", "go")
            found = turnout(desk)
            counts.append((found.came, found.watched, card(desk).splitlines()[0]))
        return counts

    first, second, third = played(tmp_path, scene, *PEOPLE)
    both = seconds_from_rows((*ROWS, *more))
    registered_ = [both[each.address] for each in PEOPLE if each.address in both]
    watched = round((sum(registered_) + both["another@example.org"]) / 60, 3)
    assert first == (2, 15.0, "“more.csv” is in: 2 new, 0 with more than before, 0 as before.")
    assert second == (8, watched, "“r.csv” is in: 9 new, 1 with more than before, 0 as before.")
    assert third == (8, watched, "“again.csv” is in: 0 new, 0 with more than before, 10 as before.")


def test_who_is_not_matched_is_matched_by_hand(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> Any:
        gives_files(desk, {"r.csv": webex(*ROWS)})
        await bring(desk, "r.csv")
        await press(desk, FILE, "go")
        listed = card(desk).splitlines()[-3:]
        wrong = [
            await press(desk, FILE, "match", said=each)
            for each in ("", "9 = p13@example.org", "1 = nobody@example.net", "1 is me")
        ]
        before = turnout(desk).came
        said = await press(desk, FILE, "match", said="2 = P13@example.org; 1 = nobody")
        return listed, wrong, before, said, turnout(desk).came, card(desk)

    listed, wrong, before, said, after, shown = played(tmp_path, scene, *PEOPLE)
    assert listed == [
        "Nothing matches these people to a registration:",
        "1. Walk In, walkin@example.net",
        "2. Person Nson: perhaps p13@example.org?",
    ]
    assert [each.splitlines()[0] for each in wrong] == [
        WHICH,
        "Nobody on the list has the number 9. Nothing has changed.",
        "nobody@example.net is not registered for session 1. Nothing has changed.",
        WHICH,
    ]
    assert (before, after) == (7, 8)
    assert said == "2 settled. I am counting again; the card shows the new numbers."
    assert "Nothing matches" not in shown


def test_the_file_may_come_first_and_the_words_after(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> Any:
        gives_files(
            desk, {"meeting attendance.csv": teams(), "x.csv": zoom(), "r.csv": webex(*ROWS)}
        )
        alone = await bring(desk, "meeting attendance.csv", "")
        asked = await say(desk, "words", text="import the attendance of session 1")
        await bring(desk, "x.csv", "")
        then = card(desk)
        return alone, asked, then

    alone, asked, then = played(tmp_path, scene, *PEOPLE)
    assert alone.startswith("“meeting attendance.csv”, for session 1, “biometrics”")
    assert asked.startswith("Drop the attendance report here, within fifteen minutes")
    assert then.startswith("“x.csv”, for session 1, “biometrics”")


def test_a_report_dropped_as_registrations_registers_nobody(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> Any:
        gives_files(desk, {"r.csv": webex(*ROWS)})
        words = "import the registrations for session 1"
        await say(desk, "drop", text=words, files=(Attachment("r.csv", "r.csv"),))
        taking = desk.view.get(Import, "1")
        return taking, desk.counted()["registered"]

    taking, registered_ = played(tmp_path, scene, *PEOPLE)
    assert registered_ == len(PEOPLE)
    assert taking is None or taking.problem == "attendance.is_attendance"


def test_the_command_says_the_same_as_the_chat(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> Any:
        file = tmp_path / "r.csv"
        file.write_bytes(webex(*ROWS)[:-40])
        call = {"file": str(file), "session": "1", "what": "attendance", "columns": "{}",
                "language": "en", "yes": "", "json": "yes", "progress": ""}  # fmt: skip
        previewed = await desk.call(reports.take_in, call)
        nobody = len(came(desk))
        done = await desk.call(reports.take_in, {**call, "yes": "yes"})
        refused = await desk.call(reports.take_in, {**call, "json": ""}, "no")
        return previewed, nobody, done, refused, turnout(desk).came

    previewed, nobody, done, refused, here = played(tmp_path, scene, *PEOPLE)
    assert (previewed[0], nobody, done[0], refused[0], here) == (0, 0, 0, 1, 7)
    facts = json.loads(previewed[1][0])
    assert {name: facts[name] for name in ("new", "changed", "same", "people", "cut")} == {
        "new": 10,
        "changed": 0,
        "same": 0,
        "people": 10,
        "cut": 14,
    }
    assert json.loads(done[1][0])["turnout"] == {
        "registered": 15,
        "came": 7,
        "not_registered": 1,
        "guests": 1,
        "team": 1,
        "watched": 213.0,
        "median": 30.0,
    }
    assert refused[1][-1] == "Nothing was changed."


def test_in_french_the_card_its_picture_and_the_match(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> Any:
        gives_files(desk, {"présences.csv": webex(*ROWS, titles=WEBEX_FRENCH)})
        await bring(desk, "présences.csv", "importe les présences de la séance 1")
        await say(desk, "go", text="oui")
        shown = desk.house.assistant.present(FILE, ("fr",))
        picture = next(each for each in shown.card["body"] if each["type"] == "Image")  # type: ignore[index] # a card is shown
        drawn = await showing.picture(desk.house, Painter(), "attendance.1", ("fr",))
        said = await say(desk, "match", text="associer : 2 = p13@example.org; 1 = personne")
        return shown.text, picture["altText"], drawn, said, turnout(desk).came

    shown, alt, drawn, said, here = played(tmp_path, scene, *PEOPLE)
    assert shown.replace("\u00a0", " ").splitlines() == [
        "« présences.csv » est pris en compte : 10 de plus, 0 avec plus qu’avant, 0 comme avant.",
        "Présences à la séance 1, « la biométrie » :",
        "• 7 des 15 personnes inscrites sont venues (47 %)",
        "• 1 est venue sans place, 1 à titre d’invité sans adresse",
        "• Elles sont restées 30 minutes en moyenne; la moitié d’entre elles, 30 ou plus",
        "• Présences par langue : français 3 sur 9 (33 %), anglais 4 sur 6 (67 %)",
        "• Présences par ministère : Health 4 sur 6 (67 %), petits groupes réunis 3 sur 9 (33 %)",
        (
            "• Présences selon ce qui les a amenées : aucun de nos liens 3 sur 9 (33 %),"
            " Le Fil (GCcollab) 4 sur 6 (67 %)"
        ),
        "Rien ne relie ces personnes à une inscription :",
        "1. Walk In, walkin@example.net",
        "2. Person Nson : peut-être p13@example.org?",
    ]
    assert alt.replace("\u00a0", " ") == (
        "Une barre pour chaque durée passée à la séance, 7 personnes en tout; de 10 à 44 minutes : 7."
    )
    assert drawn.startswith(b"\x89PNG")
    assert (said, here) == (
        "2 réglées. Je refais le compte; la carte montre les nouveaux chiffres.",
        8,
    )


def test_what_is_known_outlives_a_restart(tmp_path: Path) -> None:
    async def scene() -> Any:
        async with held(tmp_path, *PEOPLE) as desk:
            gives_files(desk, {"r.csv": webex(*ROWS)})
            await bring(desk, "r.csv")
            await press(desk, FILE, "go")
            before = (turnout(desk), [*came(desk)])
        async with opened(tmp_path) as again:
            return before, (turnout(again), [*came(again)])

    before, after = asyncio.run(scene())
    assert before == after


GROUPS = st.dictionaries(
    st.text("abc", min_size=1), st.tuples(st.integers(0, 9), st.integers(0, 9))
)


@given(GROUPS)
def test_no_group_that_is_shown_has_fewer_than_five(counted: dict[str, tuple[int, int]]) -> None:
    groups = {name: Group(a + b, b) for name, (a, b) in counted.items()}
    listed = shown_groups(groups)
    hidden = sum(each.registered for each in groups.values()) - sum(
        group.registered for _, group in listed
    )
    assert all(group.registered >= 5 for _, group in listed)
    assert hidden == 0 or not listed


@given(st.dictionaries(st.integers(0, 12), st.integers(1, 9), min_size=1))
def test_each_step_has_five_people_where_there_are_five(counted: dict[int, int]) -> None:
    minutes = {str(step * 5): many for step, many in counted.items()}
    found = steps(Turnout(session="1", at=AFTER, came=sum(counted.values()), minutes=minutes))
    assert sum(count for _, _, count in found) == sum(counted.values())
    assert len(found) == 1 or all(count >= 5 for _, _, count in found)


def test_a_report_of_another_day_says_so(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> Any:
        gives_files(desk, {"r.csv": webex(*ROWS, day="2027-01-28")})
        return await bring(desk, "r.csv")

    assert "the first day in it is 2027-01-28" in played(tmp_path, scene, *PEOPLE)
