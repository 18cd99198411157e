"""The page of a session: what anybody reads of it, in which language, as the hours go by."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.model.session import Phase, Stage

from . import programme
from .programme import FRENCH, JOIN, RECORDING, SESSIONS, filed, path, played, seen, shown
from .site import served
from .tree import Element, headings, section

BEFORE = SESSIONS["before"]
MINUTE = timedelta(minutes=1)
COMING = [
    "The session on Tuesday, January 12, 2027, 8:50 a.m. (ET)",
    "The session near Tuesday, January 12, 2027, 9:30 a.m. (ET)",
    f"{programme.LONG.en} Sunday, January 17, 2027, 9 a.m. (ET)",
    "The session full Monday, February 1, 2027, 9 a.m. (ET)",
]
STAGES = {
    timedelta(days=-40): Stage.BEFORE,
    -61 * MINUTE: Stage.BEFORE,
    -60 * MINUTE: Stage.NEAR,
    timedelta(seconds=-1): Stage.NEAR,
    timedelta(): Stage.ON,
    44 * MINUTE: Stage.ON,
    45 * MINUTE: Stage.OVER,
    timedelta(days=400): Stage.OVER,
}


@pytest.mark.parametrize("after", STAGES, ids=str)
def test_the_hour_makes_the_stage(after: timedelta) -> None:
    assert BEFORE.stage(BEFORE.starts + after) is STAGES[after]


@pytest.mark.parametrize("after", STAGES, ids=str)
def test_what_is_cancelled_or_ended_early_is_so_at_any_hour(after: timedelta) -> None:
    now = BEFORE.starts + after
    ended, cancelled = (BEFORE.moved_to(each) for each in (Phase.HELD, Phase.CANCELLED))
    assert (ended.stage(now), cancelled.stage(now)) == (Stage.OVER, Stage.CANCELLED)


def test_what_is_cancelled_is_public_if_it_was_announced() -> None:
    draft = SESSIONS["draft"]
    announced = draft.moved_to(Phase.ANNOUNCED)
    assert [each.public for each in (draft, announced)] == [False, True]
    assert [each.moved_to(Phase.CANCELLED).public for each in (draft, announced)] == [False, True]


def test_the_page_says_what_when_who_and_how(tmp_path: Path) -> None:
    page = seen(tmp_path, f"{path('before')}?lang=en")
    assert (page.one("html").attributes["lang"], page.one("title").text) == ("en-CA", "biometrics")
    assert headings(page) == [
        "1 biometrics", "2 Thursday, February 25, 2027, 1 p.m. (ET)", "3 Across Canada",
        "2 Speaking", "3 Sam Lee", "3 Noé Roy", "2 Languages and captions", "2 Accommodation",
        "2 Register", "2 Ask about this session", "2 Next sessions",
    ]  # fmt: skip
    assert section(page, "Across Canada") == [
        "Thursday, February 25, 2027, 1 p.m. (ET)", "45 minutes, online",
        "Register Add to calendar", "Across Canada",
        ("2:30 p.m. St. John’s 2 p.m. Halifax 1 p.m. Ottawa, Winnipeg noon Regina, Edmonton "
        "11 a.m. Vancouver, Whitehorse"),
    ]  # fmt: skip
    assert section(page, "Speaking") == [
        "Speaking", "Sam Lee", "Reads faces. Writes about it.", "Noé Roy", "Cartographe.",
    ]  # fmt: skip
    assert section(page, "Languages and captions")[1:] == [
        "The session is held in English and French, with captions. Take part in either language."
    ]
    assert section(page, "Accommodation")[1:] == [
        (
            "If you need an accommodation, such as sign language interpretation, tell us when you "
            "register, by Monday, February 15, 2027."
        )
    ]
    assert [each.text for each in page.one("ul", **{"class": "coming"}).all("li")] == [
        *COMING, "The session elsewhere Wednesday, March 3, 2027, 9 a.m. (ET)",
    ]  # fmt: skip


def test_the_page_says_the_same_in_french(tmp_path: Path) -> None:
    page = seen(tmp_path, f"{path('before')}?lang=fr")
    assert page.one("html").attributes["lang"] == "fr-CA"
    assert headings(page) == [
        "1 la biométrie", "2 le jeudi 25 février 2027 à 13 h (HE)", "3 Au Canada",
        "2 Prennent la parole", "3 Sam Lee", "3 Noé Roy", "2 Langues et sous-titres",
        "2 Mesures d’adaptation", "2 S’inscrire", "2 Poser une question sur cette séance",
        "2 Prochaines séances",
    ]  # fmt: skip
    assert section(page, "Prennent la parole")[1:] == [
        "Sam Lee", "Lit les visages. En écrit.", "Noé Roy", "Cartographe.",
    ]  # fmt: skip
    assert section(page, "Mesures d’adaptation")[1:] == [
        (
            "S’il vous faut une mesure d’adaptation, comme l’interprétation en langue des signes, "
            "dites-le-nous en vous inscrivant, d’ici le lundi 15 février 2027."
        )
    ]


@pytest.mark.parametrize(
    ("name", "notice"),
    [
        ("near", [
            "This session starts soon",
            "The link to join is in your confirmation message and in the entry of your calendar.",
            "Not registered yet? You still can: the confirmation comes by e-mail at once.",
        ]),
        ("on", [
            "This session is under way",
            "The link to join is in your confirmation message and in the entry of your calendar.",
            "Not registered yet? You still can: the confirmation comes by e-mail at once.",
        ]),
        ("over", [
            "This session is over", "It was held on Sunday, December 13, 2026, 9 a.m. (ET).",
            "Watch the recording",
        ]),
        ("unrecorded", [
            "This session is over", "It was held on Friday, November 13, 2026, 9 a.m. (ET).",
            "If it was recorded, the link will be here a few days after.",
        ]),
        ("cancelled", [
            "This session is cancelled",
            ("It was planned for Thursday, January 21, 2027, 9 a.m. (ET) and will not be held. "
            "Whoever has registered hears so by e-mail."),
        ]),
    ],
)  # fmt: skip
def test_the_page_says_on_top_what_the_hour_makes_of_it(
    tmp_path: Path, name: str, notice: list[str]
) -> None:
    page = seen(tmp_path, f"{path(name)}?lang=en")
    assert headings(page)[1] == f"2 {notice[0]}"
    assert section(page, notice[0]) == notice
    offered = [each.attributes["action"] for each in page.all("form")]
    again = [f"{path(name)}?lang=en", f"{path(name)}/ask?lang=en"]
    assert offered == {"near": again, "on": again, "cancelled": []}.get(name, again[1:])


def test_the_page_changes_with_the_hour(tmp_path: Path) -> None:
    moments = [-61 * MINUTE, -60 * MINUTE, timedelta(), 44 * MINUTE, 45 * MINUTE]

    async def scene() -> list[str]:
        async with played(tmp_path) as site:
            tops = []
            for after in moments:
                site.house.assistant.house.time.move(BEFORE.starts + after)
                tops.append(headings(await shown(site, path("before"), **FRENCH))[1])
            return tops

    assert asyncio.run(scene()) == [
        "2 le jeudi 25 février 2027 à 13 h (HE)", "2 Cette séance commence bientôt",
        "2 Cette séance est en cours", "2 Cette séance est en cours",
        "2 Cette séance est terminée",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("before", []),
        ("few", ["A few places are left."]),
        ("full", ["All places are taken: you can join the waiting list."]),
    ],
)
def test_how_many_places_are_left_is_said_no_more_exactly_than_needed(
    tmp_path: Path, name: str, places: list[str]
) -> None:
    page = seen(tmp_path, f"{path(name)}?lang=en")
    assert [each.text for each in page.all("strong")[1:]] == places


def test_once_it_is_late_for_accommodations_no_past_day_is_named(tmp_path: Path) -> None:
    page = seen(tmp_path, f"{path('few')}?lang=en")
    assert section(page, "Accommodation")[1:] == [
        (
            "If you need an accommodation, such as sign language interpretation, tell us now when you "
            "register: we will do what we still can."
        )
    ]
    assert page.one("label", **{"for": "in_needs"}).text == (
        "Accommodation you need to take part, if any"
    )


@pytest.mark.parametrize("name", ["near", "on", "over", "before"])
def test_neither_the_link_to_join_nor_an_address_of_anybody_stands_on_the_page(
    tmp_path: Path, name: str
) -> None:
    async def scene() -> list[str]:
        async with played(tmp_path) as site:
            calendar = f"/calendar/{SESSIONS[name].id}.ics"
            return [(await site.get(each)).text for each in (path(name), calendar)]

    page, entry = asyncio.run(scene())
    assert [JOIN in page, JOIN in entry, "@" in page] == [False, False, False]


def test_the_recording_is_a_link(tmp_path: Path) -> None:
    page = seen(tmp_path, f"{path('over')}?lang=en")
    watch = [each for each in page.all("a") if each.text == "Watch the recording"]
    assert [each.attributes["href"] for each in watch] == [RECORDING]


@pytest.mark.parametrize("recording", ["javascript:alert(1)", "data:text/html,x", "//evil.example"])
def test_a_recording_that_is_no_web_address_is_no_link(tmp_path: Path, recording: str) -> None:
    async def scene() -> Element:
        async with served(tmp_path) as site:
            await filed(site, SESSIONS["over"].changed(recording=recording))
            return await shown(site, path("over"))

    assert asyncio.run(scene()).all("a", href=recording) == []
