"""The cards of a poll: the one people vote on, and the one by which the team runs it."""

import re
from dataclasses import replace
from datetime import timedelta

import cards
from bot import texts
from bot.context import Context, Languages
from bot.model.conversation import Card, Incoming
from bot.model.outbox import Sending
from bot.model.people import route_key
from bot.model.poll import CARD, SKILL, Poll, PollKind, PollState
from bot.model.words import Both, Phrase
from bot.polling import counting, shown
from bot.posts import Redrawn, redrawn

DESK = f"{CARD}desk-"
CHOICES = ("choice_1", "choice_2", "choice_3", "choice_4", "choice_5")
"""As many options may be a button each; more are a list to choose from."""
VOTE, FIELDS = "vote", ("choices", "words")
BUTTONS: dict[PollState, tuple[str, ...]] = {
    PollState.DRAFT: ("poll_post", "poll_change", "poll_drop"),
    PollState.OPEN: ("poll_close",),
}
KEPT = timedelta(days=60)
VOTED_ON = re.compile(rf"{re.escape(CARD)}(?P<poll>\d+)(?:\.\w+)?")
"""A poll, and whom or in which room the card was shown to."""


def standing(context: Context, ref: str) -> Card | None:
    """The card with this reference, as it may be pressed now."""
    if ref.startswith(DESK):
        poll = context.view.get(Poll, ref.removeprefix(DESK))
        return of_desk(poll) if poll else None
    found = VOTED_ON.fullmatch(ref)
    poll = context.view.get(Poll, found["poll"]) if found else None
    return of_voting(poll, ref) if poll and poll.posted else None


def of_voting(poll: Poll, ref: str) -> Card:
    """The card people vote on: anybody's, wherever it is shown."""
    options = zip(CHOICES, poll.options, strict=False)
    labels = {name: [each.en, each.fr] for name, each in options}
    return Card(
        ref=ref,
        skill=SKILL,
        buttons=(VOTE, *CHOICES[: len(poll.options)]),
        inputs=FIELDS,
        about=f"poll/{poll.id}",
        facts={"poll": poll.id, "labels": labels if on_buttons(poll) else {}},
        until=poll.created + KEPT,
        public=True,
    )


def of_desk(poll: Poll) -> Card:
    """The card by which the team runs the poll."""
    return Card(
        ref=f"{DESK}{poll.id}",
        skill=SKILL,
        buttons=tuple(name for names in BUTTONS.values() for name in names),
        about=f"poll/{poll.id}",
        facts={"poll": poll.id},
        until=poll.created + KEPT,
    )


def on_buttons(poll: Poll) -> bool:
    """Whether each option is a button."""
    one = poll.kind in (PollKind.SINGLE, PollKind.RATING)
    return one and len(poll.options) <= len(CHOICES)


def waiting(card: Card, poll: Poll, here: str) -> Card:
    """The card, to be kept so that a person, or everybody in a room, may answer it in words."""
    names = (f"poll {poll.id}", f"sondage {poll.id}")
    return replace(card, waits_with=here, names=names)


def here(incoming: Incoming) -> str:
    """With whom a card that is shown in answer waits: the person, or everybody in the room."""
    return incoming.sender.address if incoming.private else route_key(incoming.place)


def voting(poll: Poll, ref: str, languages: Languages, own: Both | None = None) -> cards.Rendered:
    """The card people vote on; once it is closed, what came of it takes its place.

    ``own`` says where its reader votes on another device, on a card for this person alone.
    """
    said = texts.render_in(Phrase("polls.how", {"poll": poll}), languages)
    if own:
        said = f"{said}\n{_label(own, languages)}"
    buttons = [(VOTE, texts.render_in(Phrase("buttons.vote"), languages))]
    if on_buttons(poll):
        labels = (_label(each, languages) for each in poll.options)
        buttons = [*zip(CHOICES, labels, strict=False)]
    facts = {
        "poll": poll,
        "question": poll.question,
        "said": said,
        "choices": [] if on_buttons(poll) else [*enumerate(poll.options, 1)],
        "several": poll.kind is PollKind.SEVERAL,
        "writes": poll.kind is PollKind.WORDS,
        "buttons": buttons,
    }
    return cards.render("poll", ref, languages, facts)


def _label(option: Both, languages: Languages) -> str:
    return " / ".join(dict.fromkeys(option.in_(language) for language in languages))


def asked(poll: Poll, own: Both | None = None) -> Phrase:
    """What the card to vote on is announced with."""
    return Phrase("polls.asked", {"poll": poll, "own": own})


def desk(context: Context, poll: Poll, languages: Languages) -> cards.Rendered:
    """The card of the team: the poll as it stands, and what may be done with it."""
    phrase = how_it_stands(context, poll)
    labels = [
        (name, texts.render_in(Phrase(f"buttons.{name}"), languages))
        for name in BUTTONS.get(poll.state, ())
    ]
    said = texts.render_in(phrase, languages)
    return cards.render("moments", f"{DESK}{poll.id}", languages, {"said": said, "buttons": labels})


def how_it_stands(context: Context, poll: Poll) -> Phrase:
    """How the poll stands, in words for the team."""
    if poll.state is PollState.CLOSED:
        return shown.results(context, poll)
    facts = {
        "poll": poll,
        "address": shown.address(context, poll),
        "present": shown.present_address(context, poll),
        "rooms": len(poll.places),
        "voters": counting.voters(context.view, poll),
    }
    return Phrase(f"polls.desk_{poll.state}", facts)


def told(context: Context, poll: Poll) -> tuple[Sending, ...]:
    """The team's card anew wherever it is shown."""

    def draw(languages: Languages) -> tuple[str, cards.Rendered]:
        words = texts.render_in(how_it_stands(context, poll), languages)
        return words, desk(context, poll, languages)

    card = Redrawn(f"{DESK}{poll.id}", poll.version, f"poll/{poll.id}", draw)
    return redrawn(context, card, poll.desk)
