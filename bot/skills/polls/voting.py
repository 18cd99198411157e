"""A vote: one press, or one word; another one takes its place until the poll closes."""

from collections.abc import Callable
from dataclasses import dataclass

from bot import texts
from bot.context import Turn
from bot.errors import Refusal
from bot.model.outcome import Answer, Outcome
from bot.model.poll import CHOICE, Poll, PollKind, PollState, Vote
from bot.model.words import Phrase
from bot.polling import said
from bot.polling.own import ways
from bot.polling.reading import LONGEST_WORDS
from bot.polling.voters import identity, voter
from bot.skills.polls import card, desk


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody answers."""

    choices: tuple[int, ...] = ()
    words: str = ""


def vote(turn: Turn) -> Outcome:
    """The answer, counted; what was said to it is for this person alone."""
    poll = desk.of_card(turn)
    return _counted(turn, poll, lambda: _chosen(turn, poll))


def _counted(turn: Turn, poll: Poll, chosen: Callable[[], Chosen]) -> Outcome:
    try:
        saves, key = _cast(turn, poll, chosen), "polls.counted"
    except Refusal as refusal:
        words = turn.words(refusal.key, **refusal.facts)
        return Outcome(answer=Answer(words, facts={"refused": refusal.key}, them_alone=True))
    return Outcome(saves=saves, answer=Answer(turn.words(key, poll=poll), them_alone=True))


def _cast(turn: Turn, poll: Poll, chooses: Callable[[], Chosen]) -> tuple[Vote, ...]:
    """The vote to keep; raises Refusal for one that cannot count."""
    if poll.state is not PollState.OPEN:
        raise Refusal("polls.over", poll=poll)
    who = identity(turn.incoming)
    if not who:
        raise Refusal("polls.nobody")
    chosen = chooses()
    named = voter(turn.context.view, poll, who)
    return (
        Vote(
            poll=poll.id,
            voter=named,
            at=turn.context.now,
            choices=chosen.choices,
            words=chosen.words,
        ),
    )


def _chosen(turn: Turn, poll: Poll) -> Chosen:
    """What the button and the fields say; raises Refusal for what the poll does not offer."""
    press = turn.press
    if press.button.startswith(CHOICE):
        return Chosen(_offered(poll, press.button.removeprefix(CHOICE)))
    if poll.kind is PollKind.WORDS:
        return Chosen(words=_words(press.fields.get("words", "")))
    return Chosen(_offered(poll, press.fields.get("choices", "") or press.fields.get("words", "")))


def _words(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise Refusal("polls.nothing_written")
    if len(words) > LONGEST_WORDS:
        raise Refusal("polls.words_long", count=len(words), most=LONGEST_WORDS)
    return words


def _offered(poll: Poll, text: str) -> tuple[int, ...]:
    """The numbers of options in ``1,3``, each once; raises Refusal for any other."""
    typed = [each.strip() for each in text.split(",") if each.strip()]
    if not typed:
        raise Refusal("polls.nothing_chosen")
    if not all(each.isdecimal() and 0 < int(each[:9]) <= len(poll.options) for each in typed):
        raise Refusal("polls.no_such_option", most=len(poll.options))
    numbers = tuple(sorted({int(each[:9]) for each in typed}))
    if len(numbers) > 1 and poll.kind is not PollKind.SEVERAL:
        raise Refusal("polls.one_only")
    return numbers


def ask(turn: Turn) -> Outcome:
    """The vote, where the words say which; else the card of the poll that is open."""
    open_ = turn.context.view.find(Poll, "state_", PollState.OPEN.value)
    if not open_:
        return turn.say("polls.none_now")
    found = said.meant(open_, turn.incoming.text)
    if found is not None:
        poll, option = found
        return _counted(turn, poll, lambda: Chosen((option,)))
    named = said.poll_of(turn.incoming.text)
    poll = next((each for each in open_ if each.id == named), open_[-1])
    mine = [where for each, where, own in ways(turn, poll.session) if own and each == poll]
    own = texts.both(Phrase("polls.own_link", {"address": mine[0]})) if mine else None
    asked = card.asked(poll, own)
    ref = f"{poll.card}.{turn.context.id_for('card/poll/asked')}"
    waits = card.waiting(card.of_voting(poll, ref), poll, card.here(turn.incoming))
    return turn.offer(waits, card.voting(poll, ref, turn.languages, own), asked)


def waits(turn: Turn) -> bool:
    """Whether the poll of a card still waits for an answer in words."""
    return desk.of_card(turn).state in (PollState.DRAFT, PollState.OPEN)


def show(turn: Turn) -> Outcome:
    """The card to vote on as it is; once it is closed, what came of it."""
    poll = desk.of_card(turn)
    asked = card.asked(poll)
    if poll.state is not PollState.OPEN:
        return Outcome(answer=desk.results_of(turn, poll))
    rendered = card.voting(poll, turn.shown_card.ref, turn.languages)
    return Outcome(answer=Answer(turn.words(asked.key, **asked.facts), rendered))
