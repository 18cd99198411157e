"""Which questions ask for a rating, a choice or a comment, as what was answered shows."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from bot.documents.answers.titles import key
from bot.model.evaluation import Kind
from bot.understanding.cleaning import fold

NUMBER = re.compile(r"(\d{1,2})(?:[.,]0+)?")
HIGHEST, USUAL = 10, 5
LONGEST_CHOICE, MOST_CHOICES = 80, 20
REPEATED = 0.8
"""The part of the answers that others gave too, at least, where there is something to choose."""
COUNTED = re.compile(r"\b(how many|how long|combien)\b")
OUT_OF_TEN = re.compile(r"\b(10|recommend|recommanderiez|recommander)\b")
IN_WORDS = re.compile(
    r"\b(comments?|suggest\w*|improv\w*|tell us|explain|why|in your own words|anything else"
    r"|commentaires?|sugger\w*|amelior\w*|dites nous|expliqu\w*|pourquoi|autre chose)\b"
)
OVERALL = re.compile(
    r"\b(overall|satisf\w*|in general|(rate|rating of) (the|this) (session|discussion)"
    r"|ensemble|general\w*|global\w*|(evaluez|evaluer|noter|notez) (la|cette) (seance|discussion))"
)
LEVELS_IN_WORDS = """
strongly disagree|very dissatisfied|very poor|not at all|tout a fait en desaccord|fortement en desaccord|tres insatisfait|tres insatisfaite|tres mauvais|pas du tout
disagree|dissatisfied|poor|en desaccord|plutot en desaccord|insatisfait|insatisfaite|mauvais|mauvaise
neutral|neither agree nor disagree|neither satisfied nor dissatisfied|average|fair|neutre|ni d accord ni en desaccord|ni satisfait ni insatisfait|moyen|moyenne|passable
agree|satisfied|good|d accord|plutot d accord|satisfait|satisfaite|bon|bonne
strongly agree|very satisfied|very good|excellent|excellente|tout a fait d accord|fortement d accord|tres satisfait|tres satisfaite|tres bon|tres bonne
"""  # noqa: E501 - a level is a line
LEVELS = {
    words: level
    for level, line in enumerate(LEVELS_IN_WORDS.strip().splitlines(), 1)
    for words in line.split("|")
}
"""Words on a scale of five, as ``key`` makes them."""
SAME = {"oui": "yes", "non": "no", "peut etre": "maybe", "je ne sais pas": "i do not know"}
"""Choices that are the same in both languages."""


def level(answer: str) -> int | None:
    """The rating that an answer stands for; None if it is none."""
    number = NUMBER.fullmatch(answer.strip())
    if number:
        return int(number[1]) if int(number[1]) <= HIGHEST else None
    return LEVELS.get(key(answer))


def kind_of(titles: Sequence[str], answers: Sequence[str]) -> Kind:
    """What a question asks for; a comment, if nothing speaks for anything else."""
    asked = " ".join(map(fold, titles))
    if answers and not COUNTED.search(asked) and all(level(each) is not None for each in answers):
        return "rating"
    return "choice" if not IN_WORDS.search(asked) and _are_choices(answers) else "comment"


def _are_choices(answers: Sequence[str]) -> bool:
    parts = Counter(part for each in answers for part in choices(each))
    again = {part: many for part, many in parts.items() if many > 1}
    few = 0 < len(again) <= MOST_CHOICES and all(len(part) <= LONGEST_CHOICE for part in again)
    return few and sum(again.values()) >= REPEATED * parts.total()


def choices(answer: str) -> Iterator[str]:
    """What was chosen; several choices have ``;`` between them."""
    for part in answer.split(";"):
        if part.strip():
            yield part.strip()


def scale_of(titles: Sequence[str], highest: int) -> int:
    """The highest rating that could be given."""
    ten = highest > USUAL or any(OUT_OF_TEN.search(fold(each)) for each in titles)
    return HIGHEST if ten else USUAL


def is_overall(titles: Sequence[str]) -> bool:
    """Whether the session as a whole is asked about."""
    return any(OVERALL.search(fold(each)) for each in titles)
