"""“who is left out of our mail?”, “why is kim@example.org left out?”, “write to kim@… again: …”.

« qui est exclu de nos envois? », « pourquoi kim@… est exclu? », « lève l'exclusion de kim@… : … ».
"""

from dataclasses import replace
from itertools import islice

from bot.context import ORGANISERS, Heard, Skill, Turn, merge
from bot.model.outcome import Outcome
from bot.model.suppression import REASONS, Suppressed
from bot.planning.drafts import noted
from bot.speakers import person
from bot.suppression import entries, lifted, reasons

NAME = "suppression_desk"
MOST = 20
LONGEST_REASON = 300
LIFTED = ("bounced", "unsubscribed")
"""What the team may lift; whoever was erased comes anew by themselves."""


def show(turn: Turn) -> Outcome:
    """Why one address is left out; or how many are, and in private who."""
    if turn.slots.get("person"):
        return _about(turn)
    view = turn.context.view
    counts = {why: view.count(Suppressed, "why", why) for why in REASONS}
    if not any(counts.values()):
        return turn.say(f"{NAME}.nobody")
    listed = (each for why in LIFTED for each in view.oldest(Suppressed, "why", why))
    known = dict.fromkeys(each.address for each in listed if "@" in each.address)
    shown = list(islice(known, MOST)) if turn.incoming.private else []
    return turn.say(f"{NAME}.all", shown=shown, more=len(known) - len(shown), **counts)


def _about(turn: Turn) -> Outcome:
    who = person(turn)
    if isinstance(who, Outcome):
        return who
    found = entries(turn.context, who.address)
    if not found:
        return turn.say(f"{NAME}.not_left_out", address=who.address)
    since = {why: next((e.since(why) for e in found if e.since(why)), None) for why in REASONS}
    return turn.say(f"{NAME}.one", address=who.address, **since)


def lift(turn: Turn) -> Outcome:
    """The address written to again, once somebody has said why; that is kept."""
    who = person(turn)
    if isinstance(who, Outcome):
        return who
    found = reasons(turn.context, who.address)
    if not found & set(LIFTED):
        key = "erased" if "erased" in found else "not_left_out"
        return turn.say(f"{NAME}.{key}", address=who.address)
    why = " ".join(str(turn.slots.get("text", "")).split())[:LONGEST_REASON]
    if not why:
        known = replace(turn, slots={"person": who.address})
        return known.ask("text", f"{NAME}.why", address=who.address)
    # Who it was about is kept by the seal alone: it can be told of an address, not read from it.
    about = turn.context.sealed(who.address)
    audit = replace(noted(turn, "suppression.lifted", about), why=why)
    outcome = lifted(turn.context, who.address, "bounced", "unsubscribed")
    said = turn.say(f"{NAME}.lifted", address=who.address)
    return merge(Outcome(saves=(audit,)), outcome, said)


SKILL = Skill(
    NAME,
    hears={
        "audit.left_out": Heard(show, ORGANISERS),
        "suppression.lift": Heard(lift, ORGANISERS),
    },
)
