"""How long a text is and how easily it reads.

English: the Flesch–Kincaid grade, in years of school (Kincaid et al., Naval Technical Training
Command, research branch report 8-75, 1975). French: the Kandel–Moles score, 0 to 100, higher is
easier (L. Kandel and A. Moles, Cahiers d'études de radio-télévision 19, 1958), Flesch's formula
with the weights of French. Syllables are counted by groups of vowels. Twenty words a sentence:
Canada.ca Content Style Guide.
"""

import re
from dataclasses import dataclass
from typing import Literal

from bot.model.words import Language

MOST_WORDS = 20
FEWEST_WORDS = 20
"""Words below which a level says nothing."""
Effort = Literal["", "easy", "some", "hard"]
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
COUNTED = re.compile(r"\w+(?:['’.,:-]\w+)*")
SHORTENED = re.compile(r"\b([ap])\.\s?m\.|\b(M|Mr|Mrs|Ms|Dr|St)\.(?=\s[A-Z])")
END = re.compile(r"(?<=[.!?…])[”»)\s]*\s+|\n+")
ENGLISH_VOWELS = re.compile(r"[aeiouy]+")
ENGLISH_SILENT = re.compile(r"(?<![aeiouyl])e$|(?<=[aeiouy][^aeiouy])le$|(?<![aeiouydt])ed$"
                            r"|(?<![aeiouysxzhcg])es$|e(?=ly$|ment|ful$|less)")  # fmt: skip
ENGLISH_APART = re.compile(r"i[ao](?!us?$)(?<!tio)(?<!sio)(?<!cio)(?<!cia)(?<!tia)|eo(?!u|p)|ying"
                           r"|(?<=cr)ea|ea$|ei(?=ng)|(?<=sc)ie(?=n)")  # fmt: skip
FRENCH_VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]+")
FRENCH_SILENT = re.compile(r"(?<=[^aeiouyàâäéèêëîïôöùûüœæ])es?$|(?<=ai)ent$|(?<=[éiu])es?$")
FRENCH_MUTE_U = re.compile(r"(?<=q)u|(?<=g)u(?=[eéèêiy])")
FRENCH_APART = re.compile(r"é(?=[aeiouàâèêîôûo])|(?<=[aeou])[ïëü]")


@dataclass(frozen=True, slots=True)
class Measures:
    """A text in numbers: its words, the level by the formula of its language, long sentences.

    ``effort`` is empty for a text too short for a level to say something.
    """

    words: int
    level: float
    effort: Effort
    long: tuple[str, ...]


def measures(text: str, language: Language) -> Measures:
    """The measures of a text; one without words has none to speak of."""
    said = sentences(text)
    words = [word for each in said for word in WORD.findall(each)]
    level = _level(words, len(said), language) if words else 0.0
    long = tuple(each for each in said if len(COUNTED.findall(each)) > MOST_WORDS)
    effort = _effort(level, language) if len(words) >= FEWEST_WORDS else ""
    return Measures(len(COUNTED.findall(text)), level, effort, long)


def sentences(text: str) -> list[str]:
    """The sentences and lines of a text that hold words."""
    plain = SHORTENED.sub(lambda each: f"{each[1]}m" if each[1] else each[2], text)
    return [each.strip() for each in END.split(plain) if WORD.search(each)]


def syllables(word: str, language: Language) -> int:
    """About how many syllables a word has; one at least."""
    parts = re.split(r"[-'’]", word.lower())
    count = _in_english if language == "en" else _in_french
    return max(1, sum(count(part) for part in parts if len(part) > 1 or language == "en"))


def _in_english(word: str) -> int:
    spoken = ENGLISH_SILENT.sub("l" if word.endswith("le") else "", word) or word
    many = len(ENGLISH_VOWELS.findall(spoken)) + len(ENGLISH_APART.findall(spoken))
    return max(1, many + (word.endswith("le") and spoken != word))


def _in_french(word: str) -> int:
    spoken = FRENCH_SILENT.sub("", FRENCH_MUTE_U.sub("", word))
    return max(1, len(FRENCH_VOWELS.findall(spoken)) + len(FRENCH_APART.findall(spoken)))


def _level(words: list[str], many: int, language: Language) -> float:
    length = len(words) / max(1, many)
    weight = sum(syllables(word, language) for word in words) / len(words)
    if language == "en":
        return max(0.0, 0.39 * length + 11.8 * weight - 15.59)
    return min(100.0, max(0.0, 207 - 1.015 * length - 73.6 * weight))


def _effort(level: float, language: Language) -> Effort:
    """How hard a text is: the two scales meet as Flesch's table sets them side by side."""
    if language == "en":
        return "easy" if level < 9 else "some" if level < 13 else "hard"
    return "easy" if level >= 60 else "some" if level >= 50 else "hard"
