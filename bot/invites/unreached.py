"""Letters to those who take part in a session that come back: the team is asked what to do."""

from bot.context import Context, merge
from bot.invites import team
from bot.invites.card import Asking, closed
from bot.model.outbox import Sending
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.speaking import Speaking, speaking_key


def unreached(context: Context, letter: Sending) -> Outcome:
    """The part that says so from now on, and one card for the team, however many come back.

    Nothing for a letter to anybody else, or once the session is over.
    """
    number = letter.about.partition("/")[2]
    session = context.view.get(Session, number)
    speaking = context.view.get(Speaking, speaking_key(number, letter.to))
    if session is None or speaking is None or closed(context, session) or speaking.returned:
        return Outcome()
    now = speaking.changed(returned=context.now)
    asked = team.decide(context, Asking(session, now), team.UNREACHED)
    return merge(Outcome(saves=(now,)), asked)
