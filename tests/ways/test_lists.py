"""Lists of partners and of past attendees out of a file: what is kept, what is refused."""

import asyncio
from argparse import Namespace
from pathlib import Path

import pytest

from bot.commands import lists
from bot.commands.lists import take_in
from bot.errors import Misconfigured
from bot.model.outreach import Partner, PastAttendee

from .desk import IN_JSON, NOW, of_json, opened, table

NEW = {"new": 0, "changed": 0, "same": 0, "declined": 0, "refused": []}
BASIS = "Registration form of 2025, question 7"


def taking(file: Path, what: str, **given: str) -> dict[str, str]:
    """What ``circuit import partners FILE`` asks for."""
    plain = {"columns": "{}", "language": "en", "yes": "", "json": "", "progress": ""}
    return {"file": str(file), "what": what, "basis": "", "theme": "", **plain, **given}


def test_partners_are_new_then_the_same_then_changed(tmp_path: Path) -> None:
    titles = ("Organization", "Contact", "Email", "Language")
    first = table(
        tmp_path,
        titles,
        ("City of Ottawa", "Lee Roy", "Lee@Example.net", "French"),
        ("", "", "kim@example.net", ""),
        ("Nobody", "", "nobody", ""),
    )
    second = table(tmp_path, titles, ("Ottawa", "", "lee@example.net", ""), name="2.csv")

    async def scene() -> tuple[list[object], dict[str, Partner]]:
        async with opened(tmp_path) as desk:
            said = []
            for file in (first, first, second):
                _, lines = await desk.call(take_in, taking(file, "partners", **IN_JSON))
                said.append(of_json(lines))
            found = desk.view.find(Partner, "listed", "partner")
            return said, {each.address: each for each in found}

    why = (
        "“nobody” is not a mail address I can write to. "
        "Give me one address, such as name@example.org."
    )
    refused = [{"row": 4, "column": "Email", "why": why}]
    said, partners = asyncio.run(scene())
    assert said == [
        {**NEW, "new": 2, "refused": refused},
        {**NEW, "same": 2, "refused": refused},
        {**NEW, "changed": 1},
    ]
    lee, kim = "lee@example.net", "kim@example.net"
    assert partners == {
        lee: Partner(
            address=lee,
            organisation="Ottawa",
            contact="Lee Roy",
            language="fr",
            added=NOW,
            version=2,
        ),
        kim: Partner(address=kim, organisation="example.net", added=NOW),
    }


def test_of_past_attendees_who_says_no_is_taken_off(tmp_path: Path) -> None:
    titles = ("Email", "Language", "May we contact you about future sessions?")
    yes, no = ("lee@example.net", "English", "Yes"), ("lee@example.net", "English", "No")
    first = table(tmp_path, titles, yes, ("kim@example.net", "French", "Yes"))
    second = table(tmp_path, titles, no, name="2.csv")

    async def scene() -> tuple[list[object], list[PastAttendee]]:
        async with opened(tmp_path) as desk:
            said = []
            for file, theme in ((first, "Maps"), (first, "Data"), (second, "")):
                given = taking(file, "attendees", basis=BASIS, theme=theme, **IN_JSON)
                _, lines = await desk.call(take_in, given)
                said.append(of_json(lines))
            return said, list(desk.view.find(PastAttendee, "all", "past"))

    said, kept = asyncio.run(scene())
    assert said == [{**NEW, "new": 2}, {**NEW, "changed": 2}, {**NEW, "declined": 1}]
    assert kept == [
        PastAttendee(
            address="kim@example.net",
            language="fr",
            themes=("Maps", "Data"),
            basis=BASIS,
            added=NOW,
            version=2,
        )
    ]


@pytest.mark.parametrize(
    ("answer", "told", "kept"),
    [
        ("yes", "Done: 1 new, 0 changed, 0 as before, 0 refused.", 1),
        ("", "Nothing was changed.", 0),
    ],
)
def test_a_list_is_looked_at_before_it_is_taken_in(
    tmp_path: Path, answer: str, told: str, kept: int
) -> None:
    file = table(tmp_path, ("Email", "Organization"), ("kim@example.net", "City"))

    async def scene() -> tuple[list[str], int]:
        async with opened(tmp_path) as desk:
            _, said = await desk.call(take_in, taking(file, "partners"), answer)
            return said, len(desk.view.find(Partner, "listed", "partner"))

    assert asyncio.run(scene()) == (
        [
            "“people.csv”, for the list of partners:",
            "• 1 new",
            "• 0 changed",
            "• 0 as before",
            "• 0 refused",
            "Nobody is written to now.",
            "Shall I take them in? Write “yes” or “no”.",
            told,
        ],
        kept,
    )


def test_a_list_in_french(tmp_path: Path) -> None:
    file = table(tmp_path, ("Courriel", "Ministère"), ("kim@example.net", "EFPC"))

    async def scene() -> list[str]:
        async with opened(tmp_path) as desk:
            given = taking(file, "attendees", basis=BASIS, language="fr")
            _, said = await desk.call(take_in, given, "oui")
            return said

    assert asyncio.run(scene()) == [
        "«\u00a0people.csv\u00a0», pour la liste des participants antérieurs\u00a0:",
        "• 1 de plus",
        "• 0 avec des changements",
        "• 0 comme avant",
        "• 0 refusées",
        "Personne ne reçoit de message maintenant.",
        "Est-ce que je les ajoute? Écrivez «\u00a0oui\u00a0» ou «\u00a0non\u00a0».",
        "C’est fait\u00a0: 1 de plus, 0 avec des changements, 0 comme avant, 0 refusées.",
    ]


def test_past_attendees_need_a_basis(tmp_path: Path) -> None:
    chosen = Namespace(what="attendees", basis="  ", theme="", file=tmp_path / "x.csv")
    with pytest.raises(Misconfigured, match="only written to if they agreed"):
        lists.main(chosen)
