"""What follows once a sending ended: the skill that asked hears of it, the space of failures."""

from dataclasses import replace

from bot.assistant.tries import GONE
from bot.context import Context
from bot.model.connections import CONNECTIONS
from bot.model.conversation import Incoming, Result, Sender
from bot.model.outbox import Draft, Letter, Sending, State
from bot.model.outcome import Outcome
from bot.model.people import Contact, Place, Route, route_key
from bot.model.rehearsal import REHEARSAL
from bot.model.tools import SKILL as TOOLS
from bot.model.webinar import SKILL as WEBINARS_SKILL
from bot.model.wiki import WIKI
from bot.model.words import Phrase
from bot.posts import Note, to_space

OVER = frozenset({State.SENT, State.FAILED, State.MISSED})
AWAITED = frozenset({WEBINARS_SKILL, WIKI, CONNECTIONS, TOOLS, REHEARSAL})
"""Skills that say themselves what became of their errands."""
TOLD = {State.FAILED: "failed", State.UNCERTAIN: "uncertain"}


def result_of(context: Context, sending: Sending) -> Incoming | None:
    """What the skill that asked for a sending hears of it, if it asked to and it is over."""
    if not sending.then or sending.state not in OVER:
        return None
    result = Result(sending.then, sending.key, sending.receipt, sending.problem)
    return Incoming(
        id=f"result/{sending.key}",
        place=Place("result", sending.door),
        sender=Sender(address="", robot=True),
        private=False,
        at=context.now,
        result=result,
    )


def failure(context: Context, sending: Sending) -> tuple[Sending, ...]:
    """Word to the team's spaces of what did not leave, or perhaps; not of their own messages.

    Of a letter that many receive the team reads in the numbers, not one by one; of an errand, or a
    letter whose failure a skill hears of, that skill tells.
    """
    name = TOLD.get(sending.state)
    heard = isinstance(sending.content, Letter) and sending.then and sending.state is State.FAILED
    if isinstance(sending.content, Draft) or heard or sending.then in AWAITED:
        return ()
    if name is None or Place(sending.door, sending.to) in context.team.spaces:
        return ()
    facts = {"to": sending.to, "door": sending.door, "about": sending.about}
    facts["session"] = sending.about.partition("/")[2]
    phrase = Phrase(f"outbox.{name}", facts)
    note = Note(f"{name}/{sending.key}", phrase, phrase, phrase, sending.about)
    return to_space(context, note)


def gone(context: Context, sending: Sending) -> Outcome:
    """What follows if a place is gone: it is not written to again."""
    if sending.state is not State.FAILED or sending.problem != GONE:
        return Outcome()
    place = Place(sending.door, sending.to)
    route = context.view.get(Route, route_key(place))
    team, people = context.team, context.view.find(Contact, "rooms", route_key(place))
    left = [replace(p, places=tuple(e for e in p.places if e != place)) for p in people]
    spaces = tuple(each for each in team.spaces if each != place)
    without = (
        () if spaces == team.spaces else (replace(team, spaces=spaces, version=team.version + 1),)
    )
    return Outcome(saves=(*left, *without), removes=(route,) if route else ())


def outage(context: Context, door: str, since: str) -> tuple[Sending, ...]:
    """Word, once, to the team's spaces that nothing leaves by a door, where that can reach them."""
    phrase = Phrase("outbox.outage", {"door": door})
    note = Note(f"outage/{door}/{since}", phrase, phrase, phrase)
    return tuple(each for each in to_space(context, note) if each.door != door)
