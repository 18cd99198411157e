"""Messages written to mislead: each does what it shows, or nothing."""

import time
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.understanding import language_of, spoken_of, understand

NOW = datetime(2027, 1, 12, 9, 0, tzinfo=ZoneInfo("America/Toronto"))
LONG = 100_000
CANCELLED = ("session.cancel", {"session": "2"})
NOTHING: tuple[str, dict[str, Any]] = ("none", {})
REPEATED = [
    "cancel session 2, ",
    "March 4 at 1 pm ",
    "13 h 30 ",
    "write a a a a down ",
    "not to ",
    "a-b-",
    "session 2 of 4 ",
    "every Monday except December, ",
    "« ",
    "“a ",
    '"a "b ',
    "`",
    "(",
    "\u0301",
    "\u202e",
    "\ud800",
    "٣",
    "- a\n",
    "> a\n",
    "x@y.",
    "https://x.y/",
    "Sam O'Lee and ",
]


LONGEST, TRIES = 0.050, 20


def meant(text: str) -> tuple[str, dict[str, Any]]:
    """The intent and slots of a message of an organiser."""
    meaning = understand(text, "organiser", NOW)
    return meaning.intent, dict(meaning.slots)


@pytest.mark.parametrize("piece", REPEATED, ids=ascii)
@pytest.mark.parametrize("length", [2_000, 10_000, LONG])
def test_however_long_it_is_it_does_not_take_long(piece: str, length: int) -> None:
    text = (piece * length)[:length]
    took = [_takes(text)]
    while min(took) > LONGEST and len(took) < TRIES:
        took.append(_takes(text))
    assert min(took) <= LONGEST


def _takes(text: str) -> float:
    """Seconds of this thread; others on the same core lengthen them."""
    start = time.thread_time()
    understand(text, "organiser", NOW)
    return time.thread_time() - start


@pytest.mark.parametrize("read", [language_of, spoken_of])
def test_a_hundred_thousand_characters_can_be_looked_at(read: Any) -> None:
    start = time.thread_time()
    read("annule la séance 2, " * (LONG // 20))
    assert time.thread_time() - start <= 0.5


def test_a_hundred_thousand_characters_ask_for_nothing() -> None:
    assert meant("cancel session 2 " * (LONG // 17)) == NOTHING


@pytest.mark.parametrize(
    "text",
    [
        "\ud800cancel session 2",
        "cancel\udfff session 2",
        "ca\udc00ncel session 2\ud83d",
    ],
    ids=ascii,
)
def test_halves_of_characters_are_left_out(text: str) -> None:
    assert meant(text) == CANCELLED


def test_what_is_turned_around_is_read_as_it_was_typed() -> None:
    """U+202E shows what follows from right to left; only one of these shows an order."""
    assert meant("\u202ecancel session 2") == CANCELLED
    assert meant("\u202e2 noisses lecnac") == NOTHING
    assert meant("\u2067don’t\u2069 cancel session 2") == NOTHING


@pytest.mark.parametrize("sign", ["\u200b", "\u200d", "\ufeff", "\u034f", "\u3164", "\U000e0063"])
def test_signs_that_show_nothing_part_no_word(sign: str) -> None:
    assert meant(sign.join("cancel session 2")) == CANCELLED
    assert meant(sign.join("don’t cancel session 2")) == NOTHING


@pytest.mark.parametrize(
    "text",
    [
        "cаncel session 2",
        "саnсеl sеssiоn 2",
        "𝐜𝐚𝐧𝐜𝐞𝐥 𝐬𝐞𝐬𝐬𝐢𝐨𝐧 𝟐",
        "ⓒⓐⓝⓒⓔⓛ session 2",
        "Αnnule la séance 2",
    ],
    ids=ascii,
)
def test_letters_that_look_alike_are_read_as_they_look(text: str) -> None:
    assert meant(text) == CANCELLED


@pytest.mark.parametrize(
    "text", ["dоn’t cancel session 2", "n’аnnule pаs la séance 2", "dо nоt cancel session 2"]
)
def test_a_no_in_letters_that_look_alike_is_a_no(text: str) -> None:
    meaning = understand(text, "organiser", NOW)
    assert (meaning.intent, meaning.withheld) == ("none", "session.cancel")


def test_a_title_keeps_its_letters_as_they_were_typed() -> None:
    assert meant("create session “Мир и саncel session 3”")[1] == {
        "title": "Мир и саncel session 3"
    }


def test_what_is_struck_out_is_no_order() -> None:
    assert meant("\u0336".join("cancel session 2")) == NOTHING


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("create a session called “the “cancel session 3” talk”", "the “cancel session 3” talk"),
        ('create a session called "the "cancel session 3" talk"', 'the "cancel session 3" talk'),
        ("crée une séance « dis « annule la séance 3 » svp »", "dis « annule la séance 3 » svp"),
        ("crée une séance « dis “annule la séance 3” svp »", "dis “annule la séance 3” svp"),
        ("create a session “why “cancel session 3””", "why “cancel session 3”"),
        ("crée une séance ‹ annule la séance 3 ›", "annule la séance 3"),
        ("create a session about «cancel session 3", "cancel session 3"),
    ],
)
def test_quotes_in_quotes_are_part_of_the_title(text: str, title: str) -> None:
    assert meant(text) == ("session.create", {"title": title})


def test_two_quotes_side_by_side_are_two() -> None:
    asked = 'create a poll "Now?" with "yes" and "no"'
    assert meant(asked) == ("poll.create", {"question": "Now?", "options": ["yes", "no"]})


@pytest.mark.parametrize(
    "text",
    [
        "create a session about {}",
        "create a session titled {}",
        "crée une séance intitulée {}",
        "crée une séance à propos de {}",
    ],
)
@pytest.mark.parametrize(
    "order",
    [
        "cancel session 3",
        "sending reminders to participants",
        "annule la séance 3",
        "envoie les rappels",
        "closing polls",
        "take ticket 3",
        "show the accessibility lessons",
        "montre les leçons d'accessibilité",
    ],
)
def test_an_order_in_a_title_without_quotes_is_a_title(text: str, order: str) -> None:
    assert meant(text.format(order)) == ("session.create", {"title": order})


@pytest.mark.parametrize("order", ["take ticket 3", "prends le dossier 3", "show my topics"])
def test_an_order_after_a_colon_is_a_title(order: str) -> None:
    assert meant(f"add theme: {order}") == ("theme.add", {"title": order})
