"""What the team does with a poll: post it, close it, drop it, and see how it stands."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import cards
from bot import texts
from bot.context import Context, Languages, Question, Turn, merge
from bot.errors import Refusal
from bot.model.outbox import Errand, Message, Sending
from bot.model.outcome import Answer, Outcome
from bot.model.people import Place, route_key
from bot.model.poll import POLLS, SKILL, Poll, PollKey, PollState
from bot.model.words import LANGUAGES, Phrase
from bot.planning.drafts import noted
from bot.polling import shown as showing
from bot.skills.polls import card

Wanted = Callable[[Poll], bool]
READING = frozenset({"poll.results", "poll.export"})
"""Intents that change nothing, so that they may mean the last poll."""


def post(turn: Turn) -> Outcome:
    """The poll with the button to post it; the words alone post nothing."""
    poll = _named(turn, lambda each: each.state is PollState.DRAFT, "polls.no_draft")
    return poll if isinstance(poll, Outcome) else shown(turn, poll)


def close(turn: Turn) -> Outcome:
    """The poll closed; it is what the words ask for, and it can be said of one poll only."""
    poll = _named(turn, lambda each: each.state is PollState.OPEN, "polls.none_open")
    return poll if isinstance(poll, Outcome) else closed(turn, poll)


def results(turn: Turn) -> Outcome:
    """How a poll stands or ended; for the team with its buttons."""
    poll = posted_one(turn)
    return poll if isinstance(poll, Outcome) else Outcome(answer=results_of(turn, poll))


def posted_one(turn: Turn) -> Poll | Outcome:
    """The poll that is meant, of those that people may know of; the last one, if none is named."""
    return _named(turn, lambda each: each.posted, "polls.none_posted")


def results_of(turn: Turn, poll: Poll) -> Answer:
    """How the poll stands or ended, with a picture where there is something to draw."""
    words = texts.render_in(showing.results(turn.context, poll), turn.languages)
    return Answer(words, with_picture(turn.context, poll, turn.languages))


def list_all(turn: Turn) -> Outcome:
    """The polls there are, newest first."""
    found = turn.context.view.find(Poll, "all", "poll")
    kept = [each for each in found if each.state is not PollState.DROPPED]
    return turn.say("polls.list", polls=kept[::-1][:20])


def posted(turn: Turn) -> Outcome:
    """The poll is open, in every room for polls at once, and on the web."""
    poll, context = of_card(turn), turn.context
    if poll.state is not PollState.DRAFT:
        return shown(turn, poll)
    places = _rooms(turn)
    now = poll.changed(state=PollState.OPEN, opened=context.now, places=places)
    key = () if poll.named else (PollKey(poll=poll.id, key=context.unguessable()),)
    waits = tuple(
        card.waiting(card.of_voting(now, ref_in(now, place)), now, route_key(place))
        for place in places
    )
    saves = (*key, *waits, noted(turn, "poll.posted", f"poll/{poll.id}"))
    sends = tuple(_messages(context, now, voting_message))
    return merge(Outcome(saves=saves, sends=sends), shown(turn, now))


def _rooms(turn: Turn) -> tuple[Place, ...]:
    """The rooms for polls, and the one in which it is posted, if others read there."""
    here = () if turn.incoming.private else (turn.incoming.place,)
    return tuple(dict.fromkeys((*turn.context.team.poll_rooms, *here)))


def ref_in(poll: Poll, place: Place) -> str:
    """What the card is called in one of the rooms."""
    return f"{poll.card}.{poll.places.index(place) + 1}"


def voting_message(poll: Poll, place: Place) -> Message:
    """The card to vote on, for a room in which both languages are read."""
    asked = card.asked(poll)
    said = texts.render_in(asked, LANGUAGES)
    return Message(said, card.voting(poll, ref_in(poll, place), LANGUAGES))


def _messages(
    context: Context, poll: Poll, message: Callable[[Poll, Place], Message]
) -> Iterator[Sending]:
    for place in poll.places:
        yield Sending(
            key=f"polls/{poll.id}/{poll.state}/{route_key(place)}",
            door=place.channel,
            to=place.room,
            content=message(poll, place),
            created=context.now,
            about=f"poll/{poll.id}",
            card=ref_in(poll, place),
        )


def pressed_close(turn: Turn) -> Outcome:
    """The poll of the card, closed."""
    return closed(turn, of_card(turn))


def closed(turn: Turn, poll: Poll) -> Outcome:
    """Nobody votes any more; the count is made, and follows."""
    if poll.state is not PollState.OPEN:
        return shown(turn, poll)
    now = poll.changed(state=PollState.CLOSING)
    errand = Sending(
        key=f"polls/{poll.id}/count",
        door=POLLS,
        to=poll.id,
        content=Errand("count", {"poll": poll.id}),
        created=turn.context.now,
        about=f"poll/{poll.id}",
        then=SKILL,
    )
    audit = noted(turn, "poll.closed", f"poll/{poll.id}")
    return merge(Outcome(saves=(audit,), sends=(errand,)), shown(turn, now))


def counted(turn: Turn) -> Outcome:
    """The results, in the place of the card in every room, and on the team's own."""
    number = turn.result.key.split("/")[1]
    poll = turn.context.view.get(Poll, number)
    if poll is None or poll.state is not PollState.CLOSED:
        return Outcome()
    context = turn.context
    over = texts.render_in(Phrase("polls.closed", {"poll": poll}), LANGUAGES)
    words = texts.render_in(showing.results(context, poll), LANGUAGES)
    rendered = with_picture(context, poll, LANGUAGES)
    closing = tuple(
        replace(each, content=replace(each.content, replaces=each.card))
        for each in _messages(context, poll, lambda *_: Message(over))
        if isinstance(each.content, Message)
    )
    told = tuple(
        replace(each, key=f"{each.key}/results", card="", content=Message(words, rendered))
        for each in closing
    )
    return Outcome(sends=(*closing, *told, *card.told(context, poll)))


