"""Files that came along with what was said."""

from dataclasses import replace

from bot.context import Turn
from bot.model.outcome import Outcome

LONGEST_NAME = 100


def noted(turn: Turn, outcome: Outcome) -> Outcome:
    """The same, saying also that the files arrived and were not read."""
    files = turn.incoming.files
    if not files or not outcome.answer:
        return outcome
    words = said(turn).answer.text
    together = f"{outcome.answer.text}\n\n{words}".strip()
    return replace(outcome, answer=replace(outcome.answer, text=together))


def said(turn: Turn) -> Outcome:
    """That files arrived, each by its name where it has one."""
    names = [name[:LONGEST_NAME] for name in turn.incoming.files if name]
    return turn.say("turn.files", names=names)
