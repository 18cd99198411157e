"""``circuit understand --explain``: how a sentence was read, in words of either language."""

from pathlib import Path

import pytest

from bot.__main__ import main
from bot.understanding.cleaning import left_out, plain

from .shell import circuit

NOW = ("--now", "2027-01-12T09:00")
HELD_BACK = """“please don't cancel session 2”
Said by an organiser, Tuesday, January 12, 2027, 9 a.m. (ET).
1. Language: English.
2. Set aside, and not read as words: my own name, “@MiniBot”.
3. May hold an order back: a no, “don't”.
4. The sentence fills no frame.
5. Chosen: nothing. It would be “Cancel a session” (session.cancel) if nothing held it back.
6. What was read of it: nothing more.
7. What I do: nothing. I say so, and how to ask for it.
"""
MOVED = """« peux-tu repousser la 3 à jeudi en huit, même heure? »
Dit par une personne de l’équipe, le mardi 12 janvier 2027 à 9 h (HE).
1. Langue : français.
2. Mis de côté, et non lu comme des mots : rien.
3. Peut retenir une demande : rien.
4. Cadres que la phrase remplit, le meilleur d’abord :
• 7.5, Déplacer ou modifier une séance (session.edit, dans frames/session.toml)
— cadre : move! it_word {when}
— à cause de : move « repousser »; it_word « la »; {when} « jeudi en huit »
5. Choisi : Déplacer ou modifier une séance (session.edit). Aucun autre cadre ne convient.
6. Ce qui en a été lu : session = 3; when = 2027-01-21.
7. Ce que je fais : ce qui est demandé. Je demande ce qui manque, et ce qui touche bien des gens attend une confirmation.
"""
ENDS = [
    ("cancel session 2", "organiser", "act"),
    ("cancel session 2", "participant", "refuse"),
    ("cancel session 2 if Sam says no", "organiser", "hold_back"),
    ("when is the next session?", "participant", "tell"),
    ("move session 2 to 03/04", "organiser", "ask"),
    ("can session 2", "organiser", "offer"),
    ("March 4", "organiser", "note_moment"),
    ("the weather is nice", "organiser", "nothing"),
    ("never mind", "organiser", "nothing"),
]


def explained(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What is printed, with plain blanks."""
    assert main(["understand", "--explain", *arguments, *NOW]) == 0
    return capsys.readouterr().out.replace("\u00a0", " ")


def test_a_no_is_shown_with_what_it_holds_back(capsys: pytest.CaptureFixture[str]) -> None:
    assert explained(capsys, "@MiniBot please don't cancel session 2") == HELD_BACK


def test_it_is_explained_in_the_language_of_the_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = "peux-tu repousser la 3 à jeudi en huit, même heure?"
    assert explained(capsys, said) == MOVED


def test_where_no_language_shows_it_is_explained_in_both(
    capsys: pytest.CaptureFixture[str],
) -> None:
    first_lines = [part.splitlines()[0] for part in explained(capsys, "03/04").split("\n\n")]
    assert first_lines == ["“03/04”", "« 03/04 »"]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("text", "role", "end"), ENDS)
def test_it_says_what_the_bot_does(
    capsys: pytest.CaptureFixture[str], text: str, role: str, end: str, language: str
) -> None:
    from bot import texts

    last = explained(capsys, text, "--role", role, "--language", language).splitlines()[-1]
    wording = texts.entries("explain")[f"does_{end}"][language].replace("\u00a0", " ")
    assert last.startswith(wording.split("{{")[0])


def test_what_is_not_read_is_listed() -> None:
    text = "@MiniBot cancel\u200b session 2\n> cancel session 4\n```drop it all```"
    assert (list(left_out(text)), plain(text)) == (
        [
            ("unseen", "U+200B"),
            ("code", "```drop it all```"),
            ("quoted_line", "> cancel session 4"),
            ("mention", "@MiniBot"),
        ],
        "cancel session 2",
    )


def test_a_time_that_cannot_be_read_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["understand", "--explain", "hello", "--now", "soon"]) == 1
    assert capsys.readouterr().err == "circuit: “soon” is no time such as 2027-01-12T09:00.\n"


def test_without_it_lines_are_read_as_before(tmp_path: Path) -> None:
    row = '{"id": "a", "text": "cancel session 2", "role": "organiser", "now": "2027-01-12T09:00"}'
    ended = circuit(tmp_path, "understand", typed=f"{row}\n")
    assert ended.stdout == '{"id": "a", "intent": "session.cancel", "slots": {"session": "2"}}\n'
