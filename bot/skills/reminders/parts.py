"""What one letter tells a person of: the session it is about, and others whose reminder is near."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.context import Context
from bot.model.mailing import Mailing
from bot.model.once import Beside
from bot.model.registration import Registration, Standing, registration_key
from bot.model.session import Phase, Session
from bot.model.speaking import Reply, Speaking, speaking_key
from bot.skills.reminders import plans, steps

REGISTERED, SPEAKERS = "registered", "speakers"
GROUPS = (SPEAKERS, REGISTERED)


@dataclass(frozen=True, slots=True)
class Part:
    """One session in a letter: as whom the person comes to it, and their own page.

    ``mailing`` is the other reminder that it stands for, empty for the mailing's own session.
    """

    session: Session
    group: str
    link: str
    mailing: str = ""
    words: int = 0

    @property
    def name(self) -> str:
        """What tells letters apart that have it: it changes with the facts and with the words."""
        return f"{self.session.id}:{self.group}:{self.session.version}:{self.words}"


def beside(context: Context, mailing: Mailing, address: str) -> list[Part]:
    """Of which of those beside the mailing a letter to this person tells, as things stand now."""
    found = (_of(context, mailing.step, each, address) for each in mailing.beside)
    return [each for each in found if each is not None]


def in_order(found: Iterable[Part]) -> list[Part]:
    """In the order in which the sessions start."""
    return sorted(found, key=lambda each: (each.session.starts, each.session.id))


def speaks_at(context: Context, session: Session, address: str) -> Speaking | None:
    """The person's part in a session, if they said yes."""
    speaking = context.view.get(Speaking, speaking_key(session.id, address))
    return speaking if speaking is not None and speaking.reply is Reply.YES else None


def place_at(context: Context, session: Session, address: str) -> Registration | None:
    """The person's registration, if they have a place."""
    mine = context.view.get(Registration, registration_key(session.id, address))
    return mine if mine is not None and mine.standing is Standing.REGISTERED else None


def _of(context: Context, step: str, one: Beside, address: str) -> Part | None:
    """The other session for this person; None if it is not due as it was, or not for them."""
    session = context.view.get(Session, one.about.partition("/")[2])
    if session is None or not _is_due(context, session, step, one.mailing):
        return None
    words = plans.plan_of(context, session).version
    speaking = speaks_at(context, session, address)
    if speaking is not None:
        return Part(session, SPEAKERS, context.link(speaking.card), one.mailing, words)
    mine = place_at(context, session, address)
    if mine is None or mine.at > steps.at(session, step):
        return None
    return Part(session, REGISTERED, context.link(mine.ref), one.mailing, words)


def _is_due(context: Context, session: Session, step: str, number: str) -> bool:
    """Whether its reminder is still planned for that moment, in words that may go out."""
    plan = plans.plan_of(context, session)
    planned = step in plan.steps and steps.number(session, step) == number
    in_time = context.now < steps.expires(session, step)
    return session.phase is Phase.ANNOUNCED and planned and in_time and bool(plan.approved_by)
