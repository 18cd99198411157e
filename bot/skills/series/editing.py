"""A change of all the sessions to come of a series."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time
from typing import Any

from bot import invites, texts
from bot.context import CARD_LIFE, Question, Turn, merge, undoable
from bot.model.conversation import Card
from bot.model.outcome import Outcome
from bot.model.record import Record
from bot.model.session import Session
from bot.model.theme import Series
from bot.model.words import Phrase
from bot.planning import choosing, said
from bot.planning.changes import Values, altered, applied, values_of
from bot.planning.drafts import noted
from bot.planning.form import minutes_in
from bot.planning.moment import at_wall, of_session
from bot.planning.risks import risks
from bot.registering import news
from bot.skills.series.creating import NAME

BUTTONS = ("go", "stop")


@dataclass(frozen=True, slots=True)
class Change:
    """One session and the values that change in it."""

    session: Session
    wanted: Values


def edit(turn: Turn) -> Outcome:
    """What changes in each session to come, to press; or what must be asked."""
    turn = said.with_zone(turn)
    unclear = said.unclear(turn)
    if unclear:
        return turn.ask("when", unclear.key, **unclear.facts)
    series = _meant(turn)
    if isinstance(series, Outcome):
        return series
    wanted = _wanted(turn)
    if not wanted:
        months = set(turn.slots.get("skip", ()))
        left_out = [each for each in _ahead(turn, series) if each.wall[:7] in months]
        return turn.say(f"{NAME}.what_changes", left_out=left_out)
    if wanted.get("minutes", 0) is None:
        return turn.say("planning.bad_minutes")
    return _preview(turn, series, wanted, meanwhile=())


def _meant(turn: Turn) -> Series | Outcome:
    """The series that the words mean: the only one with sessions to come, or the one named."""
    view = turn.context.view
    session = view.get(Session, str(turn.slots.get("session", "")))
    named = session.series if session else str(turn.slots.get("series", "")).lstrip("#")
    every = [each for each in view.find(Series, "all", "series") if _ahead(turn, each)]
    found = [each for each in every if each.id == named] if named else every
    if len(found) == 1:
        return found[0]
    if not every:
        return turn.say(f"{NAME}.none")
    choices = [(each.id, turn.words(f"{NAME}.choice", series=each)) for each in every]
    return turn.pose(Question("series", Phrase(f"{NAME}.which", {"every": every}), choices))


def _ahead(turn: Turn, series: Series) -> list[Session]:
    """The sessions of the series that are still to come, in order."""
    every = turn.context.view.find(Session, "series", series.id)
    open_ = [each for each in every if each.upcoming and each.starts > turn.context.now]
    return sorted(open_, key=lambda each: each.starts)


def _wanted(turn: Turn) -> dict[str, Any]:
    """The hour and the length that are to hold for all; days are changed one by one."""
    wanted: dict[str, Any] = {}
    when = str(turn.slots.get("when", ""))
    if "T" in when and turn.slots.get("only_hour"):
        wanted |= {"hour": when[11:16], "zone": str(turn.slots.get("zone", ""))}
    if turn.slots.get("duration_min"):
        wanted["minutes"] = minutes_in(str(turn.slots["duration_min"]))
    return wanted


def _changes(turn: Turn, series: Series, wanted: Mapping[str, Any]) -> list[Change]:
    """What changes in each session to come; those that are like that already are left alone."""
    changes = [Change(each, _of_one(each, wanted)) for each in _ahead(turn, series)]
    return [each for each in changes if each.wanted]


def _of_one(session: Session, wanted: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {"minutes": wanted.get("minutes", session.minutes)}
    if "hour" in wanted:
        day, zone = of_session(session).day, wanted["zone"] or session.zone
        values["moment"] = at_wall(day, time.fromisoformat(wanted["hour"]), zone).row
    return altered(values_of(session), values)


def _preview(
    turn: Turn, series: Series, wanted: Mapping[str, Any], meanwhile: Sequence[str]
) -> Outcome:
    """Each session as it is and as it will be, and who will be told."""
    changes = _changes(turn, series, wanted)
    if not changes:
        return turn.say(f"{NAME}.like_that", series=series)
    card = Card(
        ref=turn.context.id_for("card/all"),
        skill=NAME,
        buttons=BUTTONS,
        person=turn.address,
        about=f"series/{series.id}",
        facts={
            "series": series.id,
            "wanted": dict(wanted),
            "was": {each.session.id: values_of(each.session) for each in changes},
        },
        until=turn.context.now + CARD_LIFE,
    )
    people = _people(turn, changes)
    counted = news.counted(turn.context, *(each.session for each in changes))
    told = texts.both(Phrase("planning.told", {"people": people, **counted}))
    rows = [_row(turn, series, each) for each in changes]
    blanks = {"series": series, "rows": rows, "told": told, "meanwhile": meanwhile}
    shown = Phrase(f"{NAME}.preview_all", blanks)
    labels = [choosing.named(turn, button) for button in BUTTONS]
    return choosing.put(replace(turn, slots={}), choosing.Choice(card, shown, labels))


def _row(turn: Turn, series: Series, change: Change) -> dict[str, object]:
    """One session of the preview: as it is, as it will be, what speaks against that."""
    after = applied(change.session, change.wanted, change.session.sequence)
    itself = frozenset({change.session.id})
    against = risks(turn.context, of_session(after), after.minutes, itself)
    count = len(series.sessions)
    return {"before": change.session, "after": after, "risks": against, "count": count}


def _people(turn: Turn, changes: Sequence[Change]) -> list[str]:
    """Those who will be told, each once."""
    told = [each.called for change in changes for each in _concerned(turn, change)]
    return list(dict.fromkeys(told))


def _concerned(turn: Turn, change: Change) -> list[Any]:
    concerned = invites.told if "moment" in change.wanted else invites.holders
    return concerned(turn.context, change.session.id)


def go(turn: Turn) -> Outcome:
    """The change that was shown; shown again if one of the sessions has changed meanwhile."""
    card = choosing.card_of(turn)
    series = turn.context.view.get(Series, str(card.facts["series"]))
    if series is None:
        return turn.say("planning.answered")
    changes = _changes(turn, series, card.facts["wanted"])
    now = {each.session.id: values_of(each.session) for each in changes}
    was = card.facts["was"]
    if now != was:
        moved = sorted(id_ for id_ in {*now, *was} if now.get(id_) != was.get(id_))
        return choosing.settled(turn, _preview(turn, series, card.facts["wanted"], moved))
    return choosing.settled(turn, _done(turn, series, changes))


def _done(turn: Turn, series: Series, changes: Sequence[Change]) -> Outcome:
    sessions_ = [each.session for each in changes]
    people = [*_people(turn, changes), *news.audience(turn.context, *sessions_)]
    pairs = [(c.session, applied(c.session, c.wanted, c.session.sequence + 1)) for c in changes]
    saves: list[Record] = [after for _, after in pairs]
    saves += [
        noted(turn, "session.moved", f"session/{after.id}")
        for before, after in pairs
        if before.starts != after.starts
    ]
    if not people:
        saves.append(undoable(turn, turn.words(f"{NAME}.undo", series=series), *pairs))
    letters = [invites.moved(turn.context, before, after) for before, after in pairs]
    changed = [after for _, after in pairs]
    told = turn.say(f"{NAME}.changed", series=series, changed=changed, people=people)
    return merge(Outcome(saves=tuple(saves)), *letters, told)
