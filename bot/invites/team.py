"""What the team hears of its speakers, and the cards on which it decides."""

from dataclasses import dataclass, replace

import cards
from bot import texts
from bot.context import Context, Languages
from bot.invites.card import KEPT, Asking
from bot.model.conversation import Card
from bot.model.outbox import Sending
from bot.model.outcome import Outcome
from bot.model.people import Place, route_key
from bot.model.words import Phrase
from bot.posts import Note, Shown, to_person, to_space

SKILL = "speaker_desk"


@dataclass(frozen=True, slots=True)
class Decision:
    """Something for the team to decide: ``kind`` names its texts (file ``speaker_desk``)."""

    kind: str
    buttons: tuple[str, ...]
    inputs: tuple[str, ...] = ()


PROPOSAL = Decision("proposal", ("keep",))
RETURNING = Decision("returning", ("yes", "no"))
QUESTION = Decision("question", ("reply",), ("reply",))
UNREACHED = Decision("unreached", ("readdress", "done"), ("address",))
DECISIONS = {each.kind: each for each in (PROPOSAL, RETURNING, QUESTION, UNREACHED)}


def tell(context: Context, asking: Asking, words: Phrase) -> tuple[Sending, ...]:
    """The words to the team's spaces; without a space, to those who answer for the invitation."""
    note = _note(context, asking, words)
    if context.team.spaces:
        return to_space(context, note)
    return tuple(to_person(context, each, note) for each in _responsible(context, asking))


def tell_organiser(context: Context, asking: Asking, words: Phrase) -> tuple[Sending, ...]:
    """The words in private to those who answer for the invitation."""
    note = _note(context, asking, words)
    return tuple(to_person(context, each, note) for each in _responsible(context, asking))


def decide(context: Context, asking: Asking, decision: Decision) -> Outcome:
    """The card for a decision, to the team's spaces; without a space, as ``ask_organiser``."""
    places = context.team.spaces
    if not places:
        return ask_organiser(context, asking, decision)
    shown = [_shown(context, asking, decision, place) for place in places]
    sends = [
        _to_place(context, place, _decision_note(context, asking, each))
        for place, each in zip(places, shown, strict=True)
    ]
    return Outcome(saves=tuple(each.card for each in shown), sends=tuple(sends))


def ask_organiser(context: Context, asking: Asking, decision: Decision) -> Outcome:
    """The card for a decision, in private to those who answer for the invitation."""
    people = _responsible(context, asking)
    shown = [_shown(context, asking, decision, person) for person in people]
    sends = [
        to_person(context, person, _decision_note(context, asking, each))
        for person, each in zip(people, shown, strict=True)
    ]
    return Outcome(saves=tuple(each.card for each in shown), sends=tuple(sends))


def rendered(card: Card, asking: Asking, languages: Languages) -> cards.Rendered:
    """The card of a decision as it is drawn."""
    decision = DECISIONS[card.facts["kind"]]
    facts = {
        "heading": texts.render_in(_words(card, asking), languages),
        "inputs": decision.inputs,
        "buttons": () if card.done else decision.buttons,
    }
    return cards.render("speaker_desk", card.ref, languages, facts)


def _responsible(context: Context, asking: Asking) -> tuple[str, ...]:
    """Who answers for an invitation: who sent it, if they still organise, or all who do."""
    organisers = context.organisers
    asked_by = asking.speaking.asked_by
    return (asked_by,) if asked_by in organisers else tuple(sorted(organisers))


def _shown(context: Context, asking: Asking, decision: Decision, to: Place | str) -> Shown:
    session, speaking = asking.session, asking.speaking
    card = Card(
        ref=context.id_for(f"{decision.kind}/{speaking.key}/{to}"),
        skill=SKILL,
        buttons=decision.buttons,
        inputs=decision.inputs,
        person=to if isinstance(to, str) else "",
        place=to if isinstance(to, Place) else None,
        about=f"session/{session.id}",
        version=speaking.version,
        facts={"kind": decision.kind, "speaking": speaking.key, "said": speaking.said},
        until=session.ends + KEPT,
        waits_with=to if isinstance(to, str) else route_key(to),
        names=(speaking.called, speaking.address, session.id),
    )
    return Shown(card, lambda languages: rendered(card, asking, languages))


def _words(card: Card, asking: Asking) -> Phrase:
    facts = {"session": asking.session, "speaking": asking.speaking, "said": card.facts["said"]}
    return Phrase(f"{SKILL}.{card.facts['kind']}", facts)


def _decision_note(context: Context, asking: Asking, shown: Shown) -> Note:
    note = _note(context, asking, _words(shown.card, asking), context.link(shown.card.ref))
    subject = Phrase(f"{SKILL}.action_subject", {"session": asking.session})
    return replace(note, subject=subject, shown=shown)


def _note(context: Context, asking: Asking, words: Phrase, link: str = "") -> Note:
    letter = {"words": texts.both(words), "link": link, "team": context.team}
    return Note(
        key=f"{words.key}/{asking.speaking.key}/{asking.speaking.version}",
        words=words,
        subject=Phrase(f"{SKILL}.subject", {"session": asking.session}),
        letter=Phrase(f"{SKILL}.letter", letter),
        about=f"session/{asking.session.id}",
    )


def _to_place(context: Context, place: Place, note: Note) -> Sending:
    every = to_space(context, note)
    return next(each for each in every if (each.door, each.to) == (place.channel, place.room))
