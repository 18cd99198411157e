"""The hosts' card comes by itself before a session, and is brought up to date while it is on.

It comes to those who have something to do that day, and stays in the rooms where it was asked for.
Where there is neither, the space is told once how to have it.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from bot.context import Context, merge
from bot.hosting.plan import plan_of
from bot.hosting.stand import stand
from bot.model.outcome import Outcome
from bot.model.people import Noted, Place
from bot.model.plan import HostCard
from bot.model.session import Phase, Session
from bot.model.words import Phrase
from bot.posts import Note, to_space
from bot.skills.host import card

BEFORE, AFTER = timedelta(minutes=30), timedelta(minutes=15)
"""From when to when the card is kept up to date; it comes by itself at the first."""
LONGEST = timedelta(hours=12)
"""No session lasts longer."""


def due(context: Context) -> Outcome:
    """The cards of the sessions of the hour that say something else than they last did."""
    outcomes = [_due(context, each) for each in _of_the_hour(context)]
    return merge(*outcomes) if outcomes else Outcome()


def _of_the_hour(context: Context) -> Iterator[Session]:
    now = context.now
    for each in context.view.between(Session, "starts", now - LONGEST, now + BEFORE):
        if (
            each.phase in (Phase.ANNOUNCED, Phase.HELD)
            and _begins(each) <= now <= each.ends + AFTER
        ):
            yield each


def _begins(session: Session) -> datetime:
    """Half an hour before the start, at whole five minutes: a moved clock looks no more often."""
    at = session.starts - BEFORE
    return at + timedelta(minutes=-at.minute % 5)


def _due(context: Context, session: Session) -> Outcome:
    kept = context.view.get(HostCard, session.id) or HostCard(session=session.id)
    places = tuple(dict.fromkeys((*kept.places, *_hosts(context, session))))
    if not places:
        return _nobodys(context, session)
    stands = stand(context, session)
    if (places, stands.mark) == (kept.places, kept.mark):
        return Outcome()
    now = replace(kept, places=places, mark=stands.mark, version=kept.version + 1)
    return Outcome(saves=(now,), sends=tuple(card.told(context, stands, now)))


def _nobodys(context: Context, session: Session) -> Outcome:
    """Word to the space that nobody is named for the day, once and before the session begins."""
    key, about = f"host/nobody/{session.id}", f"session/{session.id}"
    if session.starts <= context.now or context.view.get(Noted, key):
        return Outcome()
    told = Noted(id=key, at=context.now, who="", what="host.nobody", about=about)
    words = Phrase("host.nobody", {"session": session})
    note = Note(key, words, words, words, about, expires=session.starts)
    return Outcome(saves=(told,), sends=to_space(context, note))


def _hosts(context: Context, session: Session) -> Iterator[Place]:
    """Where those are met in chat who have a thing of the day, or stand in for one."""
    day = [each for each in plan_of(context, session).items if each.lead.of_the_day]
    people = dict.fromkeys(who for each in day for who in (each.owner, each.stand_in) if who)
    for each in people:
        yield from context.contact(each).places[:1]
