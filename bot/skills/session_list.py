"""``list sessions``, ``show session 2``; ``liste des séances``, ``montre la séance 2``.

The team sees drafts too; participants see what is announced, and nothing of the preparation.
"""

from bot import sessions
from bot.context import INSIDERS, Heard, Skill, Turn
from bot.model.outcome import Outcome
from bot.model.people import Role
from bot.model.session import Session
from bot.model.speaking import Reply, Speaking
from bot.planning.sequels import place_of, placed

NAME = "session_list"
LISTED = 15


def list_all(turn: Turn) -> Outcome:
    """The sessions to come, soonest first."""
    ahead = sessions.upcoming(turn)
    if not ahead:
        organises = turn.role is Role.ORGANISER
        return turn.say(f"{NAME}.{'none_to_organise' if organises else 'none'}")
    rows = [
        {"session": each, "place": place_of(turn.context, each), "draft": each.status == "draft"}
        for each in ahead[:LISTED]
    ]
    return turn.say(f"{NAME}.list", rows=rows, more=len(ahead) - len(rows))


def show_one(turn: Turn) -> Outcome:
    """All that this person may know of one session."""
    session = sessions.meant(placed(turn))
    if isinstance(session, Outcome):
        return session
    organises = turn.role is Role.ORGANISER
    return turn.say(
        f"{NAME}.show",
        session=session,
        place=place_of(turn.context, session),
        team=organises,
        over=session.ends <= turn.context.now,
        speakers=_confirmed(turn, session),
        waiting=_silent(turn, session) if organises else [],
    )


def _confirmed(turn: Turn, session: Session) -> list[str]:
    asked = turn.context.view.find(Speaking, "session", session.id)
    return [each.called for each in asked if each.reply is Reply.YES]


def _silent(turn: Turn, session: Session) -> list[str]:
    """Those who have not said yes or no, for the team."""
    asked = turn.context.view.find(Speaking, "session", session.id)
    return [each.called for each in asked if each.reply not in (Reply.YES, Reply.NO)]


SKILL = Skill(
    NAME,
    hears={
        "session.list": Heard(list_all, INSIDERS),
        "session.show": Heard(show_one, INSIDERS),
    },
)
