"""Without a token: the webinar's form, filled in to be copied, and a card to paste its links on.

“the webinar link of session 3 is https://…” says the same in words.
"""

from collections.abc import Mapping
from dataclasses import replace

import cards
from bot import sessions
from bot.context import CARD_LIFE, Turn, merge
from bot.errors import Refusal
from bot.model.conversation import Card
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.webinar import SKILL, Question, Webinar
from bot.model.words import Phrase
from bot.planning import choosing
from bot.planning.changes import must_be_open
from bot.planning.drafts import noted
from bot.planning.links import is_link
from bot.skills.webinar import card, linking, plan

LINKS = ("join", "register")
PASTED = "pasted"
"""What the card has among its facts that shows links before they are saved."""


def form(turn: Turn, session: Session) -> Outcome:
    """What to fill in at Webex, and the card for the links that come of it."""
    facts = {
        **card.facts_of(turn.context, session, _of(turn, session)),
        "agenda": plan.agenda(turn.context, session),
        "panelists": plan.panelists(turn.context, session),
        "questions": [_asked(each) for each in plan.questions()],
    }
    return _pasting(turn, session, Phrase(f"{SKILL}.by_hand", facts))


def links(turn: Turn) -> Outcome:
    """The link that the words give, saved; without one, the card for both."""
    session = sessions.meant(turn)
    if isinstance(session, Outcome):
        return session
    must_be_open(turn.context, session)
    url = str(turn.slots.get("url", ""))
    if not url:
        return _pasting(turn, session, Phrase(f"{SKILL}.paste", {"session": session}))
    return _taken(turn, session, {"join": url})


def _pasting(turn: Turn, session: Session, said: Phrase) -> Outcome:
    pasted = Card(
        ref=turn.context.id_for("card/links"),
        skill=SKILL,
        buttons=("save",),
        inputs=LINKS,
        person=turn.address,
        about=f"session/{session.id}",
        facts={"session": session.id},
        until=turn.context.now + CARD_LIFE,
    )
    facts = {
        "said": turn.words(said.key, **said.facts),
        "buttons": [choosing.named(turn, "save")],
        "types": [],
        "links": True,
        "join": session.join,
        "register": _of(turn, session).register,
    }
    rendered = cards.render("webinar", pasted.ref, turn.languages, facts)
    return turn.offer(pasted, rendered, said)


def save(turn: Turn) -> Outcome:
    """The links on the card, saved."""
    if turn.card is None or turn.card.done:
        return turn.say("planning.answered")
    session = _session(turn)
    must_be_open(turn.context, session)
    return choosing.settled(turn, _taken(turn, session, turn.press.fields))


def _taken(turn: Turn, session: Session, given: Mapping[str, str]) -> Outcome:
    """The links saved; shown first where they go into people's calendars.

    Raises Refusal for what is no link.
    """
    pasted = {name: given.get(name, "") for name in LINKS if given.get(name)}
    for link in pasted.values():
        if not is_link(link):
            raise Refusal(f"{SKILL}.no_such_link", link=link)
    if not pasted:
        raise Refusal(f"{SKILL}.nothing_pasted")
    changes = pasted.get("join", session.join) != session.join
    if changes and linking.entries(turn.context, session):
        return _shown(turn, session, pasted)
    return _saved(turn, session, pasted)


def _shown(turn: Turn, session: Session, pasted: Mapping[str, str]) -> Outcome:
    """Whose entries would have the link, waiting for a press."""
    asking = Card(
        ref=turn.context.id_for("card/linked"),
        skill=SKILL,
        buttons=("go", "stop"),
        person=turn.address,
        about=f"session/{session.id}",
        facts={PASTED: dict(pasted), "session": session.id},
        until=turn.context.now + CARD_LIFE,
    )
    count = linking.entries(turn.context, session)
    facts = {"session": session, "join": pasted["join"], "entries": count}
    labels = [choosing.named(turn, button) for button in asking.buttons]
    shown = Phrase(f"{SKILL}.links_shown", facts)
    return choosing.put(replace(turn, slots={}), choosing.Choice(asking, shown, labels))


def go(turn: Turn) -> Outcome:
    """The links that were shown, saved."""
    if turn.card is None or turn.card.done:
        return turn.say("planning.answered")
    session = _session(turn)
    must_be_open(turn.context, session)
    return choosing.settled(turn, _saved(turn, session, turn.card.facts[PASTED]))


def stop(turn: Turn) -> Outcome:
    """The links stay as they are."""
    if turn.card is None or turn.card.done:
        return turn.say("planning.answered")
    return choosing.settled(turn, turn.say(f"{SKILL}.links_left", session=_session(turn)))


def _session(turn: Turn) -> Session:
    assert turn.card is not None
    return sessions.of_card(turn.context, str(turn.card.facts["session"]))


def _saved(turn: Turn, session: Session, pasted: Mapping[str, str]) -> Outcome:
    join = pasted.get("join", session.join)
    webinar = _of(turn, session)
    kept = webinar.changed(link=join, register=pasted.get("register", webinar.register))
    audit = noted(turn, "webinar.linked", f"session/{session.id}")
    count = linking.entries(turn.context, session) if join != session.join else 0
    facts = {"session": session, "webinar": kept, "join": join, "entries": count}
    return merge(
        Outcome(saves=(kept, audit)),
        linking.joined(turn.context, session, join),
        turn.say(f"{SKILL}.linked", **facts),
    )


def _asked(question: Question) -> str:
    """A question, with what there is to choose from."""
    choices = "; ".join(question.choices)
    return f"{question.words} ({choices})" if choices else question.words


def _of(turn: Turn, session: Session) -> Webinar:
    return turn.context.view.get(Webinar, session.id) or Webinar(session=session.id)
