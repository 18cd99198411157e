"""What is shown of an erasure before it is pressed, and the errands by which it is carried out."""

from datetime import timedelta

import cards
from bot import texts
from bot.context import Context, Languages
from bot.invites.card import kept_sessions
from bot.model.conversation import Card
from bot.model.erasure import ERASING, Erasure
from bot.model.outbox import Errand, Sending
from bot.model.session import Session
from bot.model.words import Phrase

SKILL = "erasure"
MINUTE = timedelta(minutes=1)
BUTTONS = ("erase", "stop")
KINDS = (
    *("registrations", "attendance", "parts", "questions", "votes", "tickets", "forms", "mail"),
    *("letters", "lists", "contact", "notes"),
)


def errand(context: Context, erasure: Erasure, verb: str) -> Sending:
    """The order to count what is kept, or to erase it; nothing in it says whose that is.

    What is said about the erasure leaves in the minute before.
    """
    return Sending(
        key=f"erasure/{erasure.id}/{verb}/{erasure.tries}",
        door=ERASING,
        to=erasure.id,
        content=Errand(verb, {}),
        created=context.now,
        not_before=context.now + MINUTE if verb == "erase" else None,
        then=SKILL,
    )


def of_erasure(erasure: Erasure) -> Card:
    """The card, for whoever asked, where they asked."""
    return Card(
        ref=f"{SKILL}{erasure.id}",
        skill=SKILL,
        buttons=BUTTONS,
        person=erasure.by,
        about=f"erasure/{erasure.id}",
        facts={"erasure": erasure.id},
        until=erasure.until,
        waits_with=erasure.by,
        names=("erase", "efface", "erasure", "effacement"),
    )


def rendered(context: Context, erasure: Erasure, languages: Languages) -> cards.Rendered:
    """The card as it is drawn."""
    said = texts.render_in(words(context, erasure), languages)
    labels = [(name, texts.render_in(Phrase(f"buttons.{name}"), languages)) for name in BUTTONS]
    ref = of_erasure(erasure).ref
    return cards.render("moments", ref, languages, {"said": said, "buttons": labels})


def words(context: Context, erasure: Erasure) -> Phrase:
    """How much is kept of the person, what must stay, what cannot be taken back."""
    counts = [
        texts.both(Phrase(f"{SKILL}.kind_{kind}", {"count": erasure.counts[kind]}))
        for kind in KINDS
        if erasure.counts.get(kind)
    ]
    facts = {
        "erasure": erasure,
        "counts": counts,
        "kept": kept_sessions(context, erasure.address),
        "held": on_hold(context, erasure),
        "backups": context.now + timedelta(days=context.setup.backup_days),
    }
    return Phrase(f"{SKILL}.shown", facts)


def on_hold(context: Context, erasure: Erasure) -> list[Session]:
    """The sessions on hold of which something of the person stays."""
    found = (context.view.get(Session, number) for number in erasure.held)
    return [each for each in found if each is not None]
