"""“export the registrations of session 3” / « exporte les inscriptions de la séance 3 ».

The totals come first, then the question what the names are for; then a link to the workbook, good
for an hour. Whoever took what out, and why, is kept for an audit.
"""

from dataclasses import replace
from datetime import timedelta

import cards
from bot import sessions
from bot.context import ORGANISERS, Heard, Skill, Turn
from bot.errors import Refusal
from bot.model.conversation import Card
from bot.model.outcome import Answer, Outcome
from bot.model.registration import Registration, Standing
from bot.model.session import Session
from bot.planning.drafts import noted

NAME = "registration_export"
GOOD_FOR = timedelta(hours=1)
LONGEST_PURPOSE = 300
PURPOSE, WORKBOOK = "purpose", "workbook"


def export(turn: Turn) -> Outcome:
    """The totals and the question what for; then the link."""
    if not turn.incoming.private:
        raise Refusal(f"{NAME}.in_private")
    session = sessions.meant(turn)
    if isinstance(session, Outcome):
        return session
    counts = _counts(turn, session)
    if not sum(counts.values()):
        raise Refusal(f"{NAME}.nobody", session=session)
    purpose = " ".join(str(turn.slots.get(PURPOSE, "")).split())[:LONGEST_PURPOSE]
    if not purpose:
        asked = replace(turn, slots={"session": session.id})
        return asked.ask(PURPOSE, f"{NAME}.totals", session=session, **counts)
    return _linked(turn, session, purpose)


def _counts(turn: Turn, session: Session) -> dict[str, int]:
    """How many there are of each standing."""
    view = turn.context.view
    return {
        each.value: view.count(Registration, "standing_in", f"{session.id}/{each}")
        for each in Standing
    }


def _linked(turn: Turn, session: Session, purpose: str) -> Outcome:
    """The link, for this person alone."""
    context, about = turn.context, f"session/{session.id}"
    card = Card(
        ref=context.id_for(f"card/export/{session.id}"),
        skill=NAME,
        buttons=("download",),
        person=turn.address,
        about=about,
        facts={"session": session.id, PURPOSE: purpose},
        until=context.now + GOOD_FOR,
    )
    audit = replace(noted(turn, "registration.exported", about), why=purpose)
    said = turn.say(f"{NAME}.link", session=session, link=context.link(card.ref), until=card.until)
    return replace(said, saves=(card, audit))


def show(turn: Turn) -> Outcome:
    """What the page behind the link says: what is in the workbook, and the button."""
    session, card = _of_card(turn)
    facts = {"session": session, "purpose": card.facts[PURPOSE], "until": card.until}
    said = turn.words(f"{NAME}.ready", **facts)
    labels = [("download", turn.words("buttons.download"))]
    rendered = cards.render("moments", card.ref, turn.languages, {"said": said, "buttons": labels})
    return Outcome(answer=Answer(said, rendered))


def download(turn: Turn) -> Outcome:
    """That the workbook may be handed over now, to the page that asked; noted each time."""
    session, card = _of_card(turn)
    audit = noted(turn, "registration.downloaded", f"session/{session.id}")
    answer = turn.reply(f"{NAME}.on_page", link=turn.context.link(card.ref))
    allowed = replace(answer, facts={WORKBOOK: f"registrations/{session.id}.xlsx"})
    return Outcome(saves=(replace(audit, why=card.facts[PURPOSE]),), answer=allowed)


def _of_card(turn: Turn) -> tuple[Session, Card]:
    assert turn.card is not None
    return sessions.of_card(turn.context, str(turn.card.facts["session"])), turn.card


SKILL = Skill(
    NAME,
    hears={"registration.export": Heard(export, ORGANISERS)},
    presses={"download": Heard(download, ORGANISERS)},
    show=show,
)
