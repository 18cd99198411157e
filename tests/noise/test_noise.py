"""Noise asks for nothing, and no sentence, however it went wrong, breaks anything or takes long.

5,000 strings in all, 100,000 in ``make prove``: the same ones each time.
"""

import json
import os
import time
from collections.abc import Callable
from datetime import datetime
from random import Random  # noqa: TID251 - seeded
from zoneinfo import ZoneInfo

import pytest

from bot.understanding import Meaning, understand
from bot.understanding.matching import acts
from bot.understanding.notation import grammar
from tests.noise import strings

pytestmark = pytest.mark.slow

NOW = datetime(2027, 1, 12, 9, 0, tzinfo=ZoneInfo("America/Toronto"))
ROLES = ("organiser", "speaker", "participant")
PROVE = os.environ.get("CIRCUIT_PROVE") == "1"
STRINGS = 100_000 if PROVE else 5_000
SENTENCES = strings.sentences() if PROVE else strings.sentences()[::4]
NOISE = (strings.characters, strings.keys, strings.syllables, strings.letters, strings.anagrams)
GONE_WRONG = (strings.slips, strings.pieces, strings.out_of_order)
EACH = STRINGS // (len(NOISE) + len(GONE_WRONG))
LONGEST = 0.050
"""Seconds that one may take, of this thread's own time: other programs' is not counted."""
TRIES = 3
Kind = Callable[[Random], str]


@pytest.fixture(autouse=True, scope="module")
def warm() -> None:
    """All that is read and made once is there."""
    for text in ("cancel session 3 on March 4", "xxxx wwww", "le 3 thermidor"):
        understand(text, "organiser", NOW)


def spent(text: str, role: str) -> tuple[float, Meaning]:
    """The seconds that reading takes, and what was read."""
    start = time.thread_time()
    meaning = understand(text, role, NOW)
    return time.thread_time() - start, meaning


def read(text: str, role: str) -> Meaning:
    """What is read, in time; one that took long by chance is read again."""
    took, meaning = spent(text, role)
    for _ in range(TRIES):
        if took <= LONGEST:
            break
        took, meaning = spent(text, role)
    assert took <= LONGEST, (took, text)
    return meaning


def each_of(kind: Kind) -> list[tuple[str, Meaning]]:
    """The strings of a kind, each with what was read in it."""
    random = Random(kind.__name__)
    texts = [kind(random) for _ in range(EACH)]
    return [(text, read(text, random.choice(ROLES))) for text in texts]


@pytest.mark.parametrize("kind", NOISE)
def test_noise_asks_for_nothing(kind: Kind) -> None:
    heard = each_of(kind)
    assert [(t, m.intent) for t, m in heard if m.intent != "none" and acts(m.intent)] == []


@pytest.mark.parametrize(
    ("role", "text"),
    [
        ("organiser", "eycurx x u'xgasg is dg nkqdfsxjeh : sxo sckstyxhbso m'dizacdzai"),
        ("organiser", "lecpn2oeilm 1anz7t q0hyi7abe   e"),
        ("organiser", "checo 'mlléenté 5"),
        ("organiser", "ykf y :lesons qhw odamotsrer rcc rtteeb ahnt ejb"),
        ("organiser", "flagre quevrostedri"),
        ("speaker", "quetion drigresil an wexou tionprawexyap bakanyap"),
        ("speaker", "yup ahqrx wed ywdkqhb 1"),
        ("speaker", "oui roicnfm sienoss 1"),
    ],
)
def test_a_word_of_ours_amid_noise_asks_for_nothing(role: str, text: str) -> None:
    assert not acts(read(text, role).intent)


@pytest.mark.parametrize("kind", GONE_WRONG)
def test_a_sentence_gone_wrong_breaks_nothing(kind: Kind) -> None:
    known = {"none", *(intent.name for intent in grammar().intents)}
    for text, meaning in each_of(kind):
        assert meaning.intent in known, text
        said = json.dumps([meaning.intent, dict(meaning.slots)], ensure_ascii=False)
        assert said.encode().decode() == said


def test_signs_that_cannot_be_seen_change_no_sentence() -> None:
    random = Random("unseen")
    for text in SENTENCES:
        marked = strings.with_unseen(text, random)
        assert understand(marked, "organiser", NOW) == understand(text, "organiser", NOW), marked


@pytest.mark.parametrize("quotes", ["“{}”", "« {} »", "she wrote “{}”", "> {}", "```{}```"])
def test_no_sentence_is_an_order_when_it_is_quoted(quotes: str) -> None:
    heard = [understand(quotes.format(text), "organiser", NOW) for text in SENTENCES]
    assert [m.intent for m in heard if m.intent != "none" and acts(m.intent)] == []


@pytest.mark.parametrize(
    ("order", "intent"),
    [
        ("create a session about “{}”", "session.create"),
        ("crée une séance sur « {} »", "session.create"),
        ("add theme “{}”", "theme.add"),
        ("ajoute le thème « {} »", "theme.add"),
    ],
)
def test_any_order_in_a_title_is_only_a_title(order: str, intent: str) -> None:
    for text in SENTENCES:
        meaning = understand(order.format(text), "organiser", NOW)
        assert (meaning.intent, meaning.slots["title"]) == (intent, text)
