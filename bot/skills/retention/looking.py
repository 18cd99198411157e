"""All that is kept is gone through for what is past its time: when asked, and once a month."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

import orjson

from bot import texts, workdays
from bot.context import Context, Turn, merge
from bot.model.conversation import Card
from bot.model.outbox import PROGRESS, Errand, Message, Sending
from bot.model.outcome import Outcome
from bot.model.retention import LEAST, RETAINING, SKILL, Disposal, Lot, Stand
from bot.model.session import Session
from bot.model.words import Phrase
from bot.posts import Note, Shown, to_space
from bot.retaining.terms import settled
from bot.skills.retention import card
from bot.skills.retention.words import shown
from bot.texts.moments import local

AT, UNTIL = time(9, 30), time(12)
MONTHLY = timedelta(days=30)
YOUNGEST = timedelta(days=28 * LEAST)
UNDECIDED = (Stand.COUNTING, Stand.SHOWN)


def ask(turn: Turn) -> Outcome:
    """The promise to look; what is found follows by itself, in the same place."""
    incoming = turn.incoming
    begun = _begun(turn.context, by=turn.address, place=incoming.place, languages=turn.languages)
    return merge(begun, turn.say(f"{SKILL}.looking"))


def due(context: Context) -> Outcome:
    """The look of the month, on a morning at work, where sessions are old enough to have any."""
    here = local(context.now)
    if not AT <= here.time() < UNTIL or not workdays.at_work(context.team, context.now):
        return Outcome()
    rules = settled(context.view)
    if rules.looked is not None and context.now - rules.looked < MONTHLY:
        return Outcome()
    if not context.team.spaces or not _old_enough(context):
        return Outcome()
    open_ = [each for stand in UNDECIDED for each in _at(context, stand)]
    stale = [each for each in open_ if each.created < context.now - card.DECIDED_WITHIN]
    dropped = (each.changed(stand=Stand.DROPPED, ended=context.now) for each in stale)
    looked = Outcome(saves=(rules.changed(looked=context.now), *dropped))
    return looked if len(open_) > len(stale) else merge(looked, _begun(context))


def _old_enough(context: Context) -> bool:
    old = context.view.between(Session, "starts", None, context.now - YOUNGEST)
    return next(iter(old), None) is not None


def _at(context: Context, stand: Stand) -> Sequence[Disposal]:
    return context.view.find(Disposal, "stands", stand.value)


def _begun(context: Context, **asked: Any) -> Outcome:
    counter = context.next("disposals")
    disposal = Disposal(id=str(counter.last), created=context.now, **asked)
    return Outcome(saves=(counter, disposal), sends=(errand(context, disposal, "count"),))


def errand(context: Context, disposal: Disposal, verb: str) -> Sending:
    """The order to count what is past its time, or to dispose of it."""
    return Sending(
        key=f"{SKILL}/{disposal.id}/{verb}/{disposal.tries}",
        door=RETAINING,
        to=disposal.id,
        content=Errand(verb, {}),
        created=context.now,
        then=SKILL,
    )


def found(turn: Turn) -> Outcome:
    """The card once it is counted; word once it is done, or of a failure."""
    _, number, verb, _ = turn.result.key.split("/")
    disposal = turn.context.view.get(Disposal, number)
    if disposal is None:
        return Outcome()
    if turn.result.problem or "found" not in turn.result.facts:
        return _failed(turn.context, disposal, verb)
    if verb == "count":
        return _counted(turn.context, disposal, orjson.loads(turn.result.facts["found"]))
    done = Phrase(f"{SKILL}.done", {"disposal": disposal})
    return Outcome(sends=_told(turn.context, disposal, done))


def _counted(context: Context, disposal: Disposal, counted: dict[str, Any]) -> Outcome:
    """What was found, for who asked; the look of the month says nothing where there is nothing."""
    after = disposal.changed(
        stand=Stand.SHOWN,
        as_of=datetime.fromisoformat(counted["as_of"]),
        lots=_lots(counted["due"]),
        coming=_lots(counted["coming"]),
        months=dict(settled(context.view).months),
    )
    if not after.lots:
        told = _told(context, after, shown(context, after)) if after.by else ()
        return Outcome(removes=(disposal,), sends=told)
    kept = card.of_disposal(after)
    return Outcome(saves=(after, kept), sends=_told(context, after, shown(context, after), kept))


def _lots(counted: list[dict[str, Any]]) -> tuple[Lot, ...]:
    return tuple(
        Lot(each["kind"], each["session"], each["count"], datetime.fromisoformat(each["until"]))
        for each in counted
    )


def _failed(context: Context, disposal: Disposal, verb: str) -> Outcome:
    """It may be asked for again; what had gone by then is counted, and stays gone."""
    told = _told(context, disposal, Phrase(f"{SKILL}.failed", {"disposal": disposal}))
    if verb == "count":
        return Outcome(removes=(disposal,), sends=told)
    again = disposal.changed(stand=Stand.SHOWN, tries=disposal.tries + 1)
    return Outcome(saves=(again,), sends=told)


def _told(
    context: Context, disposal: Disposal, words: Phrase, shows: Card | None = None
) -> tuple[Sending, ...]:
    """A message where it was asked for; to the team's spaces where nobody asked."""
    name = f"{words.key.partition('.')[2]}/{disposal.version}"
    place, about = disposal.place, f"disposal/{disposal.id}"
    if place is None:
        seen = (
            Shown(shows, lambda spoken: card.rendered(words, disposal, spoken)) if shows else None
        )
        note = Note(f"{about}/{name}", words, words, words, about=about, shown=seen)
        return to_space(context, note)
    drawn = card.rendered(words, disposal, disposal.languages) if shows else None
    return (
        Sending(
            key=f"{PROGRESS}{about}/{name}",
            door=place.channel,
            to=place.room,
            content=Message(texts.render_in(words, disposal.languages), drawn),
            created=context.now,
            card=shows.ref if shows else "",
        ),
    )
