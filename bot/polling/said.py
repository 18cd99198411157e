"""Which option of a poll is meant by what somebody writes."""

import re
from collections.abc import Sequence

from bot.model.poll import Poll, PollKind
from bot.understanding.cleaning import fold

NUMBERED_POLL = re.compile(r"\b(?:poll|sondage|scrutin)\s*(?:#|no\.?|numero)?\s*(?P<number>\d+)\b")
SHORTEST_FOLDED = 4
NUMBER = re.compile(r"\d+")


def poll_of(text: str) -> str:
    """The number of the poll that is named; empty for none."""
    found = NUMBERED_POLL.search(fold(text))
    return found["number"] if found else ""


def option_of(poll: Poll, text: str) -> int | None:
    """The number of the one option that the words name, by its words or by its number."""
    if poll.kind is PollKind.WORDS:
        return None
    said = NUMBERED_POLL.sub(" ", fold(text))
    named = {
        number
        for number, option in enumerate(poll.options, 1)
        if any(_is_named(side, text) for side in (option.en, option.fr) if side)
    }
    if len(named) > 1:
        named = _longest(poll, named)
    numbers = {int(each) for each in NUMBER.findall(said)[:9] if len(each) < 4}
    found = named or {each for each in numbers if 1 <= each <= len(poll.options)}
    return found.pop() if len(found) == 1 else None


def is_option(poll: Poll, text: str) -> bool:
    """Whether a text is an option of a poll, word for word in one of the languages."""
    sides = (side for option in poll.options for side in (option.en, option.fr))
    return fold(text.strip()) in {fold(each.strip()) for each in sides if each}


def meant(polls: Sequence[Poll], text: str) -> tuple[Poll, int] | None:
    """The poll, of those that are open, and its option; None unless there is only one of them."""
    number = poll_of(text)
    among = [each for each in polls if not number or each.id == number]
    found = [(each, option) for each in among if (option := option_of(each, text)) is not None]
    return found[0] if len(found) == 1 else None


def _is_named(side: str, text: str) -> bool:
    """Whether a side stands in a text; a short one with its accents, as “the” is no thé."""
    if len(side.strip()) < SHORTEST_FOLDED:
        return _stands_in(side.casefold(), text.casefold())
    return _stands_in(fold(side), fold(text))


def _stands_in(option: str, said: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(option.strip())}(?!\w)", said) is not None


def _longest(poll: Poll, named: set[int]) -> set[int]:
    """Of “tea” and “green tea”, the one that takes in the other; all, where none does."""
    sides = {n: fold(poll.options[n - 1].en) + " " + fold(poll.options[n - 1].fr) for n in named}
    longest = max(named, key=lambda n: len(sides[n]))
    inside = all(
        _stands_in(fold(poll.options[n - 1].en) or "\0", sides[longest])
        or _stands_in(fold(poll.options[n - 1].fr) or "\0", sides[longest])
        for n in named - {longest}
    )
    return {longest} if inside else named
