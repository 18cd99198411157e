"""A reminder sent by hand: shown first, then by one press, or by a second person's."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from bot import sessions
from bot.context import Context, Turn
from bot.errors import Refusal
from bot.model.conversation import Card
from bot.model.mailing import BOUNCES, Mailing, ReminderPlan, Stage
from bot.model.once import REMINDER
from bot.model.outcome import Answer, Outcome
from bot.model.people import route_key
from bot.model.session import Session
from bot.planning.changes import must_be_open
from bot.skills.reminders import audience, card, nearness, parts, ways
from bot.skills.reminders.wording import ours

CORRECTION = "correction"
MANY = 200
"""More people than this are written to only when a second organiser agrees."""
MINUTE = timedelta(seconds=60)
GROUPS = {"speakers": (parts.SPEAKERS,), "participants": (parts.REGISTERED,)}
Step = Callable[[Turn, Mailing], Mailing]


def send(turn: Turn) -> Outcome:
    """What would go out, to whom, with samples; nothing leaves before a press."""
    session = sessions.meant(turn)
    if isinstance(session, Outcome):
        return session
    must_be_open(turn.context, session)
    groups = GROUPS.get(str(turn.slots.get("audience", "")), parts.GROUPS)
    counter = turn.context.next("mailings")
    mailing = proposed(turn.context, session, str(counter.last), groups)
    mailing = replace(mailing, by=turn.address, places=(turn.incoming.place,))
    mailing = nearness.counted(turn.context, mailing)
    if not audience.of_session(turn.context, session, groups).total:
        raise Refusal("reminders.nobody", session=session)
    said = card.words(turn.context, mailing)
    rendered = card.rendered(turn.context, mailing, turn.languages)
    outcome = turn.offer(waiting(turn, mailing), rendered, said)
    return replace(outcome, saves=(*outcome.saves, mailing, counter))


def proposed(context: Context, session: Session, number: str, groups: tuple[str, ...]) -> Mailing:
    """A reminder for a session, as it could go out."""
    plan = context.view.get(ReminderPlan, session.id)
    return Mailing(
        id=number,
        skill=card.SKILL,
        kind=REMINDER,
        about=f"session/{session.id}",
        wordings=(plan.wordings if plan and plan.wordings else ours()),
        stage=Stage.PROPOSED,
        door=ways.usual(context, plan.door) if plan else ways.MAIL,
        created=context.now,
        expires=session.starts,
        facts={"groups": list(groups)},
    )


def go(turn: Turn) -> Outcome:
    """It goes out in a minute; or waits for a second person, where it goes to many."""
    mailing = of_card(turn)
    if mailing.stage is not Stage.PROPOSED:
        return shown(turn, mailing)
    if not _as_shown(turn.context, mailing):
        return _anew(turn, mailing)
    total = _total(turn, mailing)
    if card.letters_of(mailing, total) <= MANY:
        return _changed(turn, armed(turn.context, mailing, total, turn.address))
    spaces = tuple(each for each in turn.context.team.spaces if each not in mailing.places)
    held = mailing.changed(
        stage=Stage.HELD, by=turn.address, total=total, places=(*mailing.places, *spaces)
    )
    outcome = _changed(turn, held)
    told = card.told(turn.context, replace(held, places=spaces))
    return replace(outcome, sends=(*outcome.sends, *told))


def approve(turn: Turn) -> Outcome:
    """The second person's press: it goes out in a minute."""
    mailing = of_card(turn)
    if mailing.stage is not Stage.HELD:
        return shown(turn, mailing)
    if turn.address == mailing.by:
        raise Refusal("reminders.second_person", by=mailing.by)
    if not _as_shown(turn.context, mailing):
        return _anew(turn, mailing)
    total = _total(turn, mailing)
    ready = armed(turn.context, mailing, total, mailing.by)
    return _changed(turn, replace(ready, approved_by=turn.address))


def armed(context: Context, mailing: Mailing, total: int, by: str) -> Mailing:
    """The mailing with its audience frozen, leaving in a minute unless it is stopped."""
    return mailing.changed(
        stage=Stage.WAITING,
        by=by,
        total=total,
        frozen=context.now,
        not_before=context.now + MINUTE,
    )


def choose(turn: Turn) -> Outcome:
    """It will leave by another way; nothing leaves by that."""
    mailing, door = of_card(turn), ways.door_of(turn.press.button)
    if mailing.stage is not Stage.PROPOSED or door not in turn.context.setup.ways:
        return shown(turn, mailing)
    return _changed(turn, mailing.changed(door=door))


