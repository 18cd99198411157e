"""``create session last Thursday of February at 1 pm about biometrics``.

``crée une séance le dernier jeudi de février à 13 h sur la biométrie``

The session is a draft at once. What speaks against its moment is said with other moments to take
by a press; what is missing is asked for, with a card that holds what is known.
"""

from dataclasses import replace
from typing import Any

import cards
from bot import invites, sessions
from bot.context import CARD_LIFE, ORGANISERS, Heard, Skill, Turn, merge, undoable
from bot.model.conversation import Card
from bot.model.outcome import Outcome
from bot.model.session import OTTAWA, Session
from bot.model.theme import Theme
from bot.model.words import Both, Phrase
from bot.planning import choosing, said
from bot.planning.drafts import USUAL_MINUTES, Wanted, drafted, noted
from bot.planning.form import FIELDS, filled_in, shown_in
from bot.planning.moment import Moment
from bot.planning.risks import alternatives, risks, suggested
from bot.planning.titles import second_title, titled

NAME = "session_create"
SECOND_TITLE = "second_title"


def create(turn: Turn) -> Outcome:
    """A new draft; or the question for what is missing."""
    if turn.filled == SECOND_TITLE:
        return _second_title(turn)
    turn = said.with_zone(turn)
    moment = said.moment_said(turn)
    theme = _theme_named(turn)
    title = theme.title if theme else titled(turn, str(turn.slots.get("title", "")))
    if isinstance(moment, Phrase):
        return choosing.ask_which(turn, NAME, moment)
    if moment is None or title == Both():
        return _ask_for_rest(turn, title, moment)
    minutes = int(turn.slots.get("duration_min", USUAL_MINUTES))
    if not 5 <= minutes <= 480:
        return turn.say("planning.bad_minutes")
    return _created(turn, Wanted(title, moment, minutes, theme))


def _theme_named(turn: Turn) -> Theme | None:
    """The theme that the words name, by its number or its title."""
    named = str(turn.slots.get("theme", ""))
    return turn.context.view.get(Theme, named.lstrip("#")) if named else None


def _ask_for_rest(turn: Turn, title: Both, moment: Moment | None) -> Outcome:
    """Ask for the title or the moment, in words and by a card that holds what is known."""
    if title == Both():
        asked, slot = Phrase(f"{NAME}.{'what' if moment else 'what_and_when'}"), "title"
    else:
        asked, slot = said.problem(turn, "when"), "when"
    known = {
        "title_en": title.en,
        "title_fr": title.fr,
        "minutes": str(turn.slots.get("duration_min", USUAL_MINUTES)),
        **shown_in(moment or suggested(turn.context)),
    }
    return _with_form(turn, asked, slot, known)


def _with_form(turn: Turn, asked: Phrase, slot: str, known: dict[str, Any]) -> Outcome:
    card = Card(
        ref=turn.context.id_for("card/new"),
        skill=NAME,
        buttons=("save",),
        inputs=FIELDS,
        person=turn.address,
        facts={"zone": known["zone"]},
        until=turn.context.now + CARD_LIFE,
    )
    zone = choosing.zone_label(known["zone"])
    facts = {**known, "zone": zone, "said": turn.words(asked.key, **asked.facts)}
    rendered = cards.render("session", card.ref, turn.languages, facts)
    intent = turn.intent or "session.create"
    return replace(turn, intent=intent).offer(card, rendered, asked, slot)


def _created(turn: Turn, wanted: Wanted) -> Outcome:
    """The draft, what is missing of it and what speaks against its moment."""
    draft = drafted(turn, wanted)
    session = draft.session
    against = risks(turn.context, wanted.moment, wanted.minutes, frozenset({session.id}))
    created = Phrase(f"{NAME}.created", _facts(session, risks=against, theme=draft.theme))
    offer = _offer if against else _next_step
    return merge(Outcome(saves=draft.saves), offer(turn, session, created))


def _facts(session: Session, **more: object) -> dict[str, object]:
    return {"session": session, "missing": session.title.missing, **more}


def _next_step(turn: Turn, session: Session, told: Phrase) -> Outcome:
    """What was done, and the question for the title in the other language if it is missing."""
    if session.title.missing is None:
        return turn.say(told.key, **told.facts)
    waiting = replace(turn, intent="session.create", slots={"session": session.id})
    return waiting.ask(SECOND_TITLE, told.key, **told.facts)


