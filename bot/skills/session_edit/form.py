"""The card on which a session is changed."""

from typing import Any

import cards
from bot.context import CARD_LIFE, Turn
from bot.model.conversation import Card
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.words import Phrase
from bot.planning import choosing
from bot.planning.changes import Values, altered, clashing, must_be_open, steps, values_of
from bot.planning.form import FIELDS, Form, filled_in, shown_in
from bot.planning.moment import restored
from bot.skills.session_edit import changing
from bot.skills.session_edit.changing import NAME


def offered(turn: Turn, session: Session) -> Outcome:
    """The card with the session as it stands."""
    asked = Phrase(f"{NAME}.fill_in", {"session": session})
    return _shown(turn, session, values_of(session), asked)


def _shown(turn: Turn, session: Session, known: Values, asked: Phrase) -> Outcome:
    """The card with these values in it; it remembers how the session stood."""
    card = Card(
        ref=turn.context.id_for("card/form"),
        skill=NAME,
        buttons=("save",),
        inputs=(*FIELDS, "join"),
        person=turn.address,
        about=f"session/{session.id}",
        version=session.version,
        facts={"was": values_of(session)},
        until=turn.context.now + CARD_LIFE,
    )
    moment = restored(known["moment"])
    facts = {
        **known,
        **shown_in(moment),
        "zone": choosing.zone_label(moment.zone),
        "minutes": str(known["minutes"]),
        "said": turn.words(asked.key, **asked.facts),
    }
    rendered = cards.render("session", card.ref, turn.languages, facts)
    return turn.offer(card, rendered, asked)


def save(turn: Turn) -> Outcome:
    """What was changed on the card; the difference, if somebody changed the same meanwhile."""
    card = turn.card
    if card is None or card.done:
        return changing.show(turn)
    session = changing.session_of(turn)
    must_be_open(turn.context, session)
    was, now = card.facts["was"], values_of(session)
    form = filled_in(turn, str(was["moment"]["zone"]))
    problem = form.problem or _of_link(turn)
    if problem:
        return turn.say(problem.key, **problem.facts)
    wanted = altered(was, _typed(turn, was, form))
    changed_too = clashing(now, was, wanted)
    if not changed_too:
        return choosing.settled(turn, changing.change(turn, session, {**now, **wanted}))
    meanwhile = steps(was, now, changed_too)
    asked = Phrase(f"{NAME}.meanwhile", {"session": session, "steps": meanwhile})
    return choosing.settled(turn, _shown(turn, session, {**now, **wanted}, asked))


def _typed(turn: Turn, was: Values, form: Form) -> dict[str, Any]:
    """The values on the card; what is left empty stays as it was.

    The day and hour as the card showed them are no change, even where that hour comes twice.
    """
    moment = form.moment.row if form.moment else was["moment"]
    same = moment["wall"] == was["moment"]["wall"]
    return {
        "title_en": form.title.en or was["title_en"],
        "title_fr": form.title.fr or was["title_fr"],
        "moment": was["moment"] if same else moment,
        "minutes": form.minutes,
        "join": turn.press.fields.get("join") or was["join"],
    }


def _of_link(turn: Turn) -> Phrase | None:
    link = turn.press.fields.get("join", "")
    return None if not link or link.startswith("https://") else Phrase("planning.bad_link")
