"""Thank-yous: counted and shown first, then by one press, or by a second person's."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot import sessions
from bot.context import Context, Turn, merge
from bot.errors import Refusal
from bot.model.attendance import Turnout
from bot.model.mailing import BOUNCES, GOES_ON, Mailing, Stage
from bot.model.once import BELIEVED
from bot.model.outcome import Answer, Outcome
from bot.model.people import route_key
from bot.model.session import Phase, Session
from bot.planning.drafts import noted
from bot.skills.thanks import audience, card
from bot.skills.thanks.wording import ABSENT, CAME, PARTNERS, SPEAKERS, ours

MINUTE = timedelta(seconds=60)
LASTS = timedelta(days=30)
"""So long after the press letters may leave: thanks that come later are none."""
MEANT = {
    "speakers": (SPEAKERS,),
    "participants": (CAME, ABSENT),
    "no-shows": (ABSENT,),
    "partners": (PARTNERS,),
}


def send(turn: Turn) -> Outcome:
    """What would go out, to whom, in which words; nothing leaves before a press."""
    session = sessions.held(turn)
    if isinstance(session, Outcome):
        return session
    _must_be_over(turn.context, session)
    known = turn.context.view.get(Mailing, card.mailing_id(session))
    if known is not None and known.stage in (*GOES_ON, Stage.STOPPED, Stage.HELD):
        return _kept(turn, known)
    groups = _wanted(turn, session)
    return _kept(turn, _proposed(turn, session, known, groups))


def _must_be_over(context: Context, session: Session) -> None:
    if session.phase is Phase.CANCELLED:
        raise Refusal("session.wrong_phase", id=session.id, phase=session.phase.value)
    if context.now < session.ends:
        raise Refusal("thanks.not_over", session=session)


def _wanted(turn: Turn, session: Session) -> tuple[str, ...]:
    """The groups that are meant and that are known; raises Refusal where none is."""
    known = audience.known(turn.context, session)
    meant = MEANT.get(str(turn.slots.get("audience", "")), known)
    groups = tuple(each for each in known if each in meant)
    if not groups:
        raise Refusal("thanks.who_came", session=session)
    return groups


def _proposed(
    turn: Turn, session: Session, known: Mailing | None, groups: Sequence[str]
) -> Mailing:
    """The thank-yous as they could go out, still to be counted; the mailing that was, anew."""
    fresh = known or Mailing(
        id=card.mailing_id(session),
        skill=card.SKILL,
        kind=card.SKILL,
        about=f"session/{session.id}",
        wordings=ours(),
        created=turn.context.now,
    )
    return fresh.changed(
        stage=Stage.PROPOSED,
        wordings=ours(),
        created=turn.context.now,
        by=turn.address,
        approved_by="",
        facts={**fresh.facts, "groups": list(groups)},
        uncounted=True,
        foreseen=None,
        ended=None,
        hindrance="",
        places=(),
    )


def go(turn: Turn) -> Outcome:
    """It leaves in a minute, or waits for a second person."""
    mailing = of_card(turn)
    if mailing.stage is not Stage.PROPOSED:
        return shown(turn, mailing)
    if not _is_believed(turn.context, mailing):
        return _kept(turn, mailing.changed(uncounted=True, foreseen=None))
    if not card.letters(mailing):
        return shown(turn, mailing)
    _must_not_be_cancelled(turn, mailing)
    if not card.needs_second(mailing):
        return _armed(turn, mailing.changed(by=turn.address))
    spaces = tuple(each for each in turn.context.team.spaces if each not in mailing.places)
    held = mailing.changed(stage=Stage.HELD, by=turn.address, places=(*mailing.places, *spaces))
    told = card.told(turn.context, replace(held, places=spaces))
    return merge(Outcome(sends=told), _kept(turn, held))


def approve(turn: Turn) -> Outcome:
    """The second person's press: it goes out in a minute."""
    mailing = of_card(turn)
    if mailing.stage is not Stage.HELD:
        return shown(turn, mailing)
    if turn.address == mailing.by:
        by = turn.context.contact(mailing.by).name or mailing.by
        raise Refusal("thanks.second_person", by=by)
    _must_not_be_cancelled(turn, mailing)
    return _armed(turn, mailing.changed(approved_by=turn.address))


