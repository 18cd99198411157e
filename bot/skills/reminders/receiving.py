"""“who got it?” / « qui l'a reçu? »: to whom a reminder went, and who is without it."""

from collections.abc import Mapping
from typing import Any

import orjson

from bot import sessions, texts
from bot.context import Context, Languages, Turn
from bot.model.mailing import Mailing
from bot.model.outbox import LEDGERS, PROGRESS, Errand, Message, Sending
from bot.model.outcome import Outcome
from bot.model.people import Place
from bot.model.session import Session
from bot.model.words import Language, Phrase
from bot.skills.reminders import card
from bot.skills.reminders.asking import MOST, UNBORN

WHO = "who"
ENDS = ("sent", "together", "near", "uncertain", "begun", "later", "failed", "skipped", "missed")


def who(turn: Turn) -> Outcome:
    """The promise to look; what is found follows by itself, in the same place."""
    session = sessions.meant(turn)
    if isinstance(session, Outcome):
        return session
    context, place = turn.context, turn.incoming.place
    known = context.view.find(Mailing, "about", f"session/{session.id}")
    begun = [each.id for each in known if each.stage not in UNBORN and each.began][-MOST:]
    if not begun:
        return turn.say("reminders.who_nobody", session=session)
    facts = {
        "mailings": begun,
        "session": session.id,
        "place": [place.channel, place.room],
        "languages": list(turn.languages),
    }
    errand = Sending(
        key=f"{PROGRESS}who/{context.id_for('who')}",
        door=LEDGERS,
        to=f"session/{session.id}",
        content=Errand(WHO, facts),
        created=context.now,
        then=card.SKILL,
    )
    said = turn.say("reminders.who_looking", session=session)
    return Outcome(answer=said.answer, sends=(errand,))


def found(context: Context, errand: Sending, receipt: Mapping[str, Any]) -> Outcome:
    """What the ledgers said, in words, for whoever asked."""
    assert isinstance(errand.content, Errand)
    facts = errand.content.facts
    session = context.view.get(Session, str(facts["session"]))
    if session is None:
        return Outcome()
    languages: Languages = tuple(facts["languages"])
    mailings = [
        (context.view.get(Mailing, each), receipt.get(each, "{}")) for each in facts["mailings"]
    ]
    blocks = [(each, orjson.loads(ends)) for each, ends in mailings if each is not None]
    heading = Phrase("reminders.who_heading", {"session": session})
    text = texts.join([_listed(heading, blocks, language) for language in languages])
    place = Place(*facts["place"])
    told = Sending(
        key=f"{errand.key}/found",
        door=place.channel,
        to=place.room,
        content=Message(text),
        created=context.now,
    )
    return Outcome(sends=(told,))


def _listed(
    heading: Phrase, blocks: list[tuple[Mailing, dict[str, Any]]], language: Language
) -> str:
    phrases = [heading]
    for mailing, ends in blocks:
        at = mailing.began or mailing.created
        phrases.append(Phrase("reminders.who_mailing", {"at": at, "mailing": mailing}))
        phrases += [
            Phrase(
                "reminders.who_line",
                {"end": texts.both(Phrase(f"reminders.who_{end}")), **ends[end]},
            )
            for end in ENDS
            if end in ends
        ]
    return "\n".join(texts.render(each, language) for each in phrases)
