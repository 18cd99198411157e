"""Polls taken out as files: numbers for anybody of the team, names for a purpose."""

import asyncio
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bot.model.outcome import Outcome
from bot.model.people import Account, Noted
from bot.model.poll import Count, Poll, PollKind, PollState, Vote
from bot.model.words import Both
from tests.pages.site import LINK, NOW, SESSION, Site, served

from .crowd import POLL

CLOSED = POLL.changed(
    state=PollState.CLOSED,
    options=(Both("=1+1", "oui"), Both("no", "-2")),
    count=Count(voters=6, votes=(4, 2)),
)
WORDS = POLL.changed(
    kind=PollKind.WORDS,
    options=(),
    state=PollState.CLOSED,
    count=Count(voters=5, words=("@maps", "cartes", "é", "ok", "plans")),
)
ASKED = "export the results of poll 1"


def on_site(folder: Path, records: tuple[Any, ...], *said: str) -> Any:
    """What the pages hand over to Ana who said this: the last answer, both files, what was noted."""

    async def play() -> Any:
        async with served(folder) as site:
            await site.say("Ana", SESSION)
            store = site.house.assistant.house.store
            await store.run(Outcome(saves=records).regardless)
            answers = [json.loads((await site.say("Ana", each)).text)["text"] for each in said]
            found = LINK.search(answers[-1])
            files = [await _file(site, found[0], each) for each in BUTTONS] if found else []
            return answers, files, _noted(site)

    return asyncio.run(play())


BUTTONS = ("download", "download_csv")


async def _file(site: Site, link: str, button: str) -> tuple[str, bytes]:
    form = {"token": button, "button": button}
    async with site.http.post(link, data=form) as response:
        assert response.status == 200
        return response.headers["Content-Disposition"], await response.read()


def _noted(site: Site) -> list[tuple[str, str]]:
    kept = site.view.between(Noted, "at", None, None)
    return [(each.what, each.why) for each in kept if each.what.startswith("poll.")]


def cells(content: bytes) -> list[list[Any]]:
    """What stands in a workbook; a formula would be read as one."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert {each.data_type for row in sheet for each in row} <= {"s", "n", "d"}
    return [[each.value for each in row] for row in sheet]


def test_the_numbers_of_a_poll_come_as_a_workbook_and_as_csv(tmp_path: Path) -> None:
    _, files, noted = on_site(tmp_path, (CLOSED,), ASKED)
    (excel, workbook), (csv, lines) = files
    assert excel == 'attachment; filename="poll-1.xlsx"'
    assert csv == 'attachment; filename="poll-1.csv"'
    assert cells(workbook) == [
        [
            "Option in English / Choix en anglais",
            "Option in French / Choix en français",
            "Answers / Réponses",
            "Per cent / Pour cent",
        ],
        ["=1+1", "oui", 4, 67],
        ["no", "-2", 2, 33],
    ]
    assert lines.decode("utf-8-sig").splitlines()[1:] == [
        '"\'=1+1","oui","4","67"',
        '"no","\'-2","2","33"',
    ]
    assert noted == [("poll.exported", "")]


def test_words_come_without_who_wrote_them(tmp_path: Path) -> None:
    _, ((_, workbook), _), _ = on_site(tmp_path, (WORDS,), ASKED)
    written = [["@maps"], ["cartes"], ["é"], ["ok"], ["plans"]]
    assert cells(workbook)[1:] == written


def test_for_names_it_is_asked_what_they_are_for_and_each_download_is_noted(
    tmp_path: Path,
) -> None:
    named = replace(CLOSED, named=True)
    vote = Vote(poll="1", voter="teams/t/o1", at=NOW, choices=(1,))
    account = Account(id="teams/t/o1", at=NOW, address="tom@example.org")
    other = Vote(poll="1", voter="kim@example.org", at=NOW, choices=(2,))
    records = (named, vote, account, other)
    (asked, _), files, noted = on_site(tmp_path, records, ASKED, "to draw lots")
    assert asked == (
        "Poll 1, “Do you work from home?”: 6 answers, and the file says who chose what.\n"
        "If the numbers are enough, write “results of poll 1”. If you need the names, what are "
        "they for? That is kept with your name."
    )
    at = NOW.replace(tzinfo=None)
    assert cells(files[0][1])[1:] == [
        ["tom@example.org", at, "=1+1", "oui", ""],
        ["kim@example.org", at, "no", "-2", ""],
    ]
    why = "to draw lots"
    downloaded = ("poll.downloaded", why)
    assert noted == [("poll.exported", why), downloaded, downloaded]


@pytest.mark.parametrize(
    ("poll", "said"),
    [
        (
            POLL,
            (
                "Poll 1, “Do you work from home?”, is open and its results are hidden until it closes. "
                "Write “close poll 1” first, then ask for the file again."
            ),
        ),
        (
            POLL.changed(state=PollState.CLOSED, count=Count(voters=4, votes=(4, 0, 0))),
            (
                "So few answered poll 1, “Do you work from home?”, that the results are not shown, so "
                "that nobody can be recognized. There is no file of them either."
            ),
        ),
    ],
)
def test_what_is_not_shown_is_in_no_file(tmp_path: Path, poll: Poll, said: str) -> None:
    assert on_site(tmp_path, (poll,), ASKED) == ([said], [], [])


def test_the_polls_of_a_session_come_as_a_table_for_vevox(tmp_path: Path) -> None:
    draft = POLL.changed(session="1", state=PollState.DRAFT)
    rating = replace(
        draft,
        id="2",
        code="CDFGH",
        kind=PollKind.RATING,
        live=True,
        options=tuple(Both(str(each), str(each)) for each in range(1, 6)),
    )
    answers, files, _ = on_site(tmp_path, (draft, rating), "poll sheet for Vevox, session 1")
    assert answers[0].startswith("The polls of session 1, to copy into Vevox:")
    titles, first, second = cells(files[0][1])
    assert [titles[0], titles[3], titles[-1]] == [
        "Type of poll / Type de sondage",
        "Option 1 (EN / FR) / Choix 1 (EN / FR)",
        "Show results / Montrer les résultats",
    ]
    assert first == [
        "Multiple choice",
        "Do you work from home?",
        "Travaillez-vous à la maison?",
        *("yes / oui", "no / non", "both / les deux"),
        *[""] * 7,
        1,
        "at the end / à la fin",
    ]
    assert second[0] == "Rating"
    assert second[3:8] == ["1", "2", "3", "4", "5"]
    assert second[-1] == "as they come / au fur et à mesure"
