"""``create a series last Thursday of every month at 1 pm, 4 sessions``, ``all of them to 2 pm``.

``crée une série le dernier jeudi de chaque mois à 13 h, 4 séances``, ``toutes à 14 h``

Every date is shown with what speaks against it; the sessions are made, or moved, by a press.
"""

from bot.context import ORGANISERS, Heard, Skill, Turn
from bot.model.outcome import Outcome
from bot.skills.series import creating, editing
from bot.skills.series.creating import NAME


def go(turn: Turn) -> Outcome:
    """What the card showed: a new series, or the change of one."""
    if turn.card is None or turn.card.done:
        return show(turn)
    return editing.go(turn) if "wanted" in turn.card.facts else creating.go(turn)


def go_suggested(turn: Turn) -> Outcome:
    """A new series, with the days suggested in the place of those that something speaks against."""
    if turn.card is None or turn.card.done:
        return show(turn)
    return creating.go_suggested(turn)


def stop(turn: Turn) -> Outcome:
    """Nothing changes."""
    if turn.card is None or turn.card.done:
        return show(turn)
    return creating.settled(turn, turn.say(f"{NAME}.stopped"))


def show(turn: Turn) -> Outcome:
    """That the card was answered already."""
    return turn.say("planning.answered")


PRESSES = {"go": go, "go_suggested": go_suggested, "stop": stop}
SKILL = Skill(
    NAME,
    hears={
        "series.create": Heard(creating.create, ORGANISERS),
        "series.edit": Heard(editing.edit, ORGANISERS),
    },
    presses={button: Heard(handle, ORGANISERS) for button, handle in PRESSES.items()},
    show=show,
)
