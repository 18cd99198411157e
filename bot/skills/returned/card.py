"""The card on which the team decides on a reply: whose it is, what they wrote, what to do."""

import cards
from bot import texts
from bot.context import CARD_LIFE, Context, Languages
from bot.documents.lines import cut
from bot.model.conversation import Card
from bot.model.outbox import Sending
from bot.model.outcome import Outcome
from bot.model.people import Place, route_key
from bot.model.registration import Registration
from bot.model.returned import MailReply
from bot.model.session import Session
from bot.model.words import Phrase
from bot.posts import Note, Shown, to_person, to_space

SKILL = "returned"
BUTTONS = ("give_up", "resend", "done")
WHICH, ALL = "which", "all"
SHOWN = 500
"""Characters of what they wrote; the whole of it stands in the mailbox."""


def ask(context: Context, reply: MailReply) -> Outcome:
    """The card to each of the team's spaces; without a space, to each organiser."""
    to: tuple[Place | str, ...] = context.team.spaces or tuple(sorted(context.organisers))
    shown = [_shown(context, reply, each) for each in to]
    sends = (_sending(context, reply, *each) for each in zip(to, shown, strict=True))
    return Outcome(saves=tuple(each.card for each in shown), sends=tuple(sends))


def words(context: Context, reply: MailReply) -> Phrase:
    """Who wrote, about which session if that is clear, and what they wrote."""
    session = session_of(context, reply)
    said = cut(reply.words, SHOWN)
    facts = {"reply": reply, "session": session, "said": said, "among": sessions(context, reply)}
    return Phrase(f"{SKILL}.{reply.wish}", facts)


def rendered(
    context: Context, card: Card, reply: MailReply, languages: Languages
) -> cards.Rendered:
    """The card as it is drawn."""
    said = texts.render_in(words(context, reply), languages)
    names = () if reply.settled else card.buttons
    labels = [(name, texts.render_in(Phrase(f"buttons.{name}"), languages)) for name in names]
    choices = _choices(context, reply, languages) if names and reply.among else []
    facts = {"said": said, "buttons": labels, "choices": choices}
    return cards.render("reply", card.ref, languages, facts)


def _choices(context: Context, reply: MailReply, languages: Languages) -> list[tuple[str, str]]:
    """The sessions that may be meant, and all of them."""
    named = [
        (each.id, texts.render_in(Phrase(f"{SKILL}.choice", {"session": each}), languages))
        for each in sessions(context, reply)
    ]
    return [*named, (ALL, texts.render_in(Phrase(f"{SKILL}.all"), languages))]


def sessions(context: Context, reply: MailReply) -> list[Session]:
    """The sessions that the reply is about, or may be about."""
    places = (context.view.get(Registration, each) for each in reply.places)
    found = (context.view.get(Session, each.session) for each in places if each is not None)
    return [each for each in found if each is not None]


def session_of(context: Context, reply: MailReply) -> Session | None:
    """The session that the reply is about; None where that is not clear."""
    registration = context.view.get(Registration, reply.registration)
    return context.view.get(Session, registration.session) if registration else None


def _shown(context: Context, reply: MailReply, to: Place | str) -> Shown:
    session = session_of(context, reply)
    card = Card(
        ref=context.id_for(f"returned/{reply.id}/{to}"),
        skill=SKILL,
        buttons=BUTTONS,
        inputs=(WHICH,) if reply.among else (),
        person=to if isinstance(to, str) else "",
        place=to if isinstance(to, Place) else None,
        about=f"session/{session.id}" if session else f"mail/{reply.id}",
        facts={"reply": reply.id},
        until=context.now + CARD_LIFE,
        waits_with=to if isinstance(to, str) else route_key(to),
        names=(reply.name, reply.address, *(each.id for each in sessions(context, reply))),
    )
    return Shown(card, lambda languages: rendered(context, card, reply, languages))


def _sending(context: Context, reply: MailReply, to: Place | str, shown: Shown) -> Sending:
    said = words(context, reply)
    letter = {
        "words": texts.both(said),
        "link": context.link(shown.card.ref),
        "team": context.team,
    }
    note = Note(
        key=f"{SKILL}/{reply.id}",
        words=said,
        subject=Phrase(f"{SKILL}.subject", {"reply": reply}),
        letter=Phrase(f"{SKILL}.letter", letter),
        about=shown.card.about,
        shown=shown,
    )
    if isinstance(to, str):
        return to_person(context, to, note)
    every = to_space(context, note)
    return next(each for each in every if (each.door, each.to) == (to.channel, to.room))
