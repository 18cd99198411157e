"""The morning digest: what the team should know and need not hear at once."""

from collections import Counter
from datetime import date, datetime, time, timedelta

from bot import workdays
from bot.context import Context
from bot.invites import card
from bot.model.outbox import Sending, State
from bot.model.outcome import Outcome
from bot.model.people import Noted
from bot.model.record import View
from bot.model.session import Session
from bot.model.speaking import Speaking
from bot.model.words import Phrase
from bot.posts import Note, to_space
from bot.skills.digest import tasks
from bot.texts.moments import local

AT = time(8, 30)
UNTIL = time(12)
KINDS = frozenset({"mail", "resource", "session", "series", "theme", "speaker", "team", "wiki"})
STUCK = (State.FAILED, State.MISSED, State.UNCERTAIN)
LOOKED_BACK = timedelta(days=4)
LONGEST_SILENCE = timedelta(days=400)


def due(context: Context) -> Outcome:
    """One message each working morning, if there is something to tell."""
    here = local(context.now)
    today = here.date()
    if not AT <= here.time() < UNTIL or not context.team.spaces:
        return Outcome()
    if context.view.get(Noted, f"digest/{today}"):
        return Outcome()
    told = Noted(id=f"digest/{today}", at=context.now, who="", what="digest")
    facts = _facts(context, here)
    # Whoever waits is reminded elsewhere: that alone is no reason for a digest.
    reasons = [value for name, value in facts.items() if name not in ("waits", "owners")]
    if not any(reasons) and not (facts["owners"] and tasks.are_news(context)):
        return Outcome(saves=(told,))
    if not workdays.working_day(context.team, today):
        return Outcome()
    news = any(value for name, value in facts.items() if name != "owners")
    words = Phrase("digest.morning", {**facts, "news": news})
    until = workdays.instant(today, UNTIL)
    shown = tasks.shown(context, tasks.Listed(words, tuple(tasks.of_today(context)), until))
    note = Note(f"digest/{today}", words, words, words, shown=shown, expires=until)
    cards = (shown.card,) if shown else ()
    return Outcome(saves=(told, *cards), sends=to_space(context, note))


def _facts(context: Context, here: datetime) -> dict[str, object]:
    """What happened and what did not leave since the last digest, who is silent, what is today."""
    view, since = context.view, _since(context)
    noted = [
        each
        for each in view.between(Noted, "at", since, context.now)
        if each.what.partition(".")[0] in KINDS
    ]
    today = [each for each in view.find(Session, "day", here.date().isoformat()) if each.upcoming]
    return {
        "happened": dict(Counter(each.what for each in noted)),
        "silent": _silent(context, here.date()),
        "today": today,
        "stuck": sum(_stuck(view, state, since) for state in STUCK),
        "owners": tasks.by_owner(context),
        "waits": tasks.waits(context),
    }


def _silent(context: Context, today: date) -> list[str]:
    """Those who are reminded today of an invitation they have not answered."""
    view, now = context.view, context.now
    waiting = view.between(Speaking, "waiting_since", now - LONGEST_SILENCE, now)
    return [each.called for each in waiting if _is_reminded(context, each, today)]


def _is_reminded(context: Context, speaking: Speaking, today: date) -> bool:
    session = context.view.get(Session, speaking.session)
    if session is None or session.starts <= context.now or card.closed(context, session):
        return False
    asked = local(speaking.asked).date()
    days = (workdays.after(context.team, asked, count) for count in workdays.REMINDERS)
    return today in days


def _stuck(view: View, state: State, since: datetime) -> int:
    """How many ended like that since the last digest."""
    ended = view.find(Sending, "status", state.value)
    return sum(each.changed is not None and each.changed >= since for each in ended)


def _since(context: Context) -> datetime:
    """When the last digest was; four days ago at the most."""
    start = context.now - LOOKED_BACK
    digests = [
        each.at
        for each in context.view.between(Noted, "at", start, context.now)
        if each.what == "digest"
    ]
    return digests[-1] if digests else start
