"""Strings without end, the same for a seed: noise that asks for nothing, and sentences gone wrong.

Noise is what nobody means anything by: any characters, a hand on the keyboard, words that are
none, sentences of which no word is left. A sentence with slips, or with its words in another
order, is no noise: whoever reads “session 3 cancel” knows what is wanted.
"""

from collections.abc import Iterator
from functools import cache
from random import Random  # noqa: TID251 - seeded

from rapidfuzz.distance import DamerauLevenshtein

from bot.model.words import LANGUAGES
from bot.understanding.notation import grammar

SYLLABLES = (
    "ba ke li mo nu pra ste vro fla gre ou an in eur tion que ble tra cho sil vert plo dri kan"
    " wex zog jin hul yap"
).split()
KEYS = "qwertyuiop asdfghjkl zxcvbnm 1234567890 azerty "
UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u202a\u202e\u2066\u2069\u034f\u061c\U000e0061\ud800"
MOST_WORDS = 60
A_SLIP = 2
"""Letters added, left out or swapped by which a word is still the same word, mistyped."""


@cache
def sentences() -> tuple[str, ...]:
    """Every example of the frames, in both languages."""
    intents = grammar().intents
    return tuple(e.sentences[each] for i in intents for e in i.examples for each in LANGUAGES)


def characters(random: Random) -> str:
    """Any characters there are, halves of some and signs that cannot be seen among them."""
    most = random.choice((0x7F, 0x250, 0xFFFF, 0x10FFFF))
    return "".join(chr(random.randint(0, most)) for _ in range(random.randint(0, 200)))


def keys(random: Random) -> str:
    """A hand on a keyboard."""
    return "".join(random.choice(KEYS) for _ in range(random.randint(1, 120)))


def syllables(random: Random) -> str:
    """Words that are none, spoken like some."""
    words = range(random.randint(1, MOST_WORDS))
    return " ".join("".join(random.choices(SYLLABLES, k=random.randint(1, 4))) for _ in words)


def letters(random: Random) -> str:
    """A sentence with another letter for each."""
    return "".join(_another(letter, random) for letter in random.choice(sentences()))


def anagrams(random: Random) -> str:
    """A sentence with the letters of each word so far out of place that it is another word."""
    return " ".join(_stirred(word, random) for word in random.choice(sentences()).split())


def slips(random: Random) -> str:
    """A sentence with a few characters added, left out, changed or swapped."""
    text = list(random.choice(sentences()))
    for _ in range(random.randint(1, 5)):
        _slip(text, random)
    return "".join(text)


def pieces(random: Random) -> str:
    """Pieces of several sentences, one after the other, up to the longest that is read."""
    return " ".join(_pieces(random))


def out_of_order(random: Random) -> str:
    """A sentence with its words in any order."""
    words = random.choice(sentences()).split()
    return " ".join(random.sample(words, len(words)))


def with_unseen(text: str, random: Random) -> str:
    """The same sentence with signs in it that cannot be seen."""
    return "".join(letter + random.choice(UNSEEN) * random.randint(0, 1) for letter in text)


def _another(letter: str, random: Random) -> str:
    return chr(random.randint(ord("a"), ord("z"))) if letter.isalpha() else letter


def _stirred(word: str, random: Random) -> str:
    """The letters of the word in another order; others, where no order makes it another word."""
    for _ in range(20):
        stirred = "".join(random.sample(word, len(word)))
        if DamerauLevenshtein.distance(word, stirred) > A_SLIP:
            return stirred
    return "".join(_another(letter, random) for letter in word)


def _slip(text: list[str], random: Random) -> None:
    place = random.randrange(len(text) + 1)
    match random.randrange(4):
        case 0:
            text.insert(place, random.choice("abeinst' -,.?!“”\"«»:0123\n"))
        case 1:
            text[place : place + 1] = []
        case 2:
            text[place : place + 1] = random.choice("abeinstéà' 123")
        case 3:
            text[place : place + 2] = reversed(text[place : place + 2])


def _pieces(random: Random) -> Iterator[str]:
    for _ in range(random.choice((2, 3, 5, 60))):
        sentence = random.choice(sentences())
        start = random.randrange(len(sentence))
        yield sentence[start : start + random.randint(1, 60)]
