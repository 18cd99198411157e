"""A poll as people write it on a line: “Tea or coffee? / tea / coffee”."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import Refusal
from bot.model.poll import PollKind
from bot.model.words import LANGUAGES, Both, Language

LONGEST_QUESTION, LONGEST_OPTION, LONGEST_WORDS = 300, 80, 500
FEWEST_OPTIONS, MOST_OPTIONS = 2, 20
SCALE = 5
BETWEEN = re.compile(r"\s*(?:\n|(?<=\s)/(?=\s)|\|)\s*")
OPTION_BEHIND = re.compile(r"(.*?\w.*\?) ([^?(\[{]*[^\s.!?:;)\]}])")
"""A question and an option on one line; a sentence or brackets behind a question belong to it."""
NO_WORDS = re.compile(r"[\W\d_]+")
"""What is the same in both languages: signs, numbers, emojis."""


@dataclass(frozen=True, slots=True)
class Side:
    """A poll in one language."""

    question: str
    options: tuple[str, ...]


def side(text: str) -> Side:
    """What stands before the first slash or line, and the options after it.

    “Tea or coffee? tea / coffee” has its first option behind the question mark.
    """
    first, *options = [" ".join(each.split()) for each in BETWEEN.split(text.strip())]
    found = OPTION_BEHIND.fullmatch(first) if options else None
    question, *parts = found.groups() if found else (first,)
    return Side(question, tuple(each for each in (*parts, *options) if each))


def same_in_both(written: Side) -> bool:
    """Whether there is nothing to translate."""
    return all(NO_WORDS.fullmatch(each) for each in (written.question, *written.options))


def sides(first: Side, second: Side, language: Language) -> tuple[Both, tuple[Both, ...]]:
    """The question and the options in both languages; raises Refusal where they do not match."""
    if len(first.options) != len(second.options):
        facts = {"first": len(first.options), "second": len(second.options)}
        raise Refusal("polls.options_differ", **facts)
    english, french = (first, second) if language == "en" else (second, first)
    pairs = zip(english.options, french.options, strict=True)
    return Both(english.question, french.question), tuple(Both(en, fr) for en, fr in pairs)


def scale() -> tuple[Both, ...]:
    """The options of a rating: from 1 to 5."""
    return tuple(Both(str(each), str(each)) for each in range(1, SCALE + 1))


def must_be_whole(kind: PollKind, question: Both, options: Sequence[Both]) -> None:
    """Raises Refusal, with the count, for what cannot be asked like this."""
    if not question.en or not question.fr:
        raise Refusal("polls.question_missing")
    longest = max(len(question.en), len(question.fr))
    if longest > LONGEST_QUESTION:
        raise Refusal("polls.question_long", count=longest, most=LONGEST_QUESTION)
    if kind in (PollKind.SINGLE, PollKind.SEVERAL):
        _must_be_options(options)


def _must_be_options(options: Sequence[Both]) -> None:
    if not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS:
        raise Refusal("polls.options_count", count=len(options), most=MOST_OPTIONS)
    for each in options:
        longest = max(len(each.en), len(each.fr))
        if longest > LONGEST_OPTION:
            raise Refusal("polls.option_long", option=each, count=longest, most=LONGEST_OPTION)
        if not each.en or not each.fr:
            raise Refusal("polls.option_missing", option=each)
    for language in LANGUAGES:
        sides = [each.in_(language).casefold() for each in options]
        if len(set(sides)) < len(sides):
            raise Refusal("polls.option_twice")
