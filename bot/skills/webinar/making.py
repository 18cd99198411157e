"""“create the webinar for session 3”; « crée le webinaire de la séance 3 ».

Webex is asked first what kinds of webinar there are; a card shows what would be made, and a press
makes it.
"""

from dataclasses import replace
from typing import Any

from bot import sessions
from bot.context import Context, Turn, merge
from bot.model.outcome import Answer, Outcome
from bot.model.people import route_key
from bot.model.session import Session
from bot.model.webinar import SKILL, Step, Webinar
from bot.planning.changes import must_be_open
from bot.planning.drafts import noted
from bot.skills.webinar import by_hand, card, errands

UNDER_WAY = frozenset({Step.LOOKING, Step.MAKING, Step.CANCELLING})


def create(turn: Turn) -> Outcome:
    """The card with the webinar; without a token, the form to fill in by hand."""
    session = sessions.meant(turn)
    if isinstance(session, Outcome):
        return session
    must_be_open(turn.context, session)
    webinar = turn.context.view.get(Webinar, session.id)
    if webinar is not None and (webinar.ours or _is_under_way(turn.context, webinar)):
        return _shown(turn, session, webinar)
    if not turn.context.setup.webinars:
        return by_hand.form(turn, session)
    return _looked(turn, session, webinar or Webinar(session=session.id))


def _is_under_way(context: Context, webinar: Webinar) -> bool:
    """Whether something is being done in Webex, and not for so long that it must be lost."""
    recent = webinar.did_at is not None and context.now - webinar.did_at < errands.LOST
    return webinar.step in UNDER_WAY and recent


def _looked(turn: Turn, session: Session, webinar: Webinar) -> Outcome:
    incoming = turn.incoming
    begun = replace(
        webinar,
        step=Step.LOOKING,
        place=incoming.place,
        languages=turn.languages,
        waits_with=turn.address if incoming.private else route_key(incoming.place),
        trouble="",
        trouble_facts={},
    )
    asked = errands.looks(turn.context, session, begun)
    return merge(asked, turn.say(f"{SKILL}.step_looking", session=session))


def go(turn: Turn) -> Outcome:
    """The webinar is made as the card shows it."""
    session, webinar = _of_card(turn)
    if "go" not in card.buttons(webinar):
        return show(turn)
    must_be_open(turn.context, session)
    chosen = replace(
        webinar,
        step=Step.MAKING,
        type=_type(turn, webinar),
        **_chosen(turn),
        trouble="",
        trouble_facts={},
    )
    made = errands.makes(turn.context, session, chosen)
    audit = Outcome(saves=(noted(turn, "webinar.made", f"session/{session.id}"),))
    return merge(made, audit, _shown(turn, session, chosen))


def _type(turn: Turn, webinar: Webinar) -> int:
    said = turn.press.fields.get("type", "")
    return next((each.id for each in webinar.types if str(each.id) == said), webinar.type)


def _chosen(turn: Turn) -> dict[str, Any]:
    """What was answered on the card with a yes or a no."""
    said = {name: turn.press.fields.get(name, "") for name in ("interpreted", "invited")}
    return {name: value == "yes" for name, value in said.items() if value}


def stop(turn: Turn) -> Outcome:
    """Nothing is made."""
    session, webinar = _of_card(turn)
    if "stop" not in card.buttons(webinar):
        return show(turn)
    stopped = webinar.changed(step=Step.LINKED, types=(), trouble="", trouble_facts={})
    return merge(Outcome(saves=(stopped,)), _shown(turn, session, stopped))


def show(turn: Turn) -> Outcome:
    """How the webinar of the card stands."""
    return _shown(turn, *_of_card(turn))


def waits(turn: Turn) -> bool:
    """Whether there is still something to press."""
    return bool(card.buttons(_of_card(turn)[1]))


def _shown(turn: Turn, session: Session, webinar: Webinar) -> Outcome:
    """How the webinar stands, in the place of its card."""
    words = card.said(turn.context, session, webinar, turn.languages)
    rendered = card.rendered(turn.context, session, webinar, turn.languages)
    pressed = turn.incoming.press is not None
    answer = Answer(words, rendered, replaces=card.ref_of(session.id) if pressed else "")
    return Outcome(answer=answer)


def _of_card(turn: Turn) -> tuple[Session, Webinar]:
    assert turn.card is not None
    session = sessions.of_card(turn.context, str(turn.card.facts["session"]))
    return session, turn.context.view.get(Webinar, session.id) or Webinar(session=session.id)
