"""The morning digest: what the team should know and need not hear at once."""

from collections import Counter
from datetime import datetime, time, timedelta

from bot import workdays
from bot.context import Context, Skill
from bot.model.outbox import Sending, State
from bot.model.outcome import Outcome
from bot.model.people import Noted
from bot.model.session import Session
from bot.model.speaking import Speaking
from bot.model.words import Phrase
from bot.posts import Note, to_space
from bot.texts.moments import local

AT = time(8, 30)
UNTIL = time(12)
KINDS = frozenset({"session", "series", "theme", "speaker", "team"})
LOOKED_BACK = timedelta(days=4)


def due(context: Context) -> Outcome:
    """One message each working morning, if there is something to tell."""
    here = local(context.now)
    today = here.date()
    if not AT <= here.time() < UNTIL or not context.team.spaces:
        return Outcome()
    if context.view.get(Noted, f"digest/{today}") or not workdays.working_day(context.team, today):
        return Outcome()
    told = Noted(id=f"digest/{today}", at=context.now, who="", what="digest")
    facts = _facts(context, here)
    if not any(facts.values()):
        return Outcome(saves=(told,))
    words = Phrase("digest.morning", facts)
    until = workdays.instant(today, UNTIL)
    note = Note(f"digest/{today}", words, words, words, expires=until)
    return Outcome(saves=(told,), sends=to_space(context, note))


def _facts(context: Context, here: datetime) -> dict[str, object]:
    """What happened since the last digest, who is silent, what is on today, what never left."""
    view, since = context.view, _since(context)
    noted = [
        each
        for each in view.between(Noted, "at", since, context.now)
        if each.what.partition(".")[0] in KINDS
    ]
    silent = view.between(Speaking, "waiting_since", None, context.now - timedelta(days=2))
    stuck = sum(view.count(Sending, "status", each.value) for each in (State.FAILED, State.MISSED))
    today = [each for each in view.find(Session, "day", here.date().isoformat()) if each.upcoming]
    return {
        "happened": dict(Counter(each.what for each in noted)),
        "silent": [each.called for each in silent],
        "today": today,
        "stuck": stuck,
    }


def _since(context: Context) -> datetime:
    """When the last digest was; four days ago at the most."""
    start = context.now - LOOKED_BACK
    digests = [
        each.at
        for each in context.view.between(Noted, "at", start, context.now)
        if each.what == "digest"
    ]
    return digests[-1] if digests else start


SKILL = Skill("digest", due=due)
