"""A change of a session: done at once, or shown first and done by a press."""

from collections.abc import Sequence
from dataclasses import replace

from bot import invites, sessions, texts
from bot.context import CARD_LIFE, Turn, merge, undoable
from bot.model.conversation import Card
from bot.model.outcome import Outcome
from bot.model.record import Record
from bot.model.session import Session
from bot.model.speaking import Speaking
from bot.model.words import Language, Phrase
from bot.planning import choosing
from bot.planning.changes import (
    Step,
    Values,
    altered,
    applied,
    clashing,
    must_be_open,
    steps,
    values_of,
)
from bot.planning.drafts import noted
from bot.planning.moment import Moment, restored
from bot.planning.risks import alternatives, risks
from bot.planning.said import possible
from bot.registering import news

NAME = "session_edit"


def change(turn: Turn, session: Session, values: Values, meanwhile: Sequence[Step] = ()) -> Outcome:
    """The change if it concerns nobody else and keeps the time; else what it brings, to press.

    ``meanwhile`` is what somebody else has changed since this was asked for.
    """
    wanted = altered(values_of(session), values)
    if not wanted:
        return turn.say(f"{NAME}.like_that", session=session)
    registered = news.counted(turn.context, session)["registered"]
    if "moment" in wanted or registered or _told(turn, session, wanted):
        return _preview(turn, session, wanted, meanwhile)
    return _done(turn, session, wanted)


def _told(turn: Turn, session: Session, wanted: Values) -> list[Speaking]:
    """Those who hear of the change: all who were asked, or only those with an entry to renew."""
    concerned = invites.told if "moment" in wanted else invites.holders
    return concerned(turn.context, session.id)


def _done(turn: Turn, session: Session, wanted: Values) -> Outcome:
    """The change itself: said, told to those it concerns, undoable if it concerns nobody else."""
    asked = [each.called for each in _told(turn, session, wanted)]
    told = [*asked, *news.audience(turn.context, session)]
    moved = "moment" in wanted
    after = applied(session, wanted, session.sequence + int(moved or bool(told)))
    saves: list[Record] = [after]
    if moved:
        saves.append(noted(turn, "session.moved", f"session/{session.id}"))
    if not told:
        undo = undoable(turn, turn.words(f"{NAME}.undo", session=after), (session, after))
        saves.append(undo)
    return merge(
        Outcome(saves=tuple(saves)),
        invites.moved(turn.context, session, after),
        turn.say(
            f"{NAME}.done",
            session=after,
            people=told,
            other_title=_title_left(session, after),
        ),
    )


def _title_left(before: Session, after: Session) -> Language | None:
    """The language whose title stayed as it was while the other one changed."""
    changed = (before.title.en != after.title.en, before.title.fr != after.title.fr)
    left: dict[tuple[bool, bool], Language] = {(True, False): "fr", (False, True): "en"}
    return left.get(changed)


def _preview(turn: Turn, session: Session, wanted: Values, meanwhile: Sequence[Step]) -> Outcome:
    """What will change and who will be told, waiting for a press."""
    now = values_of(session)
    after = {**now, **wanted}
    moment, itself = restored(after["moment"]), frozenset({session.id})
    against = risks(turn.context, moment, after["minutes"], itself)
    nearby = alternatives(turn.context, moment, after["minutes"], itself) if against else []
    others = [each for each in nearby if each.starts != session.starts]
    facts: dict[str, object] = {
        "was": now,
        "wanted": dict(wanted),
        "others": [each.row for each in others],
    }
    buttons = ("go", *choosing.OTHERS[: len(others)], "stop")
    card = _card(turn, session, buttons, facts)
    people = [each.called for each in _told(turn, session, wanted)]
    counted = news.counted(turn.context, session)
    blanks = {
        "session": session,
        "meanwhile": meanwhile,
        "steps": steps(now, after, wanted),
        "risks": against,
        "told": texts.both(Phrase("planning.told", {"people": people, **counted})),
    }
    shown = Phrase(f"{NAME}.preview", blanks)
    labels = [
        choosing.named(turn, "go"),
        *choosing.labels_of(turn, others, "planning.rather"),
        choosing.named(turn, "stop"),
    ]
    return choosing.put(replace(turn, slots={}), choosing.Choice(card, shown, labels))


def _card(turn: Turn, session: Session, buttons: tuple[str, ...], facts: dict[str, object]) -> Card:
    return Card(
        ref=turn.context.id_for("card/change"),
        skill=NAME,
        buttons=buttons,
        person=turn.address,
        about=f"session/{session.id}",
        version=session.version,
        facts=facts,
        until=turn.context.now + CARD_LIFE,
    )


def go(turn: Turn, other: Moment | None = None) -> Outcome:
    """The change that was shown, at another moment perhaps; or what was changed meanwhile."""
    card = turn.card
    if card is None or card.done:
        return show(turn)
    session = session_of(turn)
    must_be_open(turn.context, session)
    wanted = dict(card.facts["wanted"]) | ({"moment": other.row} if other else {})
    if "moment" in wanted:
        moment = possible(turn, restored(wanted["moment"]))
        if isinstance(moment, Phrase):
            return turn.say(moment.key, **moment.facts)
    was, now = card.facts["was"], values_of(session)
    changed_too = clashing(now, was, wanted)
    if changed_too:
        return choosing.settled(turn, change(turn, session, wanted, steps(was, now, changed_too)))
    return choosing.settled(turn, _done(turn, session, altered(now, wanted)))


def stop(turn: Turn) -> Outcome:
    """Nothing changes."""
    if turn.card is None or turn.card.done:
        return show(turn)
    return choosing.settled(turn, turn.say(f"{NAME}.stopped", session=session_of(turn)))


def show(turn: Turn) -> Outcome:
    """How the session of the card stands, changing nothing."""
    if turn.card is None or not turn.card.about:
        return turn.say("planning.answered")
    return turn.say(f"{NAME}.stands", session=session_of(turn))


def session_of(turn: Turn) -> Session:
    """The session that the pressed card is about."""
    about = turn.card.about if turn.card else ""
    return sessions.of_card(turn.context, about.partition("/")[2])
