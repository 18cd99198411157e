"""What a poll has as a table: its options with their numbers, its words, or who chose what."""

from collections.abc import Callable, Iterator

from bot import texts
from bot.model.people import Account
from bot.model.poll import Count, Poll, PollKind, Vote
from bot.model.record import View
from bot.model.words import LANGUAGES, Both, Language, Phrase
from bot.polling import shown

Cell = str | int
Row = tuple[Cell, ...]
NAMED = ("who", "at", "choice_en", "choice_fr", "words")
COUNTED = ("option_en", "option_fr", "votes", "share")
WRITTEN = ("words",)
MOMENT = NAMED.index("at")
"""The column with a moment, where people are named."""


def titles(poll: Poll) -> list[str]:
    """The head of each column, in both languages."""
    words = poll.kind is PollKind.WORDS
    names = NAMED if poll.named else WRITTEN if words else COUNTED
    return [_title(each) for each in names]


def rows(poll: Poll, count: Count) -> list[Row]:
    """The options with their numbers, or the words; nobody is named."""
    if poll.kind is PollKind.WORDS:
        return [(each,) for each in count.words]
    lines = zip(poll.options, shown.lines_of(poll, count), strict=True)
    return [(option.en, option.fr, many, share) for option, (_, many, share) in lines]


def by_name(view: View, poll: Poll) -> Callable[[Vote], Row]:
    """What turns a vote of a poll that names people into a row; the moment is in UTC."""

    def row(vote: Vote) -> Row:
        account = view.get(Account, vote.voter)
        chosen = [poll.options[each - 1] for each in vote.choices]
        said = {language: _listed(chosen, language) for language in LANGUAGES}
        who = account.address if account else vote.voter
        return who, vote.at.isoformat(), said["en"], said["fr"], vote.words

    return row


def votes(view: View, poll: Poll) -> Iterator[Vote]:
    """The votes of the poll, earliest first."""
    return view.oldest(Vote, "poll", poll.id)


def _listed(chosen: list[Both], language: Language) -> str:
    return "; ".join(each.in_(language) for each in chosen)


def _title(name: str) -> str:
    return texts.render_in(Phrase(f"poll_table.{name}"), LANGUAGES)