def again(turn: Turn) -> Outcome:
    """It goes once more, in a minute, to those of whom nobody knows whether it arrived."""
    mailing = of_card(turn)
    if not card.may_go_again(turn.context, mailing):
        return shown(turn, mailing)
    wanted = mailing.changed(
        stage=Stage.WAITING,
        again=True,
        ended=None,
        not_before=turn.context.now + MINUTE,
        tally=replace(mailing.tally, unconfirmed=0),
    )
    return _changed(turn, wanted)


def halt(turn: Turn) -> Outcome:
    """It stops; what has left has left."""
    mailing = of_card(turn)
    if mailing.stage not in (Stage.WAITING, Stage.RUNNING):
        return shown(turn, mailing)
    return _changed(turn, mailing.changed(stage=Stage.STOPPED))


def resume(turn: Turn) -> Outcome:
    """It goes on with those who have not been written to."""
    mailing = of_card(turn)
    if mailing.stage is not Stage.STOPPED:
        return shown(turn, mailing)
    now = turn.context.now
    excused = mailing.tally if mailing.hindrance == BOUNCES else mailing.excused
    going_on = mailing.changed(stage=Stage.WAITING, not_before=now, hindrance="", excused=excused)
    return _changed(turn, going_on)


def drop(turn: Turn) -> Outcome:
    """Nothing goes out, or nothing more."""
    mailing = of_card(turn)
    if mailing.stage not in (Stage.PROPOSED, Stage.HELD, Stage.STOPPED):
        return shown(turn, mailing)
    return _changed(turn, mailing.changed(stage=Stage.DROPPED, ended=turn.context.now))


def show(turn: Turn) -> Outcome:
    """How the mailing of the card stands."""
    return shown(turn, of_card(turn))


def shown(turn: Turn, mailing: Mailing) -> Outcome:
    """How the mailing stands, in the place of its card; what may be pressed may also be typed."""
    said, ref = card.words(turn.context, mailing), card.ref_of(mailing)
    if not card.buttons_of(turn.context, mailing):
        words = turn.words(said.key, **said.facts)
        return Outcome(saves=(card.of_mailing(mailing),), answer=Answer(words, replaces=ref))
    rendered = card.rendered(turn.context, mailing, turn.languages)
    outcome = turn.offer(waiting(turn, mailing), rendered, said)
    return replace(outcome, answer=replace(outcome.answer, replaces=ref))


def waiting(turn: Turn, mailing: Mailing) -> Card:
    """The card, for as long as it can be answered in words by whoever it was shown to."""
    incoming = turn.incoming
    here = turn.address if incoming.private else route_key(incoming.place)
    session = audience.session_of(turn.context, mailing)
    title = f"{session.title.en} {session.title.fr} {session.id}" if session else ""
    return replace(card.of_mailing(mailing), waits_with=here, names=("reminder", "rappel", title))


def waits(turn: Turn) -> bool:
    """Whether there is still something to press."""
    return bool(card.buttons_of(turn.context, of_card(turn)))


def _as_shown(context: Context, mailing: Mailing) -> bool:
    """Whether what the card says of it is still so, and somebody is left to write to."""
    nobody = mailing.foreseen is not None and not mailing.foreseen.letters
    return not (mailing.uncounted or nearness.counted(context, mailing).uncounted or nobody)


def _anew(turn: Turn, mailing: Mailing) -> Outcome:
    """Nothing leaves yet: it is counted, and shown as it is then."""
    now = nearness.counted(turn.context, mailing)
    return _changed(turn, now.changed()) if now != mailing else shown(turn, mailing)


def _changed(turn: Turn, mailing: Mailing) -> Outcome:
    """The mailing as it is now, said and kept."""
    here = turn.incoming.place
    places = mailing.places if here in mailing.places else (*mailing.places, here)
    now = replace(mailing, places=places)
    outcome = shown(turn, now)
    return replace(outcome, saves=(*outcome.saves, now))


def _total(turn: Turn, mailing: Mailing) -> int:
    session = audience.session_of(turn.context, mailing)
    if session is None:
        raise Refusal("turn.card_unknown")
    must_be_open(turn.context, session)
    if mailing.follows:
        return mailing.total
    total = audience.of_session(turn.context, session, tuple(mailing.facts["groups"])).total
    if not total:
        raise Refusal("reminders.nobody", session=session)
    return total


def of_card(turn: Turn) -> Mailing:
    """The mailing of the pressed card."""
    return turn.of_card(Mailing, "mailing")
