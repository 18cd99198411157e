"""The hosts' card of a session's day: now, next, what to paste, and the way out of trouble.

“host card” / « fiche de l'animation ». Half an hour before an announced session it comes by itself.
"""

from bot import sessions
from bot.context import ORGANISERS, Context, Heard, Skill, Turn
from bot.hosting.troubles import TROUBLES
from bot.model.conversation import Card
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.skills.host import card, pressing, watching

PRESSES = {
    **{f"host_{name}": pressing.trouble(name) for name in TROUBLES},
    "host_block": pressing.block,
}


def show_card(turn: Turn) -> Outcome:
    """The hosts' card of the session that is on or comes next, here and from now on up to date."""
    found = [*sessions.upcoming(turn)[:1], *sessions.past(turn)[:1]]
    named = turn.slots.get("session") or not found
    session = sessions.meant(turn) if named else found[0]
    return session if isinstance(session, Outcome) else card.shown(turn, session)


def show(turn: Turn) -> Outcome:
    """The card as it stands."""
    if turn.card is None:
        return Outcome()
    session = sessions.of_card(turn.context, str(turn.card.facts["session"]))
    return card.answered(turn, session, turn.card)


def standing(context: Context, ref: str) -> Card | None:
    """The card of a session, as it may be pressed now in any room."""
    session = context.view.get(Session, ref.removeprefix(card.CARD))
    return card.of_session(session) if session else None


SKILL = Skill(
    card.NAME,
    hears={"info.host_card": Heard(show_card, ORGANISERS)},
    presses={name: Heard(handle, ORGANISERS) for name, handle in PRESSES.items()},
    show=show,
    standing=standing,
    due=watching.due,
)
