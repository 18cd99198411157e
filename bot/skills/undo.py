"""“undo” / « annule ça »: take back the last small edit, within ten minutes."""

from dataclasses import replace
from typing import cast

from bot.context import INSIDERS, Edited, Heard, Skill, Turn
from bot.model.conversation import Undo
from bot.model.outcome import Outcome
from bot.model.record import key_of


def undo(turn: Turn) -> Outcome:
    """Put back what was there, unless somebody has changed it since."""
    kept = turn.context.view.get(Undo, turn.address)
    if kept is None or kept.until < turn.context.now:
        return turn.say("undo.nothing")
    before = tuple(cast("Edited", each) for each in kept.before)
    for record, version in zip(before, kept.after, strict=True):
        present = turn.context.view.get(type(record), key_of(record))
        if present is None or present.version != version:
            return turn.say("undo.changed_since")
    back = tuple(
        replace(each, version=version + 1) for each, version in zip(before, kept.after, strict=True)
    )
    return Outcome(saves=back, removes=(kept,), answer=turn.reply("undo.done", said=kept.said))


SKILL = Skill("undo", hears={"undo": Heard(undo, INSIDERS)})
