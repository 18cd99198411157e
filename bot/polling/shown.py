"""What is shown of a poll: its addresses on the web, and its results in words."""

from bot.context import Context
from bot.model.poll import Count, Poll, PollKind, PollState
from bot.model.words import Both, Language, Phrase
from bot.polling import counting


def address(context: Context, poll: Poll) -> str:
    """Where anybody may vote."""
    return f"{context.setup.public_url}/p/{poll.code}"


def own_address(context: Context, poll: Poll, ref: str) -> str:
    """Where a person votes as themselves: ``ref`` is that of a card of theirs, and is signed."""
    return f"{address(context, poll)}?v={context.link(ref).rpartition('/')[2]}"


def open_now(context: Context, session: str) -> tuple[Poll, ...]:
    """The polls of a session that one can vote on now, oldest first."""
    found = context.view.find(Poll, "session", session)
    return tuple(each for each in found if each.state is PollState.OPEN)


def present_address(context: Context, poll: Poll) -> str:
    """What to show on the shared screen."""
    return f"{context.setup.public_url}/present/{poll.code}"


def picture_address(context: Context, poll: Poll, language: Language) -> str:
    """Where the picture of the results is."""
    return f"{address(context, poll)}/picture.png?lang={language}"


def results(context: Context, poll: Poll) -> Phrase:
    """How the poll ended, or how it stands, as far as that may be known."""
    count = counting.shown(context.view, poll)
    facts = {
        "poll": poll,
        "voters": counting.voters(context.view, poll),
        "open": poll.count is None,
        "address": address(context, poll),
        "fewest": counting.FEWEST,
    }
    if count is None:
        return Phrase("polls.results_hidden" if poll.count is None else "polls.results_few", facts)
    if poll.kind is PollKind.WORDS:
        return Phrase("polls.results_words", {**facts, "words": count.words})
    lines = lines_of(poll, count)
    return Phrase("polls.results", {**facts, "lines": lines, "mean": _mean(poll, count)})


def _mean(poll: Poll, count: Count) -> Both | None:
    """The mean of a rating as it is written, with one decimal."""
    mean = counting.mean(poll, count)
    return None if mean is None else Both(f"{mean:.1f}", f"{mean:.1f}".replace(".", ","))


def lines_of(poll: Poll, count: Count) -> list[tuple[object, int, int]]:
    """Each option, how many chose it, and the per cent of those who answered."""
    whole = count.voters or 1
    return [
        (option, many, round(100 * many / whole))
        for option, many in zip(poll.options, count.votes, strict=True)
    ]
