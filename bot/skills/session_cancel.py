"""``cancel session 2``; ``annule la séance 2``.

It shows first what goes and who will be told, and waits for a press.
"""

from dataclasses import replace

from bot import invites, sessions, texts
from bot.context import CARD_LIFE, ORGANISERS, Heard, Skill, Turn, merge
from bot.model.conversation import Card
from bot.model.outcome import Outcome
from bot.model.session import Phase, Session
from bot.model.words import Phrase
from bot.planning import choosing
from bot.planning.changes import must_be_open
from bot.planning.drafts import noted
from bot.planning.sequels import placed
from bot.registering import news

NAME = "session_cancel"
BUTTONS = ("go", "stop")


def cancel(turn: Turn) -> Outcome:
    """What would go and who would be told, waiting for a press."""
    session = sessions.meant(placed(turn))
    if isinstance(session, Outcome):
        return session
    if session.phase is Phase.CANCELLED:
        return turn.say(f"{NAME}.already", session=session)
    must_be_open(turn.context, session)
    card = Card(
        ref=turn.context.id_for("card/cancel"),
        skill=NAME,
        buttons=BUTTONS,
        person=turn.address,
        about=f"session/{session.id}",
        version=session.version,
        facts={"starts": session.starts.isoformat()},
        until=turn.context.now + CARD_LIFE,
    )
    facts = {"people": _people(turn, session), **news.counted(turn.context, session)}
    told = texts.both(Phrase("planning.told", facts))
    asked = Phrase(f"{NAME}.preview", {"session": session, "told": told})
    labels = [choosing.named(turn, button) for button in BUTTONS]
    return choosing.put(turn, choosing.Choice(card, asked, labels))


def _people(turn: Turn, session: Session) -> list[str]:
    return [each.called for each in invites.told(turn.context, session.id)]


def go(turn: Turn) -> Outcome:
    """The session is cancelled, and all it concerns are told; asked anew if it has moved since."""
    card = turn.card
    session = _session(turn)
    if card is None or card.done or session.phase is Phase.CANCELLED:
        return show(turn)
    must_be_open(turn.context, session)
    if card.facts["starts"] != session.starts.isoformat():
        again = replace(turn, intent="session.cancel", slots={"session": session.id})
        return choosing.settled(turn, cancel(again))
    gone = session.moved_to(Phase.CANCELLED)
    gone = replace(gone, sequence=session.sequence + 1)
    people = [*_people(turn, session), *news.audience(turn.context, session)]
    done = merge(
        Outcome(saves=(gone, noted(turn, "session.cancelled", f"session/{session.id}"))),
        invites.cancelled(turn.context, gone),
        turn.say(f"{NAME}.done", session=gone, people=people),
    )
    return choosing.settled(turn, done)


def stop(turn: Turn) -> Outcome:
    """The session stays."""
    if turn.card is None or turn.card.done:
        return show(turn)
    return choosing.settled(turn, turn.say(f"{NAME}.stopped", session=_session(turn)))


def show(turn: Turn) -> Outcome:
    """How the session of the card stands, changing nothing."""
    session = _session(turn)
    gone = session.phase is Phase.CANCELLED
    return turn.say(f"{NAME}.{'already' if gone else 'stands'}", session=session)


def _session(turn: Turn) -> Session:
    about = turn.card.about if turn.card else ""
    return sessions.of_card(turn.context, about.partition("/")[2])


SKILL = Skill(
    NAME,
    hears={"session.cancel": Heard(cancel, ORGANISERS)},
    presses={"go": Heard(go, ORGANISERS), "stop": Heard(stop, ORGANISERS)},
    show=show,
)