def _armed(turn: Turn, mailing: Mailing) -> Outcome:
    """The mailing, leaving in a minute unless it is stopped."""
    now, out = turn.context.now, mailing.foreseen
    total = mailing.tally.ended + (out.letters + out.left_out if out else 0)
    armed = mailing.changed(
        stage=Stage.WAITING,
        total=total,
        frozen=now,
        not_before=now + MINUTE,
        expires=now + LASTS,
    )
    audit = noted(turn, "thanks.sent", mailing.about)
    return merge(Outcome(saves=(audit,)), _kept(turn, armed))


def halt(turn: Turn) -> Outcome:
    """It stops; what has left has left."""
    mailing = of_card(turn)
    if mailing.stage not in GOES_ON:
        return shown(turn, mailing)
    return _kept(turn, mailing.changed(stage=Stage.STOPPED))


def resume(turn: Turn) -> Outcome:
    """It goes on with those who have not been written to."""
    mailing = of_card(turn)
    if mailing.stage is not Stage.STOPPED:
        return shown(turn, mailing)
    excused = mailing.tally if mailing.hindrance == BOUNCES else mailing.excused
    going_on = mailing.changed(
        stage=Stage.WAITING, not_before=turn.context.now, hindrance="", excused=excused
    )
    return _kept(turn, going_on)


def drop(turn: Turn) -> Outcome:
    """Nothing goes out, or nothing more."""
    mailing = of_card(turn)
    if mailing.stage not in (Stage.PROPOSED, Stage.HELD, Stage.STOPPED):
        return shown(turn, mailing)
    return _kept(turn, mailing.changed(stage=Stage.DROPPED, ended=turn.context.now))


def show(turn: Turn) -> Outcome:
    """How the mailing of the card stands."""
    return shown(turn, of_card(turn))


def waits(turn: Turn) -> bool:
    """Whether there is still something to press."""
    return bool(card.buttons_of(of_card(turn)))


def shown(turn: Turn, mailing: Mailing) -> Outcome:
    """How the mailing stands, in the place of its card; what may be pressed may also be typed."""
    said, ref = card.words(turn.context, mailing, turn.languages), card.ref_of(mailing)
    if not card.buttons_of(mailing):
        words = turn.words(said.key, **said.facts)
        return Outcome(saves=(card.of_mailing(mailing),), answer=Answer(words, replaces=ref))
    incoming = turn.incoming
    here = turn.address if incoming.private else route_key(incoming.place)
    session = audience.session_of(turn.context, mailing)
    rendered = card.rendered(turn.context, mailing, turn.languages)
    outcome = turn.offer(card.waiting(mailing, session, here), rendered, said)
    return replace(outcome, answer=replace(outcome.answer, replaces=ref))


def _kept(turn: Turn, mailing: Mailing) -> Outcome:
    """The mailing as it is now, said and kept, with its card here too."""
    here = turn.incoming.place
    places = mailing.places if here in mailing.places else (*mailing.places, here)
    now = replace(mailing, places=places)
    outcome = shown(turn, now)
    return replace(outcome, saves=(*outcome.saves, now))


def _is_believed(context: Context, mailing: Mailing) -> bool:
    """Whether it was counted lately, with all that a report has brought since."""
    counted = mailing.foreseen
    if counted is None or context.now - counted.at > BELIEVED:
        return False
    turnout = context.view.get(Turnout, mailing.about.partition("/")[2])
    return turnout is None or turnout.at <= counted.at


def _must_not_be_cancelled(turn: Turn, mailing: Mailing) -> None:
    session = audience.session_of(turn.context, mailing)
    if session is None:
        raise Refusal("turn.card_unknown")
    _must_be_over(turn.context, session)


def of_card(turn: Turn) -> Mailing:
    """The mailing of the pressed card."""
    return turn.of_card(Mailing, "mailing")
