"""For how many months each kind of record is kept."""

from bot.context import Turn, merge
from bot.errors import Refusal
from bot.model.outcome import Outcome
from bot.model.retention import LEAST, MOST, SKILL, USUAL
from bot.planning.drafts import noted
from bot.retaining.terms import settled
from bot.skills.retention.words import kind, on_hold


def show(turn: Turn) -> Outcome:
    """Every kind with its months, and the sessions on hold."""
    rules = settled(turn.context.view)
    terms = [(kind(each), rules.kept(each)) for each in USUAL]
    return turn.say(f"{SKILL}.all", terms=terms, held=on_hold(turn.context))


def set_(turn: Turn) -> Outcome:
    """The months of one kind; what is past its time under them still waits for a press."""
    named, months = str(turn.slots.get("kept_kind", "")), int(turn.slots.get("months") or 0)
    if named not in USUAL:
        raise Refusal(f"{SKILL}.which")
    if not LEAST <= months <= MOST:
        raise Refusal(f"{SKILL}.bounds", least=LEAST, most=MOST)
    before = settled(turn.context.view)
    facts = {"kind": kind(named), "months": months, "before": before.kept(named)}
    if before.kept(named) == months:
        return turn.say(f"{SKILL}.same", **facts)
    after = before.changed(months={**before.months, named: months})
    audit = noted(turn, "retention.settled", f"retention/{named}/{months}")
    return merge(Outcome(saves=(after, audit)), turn.say(f"{SKILL}.settled", **facts))
