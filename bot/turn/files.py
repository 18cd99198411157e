"""Files that came along with what was said."""

from dataclasses import replace

from bot.context import Turn
from bot.model.importing import INTENT, NAMED, intent_of
from bot.model.outcome import Outcome
from bot.model.people import Role
from bot.turn.questions import Opened
from bot.turn.reaching import reach

LONGEST_NAME = 100
TAKEN = frozenset({INTENT, *NAMED})
"""What somebody may mean who brings a file."""
NOT_ELSE = ("", "told")
"""What may be asked for that a file can be: nothing, or what is to be pasted."""


def alone(opened: Opened) -> Outcome:
    """What follows from a file without words: from those who may, it is what it is called for.

    What they had said of it before still holds. Else it is one of registrations.
    """
    turn, asked = opened.turn, opened.asked
    spoken = asked is not None and asked.intent in TAKEN and asked.slot in NOT_ELSE
    named = intent_of(turn.incoming.files[0].name)
    intent = asked.intent if asked is not None and spoken else named
    heard = opened.skills.intents[intent]
    if turn.role not in heard.who:
        return said(turn)
    slots = asked.slots if asked is not None and spoken else {}
    return reach(heard, replace(turn, intent=intent, slots=slots))


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
    return may and opened.meaning.intent in TAKEN


def said(turn: Turn) -> Outcome:
    """That files arrived, each by its name where it has one."""
    names = [each.name[:LONGEST_NAME] for each in turn.incoming.files if each.name]
    key = "turn.files_for_team" if turn.role is Role.ORGANISER else "turn.files"
    return turn.say(key, names=names)
