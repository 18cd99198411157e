"""Which past attendees an invitation is for, chosen on a card; a yes it had is void."""

from collections.abc import Mapping
from dataclasses import replace

import cards
from bot.context import CARD_LIFE, Turn, merge
from bot.errors import Refusal
from bot.model.conversation import Card
from bot.model.outcome import Outcome
from bot.model.promotion import Channel
from bot.model.words import LANGUAGES, Phrase
from bot.planning.changes import must_be_open
from bot.planning.choosing import settled
from bot.planning.drafts import noted
from bot.promoting import approving, plan
from bot.promoting.wanted import Wanted
from bot.skills.promotion import card
from bot.skills.promotion.changing import must_be_changeable
from bot.skills.promotion.choosing import NAME, Told, meant, of_card

INPUTS = ("language", "department", "theme")
ANY, LONGEST = "any", 150


def narrow(turn: Turn) -> Outcome:
    """The card on which it is chosen, as it is now."""
    wanted = replace(turn, slots={**turn.slots, "channel": Channel.ATTENDEES.value})
    told = meant(wanted, lambda post: post.channel is Channel.ATTENDEES)
    if isinstance(told, Outcome):
        return told
    must_be_open(turn.context, told.session)
    must_be_changeable(told.post)
    chosen = Wanted.read(told.post.target)
    values = {"language": chosen.language or ANY, "department": chosen.department}
    said = Phrase(f"{NAME}.narrow", {"session": told.session})
    return _form(turn, told, {**values, "theme": chosen.theme}, said)


def _form(turn: Turn, told: Told, values: Mapping[str, str], said: Phrase) -> Outcome:
    kept = Card(
        ref=turn.context.id_for("card/narrow"),
        skill=NAME,
        buttons=("save",),
        inputs=INPUTS,
        person=turn.address,
        about=f"session/{told.session.id}",
        facts={"form": "narrow", "post": told.post.key},
        until=turn.context.now + CARD_LIFE,
    )
    facts = {"said": turn.words(said.key, **said.facts), "values": values}
    return turn.offer(kept, cards.render("post_readers", kept.ref, turn.languages, facts), said)


def save(turn: Turn) -> Outcome:
    """The post for those who were chosen, a draft again; shown as it would go out."""
    told = of_card(turn.context, turn.card)
    if told.post.channel is not Channel.ATTENDEES:
        raise Refusal("turn.card_unknown")
    must_be_open(turn.context, told.session)
    must_be_changeable(told.post)
    fields = turn.press.fields
    typed = {name: " ".join(fields.get(name, "").split())[:LONGEST] for name in INPUTS}
    language = typed["language"] if typed["language"] in LANGUAGES else ""
    target = Wanted(language, typed["department"], typed["theme"]).target
    if target == told.post.target:
        return settled(turn, card.offered(turn, told, Phrase(f"{NAME}.same_readers")))
    voided = told.post.approval is not None
    post = approving.withdrawn(told.post).changed(target=target)
    saves = plan.with_(turn.context, told.session, post)
    audit = noted(turn, "promo.narrowed", f"session/{told.session.id}")
    shown = card.offered(
        turn, replace(told, post=post), Phrase(f"{NAME}.narrowed", {"voided": voided})
    )
    return settled(turn, merge(Outcome(saves=(*saves, audit)), shown))
