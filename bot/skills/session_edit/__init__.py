"""``move session 2 to March 4 at 1 pm``, ``rename session 4 to "Trust by design"``.

``déplace la séance 2 au 4 mars à 13 h``, ``le titre de la séance 4 devient « La confiance »``

A small change that concerns nobody else is done, said, and can be undone. A new time, or a change
that renews the entries in people's calendars, shows first what changes and who will be told.
"""

from typing import Any

from bot import sessions
from bot.context import ORGANISERS, Heard, Skill, Turn
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.words import Phrase
from bot.planning import choosing, said
from bot.planning.changes import must_be_open
from bot.planning.form import minutes_in
from bot.planning.moment import Moment, of_session
from bot.planning.sequels import placed
from bot.planning.titles import retitled, titled
from bot.skills.session_edit import changing, form
from bot.skills.session_edit.changing import NAME


def edit(turn: Turn) -> Outcome:
    """The change that the words ask for, done or shown first; without one, the card to fill in."""
    turn = said.with_zone(placed(turn))
    unclear = said.unclear(turn)
    if unclear:
        return choosing.ask_which(turn, NAME, unclear)
    session = sessions.meant(turn)
    if isinstance(session, Outcome):
        return session
    must_be_open(turn.context, session)
    moment = said.moment_said(turn, of_session(session))
    if isinstance(moment, Phrase):
        return turn.ask("when", moment.key, **moment.facts)
    values = _values_said(turn, session, moment)
    if not values:
        return form.offered(turn, session)
    if values.get("minutes", 0) is None:
        return turn.say("planning.bad_minutes")
    return changing.change(turn, session, values)


def _values_said(turn: Turn, session: Session, moment: Moment | None) -> dict[str, Any]:
    """The new values that the words give."""
    values: dict[str, Any] = {"moment": moment.row} if moment else {}
    if turn.slots.get("title"):
        title = retitled(session.title, titled(turn, str(turn.slots["title"])))
        values |= {"title_en": title.en, "title_fr": title.fr}
    if turn.slots.get("duration_min"):
        values["minutes"] = minutes_in(str(turn.slots["duration_min"]))
    return values


def take_other(turn: Turn) -> Outcome:
    """The moment on the button: for words that left a choice, or for a change that was shown."""
    if turn.card is None or turn.card.done:
        return changing.show(turn)
    if "choices" in turn.card.facts:
        return choosing.settled(turn, edit(choosing.chosen(turn)))
    return changing.go(turn, choosing.offered(turn))


PRESSES = {
    "go": changing.go,
    "stop": changing.stop,
    "save": form.save,
    **dict.fromkeys(choosing.OTHERS, take_other),
}
SKILL = Skill(
    NAME,
    hears={"session.edit": Heard(edit, ORGANISERS)},
    presses={button: Heard(handle, ORGANISERS) for button, handle in PRESSES.items()},
    show=changing.show,
)
