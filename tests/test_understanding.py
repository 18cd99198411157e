"""What people mean, in both languages; what only looks like an order; the two commands."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from threading import Timer
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understanding import LONGEST, language_of, plain, understand
from bot.understanding.command import answer
from bot.understanding.matching import acts
from bot.understanding.notation import grammar
from tests.beside import examples

ROOT = Path(__file__).parents[1]
NOW = datetime(2027, 1, 12, 9, 0, tzinfo=ZoneInfo("America/Toronto"))
ROLES = ("organiser", "speaker", "participant")
HEAVY = ("aiohttp", "tinydb", "botbuilder", "webex_bot", "webexpythonsdk")
Row = Mapping[str, Any]

MEANT = [
    ("show session 2 of 4", "session.show", {"position": 2, "count": 4}),
    ("annule la séance deux de quatre", "session.cancel", {"position": 2, "count": 4}),
    ("cancel the 2nd of 4", "session.cancel", {"position": 2, "count": 4}),
    ("annonce la 2 de 4", "session.announce", {"position": 2, "count": 4}),
    ("cancel session 2 of the series", "session.cancel", {"position": 2}),
    ("push 2 back to March 18", "session.edit", {"session": "2", "when": "2027-03-18"}),
    ("modify session 1", "session.edit", {"session": "1"}),
    ("move the session to June 3 at 1 pm", "session.edit", {"when": "2027-06-03T13:00-04:00"}),
    ("make the whole series 30 minutes", "series.edit", {"duration_min": 30}),
    ("put hybrid work on the theme list", "theme.add", {"title": "hybrid work"}),
    ("lance une invitation à Samir Haddad comme conférencier", "speaker.invite", {"person": "Samir Haddad"}),
    ("Please don't cancel session 2, move it to March 4", "session.edit", {"session": "2", "when": "2027-03-04"}),
    ("cancel sesion 2", "session.cancel", {"session": "2"}),
    ("annule la séanse 2", "session.cancel", {"session": "2"}),
    ("don't forget to announce session 2", "session.announce", {"session": "2"}),
]  # fmt: skip
WITHHELD = [
    ("don't send reminders yet", "reminder.send"),
    ("n'envoie pas de rappels", "reminder.send"),
    ("do not cancel session 2", "session.cancel"),
    ("N'annule surtout pas la séance 2!", "session.cancel"),
    ("never cancel session 2", "session.cancel"),
    ("pas besoin d'annuler la séance 2", "session.cancel"),
    ("cancel session 2? no", "session.cancel"),
    ("cancel session 2... actually no", "session.cancel"),
    ("don't invite sam@example.org to session 1", "speaker.invite"),
    ("ne déplace pas la séance 1 au 4 mars", "session.edit"),
    ("n'annonce pas encore la séance 1", "session.announce"),
    ("if Sam is away, cancel session 2", "session.cancel"),
    ("si Sam refuse, annule la séance 2", "session.cancel"),
]
NO_ORDERS = [
    "I told Tom to cancel session 3 yesterday",
    "j'ai dit à Tom d'annuler la séance 3 hier",
    "when did you cancel session 3?",
    "quand as-tu annulé la séance 3?",
    "are all of them at 2 pm?",
    "did Sam get invited to session 2?",
    "“cancel session 2”",
    "« annule la séance 2 »",
    "he wrote “cancel session 2”",
    "elle a écrit « annule la séance 2 »",
    "> cancel session 2",
    "```cancel session 2```",
    "cancelled session 2",
    "we never said who could cancel session 2",
]
CLEANED = [
    "ca\u200bncel\ufeff ses\u00adsion 2",
    "cancel\u00a0session\u202f2",
    "ｃａｎｃｅｌ　ｓｅｓｓｉｏｎ　２",
    "\u202ecancel session 2\u202c",
    "cancel \ud800session 2",
    "cancel session 2 — please",
    "@MiniBot cancel session 2",
    "CANCEL SESSION 2!!!",
    "annule\u00a0la se\u0301ance\u00a02",
    "  annule\tla\nseance 2",
]
TITLES = [
    "Don’t panic",
    "L’art d'écrire",
    "L'IA : amie ou ennemie?",
    "cancel session 2",
    "n'envoie rien",
    "Say 'no' to e-mail",
    "100 % 🎉 <b>{{ title }}</b>",
]
SHORTENED = ["c", "ca", "can", "canc", "ann", "del", "supp", "rem"]
LONG = [
    "cancel session 2 " * 600,
    "annule la séance 2, " * 500,
    "«" * 10_000,
    '"“' * 5_000,
    "a" * 10_000,
    "\u202e" * 9_000 + "cancel session 2 " * 200,
    "session 2 of " * 800,
]
BROKEN = ["{", "[]", "null", '"text"', "\x00", '{"id": 1}', "[" * 5_000, '{"text": 3, "now": 4}']


def meant(text: str, role: str = "organiser") -> tuple[str, dict[str, Any]]:
    """The intent and slots of a message."""
    meaning = understand(text, role, NOW)
    return meaning.intent, dict(meaning.slots)


def rows_of(file: Path) -> list[Row]:
    """The labelled sentences of a file."""
    return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line]


def assert_scores(rows: Sequence[Row], *, intents: float, slots: float) -> None:
    """At least these shares are right, and nothing happens where nothing may."""
    read = [(r, understand(r["text"], r["role"], datetime.fromisoformat(r["now"]))) for r in rows]
    wrong = [(row, got.intent) for row, got in read if got.intent != row["intent"]]
    right = [(row, got) for row, got in read if got.intent == row["intent"]]
    off = [(row["text"], dict(got.slots)) for row, got in right if got.slots != row["slots"]]
    assert [(row["text"], intent) for row, intent in wrong if row["intent"] == "none"] == []
    assert len(wrong) <= (1 - intents) * len(read), [(row["text"], got) for row, got in wrong]
    assert len(off) <= (1 - slots) * len(right), off


def test_our_labelled_sentences_are_understood() -> None:
    assert_scores(rows_of(Path(__file__).parent / "utterances.jsonl"), intents=0.97, slots=0.95)


def test_the_shared_labelled_sentences_are_understood() -> None:
    assert_scores(rows_of(examples("utterances.jsonl")), intents=0.97, slots=0.95)


@pytest.mark.parametrize(("text", "intent", "slots"), MEANT)
def test_an_order_is_understood(text: str, intent: str, slots: Row) -> None:
    assert meant(text) == (intent, slots)


@pytest.mark.parametrize(("text", "intent"), WITHHELD)
def test_an_order_held_back_is_known_and_not_followed(text: str, intent: str) -> None:
    meaning = understand(text, "organiser", NOW)
    assert (meaning.intent, meaning.withheld) == ("none", intent)


@pytest.mark.parametrize("text", NO_ORDERS)
@pytest.mark.parametrize("role", ROLES)
def test_an_order_that_is_told_or_quoted_is_none(text: str, role: str) -> None:
    assert meant(text, role) == ("none", {})


@pytest.mark.parametrize("text", CLEANED)
def test_signs_that_cannot_be_seen_change_nothing(text: str) -> None:
    assert meant(text) == ("session.cancel", {"session": "2"})


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("quotes", ["“{}”", "« {} »", "«\u00a0{}\u00a0»", '"{}"'])
def test_a_title_in_quotes_is_kept_as_typed(title: str, quotes: str) -> None:
    text = f"create session {quotes.format(title)} on March 4, 2027 at 1 pm"
    assert meant(text) == ("session.create", {"title": title, "when": "2027-03-04T13:00-05:00"})


def test_a_quote_that_is_not_closed_goes_to_the_end() -> None:
    assert meant("crée une séance « L'été à l'école")[1] == {"title": "L'été à l'école"}


@pytest.mark.parametrize("short", SHORTENED)
def test_the_beginning_of_an_order_is_no_order(short: str) -> None:
    meaning = understand(f"{short} session 2", "organiser", NOW)
    assert not acts(meaning.intent)


@pytest.mark.parametrize(
    "text",
    [
        "there is no sound",
        "no slides yet",
        "the mic doesn't work",
        "sorry for the delay, slides attached",
        "unfortunately the slides are late",
        "le son ne fonctionne pas",
        "désolé pour le retard",
        "non merci pour le café",
    ],
)
def test_a_no_about_something_else_declines_no_invitation(text: str) -> None:
    assert understand(text, "speaker", NOW).intent == "none"


@pytest.mark.parametrize("text", ["can session 2", "ann la séance 2", "del session 2"])
def test_what_resembles_an_order_is_offered(text: str) -> None:
    meaning = understand(text, "organiser", NOW)
    assert (meaning.intent, meaning.suggestions[0]) == ("none", "session.cancel")


@pytest.mark.parametrize("role", ["participant", "speaker"])
@pytest.mark.parametrize(
    "text", ["create a series every Monday at 1 pm", "crée une série de séances"]
)
def test_an_order_of_the_team_means_nothing_from_others(text: str, role: str) -> None:
    assert meant(text, role) == ("none", {})


def test_the_question_of_a_speaker_is_passed_on_whole() -> None:
    asked = "will there be slides if I don't bring any?"
    assert meant(f"I have a question: {asked}", "speaker") == ("speaker.question", {"text": asked})


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("March 4", date(2027, 3, 4)),
        ("le 4 mars à 13 h svp", datetime(2027, 3, 4, 13, tzinfo=NOW.tzinfo)),
        ("next Thursday at 1 pm", datetime(2027, 1, 21, 13, tzinfo=NOW.tzinfo)),
        ("jeudi prochain à 13 h", datetime(2027, 1, 21, 13, tzinfo=NOW.tzinfo)),
    ],
)
def test_a_bare_moment_asks_for_nothing_and_is_read(text: str, start: date) -> None:
    meaning = understand(text, "organiser", NOW)
    assert meaning.when is not None
    assert (meaning.intent, meaning.when.start) == ("none", start)


def test_a_bare_day_that_must_be_asked_about_says_why() -> None:
    reading = understand("03/04", "organiser", NOW).when
    assert reading is not None
    assert reading.error == "ambiguous"


def test_the_language_shows_in_the_words() -> None:
    said = ["annule la seance 2", "cancel session 2", "ok", "2"]
    assert [language_of(text) for text in said] == ["fr", "en", None, None]


@pytest.mark.parametrize("text", LONG)
def test_what_is_longer_than_a_message_asks_for_nothing(text: str) -> None:
    assert len(text) > LONGEST
    assert meant(text) == ("none", {})


PIECES = st.sampled_from(
    "cancel annule session séance 2 of de 4 series série to au March mars 1 pm 13 h not ne pas"
    " “ ” « » \" ' ’ > ``` : ? ! @MiniBot sam@example.org Sam suggest question théme poll with"
    " \u200b \u202e \ud800 \u00a0 \n ｃａｎｃｅｌ 🎉 every chaque thursday except sauf minutes".split(
        " "
    )
)


@settings(deadline=None)
@given(
    st.text(st.characters(), max_size=200) | st.lists(PIECES, max_size=30).map(" ".join),
    st.sampled_from(ROLES),
)
def test_nothing_makes_it_fail_and_what_it_gives_can_be_written(text: str, role: str) -> None:
    meaning = understand(text, role, NOW)
    assert meaning.intent in {"none", *(intent.name for intent in grammar().intents)}
    said = json.dumps([meaning.intent, dict(meaning.slots), plain(text)], ensure_ascii=False)
    assert said.encode().decode() == said


UNDERSTOOD = [
    ({"id": 1, "text": "cancel session 2", "role": "organiser"}, {"id": 1, "intent": "session.cancel", "slots": {"session": "2"}}),
    ({"id": "é", "text": "\ud800 bonjour", "role": "speaker"}, {"id": "é", "intent": "greeting", "slots": {}}),
]  # fmt: skip
DATED = [
    ({"id": 1, "text": "March 4 at 1 pm"}, {"id": 1, "start": "2027-03-04T13:00-05:00", "rrule": None, "error": None}),
    ({"id": 2, "text": "bonjour"}, {"id": 2, "start": None, "rrule": None, "error": "none"}),
]  # fmt: skip


def asked_one_by_one(command: str, lines: Sequence[str]) -> list[Any]:
    """What the command answers to each line, before it is given the next one."""
    arguments = [sys.executable, "-m", "bot", command]
    pipe = subprocess.PIPE
    with subprocess.Popen(arguments, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        watch = Timer(60, process.kill)
        watch.start()
        answers = []
        for line in lines:
            process.stdin.write(f"{line}\n")
            process.stdin.flush()
            answers.append(json.loads(process.stdout.readline()))
        watch.cancel()
    assert process.returncode == 0
    return answers


@pytest.mark.parametrize(("command", "rows"), [("understand", UNDERSTOOD), ("dates", DATED)])
def test_each_line_is_answered_before_the_next(command: str, rows: list[tuple[Row, Row]]) -> None:
    lines = [json.dumps({**row, "now": NOW.isoformat()}) for row, _ in rows]
    assert asked_one_by_one(command, lines) == [answer for _, answer in rows]


@pytest.mark.parametrize(("command", "told"), [("understand", "intent"), ("dates", "error")])
def test_a_broken_line_means_nothing_and_stops_nothing(command: str, told: str) -> None:
    answers = asked_one_by_one(command, BROKEN)
    assert [answer[told] for answer in answers] == ["none"] * len(BROKEN)


@pytest.mark.parametrize("command", ["understand", "dates"])
def test_the_commands_load_neither_store_nor_channels(command: str) -> None:
    program = (
        "import sys; from bot.__main__ import main; main(sys.argv[1:2]);"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {*sys.argv[2:]}))"
    )
    row = json.dumps({"id": 1, "text": "cancel session 2", "role": "organiser", "now": str(NOW)})
    done = subprocess.run(
        [sys.executable, "-c", program, command, *HEAVY],
        cwd=ROOT, input=f"{row}\n", capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_line_without_a_moment_is_read_as_of_the_present() -> None:
    line = json.dumps({"id": "1", "text": "list sessions"})
    assert json.loads(answer(line, NOW)) == {"id": "1", "intent": "session.list", "slots": {}}
