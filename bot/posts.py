"""Messages and letters to people and to the team's space, ready for the outbox."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

import cards
from bot import texts
from bot.context import Context, Languages
from bot.model.conversation import Card
from bot.model.outbox import PROGRESS, Invite, Letter, Message, Sending, State
from bot.model.people import Contact, Place, route_key
from bot.model.words import LANGUAGES, Phrase

MAIL = "mail"


@dataclass(frozen=True, slots=True)
class Shown:
    """A card for somebody: its record, and how to render it once the languages are known."""

    card: Card
    render: Callable[[Languages], cards.Rendered]


@dataclass(frozen=True, slots=True)
class Redrawn:
    """A card as it stands now: which version of what, and its words and itself by language."""

    ref: str
    version: int
    about: str
    draw: Callable[[Languages], tuple[str, cards.Rendered]]


@dataclass(frozen=True, slots=True)
class Note:
    """Something to tell one person: in chat as ``words`` with a card, by mail as a letter."""

    key: str
    words: Phrase
    subject: Phrase
    letter: Phrase
    about: str = ""
    shown: Shown | None = None
    expires: datetime | None = None


def to_person(context: Context, address: str, note: Note) -> Sending:
    """The note, to the chat where the person was last met, or else by mail."""
    places = context.contact(address).places
    if not places:
        return by_mail(context, address, note)
    languages = context.languages_of(address)
    return _message(context, places[0], languages, note)


def to_space(context: Context, note: Note) -> tuple[Sending, ...]:
    """The note, in both languages, to each of the team's spaces."""
    return tuple(_message(context, place, LANGUAGES, note) for place in context.team.spaces)


def by_mail(context: Context, address: str, note: Note, invite: Invite | None = None) -> Sending:
    """The note as a letter, in the person's language or in both."""
    languages = context.languages_of(address)
    letter = Letter(
        subject=" | ".join(dict.fromkeys(texts.render(note.subject, each) for each in languages)),
        body="\n\n---\n\n".join(texts.render(note.letter, each) for each in languages),
        languages=languages,
        invite=invite,
    )
    return Sending(
        key=f"{note.key}/mail",
        door=MAIL,
        to=address.lower(),
        content=letter,
        created=context.now,
        about=note.about,
        expires=note.expires,
    )


def redrawn(context: Context, card: Redrawn, places: Iterable[Place]) -> tuple[Sending, ...]:
    """The card anew wherever it is shown; a newer one takes the place of one not sent yet."""
    return tuple(_anew(context, card, place) for place in places)


def languages_at(context: Context, place: Place) -> Languages:
    """The languages of whoever reads in a place: both in a space."""
    if place in context.team.spaces:
        return LANGUAGES
    known = context.view.find(Contact, "rooms", route_key(place))
    return context.languages_of(known[0].address) if known else LANGUAGES


def _anew(context: Context, card: Redrawn, place: Place) -> Sending:
    words, drawn = card.draw(languages_at(context, place))
    return Sending(
        key=f"{PROGRESS}{card.ref}/{card.version}/{place.channel}/{place.room}",
        door=place.channel,
        to=place.room,
        content=Message(words, drawn, replaces=card.ref),
        created=context.now,
        about=card.about,
        card=card.ref,
    )


def _message(context: Context, place: Place, languages: Languages, note: Note) -> Sending:
    words = texts.render_in(note.words, languages)
    shown = note.shown
    return Sending(
        key=f"{note.key}/{place.channel}/{place.room}",
        door=place.channel,
        to=place.room,
        content=Message(words, shown.render(languages) if shown else None),
        created=context.now,
        about=note.about,
        card=shown.card.ref if shown else "",
        state=State.WAITING,
        expires=note.expires,
    )
