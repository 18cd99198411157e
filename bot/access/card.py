"""The card of a ticket: its owner is told that there is one, and reads it by a press."""

import cards
from bot import texts
from bot.context import CARD_LIFE, Context, Languages
from bot.model.access import SKILL, Ticket
from bot.model.conversation import Card
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.words import Phrase
from bot.posts import Note, Shown, to_person, to_space

READ, ANSWER, TAKE, CLOSE = (f"access_{each}" for each in ("read", "answer", "take", "close"))
BOOKED, UNAVAILABLE = "access_booked", "access_unavailable"
BUTTONS = (READ, ANSWER, BOOKED, UNAVAILABLE, TAKE, CLOSE)
INPUTS = ("words", "lesson")


def of_ticket(context: Context, ticket: Ticket, address: str) -> Card:
    """The card of a ticket for one person; what it says stands in the ticket alone."""
    return Card(
        ref=context.id_for(f"access/{ticket.id}/{address}"),
        skill=SKILL,
        buttons=BUTTONS,
        inputs=INPUTS,
        person=address,
        about=f"access/{ticket.id}",
        facts={"ticket": ticket.id},
        until=context.now + CARD_LIFE,
    )


def told(context: Context, ticket: Ticket, key: str) -> Outcome:
    """The owner hears of the ticket; without one, the team that somebody must be named.

    No word of what was said is in it: messages are kept, shown in lists, and seen over shoulders.
    """
    facts = {"ticket": ticket, "session": session_of(context, ticket)}
    if not ticket.owner:
        words = Phrase("access.nobody", facts)
        note = Note(f"access/{ticket.id}/nobody", words, words, words)
        return Outcome(sends=to_space(context, note))
    shown = of_ticket(context, ticket, ticket.owner)
    letter = {"said": texts.both(Phrase(key, facts)), "link": context.link(shown.ref)}
    note = Note(
        key=f"{key}/{ticket.id}/{ticket.version}",
        words=Phrase(key, facts),
        subject=Phrase("access.subject", facts),
        letter=Phrase("access.owner_letter", {**letter, "team": context.team}),
        about=f"access/{ticket.id}",
        shown=Shown(shown, lambda languages: closed(shown, Phrase(key, facts), languages)),
    )
    return Outcome(saves=(shown,), sends=(to_person(context, ticket.owner, note),))


def closed(shown: Card, said: Phrase, languages: Languages) -> cards.Rendered:
    """The card before it is read: that there is a ticket, and the button to read it."""
    label = texts.render_in(Phrase(f"buttons.{READ}"), languages)
    facts = {"said": texts.render_in(said, languages), "buttons": [(READ, label)]}
    return cards.render("moments", shown.ref, languages, facts)


def words(context: Context, ticket: Ticket) -> Phrase:
    """All that is known of a ticket."""
    facts = {
        "ticket": ticket,
        "session": session_of(context, ticket),
        "name": context.contact(ticket.by).name if ticket.by else "",
    }
    return Phrase("access.ticket", facts)


def opened(context: Context, shown: Card, ticket: Ticket, languages: Languages) -> cards.Rendered:
    """The card as it is read, with what can be done about the ticket."""
    names = () if ticket.closed else _buttons(ticket, shown.person)
    facts = {
        "said": texts.render_in(words(context, ticket), languages),
        "open": not ticket.closed,
        "buttons": [
            (each, texts.render_in(Phrase(f"buttons.{each}"), languages)) for each in names
        ],
    }
    return cards.render("access", shown.ref, languages, facts)


def _buttons(ticket: Ticket, address: str) -> tuple[str, ...]:
    booking = (BOOKED, UNAVAILABLE) if ticket.unsettled else ()
    taking = () if ticket.owner == address else (TAKE,)
    return (*((ANSWER,) if ticket.by else ()), *booking, *taking, CLOSE)


def session_of(context: Context, ticket: Ticket) -> Session | None:
    """The session a ticket is about, if it is about one."""
    return context.view.get(Session, ticket.session) if ticket.session else None
