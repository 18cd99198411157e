"""What every turn ends with: cards that were answered are closed, what was learnt is kept."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from bot.context import Turn
from bot.model.conversation import Card
from bot.model.outbox import Message, Sending
from bot.model.outcome import Answer, Outcome
from bot.model.people import Contact, Place, Route, route_key

PLACES_KEPT = 3
A_MONTH = timedelta(days=30)


def closed(turn: Turn, outcome: Outcome) -> Outcome:
    """The outcome, its answer in the place of the pressed card if that settled it, everywhere."""
    card = turn.press.card
    settled = any(isinstance(s, Card) and s.ref == card and s.done for s in outcome.saves)
    replaced = outcome.answer.replaces or (card if settled else "")
    if not replaced:
        return outcome
    answer = replace(outcome.answer, replaces=replaced, below=bool(turn.incoming.text))
    elsewhere = tuple(_elsewhere(turn, answer))
    return replace(outcome, answer=answer, sends=(*outcome.sends, *elsewhere))


def _elsewhere(turn: Turn, answer: Answer) -> Iterator[Sending]:
    """The answer for the other rooms in which the same card, or its twin, was shown."""
    for ref in (answer.replaces, *_twins(turn, answer.replaces)):
        shown = turn.context.view.find(Sending, "card", ref)
        rooms = {Place(each.door, each.to) for each in shown if isinstance(each.content, Message)}
        for place in sorted(rooms - {turn.incoming.place}, key=route_key):
            yield Sending(
                key=f"closed/{turn.context.id_for('closed')}/{place.channel}/{place.room}",
                door=place.channel,
                to=place.room,
                content=Message(answer.text, answer.card, ref),
                created=turn.context.now,
                card=ref,
            )


def _twins(turn: Turn, ref: str) -> list[str]:
    """The cards that asked the same of the team in its other spaces."""
    view = turn.context.view
    pressed = view.get(Card, ref)
    if pressed is None or pressed.person or not pressed.about:
        return []
    alike = (pressed.skill, pressed.version, pressed.facts, "")
    about = view.find(Card, "about", pressed.about)
    same = [each for each in about if (each.skill, each.version, each.facts, each.person) == alike]
    return [each.ref for each in same if each.ref != ref]


def met(turn: Turn, outcome: Outcome) -> Outcome:
    """The outcome, and what was learnt of the person and the place."""
    if turn.incoming.notice == "removed" or not turn.address:
        return outcome
    return _reachable(turn, _known(turn, outcome))


def _reachable(turn: Turn, outcome: Outcome) -> Outcome:
    """The outcome, and the way to the place as the platform gave it."""
    incoming = turn.incoming
    if incoming.route is None:
        return outcome
    route = Route(place=route_key(incoming.place), facts=incoming.route)
    if turn.context.view.get(Route, route.place) == route:
        return outcome
    return replace(outcome, saves=(*outcome.saves, route))


def _known(turn: Turn, outcome: Outcome) -> Outcome:
    """The outcome, and what was learnt of the person: name, place, language."""
    incoming = turn.incoming
    saved = {each.address: each for each in outcome.saves if isinstance(each, Contact)}
    known = turn.context.contact(incoming.sender.address)
    before = saved.get(known.address, known)
    after = replace(before, name=before.name or incoming.sender.name)
    if incoming.private and len(turn.languages) == 1:
        after = replace(after, wrote=turn.languages[0])
    if incoming.private and incoming.reachable:
        others = tuple(place for place in before.places if place != incoming.place)
        after = replace(after, places=(incoming.place, *others)[:PLACES_KEPT])
    if before.heard is None or turn.context.now - before.heard > A_MONTH:
        after = replace(after, heard=turn.context.now)
    if after == known:
        return outcome
    rest = tuple(each for each in outcome.saves if each is not saved.get(known.address))
    return replace(outcome, saves=(*rest, after))
