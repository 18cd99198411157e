"""“Communications answered: …” / « les Communications ont répondu : … »: kept with the pack."""

from dataclasses import replace

from bot.context import Turn, merge
from bot.errors import Refusal
from bot.model.outcome import Outcome
from bot.model.promotion import Channel
from bot.model.words import Phrase
from bot.planning.drafts import noted
from bot.promoting import plan
from bot.promoting.naming import called
from bot.skills.promotion import card
from bot.skills.promotion.choosing import NAME, meant
from bot.skills.promotion.leaving import must_be_handed

LONGEST = 1_000


def answered(turn: Turn) -> Outcome:
    """The pack for Communications with what they said to it; a newer answer takes its place."""
    wanted = replace(turn, slots={**turn.slots, "channel": Channel.COMMUNICATIONS.value})
    told = meant(wanted, lambda post: post.channel is Channel.COMMUNICATIONS)
    if isinstance(told, Outcome):
        return told
    must_be_handed(told.post)
    said = " ".join(str(turn.slots.get("text", "")).split())
    if not said:
        return turn.ask("text", f"{NAME}.what_answered")
    if len(said) > LONGEST:
        raise Refusal(f"{NAME}.answer_long", count=len(said), most=LONGEST)
    post = told.post.changed(answer=said, answered=turn.context.now)
    saves = plan.with_(turn.context, told.session, post)
    audit = noted(turn, "promo.answered", f"session/{told.session.id}")
    kept = Phrase(f"{NAME}.answer_kept", {"called": called(post)})
    return merge(Outcome(saves=(*saves, audit)), card.offered(turn, replace(told, post=post), kept))