def with_picture(context: Context, poll: Poll, languages: Languages) -> cards.Rendered | None:
    """A card with the results in words and as a picture; None where there is nothing to draw."""
    phrase = showing.results(context, poll)
    if phrase.key != "polls.results":
        return None
    facts = {
        "said": texts.render_in(phrase, languages),
        "picture": showing.picture_address(context, poll, languages[0]),
        "alt": texts.render_in(Phrase("polls.alt", phrase.facts), languages),
    }
    return cards.render("counts", "", languages, facts)


def drop(turn: Turn) -> Outcome:
    """The draft is no more."""
    poll = of_card(turn)
    if poll.state is not PollState.DRAFT:
        return shown(turn, poll)
    return shown(turn, poll.changed(state=PollState.DROPPED))


def show(turn: Turn) -> Outcome:
    """How the poll of the team's card stands."""
    return shown(turn, of_card(turn))


def shown(turn: Turn, poll: Poll) -> Outcome:
    """The poll as it is now, kept and shown here, in the place of its card."""
    here = turn.incoming.place
    now = poll if here in poll.desk else replace(poll, desk=(*poll.desk, here))
    said, ref = card.how_it_stands(turn.context, now), f"{card.DESK}{now.id}"
    if now.state not in card.BUTTONS:
        words = turn.words(said.key, **said.facts)
        return Outcome(saves=(now, card.of_desk(now)), answer=Answer(words, replaces=ref))
    waits = card.waiting(card.of_desk(now), now, card.here(turn.incoming))
    outcome = turn.offer(waits, card.desk(turn.context, now, turn.languages), said)
    saves = (*outcome.saves, now)
    return replace(outcome, saves=saves, answer=replace(outcome.answer, replaces=ref))


def of_card(turn: Turn) -> Poll:
    """The poll of the pressed card."""
    return turn.of_card(Poll, "poll")


def _named(turn: Turn, fits: Wanted, nothing: str) -> Poll | Outcome:
    """The poll that the words name, or the only one that fits, or the question which is meant."""
    named = str(turn.slots.get("poll", "")).strip().lstrip("#")
    every = [
        each
        for each in turn.context.view.find(Poll, "all", "poll")
        if each.state is not PollState.DROPPED
    ]
    if named and named != "last":
        return _by_name(every, named)
    fitting = [each for each in every if fits(each)]
    if not fitting:
        raise Refusal(nothing)
    if len(fitting) == 1 or named == "last" or turn.intent in READING:
        return fitting[-1]
    choices = [(each.id, turn.words("polls.choice", poll=each)) for each in fitting[-10:]]
    return turn.pose(Question("poll", Phrase("polls.which"), choices))


def _by_name(every: list[Poll], named: str) -> Poll:
    folded = named.casefold()
    for each in every:
        if named == each.id or folded in (each.question.en.casefold(), each.question.fr.casefold()):
            return each
        if folded == each.code.casefold():
            return each
    raise Refusal("polls.unknown", named=named)
