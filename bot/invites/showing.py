"""The answer to a speaker: words about where things stand, with the card as it is now."""

from dataclasses import replace

from bot.context import Turn, merge
from bot.invites import card, details
from bot.invites.card import Asking, Form
from bot.model.outcome import Outcome
from bot.model.session import Phase
from bot.model.speaking import Speaking
from bot.model.words import Phrase

TEXTS = "speaker_answer"


def state(turn: Turn, asking: Asking) -> Outcome:
    """Where the invitation stands, with the card to change it; or that it is too late for that."""
    if not card.closed(turn.context, asking.session):
        return showing(turn, asking, f"state_{asking.speaking.reply}")
    cancelled = asking.session.phase is Phase.CANCELLED
    return showing(turn, asking, "closed_cancelled" if cancelled else "closed_over")


def answered(turn: Turn, asking: Asking, outcome: Outcome, key: str) -> Outcome:
    """What follows from an answer, said with the card as it is after it."""
    after = [each for each in outcome.saves if isinstance(each, Speaking)]
    now = Asking(asking.session, after[-1]) if after else asking
    return merge(outcome, showing(turn, now, key))


def showing(turn: Turn, asking: Asking, key: str, form: Form | None = None) -> Outcome:
    """These words with the card; while it has buttons, what they say may also be typed."""
    form = form or card.form_of(turn.context, asking)
    shown = card.shown(turn.context, asking, form)
    rendered = shown.render(turn.languages)
    facts = {
        "session": asking.session,
        "speaking": asking.speaking,
        "missing": details.missing(asking.speaking),
    }
    replaces = turn.card.ref if turn.card else ""
    offered = turn.offer(shown.card, rendered, Phrase(f"{TEXTS}.{key}", facts))
    saves = offered.saves if form != "closed" else (shown.card,)
    return Outcome(saves=saves, answer=replace(offered.answer, replaces=replaces))
