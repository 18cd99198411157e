"""Reminds those who have not answered an invitation, then tells the organiser who sent it.

Nothing to write: three, six and eight working days after they were asked, at 9:30 in Ottawa;
after ten, the organiser hears. Any answer ends it, and so does the beginning of the session.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot import workdays
from bot.context import Context, Skill, merge
from bot.invites import answers, card, team
from bot.invites.card import Asking
from bot.invites.notes import Word, to_speaker
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.speaking import Speaking
from bot.model.words import Phrase
from bot.texts.moments import local

STEPS = (*workdays.REMINDERS, 10)
LAST_REMINDER = len(workdays.REMINDERS)
HOUR = time(9, 30)
LONGEST = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Owed:
    """A step that is owed now, counted from 1, and when it is too late for it."""

    step: int
    expires: datetime


def due(context: Context) -> Outcome:
    """Every reminder owed by now. A step is taken within one working day, or not at all."""
    soonest = context.now - timedelta(days=STEPS[0] - 1)
    silent = tuple(context.view.between(Speaking, "waiting_since", context.now - LONGEST, soonest))
    if not silent or not workdays.at_work(context.team, context.now):
        return Outcome()
    return merge(*(_for(context, each) for each in silent))


def _for(context: Context, speaking: Speaking) -> Outcome:
    session = context.view.get(Session, speaking.session)
    if session is None or session.starts <= context.now or card.closed(context, session):
        return Outcome()
    owed = _owed(context, speaking)
    if owed is None:
        return Outcome()
    in_time = Owed(owed.step, min(owed.expires, session.starts))
    return _step(context, Asking(session, speaking), in_time)


def _owed(context: Context, speaking: Speaking) -> Owed | None:
    """The step whose working day this is, unless it was taken."""
    asked, of_team = local(speaking.asked).date(), context.team
    for step, days in list(enumerate(STEPS, 1))[speaking.nudges :]:
        day, next_day = (workdays.after(of_team, asked, n) for n in (days, days + 1))
        if day is None or next_day is None:
            continue
        begins, ends = workdays.instant(day, HOUR), workdays.instant(next_day, HOUR)
        if begins <= context.now < ends:
            return Owed(step, ends)
    return None


def _step(context: Context, asking: Asking, owed: Owed) -> Outcome:
    session = asking.session
    reminded = asking.speaking.changed(nudges=owed.step)
    now = Asking(session, reminded)
    saved = Outcome(saves=(reminded,))
    if owed.step > LAST_REMINDER:
        return merge(
            saved, Outcome(sends=team.tell_organiser(context, now, _silence(context, now)))
        )
    name = "last" if owed.step == LAST_REMINDER else "again"
    words = Phrase(f"speaker_nudge.{name}", {"session": session, "speaking": reminded})
    word = Word(words, "speaker_nudge.subject", answers.reminder_key(reminded), owed.expires)
    return merge(saved, to_speaker(context, now, word))


def _silence(context: Context, asking: Asking) -> Phrase:
    facts = {
        "session": asking.session,
        "speaking": asking.speaking,
        "suggestions": answers.suggested(context, asking.session),
    }
    return Phrase("speaker_nudge.silent", facts)


SKILL = Skill("speaker_nudge", due=due)
