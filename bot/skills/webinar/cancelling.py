"""“remove the Webex webinar of session 3”; « retire le webinaire Webex de la séance 3 ».

The session stays, and those who registered for it; only the webinar goes.
"""

from bot import sessions
from bot.context import CARD_LIFE, Turn, merge
from bot.errors import Refusal
from bot.model.conversation import Card
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.webinar import SKILL, Step, Webinar
from bot.model.words import Phrase
from bot.planning import choosing
from bot.planning.drafts import noted
from bot.skills.webinar import errands, linking

BUTTONS = ("go", "stop")
REMOVES = "removes"
"""What the card of a webinar to be removed has among its facts."""


def cancel(turn: Turn) -> Outcome:
    """What would go, waiting for a press."""
    session = sessions.meant(turn)
    if isinstance(session, Outcome):
        return session
    _ours(turn, session)
    card = Card(
        ref=turn.context.id_for("card/cancel"),
        skill=SKILL,
        buttons=BUTTONS,
        person=turn.address,
        about=f"session/{session.id}",
        facts={REMOVES: session.id, "session": session.id},
        until=turn.context.now + CARD_LIFE,
    )
    facts = {"session": session, "entries": linking.entries(turn.context, session)}
    labels = [choosing.named(turn, button) for button in BUTTONS]
    return choosing.put(turn, choosing.Choice(card, Phrase(f"{SKILL}.removes", facts), labels))


def go(turn: Turn) -> Outcome:
    """The webinar is taken out of Webex."""
    session = _session(turn)
    if turn.card is None or turn.card.done:
        return turn.say("planning.answered")
    webinar = _ours(turn, session)
    begun = webinar.changed(
        step=Step.CANCELLING,
        place=turn.incoming.place,
        languages=turn.languages,
        trouble="",
        trouble_facts={},
    )
    audit = Outcome(saves=(noted(turn, "webinar.cancelled", f"session/{session.id}"),))
    said = turn.say(f"{SKILL}.step_cancelling", session=session)
    return choosing.settled(turn, merge(errands.cancels(turn.context, begun), audit, said))


def stop(turn: Turn) -> Outcome:
    """The webinar stays."""
    if turn.card is None or turn.card.done:
        return turn.say("planning.answered")
    return choosing.settled(turn, turn.say(f"{SKILL}.stays", session=_session(turn)))


def _ours(turn: Turn, session: Session) -> Webinar:
    """The webinar the bot made; raises Refusal where there is none to take away now."""
    webinar = turn.context.view.get(Webinar, session.id)
    if webinar is None or not webinar.ours or webinar.step is not Step.READY:
        raise Refusal(f"{SKILL}.not_ours", session=session)
    if not turn.context.setup.webinars:
        raise Refusal(f"{SKILL}.no_token_to_remove", session=session)
    return webinar


def _session(turn: Turn) -> Session:
    assert turn.card is not None
    return sessions.of_card(turn.context, str(turn.card.facts["session"]))
