"""What only makes sense after what was said before, and what does not."""

import pytest

from bot.understanding.following import follow_up, with_session


@pytest.mark.parametrize(
    ("text", "kind", "session", "words"),
    [
        ("at 2 pm instead", "moment", "", "2 pm"),
        ("plutôt à 14 h", "moment", "", "14 h"),
        ("make it 2 pm", "moment", "", "2 pm"),
        ("no, March 18 at 2 pm", "moment", "", "March 18 at 2 pm"),
        ("non, le 18 mars", "moment", "", "le 18 mars"),
        ("make it 30 minutes", "length", "", "30 minutes"),
        ("30 minutes plutôt", "length", "", "30 minutes"),
        ("the French one", "language", "", ""),
        ("celle en français", "language", "", ""),
        ("same for session 4", "again", "4", ""),
        ("pareil pour la 4", "again", "4", ""),
        ("la même chose pour la séance 4", "again", "4", ""),
        ("and session 4?", "asked", "4", ""),
        ("et pour la séance 4?", "asked", "4", ""),
        ("no, the other session", "other", "", ""),
        ("non, l'autre séance", "other", "", ""),
        ("I meant session 4", "rather", "4", ""),
        ("non, la 4", "rather", "4", ""),
    ],
)
def test_what_follows_on_something_says_what_is_different(
    text: str, kind: str, session: str, words: str
) -> None:
    found = follow_up(text)
    assert found is not None
    assert (found.kind, found.session, found.words) == (kind, session, words)


@pytest.mark.parametrize(
    "text",
    ["", "yes", "no", "session 4", "March 18", "no reminders", "cancel session 4", "no, cancel session 4",
     "the other session on March 4", "« pareil pour la 4 »", "no, sam@example.org", "make it so"],
)  # fmt: skip
def test_what_stands_for_itself_follows_on_nothing(text: str) -> None:
    assert follow_up(text) is None


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("cancel it", "cancel session 4"),
        ("move that one to March 18", "move session 4 to March 18"),
        ("send its reminders", "send session 4's reminders"),
        ("annule-la", "annule la séance 4"),
        ("peux-tu la déplacer au 18 mars?", "peux-tu déplacer la séance 4 au 18 mars?"),
        ("je veux l’annuler", "je veux annuler la séance 4"),
        ("est-elle enregistrée?", "est la séance 4 enregistrée?"),
        ("inscris-moi à celle-ci", "inscris-moi à la séance 4"),
        ("annule la séance 2", ""),
        ("rename session 2 “make it work”", ""),
        ("add https://example.org/it", ""),
    ],
)
def test_the_session_takes_the_place_of_the_word_that_stands_for_it(text: str, whole: str) -> None:
    assert with_session(text, "4") == whole
