"""Two organisers at the same session in the same second."""

import asyncio
from collections.abc import Callable

import pytest

from storage import ConflictingStore, MemoryStore, Store

from .house import ANA, BEN, SESSION, TEAM, Home


@pytest.mark.parametrize("make", [MemoryStore, lambda: ConflictingStore(MemoryStore())])
def test_of_two_who_change_the_same_thing_in_the_same_second_one_wins_and_the_other_sees_it(
    make: Callable[[], Store],
) -> None:
    async def scene() -> tuple[str, int, list[str]]:
        home = Home(make())
        await home.file(SESSION, TEAM)
        forms = [await home.say(each, "edit session 1") for each in (ANA, BEN)]
        fields = {"date": "2027-02-25", "time": "13:00", "minutes": "45"}
        pressed = (
            home.pressed(who, form, "save", **fields, title_en=title)
            for who, form, title in zip((ANA, BEN), forms, ("passkeys", "wallets"), strict=True)
        )
        answers = await asyncio.gather(*(home.assistant.hear(each) for each in pressed))
        now = home.session()
        return now.title.en, now.version, [answer.text for answer in answers]

    title, version, (won, lost) = asyncio.run(scene())
    assert (title, version) == ("passkeys", 2)
    assert won.startswith("Done. Session 1: “passkeys”")
    assert "“biometrics” has become “passkeys”" in lost


def test_of_two_who_move_a_session_in_the_same_second_the_other_is_shown_the_new_day() -> None:
    async def scene() -> tuple[str, list[str]]:
        home = Home()
        await home.file(SESSION, TEAM)
        shown = [
            await home.say(ANA, "move session 1 to March 4"),
            await home.say(BEN, "move session 1 to March 18"),
        ]
        pressed = [
            home.pressed(who, card, "go") for who, card in zip((ANA, BEN), shown, strict=True)
        ]
        answers = await asyncio.gather(*(home.assistant.hear(each) for each in pressed))
        return home.session().wall, [answer.text for answer in answers]

    wall, (won, lost) = asyncio.run(scene())
    assert wall == "2027-03-04T13:00"
    assert won.startswith(
        "Done. Session 1: “biometrics” / «\u00a0la biométrie\u00a0», Thursday, March 4"
    )
    assert "Thursday, March 4, 2027, 1\u00a0p.m. (ET) → Thursday, March 18" in lost


def test_two_who_change_different_things_in_the_same_second_both_have_their_way() -> None:
    async def scene() -> tuple[str, int]:
        home = Home()
        await home.file(SESSION, TEAM)
        heard = (
            home.heard(ANA, "rename session 1 as “Passkeys”"),
            home.heard(BEN, "make session 1 30 minutes long"),
        )
        await asyncio.gather(*(home.assistant.hear(each) for each in heard))
        return home.session().title.en, home.session().minutes

    assert asyncio.run(scene()) == ("Passkeys", 30)
