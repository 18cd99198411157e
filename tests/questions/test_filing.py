"""The webinar's chat, or its list of questions, dropped as a file."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.model.conversation import Attachment
from bot.model.importing import intent_of
from bot.model.question import AudienceQuestion
from bot.questions.filed import LARGEST, questions_of
from tests.attending.stage import card, gives_files, held, press, say
from tests.ways.desk import Desk

CHAT = (
    "from Ana Roy to everyone:    1:05 PM\nHello all\n"
    "from Lee Chan to everyone:    1:07 PM\nWho owns the map data?\n"
    "from Marie Côté to everyone:    1:08 PM\nEst-ce que les cartes sont bilingues?\n"
    "from Lee Chan to everyone:    1:09 PM\nThanks\n"
)
LISTED = (
    "Question,Asker Name,Asked Time,Answer\r\n"
    'Who owns the map data?,Lee Chan,="2027-02-25 13:07",\r\n'
    '"How often, if at all, are they renewed",Kim,="2027-02-25 13:09",Every spring\r\n'
)
FRENCH = (
    "Nom;Heure;Message\r\nMarie;13:08;Bonjour\r\nMarie;13:09;Les cartes sont-elles bilingues?\r\n"
)
LONG = "Question\n" + "x" * 600 + "\nIs it free?\n"


def words(name: str, content: bytes) -> list[str]:
    return [each.words for each in questions_of(name, content)]


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        (
            "chat.txt",
            CHAT.encode(),
            ["Who owns the map data?", "Est-ce que les cartes sont bilingues?"],
        ),
        (
            "chat.txt",
            CHAT.encode("utf-16"),
            ["Who owns the map data?", "Est-ce que les cartes sont bilingues?"],
        ),
        (
            "chat.txt",
            CHAT.replace("\n", "\r\n").encode("cp1252"),
            ["Who owns the map data?", "Est-ce que les cartes sont bilingues?"],
        ),
        (
            "Q&A.csv",
            LISTED.encode("utf-8-sig"),
            ["Who owns the map data?", "How often, if at all, are they renewed"],
        ),
        (
            "Q&A.csv",
            LISTED.replace(",", "\t").replace("\t if at all\t", ", if at all,").encode("utf-16"),
            ["Who owns the map data?", "How often, if at all, are they renewed"],
        ),
        ("clavardage.csv", FRENCH.encode("cp1252"), ["Les cartes sont-elles bilingues?"]),
        ("questions.csv", b"Questions\nIs it free\n", ["Is it free"]),
        ("notes.txt", b'He said "why?\nLee: is it open?\n', ['He said "why?', "is it open?"]),
        ("chat.txt", b"Questions\nLee: is it open?\n", ["is it open?"]),
    ],
)
def test_the_questions_in_a_file(name: str, content: bytes, found: list[str]) -> None:
    assert words(name, content) == found


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("chat.txt", b"", "questions.file_none"),
        ("chat.txt", b"Lee: hello\n", "questions.file_none"),
        ("chat.txt", b"%PDF-1.7 ?", "questions.file_unread"),
        ("chat.txt", b"\x00\x01\x02?", "questions.file_unread"),
        ("chat.txt", b"?" * (LARGEST + 1), "questions.file_large"),
        (
            "q.csv",
            "\n".join(["Question", *(f"why {n}" for n in range(5_001))]).encode(),
            "questions.file_many",
        ),
        ("q.csv", b'Question\n"why', "tables.open_quote"),
        ("q.xlsx", b"PK\x03\x04 no workbook", "tables.damaged"),
    ],
)
def test_what_holds_no_questions_says_why(name: str, content: bytes, why: str) -> None:
    with pytest.raises(Refusal) as refusal:
        questions_of(name, content)
    assert refusal.value.key == why


@given(st.binary(max_size=400), st.sampled_from(("chat.txt", "q.csv", "q.xlsx")))
def test_whatever_is_dropped_is_read_or_refused(content: bytes, name: str) -> None:
    try:
        found = questions_of(name, content)
    except Refusal:
        return
    assert all(each.words for each in found)
    assert len({each.mark for each in found}) == len(found)


@pytest.mark.parametrize(
    ("name", "intent"),
    [
        ("chat_2027-02-25.txt", "question.paste"),
        ("Webinar chat.txt", "question.paste"),
        ("Clavardage du webinaire.csv", "question.paste"),
        ("Q&A report.csv", "question.paste"),
        ("Q & R.csv", "question.paste"),
        ("Q_and_A.csv", "question.paste"),
        ("Achats.xlsx", "registration.import"),
        ("People and questions.xlsx", "registration.import"),
        ("Attendance and chat.csv", "attendance.import"),
    ],
)
def test_a_file_is_what_it_is_called(name: str, intent: str) -> None:
    assert intent_of(name) == intent


def played(folder: Path, scene: Callable[[Desk], Awaitable[Any]]) -> Any:
    async def play() -> Any:
        async with held(folder) as desk:
            return await scene(desk)

    return asyncio.run(play())


async def drop(desk: Desk, name: str, said: str = "") -> str:
    """What the card of a file says that is dropped with these words."""
    await say(desk, f"drop/{name}/{said}", text=said, files=(Attachment(name, name),))
    return card(desk, "questions")


def asked(desk: Desk) -> list[tuple[str, str, str]]:
    found = desk.view.find(AudienceQuestion, "asked_in", "1")
    return [(each.id, each.words, each.lead) for each in found]


def test_a_file_is_shown_first_and_adds_nothing_twice(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> Any:
        gives_files(desk, {"chat.txt": CHAT.encode(), "Q&A.csv": LISTED.encode()})
        shown = await drop(desk, "chat.txt")
        before = asked(desk)
        await press(desk, "questions-file.1", "go")
        first = card(desk, "questions"), asked(desk)
        again = await drop(desk, "chat.txt", "here is the chat of the webinar")
        await press(desk, "questions-file.2", "go")
        second = card(desk, "questions"), asked(desk)
        other = await drop(desk, "Q&A.csv")
        await press(desk, "questions-file.3", "stop")
        stopped = card(desk, "questions")
        pasted = await say(
            desk, "paste", text=f"questions from the webinar chat of session 1: {CHAT}"
        )
        return shown, before, first, again, second, other, stopped, pasted, asked(desk)

    shown, before, first, again, second, other, stopped, pasted, last = played(tmp_path, scene)
    assert shown == (
        "“chat.txt” for session 1, “biometrics”: it would add 2 questions for the team to read."
        " Nobody is written to."
    )
    assert before == []
    kept = [
        ("1", "Who owns the map data?", ""),
        ("2", "Est-ce que les cartes sont bilingues?", ""),
    ]
    assert first[0] == (
        "“chat.txt” is in: 2 questions added for session 1. Write “show the questions of"
        " session 1” to read them."
    )
    assert again == (
        "“chat.txt” for session 1, “biometrics”: it would add 0 questions for the team to read."
        " 2 are here already. Nobody is written to."
    )
    assert second[0] == (
        "“chat.txt” is in: 0 questions added for session 1. 2 were here already. Write “show the"
        " questions of session 1” to read them."
    )
    assert other == (
        "“Q&A.csv” for session 1, “biometrics”: it would add 1 question for the team to read. 1 asks"
        " what was asked before and is gathered there. Nobody is written to."
    )
    assert stopped == "“Q&A.csv” was not taken in, and I removed it. Nothing was changed."
    assert pasted == "0 questions added for session 1, to be read by the team. 2 were here already."
    assert first[1] == second[1] == last == kept


def test_a_file_that_is_dropped_where_a_paste_is_asked_for_is_taken(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> Any:
        gives_files(desk, {"x.txt": LONG.encode(), "l.csv": LONG.encode()})
        wanted = await say(desk, "ask", text="import the webinar chat of session 1")
        refused = await drop(desk, "x.txt")
        await say(desk, "ask again", text="import the webinar chat of session 1")
        return wanted, refused, await drop(desk, "l.csv")

    wanted, refused, shown = played(tmp_path, scene)
    assert (
        wanted
        == "Paste the chat or the questions of “biometrics” here, or drop the file that Webex gave you."
    )
    assert refused == (
        "“x.txt” for session 1, “biometrics”: it would add 1 question for the team to read."
        " Nobody is written to."
    )
    assert shown == (
        "“l.csv” for session 1, “biometrics”: it would add 1 question for the team to read. 1 with more"
        " than 500 characters stays out. Nobody is written to."
    )
