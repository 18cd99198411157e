"""A translation that came back as a reply by mail: the asker is shown it, and decides.

Nobody vouches for who wrote a mail, so nothing of it is used by itself.
"""

from collections.abc import Iterable

import cards
from bot import texts
from bot.context import CARD_LIFE, Context, Languages
from bot.describing.translating import SKILL
from bot.model.conversation import Card
from bot.model.outbox import letter_mark
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.translation import Translation
from bot.model.words import Phrase
from bot.posts import Note, Shown, to_person

BUTTONS = ("use_translation", "leave_translation")
REPLY = "reply"
"""What the card keeps of the mail: its own words, without what they quote."""


def request_of(context: Context, address: str, letters: Iterable[str]) -> Translation | None:
    """The request that a mail answers, by the letter it names; the only one there is, if none."""
    waiting = context.view.find(Translation, "awaited_of", address)
    named = {each.strip("<>").partition("@")[0] for each in letters}
    answered = [each for each in waiting if named & _marks(each)]
    if answered:
        return answered[0]
    return waiting[0] if len(waiting) == 1 and not named else None


def _marks(request: Translation) -> set[str]:
    """What the Message-IDs of the letters that asked for it begin with."""
    versions = range(1, request.version + 1)
    return {letter_mark(f"{SKILL}/{request.id}/{version}/mail") for version in versions}


def proposed(context: Context, request: Translation, words: str) -> Outcome:
    """The card with their words, to who asked for the translation."""
    session = context.view.get(Session, request.session)
    if session is None:
        return Outcome()
    card = _card(context, request, words)
    said = words_of(request, session, words)
    letter = {"words": texts.both(said), "link": context.link(card.ref), "team": context.team}
    note = Note(
        key=f"{SKILL}/{request.id}/replied/{card.ref}",
        words=said,
        subject=Phrase(f"{SKILL}.subject_answer", {"session": session}),
        letter=Phrase(f"{SKILL}.replied_letter", letter),
        about=f"session/{session.id}",
        shown=Shown(card, lambda languages: drawn(card, said, languages)),
    )
    return Outcome(saves=(card,), sends=(to_person(context, request.asked_by, note),))


def _card(context: Context, request: Translation, words: str) -> Card:
    return Card(
        ref=context.id_for(f"card/{SKILL}/reply"),
        skill=SKILL,
        buttons=BUTTONS,
        person=request.asked_by,
        about=f"session/{request.session}",
        version=request.version,
        facts={"request": request.id, "edition": request.edition, REPLY: words},
        until=context.now + CARD_LIFE,
        waits_with=request.asked_by,
        names=(request.session, request.called),
    )


def words_of(request: Translation, session: Session, words: str) -> Phrase:
    """Who wrote by mail, and what."""
    facts = {"who": request, "side": request.language, "session": session, "said": words}
    return Phrase(f"{SKILL}.replied", facts)


def drawn(card: Card, said: Phrase, languages: Languages) -> cards.Rendered:
    """The card as it is drawn."""
    buttons = () if card.done else card.buttons
    labels = [(each, texts.render_in(Phrase(f"buttons.{each}"), languages)) for each in buttons]
    facts = {"said": texts.render_in(said, languages), "buttons": labels}
    return cards.render("moments", card.ref, languages, facts)