def _offer(turn: Turn, session: Session, told: Phrase) -> Outcome:
    """What was done, and other moments to move the session to by a press."""
    context = turn.context
    moment = Moment(session.starts, session.wall, session.zone)
    others = alternatives(context, moment, session.minutes, frozenset({session.id}))
    card = Card(
        ref=context.id_for("card/others"),
        skill=NAME,
        buttons=(*choosing.OTHERS[: len(others)], "keep"),
        person=turn.address,
        about=f"session/{session.id}",
        version=session.version,
        facts={"others": [each.row for each in others]},
        until=context.now + CARD_LIFE,
    )
    labels = [*choosing.labels_of(turn, others), choosing.named(turn, "keep")]
    waiting = replace(turn, intent="session.create", slots={"session": session.id})
    slot = SECOND_TITLE if session.title.missing else ""
    return choosing.put(waiting, choosing.Choice(card, told, labels), slot)


def _second_title(turn: Turn) -> Outcome:
    """The title in the language that was missing."""
    session = sessions.of_card(turn.context, str(turn.slots["session"]))
    missing = session.title.missing
    if missing is None:
        return turn.say("turn.not_understood")
    title = second_title(turn, session.title, missing, str(turn.slots[SECOND_TITLE]))
    now = session.changed(title=title)
    told = turn.words(f"{NAME}.undo_title", session=now)
    return merge(
        Outcome(saves=(now, undoable(turn, told, (session, now)))),
        turn.say(f"{NAME}.titled", **_facts(now)),
    )


def save(turn: Turn) -> Outcome:
    """The session filled in on the card; or the card again, with what it lacks."""
    card = turn.card
    if card is None or card.done:
        return show(turn)
    form = filled_in(turn, str(card.facts.get("zone", OTTAWA)))
    if form.problem is not None:
        return _with_form(turn, form.problem, "title", form.known)
    assert form.moment is not None
    wanted = Wanted(form.title, form.moment, form.minutes)
    return choosing.settled(turn, _created(turn, wanted))


def keep(turn: Turn) -> Outcome:
    """The session stays where it is."""
    if turn.card is None or turn.card.done:
        return show(turn)
    session = sessions.of_card(turn.context, turn.card.about.partition("/")[2])
    told = Phrase(f"{NAME}.kept", _facts(session))
    return choosing.settled(turn, _next_step(turn, session, told))


def take_other(turn: Turn) -> Outcome:
    """The moment on the button: for a request that left a choice, or for a session just made."""
    card = turn.card
    if card is None or card.done:
        return show(turn)
    if "choices" in card.facts:
        return choosing.settled(turn, create(choosing.chosen(turn)))
    session = sessions.of_card(turn.context, card.about.partition("/")[2])
    if session.upcoming is None or invites.told(turn.context, session.id):
        return turn.say(f"{NAME}.move_by_words", **_facts(session))
    moment = said.possible(turn, choosing.offered(turn))
    if isinstance(moment, Phrase):
        return turn.say(moment.key, **moment.facts)
    return choosing.settled(turn, _taken(turn, session, moment))


def _taken(turn: Turn, session: Session, moment: Moment) -> Outcome:
    now = session.changed(**moment.fields, sequence=session.sequence + 1)
    undo = undoable(turn, turn.words(f"{NAME}.undo_move", session=now), (session, now))
    saves = (now, undo, noted(turn, "session.moved", f"session/{now.id}"))
    told = Phrase(f"{NAME}.taken", _facts(now))
    return merge(Outcome(saves=saves), _next_step(turn, now, told))


def show(turn: Turn) -> Outcome:
    """How the session of the card stands, changing nothing."""
    about = turn.card.about if turn.card else ""
    if not about:
        return turn.say("planning.answered")
    session = sessions.of_card(turn.context, about.partition("/")[2])
    return turn.say(f"{NAME}.stands", **_facts(session))


PRESSES = {"save": save, "keep": keep, **dict.fromkeys(choosing.OTHERS, take_other)}
SKILL = Skill(
    NAME,
    hears={"session.create": Heard(create, ORGANISERS)},
    presses={button: Heard(handle, ORGANISERS) for button, handle in PRESSES.items()},
    show=show,
)
