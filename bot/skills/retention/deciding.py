"""Whether what is past its time goes; and the log of what went."""

from dataclasses import replace

from bot.context import Turn, merge
from bot.model.outcome import Answer, Outcome
from bot.model.retention import SKILL, Disposal, Stand
from bot.retaining.terms import settled
from bot.skills.retention import card, looking
from bot.skills.retention.words import lines, shown

MOST_LOGGED = 12


def dispose(turn: Turn) -> Outcome:
    """It is under way, approved by who pressed; only what was shown goes, and nothing on hold."""
    disposal = _of_card(turn)
    if disposal.stand is not Stand.SHOWN:
        return _as_it_stands(turn, disposal)
    if dict(disposal.months) != dict(settled(turn.context.view).months):
        return _dropped(turn, disposal, "months_changed")
    context = turn.context
    approved = disposal.changed(
        stand=Stand.APPROVED, approved_by=turn.address, approved=context.now
    )
    done = replace(turn.shown_card, done=turn.press.button, waits_with=None)
    under_way = Outcome(
        saves=(approved, done), sends=(looking.errand(context, approved, "dispose"),)
    )
    return merge(under_way, turn.say(f"{SKILL}.approved", disposal=approved))


def keep(turn: Turn) -> Outcome:
    """Nothing goes; what is past its time is shown again next month."""
    disposal = _of_card(turn)
    if disposal.stand is not Stand.SHOWN:
        return _as_it_stands(turn, disposal)
    return _dropped(turn, disposal, "kept")


def _dropped(turn: Turn, disposal: Disposal, key: str) -> Outcome:
    dropped = disposal.changed(stand=Stand.DROPPED, ended=turn.context.now)
    done = replace(turn.shown_card, done=turn.press.button, waits_with=None)
    return merge(Outcome(saves=(dropped, done)), turn.say(f"{SKILL}.{key}", disposal=disposal))


def _as_it_stands(turn: Turn, disposal: Disposal) -> Outcome:
    key = {Stand.APPROVED: "approved", Stand.DONE: "done", Stand.DROPPED: "kept"}
    return turn.say(f"{SKILL}.{key.get(disposal.stand, 'looking')}", disposal=disposal)


def show(turn: Turn) -> Outcome:
    """The card as it stands."""
    disposal = _of_card(turn)
    if disposal.stand is not Stand.SHOWN:
        return _as_it_stands(turn, disposal)
    words = shown(turn.context, disposal)
    return Outcome(answer=Answer(card=card.rendered(words, disposal, turn.languages)))


def waits(turn: Turn) -> bool:
    """Whether it still waits for a press."""
    return _of_card(turn).stand is Stand.SHOWN


def log(turn: Turn) -> Outcome:
    """What was disposed of, when, by whose word: the latest first, nobody named in it."""
    found = turn.context.view.find(Disposal, "logged", "log")
    latest = sorted(found, key=lambda each: each.approved or each.created, reverse=True)
    told = [(each, lines(turn.context, each.gone)) for each in latest[:MOST_LOGGED]]
    return turn.say(f"{SKILL}.log", told=told, more=max(0, len(latest) - MOST_LOGGED))


def _of_card(turn: Turn) -> Disposal:
    return turn.of_card(Disposal, "disposal")
