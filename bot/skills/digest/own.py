"""What is one's own to do, each working morning in private, for those who want that."""

from bot import workdays
from bot.context import Context, Turn, merge
from bot.hosting.open_points import open_points
from bot.hosting.rows import line, row
from bot.model.outcome import Outcome
from bot.model.people import Noted
from bot.model.plan import MorningWish
from bot.model.words import Phrase
from bot.posts import Note, to_person
from bot.skills.digest import tasks
from bot.skills.digest.morning import AT, UNTIL
from bot.texts.moments import local


def wish(turn: Turn) -> Outcome:
    """Who asks gets their own from now on, or no more."""
    kept = MorningWish(address=turn.address)
    if turn.slots.get("wanted") == "yes":
        return merge(Outcome(saves=(kept,)), turn.say("digest.wanted"))
    return merge(Outcome(removes=(kept,)), turn.say("digest.unwanted"))


def due(context: Context) -> Outcome:
    """One message to each who wants one, if there is something for them."""
    here = local(context.now)
    wishes = context.view.find(MorningWish, "all", "wish")
    if not wishes or not AT <= here.time() < UNTIL:
        return Outcome()
    if not workdays.working_day(context.team, here.date()):
        return Outcome()
    return merge(*(_due(context, each.address) for each in wishes))


def _due(context: Context, address: str) -> Outcome:
    today = local(context.now).date()
    key = f"digest/{today}/{address}"
    if address not in context.organisers or context.view.get(Noted, key):
        return Outcome()
    told = Noted(id=key, at=context.now, who="", what="digest.own")
    mine = tuple(e for e in tasks.of_today(context) if address in (e.item.owner, e.item.stand_in))
    points = [each.said for each in open_points(context) if each.owner == address]
    if not mine and not points:
        return Outcome(saves=(told,))
    lines = [line("plan.task_row", row(context, each)) for each in mine]
    words = Phrase("digest.own", {"lines": [*lines, *points]})
    until = workdays.instant(today, UNTIL)
    shown = tasks.shown(context, tasks.Listed(words, mine, until, address))
    note = Note(key, words, words, words, shown=shown, expires=until)
    cards = (shown.card,) if shown else ()
    return Outcome(saves=(told, *cards), sends=(to_person(context, address, note),))
