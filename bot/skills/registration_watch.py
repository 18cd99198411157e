"""The team hears when registrations dry up: the form may be closed, or its flow broken.

Nothing to write: on the morning after a working day without anybody, where there usually are some.
"""

from datetime import date, datetime, time
from statistics import median

from bot import workdays
from bot.context import Context, Skill, merge
from bot.model.outcome import Outcome
from bot.model.people import Noted
from bot.model.session import Phase, Session
from bot.model.words import Phrase
from bot.posts import Note, to_space
from bot.registering.counting import by_day
from bot.texts.moments import local

NAME = "registration_watch"
AT, UNTIL = time(9), time(12)
USUAL, FEWEST_DAYS, LOOKED_BACK = 5, 3, 7
"""So many a day, on so many working days, are usual; so many working days are looked at."""


def due(context: Context) -> Outcome:
    """Word of each session nobody registered for on the last working day, once."""
    here = local(context.now)
    if not AT <= here.time() < UNTIL or not workdays.working_day(context.team, here.date()):
        return Outcome()
    if context.view.get(Noted, f"{NAME}/{here.date()}"):
        return Outcome()
    looked = Noted(id=f"{NAME}/{here.date()}", at=context.now, who="", what=NAME)
    coming = context.view.between(Session, "upcoming", context.now, None)
    open_ = [each for each in coming if each.phase is Phase.ANNOUNCED and not _full(each)]
    return merge(Outcome(saves=(looked,)), *(_word(context, each, here) for each in open_))


def _full(session: Session) -> bool:
    """Whether places are limited: a session that is full has no new ones either."""
    return bool(session.capacity)


def _word(context: Context, session: Session, here: datetime) -> Outcome:
    days = [
        (day, many)
        for day, many in by_day(context, session)
        if day < here.date() and workdays.working_day(context.team, day)
    ]
    usual = _usual([many for _, many in days[:-1]][-LOOKED_BACK:])
    if not days or days[-1][1] or usual < USUAL:
        return Outcome()
    return _told(context, session, days[-1][0], usual)


def _usual(counts: list[int]) -> int:
    """How many there are on a usual day; 0 as long as there is nothing usual."""
    return int(median(counts)) if len(counts) >= FEWEST_DAYS else 0


def _told(context: Context, session: Session, day: date, usual: int) -> Outcome:
    words = Phrase(f"{NAME}.dry", {"session": session, "day": day, "usual": usual})
    note = Note(f"{NAME}/{session.id}/{day}", words, words, words, f"session/{session.id}")
    return Outcome(sends=to_space(context, note))


SKILL = Skill(NAME, due=due)
