"""Registrations: “sign me up for session 3” / « inscris-moi à la séance 3 »; “registration status”.

Whoever registers gets one confirmation, by mail, with the entry for their calendar.
"""

from bot.context import EVERYONE, INSIDERS, VOUCHED_FOR, Context, Heard, Skill, Turn, merge
from bot.model.outcome import Outcome
from bot.model.people import Role
from bot.model.session import Session
from bot.registering import leaving, letters, news
from bot.skills.registration import card, counts, delivered, own, results


def status(turn: Turn) -> Outcome:
    """The numbers for the team; for others, what they have registered for themselves."""
    return counts.status(turn) if turn.role is Role.ORGANISER else own.status(turn)


def due(context: Context) -> Outcome:
    """Places that came free for those who wait, and word of what has changed."""
    coming = tuple(context.view.between(Session, "starts", context.now, None))
    return merge(
        *(leaving.owed(context, each) for each in coming if each.upcoming),
        *(news.owed(context, each) for each in coming),
    )


SKILL = Skill(
    "registration",
    hears={
        "registration.register": Heard(own.register, INSIDERS),
        "registration.cancel": Heard(own.cancel, INSIDERS),
        "registration.status": Heard(status, INSIDERS),
    },
    presses={
        "register": Heard(own.press_register, EVERYONE),
        "save": Heard(own.press_save, VOUCHED_FOR),
        "leave": Heard(own.press_leave, VOUCHED_FOR),
    },
    results=results.reached,
    due=due,
    show=own.show,
    standing=card.standing,
    writes=letters.written,
    delivered=delivered.deliver,
)
