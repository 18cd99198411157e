"""Records as numbers: what stays of them when nothing may tell any more whose they were."""

from dataclasses import replace

from bot.model.access import Ticket
from bot.model.attendance import Attended, attended_key
from bot.model.question import AudienceQuestion
from bot.model.registration import Registration
from bot.model.speaking import Speaking
from bot.model.words import Both


def registered(mine: Registration, alias: str) -> Registration:
    """A registration under an alias, without name or words; all counts stay as they were."""
    return replace(
        mine,
        address=alias,
        name="",
        needs="",
        needs_heard="",
        question="",
        response="",
        consent=None,
        holds=False,
        sent_by="",
    )


def speaking(mine: Speaking, alias: str) -> Speaking:
    """A part in a session under an alias, without name or words."""
    return replace(
        mine,
        address=alias,
        name="",
        said="",
        biography=Both(),
        needs="",
        recording=None,
        holds=False,
        card="",
    )


def came(present: Attended, alias: str) -> Attended:
    """Somebody who came, under a key from which nobody can be guessed."""
    mark = f"{alias}/{present.kind}/{present.number}/{present.spans}"
    return present.changed(
        key=attended_key(present.session, mark),
        name="",
        address="",
        registered="",
        perhaps="",
        number=0,
    )


def ticket(brought: Ticket) -> Ticket:
    """What somebody needed, as what it was about."""
    nobodys = {"by": "", "words": "", "source": "", "answer": "", "language": None}
    return brought.changed(closed=True, **nobodys)


def asked(question: AudienceQuestion) -> AudienceQuestion:
    """A question as a number, with where it stood."""
    return question.changed(words="", by="", source="", answer="", language=None)
