"""The hosts' card: in a room, in private with a link for a phone, and brought up to date."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import cards
from bot import texts
from bot.context import Context, Languages, Turn
from bot.hosting.blocks import every_block
from bot.hosting.rows import line
from bot.hosting.stand import Stand, stand
from bot.hosting.troubles import TROUBLES
from bot.model.conversation import Card
from bot.model.outbox import PROGRESS, Message, Sending
from bot.model.outcome import Outcome
from bot.model.people import Place
from bot.model.plan import HostCard
from bot.model.session import Session
from bot.model.words import Phrase
from bot.posts import languages_at

NAME = "host"
CARD = f"{NAME}-"
BUTTONS = (*(f"host_{name}" for name in TROUBLES), "host_block")
LIFE = timedelta(days=1)
"""How long after its session the card may still be pressed."""


def of_session(session: Session) -> Card:
    """The card in the rooms of the team: anybody's there."""
    return Card(
        ref=f"{CARD}{session.id}",
        skill=NAME,
        buttons=BUTTONS,
        inputs=("block",),
        about=f"session/{session.id}",
        facts={"session": session.id},
        until=session.ends + LIFE,
    )


def of_person(turn: Turn, session: Session) -> Card:
    """The same card behind a signed link: one person's."""
    ref = turn.context.id_for("card/host")
    return replace(of_session(session), ref=ref, person=turn.address)


def said(context: Context, stands: Stand) -> Phrase:
    """How the session stands, in words."""
    facts = {
        "session": stands.session,
        "at": context.now,
        "late": [line("host.row", each) for each in stands.late],
        "now": line("host.row", stands.now) if stands.now else None,
        "coming": [line("host.row", each) for each in stands.coming],
        "alerts": [each.said for each in stands.alerts],
        "polls": [each.question for each in stands.polls],
        "failed": stands.failed,
        "unread": stands.unread,
    }
    return Phrase("host.card", facts)


def rendered(context: Context, stands: Stand, ref: str, languages: Languages) -> cards.Rendered:
    """The card as it stands."""
    paste = [each.block for each in stands.alerts if each.block]
    paste += [stands.block] if stands.block and stands.block not in paste else []
    every = every_block(context, stands.session)
    chosen = stands.block or every[0]
    facts = {
        "said": texts.render_in(said(context, stands), languages),
        "paste": [(each.title.in_(languages[0]), each.pasted) for each in paste[:2]],
        "choices": [(each.name, each.title.in_(languages[0])) for each in every],
        "chosen": chosen.name,
        "buttons": [(n, texts.render_in(Phrase(f"buttons.{n}"), languages)) for n in BUTTONS],
    }
    return cards.render("host", ref, languages, facts)


def shown(turn: Turn, session: Session) -> Outcome:
    """The card here, from now on up to date; in private with a link that opens it on a phone."""
    fresh = HostCard(session=session.id, mark=stand(turn.context, session).mark)
    kept = turn.context.view.get(HostCard, session.id) or fresh
    here = place_of(turn)
    if here is not None and here not in kept.places:
        kept = replace(kept, places=(*kept.places, here), version=kept.version + 1)
    outcome = answered(turn, session, of_session(session))
    if not turn.incoming.private:
        return replace(outcome, saves=(*outcome.saves, kept))
    own = of_person(turn, session)
    answer = outcome.answer
    if answer.card is not None:
        link = turn.words("host.link")
        shown_ = {"type": "TextBlock", "text": f"[{link}]({turn.context.link(own.ref)})"}
        card = {**answer.card, "body": [*answer.card["body"], shown_]}
        answer = replace(answer, card=card)
    return replace(outcome, saves=(*outcome.saves, kept, own), answer=answer)


def place_of(turn: Turn) -> Place | None:
    """Where words go: here, or from a terminal to one's chat; None behind a signed link."""
    if turn.incoming.reachable:
        return turn.incoming.place
    if turn.card is not None and turn.card.person:
        return None
    return next(iter(turn.context.contact(turn.address).places), None)


def answered(turn: Turn, session: Session, card: Card) -> Outcome:
    """The card as it stands, in the place of the one there is."""
    stands = stand(turn.context, session)
    phrase = said(turn.context, stands)
    drawn = rendered(turn.context, stands, card.ref, turn.languages)
    offered = turn.offer(card, drawn, phrase)
    # A page shows the card and the words above it: said once is enough there.
    text = offered.answer.text if place_of(turn) else ""
    return replace(offered, answer=replace(offered.answer, text=text, replaces=card.ref))


def told(context: Context, stands: Stand, kept: HostCard) -> Iterator[Sending]:
    """The card anew wherever it is shown."""
    ref = f"{CARD}{stands.session.id}"
    for place in kept.places:
        languages = languages_at(context, place)
        words = texts.render_in(said(context, stands), languages)
        drawn = rendered(context, stands, ref, languages)
        yield Sending(
            key=f"{PROGRESS}{ref}/{kept.version}/{place.channel}/{place.room}",
            door=place.channel,
            to=place.room,
            content=Message(words, drawn, replaces=ref),
            created=context.now,
            about=f"session/{stands.session.id}",
            card=ref,
            expires=stands.session.ends + timedelta(minutes=15),
        )
