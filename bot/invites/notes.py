"""What a speaker is told by itself, with the card as it stands."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot import texts
from bot.context import Context
from bot.invites import card, team
from bot.invites.card import Asking
from bot.model.outcome import Outcome
from bot.model.words import Phrase
from bot.posts import Note, to_person


@dataclass(frozen=True, slots=True)
class Word:
    """Words for a speaker, the subject they have as a letter, when it is too late for them."""

    words: Phrase
    subject: str = "speaker_desk.to_speaker_subject"
    key: str = ""
    expires: datetime | None = None


def to_speaker(context: Context, asking: Asking, word: Word) -> Outcome:
    """The words with the card where the speaker was last met, or a letter with a link to it."""
    shown, speaking = card.shown(context, asking), asking.speaking
    letter = {
        "speaking": speaking,
        "words": texts.both(word.words),
        "link": context.link(speaking.card),
        "team": context.team,
    }
    note = Note(
        key=word.key or f"{word.words.key}/{speaking.key}/{speaking.version}",
        words=word.words,
        subject=Phrase(word.subject, {"session": asking.session}),
        letter=Phrase("speaker_desk.to_speaker_letter", letter),
        about=f"session/{asking.session.id}",
        shown=shown,
        expires=word.expires,
    )
    sending = replace(to_person(context, speaking.address, note), then=team.SKILL)
    return Outcome(saves=(shown.card,), sends=(sending,))
