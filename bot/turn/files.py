"""Files that came along with what was said."""

from dataclasses import replace

from bot.context import Turn
from bot.model.importing import INTENT
from bot.model.outcome import Outcome
from bot.model.people import Role
from bot.turn.questions import Opened
from bot.turn.reaching import reach

LONGEST_NAME = 100


def alone(opened: Opened) -> Outcome:
    """What follows from a file without words: from those who may, it is one of registrations.

    What they had said of it before still holds.
    """
    turn, asked = opened.turn, opened.asked
    heard = opened.skills.intents[INTENT]
    if turn.role not in heard.who:
        return said(turn)
    slots = asked.slots if asked is not None and asked.intent == INTENT and not asked.slot else {}
    return reach(heard, replace(turn, intent=INTENT, slots=slots))


def noted(opened: Opened, outcome: Outcome) -> Outcome:
    """The same, saying also that the files arrived and were not read, unless they were."""
    files = opened.turn.incoming.files
    if not files or not outcome.answer or _are_taken(opened):
        return outcome
    words = said(opened.turn).answer.text
    together = f"{outcome.answer.text}\n\n{words}".strip()
    return replace(outcome, answer=replace(outcome.answer, text=together))


def _are_taken(opened: Opened) -> bool:
    may = opened.turn.role in opened.skills.intents[INTENT].who
    return may and opened.meaning.intent == INTENT


def said(turn: Turn) -> Outcome:
    """That files arrived, each by its name where it has one."""
    names = [each.name[:LONGEST_NAME] for each in turn.incoming.files if each.name]
    key = "turn.files_for_team" if turn.role is Role.ORGANISER else "turn.files"
    return turn.say(key, names=names)
