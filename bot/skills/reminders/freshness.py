"""Where people come by files, the team is nudged before a reminder goes to an old list."""

from datetime import timedelta

from bot.context import Context
from bot.model.mailing import ReminderPlan
from bot.model.outcome import Outcome
from bot.model.registration import FileTaken
from bot.model.session import Session
from bot.model.words import Phrase
from bot.posts import Note, to_space
from bot.skills.reminders import steps

OLD, NUDGED_BEFORE = timedelta(days=3), timedelta(days=1)


def nudge(context: Context, session: Session, plan: ReminderPlan) -> Outcome:
    """Word to the spaces that the last file will be old when the next reminder leaves, once a file.

    A day before, so that there is time to bring a newer one.
    """
    taken = context.view.get(FileTaken, session.id)
    ahead = steps.ahead(session, plan, context.now) if taken else []
    if taken is None or not ahead:
        return Outcome()
    leaves = ahead[0][1]
    if context.now < leaves - NUDGED_BEFORE or taken.at >= leaves - OLD:
        return Outcome()
    words = Phrase("reminders.old_file", {"session": session, "taken": taken.at, "leaves": leaves})
    key = f"reminders/old-file/{session.id}/{taken.at.isoformat()}"
    note = Note(key, words, words, words, f"session/{session.id}", expires=leaves)
    return Outcome(sends=to_space(context, note))
