"""Letters that carry the calendar entry of a session to those who speak at it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.context import Context, merge
from bot.invites import card, team
from bot.invites.calendar import CANCEL, REQUEST, invite
from bot.model.outbox import Person, Sending
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.speaking import Reply, Speaking
from bot.model.words import NOTHING, Phrase
from bot.posts import Note, Shown, by_mail, to_person


@dataclass(frozen=True, slots=True)
class _News:
    """Something a person must hear of a session: the name of its texts and their own blanks."""

    name: str
    session: Session
    method: str = REQUEST
    facts: Mapping[str, object] = field(default_factory=lambda: NOTHING)


def told(context: Context, session_id: str) -> list[Speaking]:
    """Those who hear that a session moves or is cancelled: all who were asked and didn't say no."""
    asked = context.view.find(Speaking, "session", session_id)
    return [each for each in asked if each.holds or each.reply is not Reply.NO]


def holders(context: Context, session_id: str) -> list[Speaking]:
    """Those in whose calendar the session is."""
    return [each for each in context.view.find(Speaking, "session", session_id) if each.holds]


def sent(context: Context, session: Session, speaking: Speaking) -> tuple[Sending, Speaking]:
    """The letter that puts the session into a calendar, and the part that then holds it."""
    return _posted(context, _News("sent", session), speaking)


def withdrawn(context: Context, session: Session, speaking: Speaking) -> tuple[Sending, Speaking]:
    """The letter that takes the session out of one calendar, and the part without it."""
    return _posted(context, _News("withdrawn", session, CANCEL), speaking)


def moved(context: Context, before: Session, after: Session) -> Outcome:
    """Word of the change to all it concerns, with a new version of the entry to its holders.

    A new time is also said in chat, with a new card, to all who are ``told``. A change of anything
    else only renews the entries. The session itself is for the caller to save.
    """
    if before.starts != after.starts:
        news = _News("moved", after, REQUEST, {"before": before})
        return merge(*(_moved_for(context, news, each) for each in told(context, after.id)))
    news = _News("renewed", after)
    renewed = [_posted(context, news, each) for each in holders(context, after.id)]
    return Outcome(saves=tuple(kept for _, kept in renewed), sends=tuple(it for it, _ in renewed))


def cancelled(context: Context, session: Session) -> Outcome:
    """Word that the session will not be held to all who are ``told``; it leaves the calendars.

    The session itself is for the caller to save.
    """
    news = _News("cancelled", session, CANCEL)
    return merge(*(_heard(context, news, each) for each in told(context, session.id)))


def _moved_for(context: Context, news: _News, speaking: Speaking) -> Outcome:
    """What one person hears of a new time; the card that showed the old one no longer counts."""
    shown, named = card.begun(context, news.session, speaking)
    return merge(Outcome(saves=(shown.card,)), _heard(context, news, named, shown))


def _heard(
    context: Context, news: _News, speaking: Speaking, shown: Shown | None = None
) -> Outcome:
    """The entry to those who hold it; a word in chat to those met there, a letter to the others."""
    sends: tuple[Sending, ...] = ()
    kept = speaking.changed()
    if speaking.holds:
        letter, kept = _posted(context, news, speaking)
        sends = (letter,)
    if not sends or context.contact(speaking.address).places:
        note = replace(_note(context, news, kept), shown=shown)
        sends = (*sends, to_person(context, speaking.address, note))
    return Outcome(saves=(kept,), sends=sends)


def _posted(context: Context, news: _News, speaking: Speaking) -> tuple[Sending, Speaking]:
    """The next version of one person's entry as a letter; its sequence only ever grows."""
    last = -1 if speaking.sequence is None else speaking.sequence
    sequence = max(news.session.sequence, last + 1)
    kept = speaking.changed(sequence=sequence, holds=news.method == REQUEST)
    attendee = Person(speaking.address, speaking.name)
    entry = replace(invite(context, news.session, attendee, news.method), sequence=sequence)
    letter = by_mail(context, speaking.address, _note(context, news, kept), entry)
    return replace(letter, then=team.SKILL), kept


def _note(context: Context, news: _News, speaking: Speaking) -> Note:
    facts = {
        "session": news.session,
        "speaking": speaking,
        "team": context.team,
        "link": context.link(speaking.card),
        **news.facts,
    }
    return Note(
        key=f"{news.name}/{speaking.key}/{speaking.version}",
        words=Phrase(f"invites.{news.name}", facts),
        subject=Phrase(f"invites.{news.name}_subject", facts),
        letter=Phrase(f"invites.{news.name}_letter", facts),
        about=f"session/{news.session.id}",
    )
