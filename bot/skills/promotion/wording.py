"""The words of a post are changed: on a card in both languages; a yes they had is void."""

from collections.abc import Mapping
from dataclasses import replace

import cards
from bot.context import CARD_LIFE, Turn, merge
from bot.model.conversation import Card
from bot.model.outcome import Outcome
from bot.model.promotion import Copy
from bot.model.words import Both, Phrase
from bot.planning.changes import must_be_open
from bot.planning.choosing import settled
from bot.planning.drafts import noted
from bot.promoting import approving, plan
from bot.promoting.composing import composed
from bot.promoting.naming import called
from bot.skills.promotion import card
from bot.skills.promotion.changing import must_be_changeable
from bot.skills.promotion.choosing import NAME, Told, meant, of_card

INPUTS = ("subject_en", "body_en", "subject_fr", "body_fr")


def reword(turn: Turn) -> Outcome:
    """The card with the words that serve now, to be changed."""
    told = of_card(turn.context, turn.card) if turn.card else meant(turn)
    if isinstance(told, Outcome):
        return told
    must_be_open(turn.context, told.session)
    must_be_changeable(told.post)
    copy = composed(turn.context, told.post).copy
    values = {
        "subject_en": copy.subject.en,
        "subject_fr": copy.subject.fr,
        "body_en": copy.body.en,
        "body_fr": copy.body.fr,
    }
    facts = {"session": told.session, "called": called(told.post), "remark": told.post.remark}
    return _form(turn, told, values, Phrase(f"{NAME}.words", facts))


def _form(turn: Turn, told: Told, values: Mapping[str, str], said: Phrase) -> Outcome:
    kept = Card(
        ref=turn.context.id_for("card/words"),
        skill=NAME,
        buttons=("save",),
        inputs=INPUTS,
        person=turn.address,
        about=f"session/{told.session.id}",
        facts={"form": "words", "post": told.post.key, "was": told.post.version},
        until=turn.context.now + CARD_LIFE,
    )
    facts = {
        "said": turn.words(said.key, **said.facts),
        "values": values,
        "subject": bool(values["subject_en"] or values["subject_fr"]),
    }
    return turn.offer(kept, cards.render("post_words", kept.ref, turn.languages, facts), said)


def save(turn: Turn) -> Outcome:
    """The post with the words as they were written, a draft again; shown as it would go out."""
    told = of_card(turn.context, turn.card)
    must_be_open(turn.context, told.session)
    must_be_changeable(told.post)
    fields = {name: turn.press.fields.get(name, "").strip() for name in INPUTS}
    copy = Copy(
        subject=Both(fields["subject_en"], fields["subject_fr"]),
        body=Both(fields["body_en"], fields["body_fr"]),
    )
    if turn.card is not None and told.post.version != turn.card.facts["was"]:
        return _form(turn, told, fields, Phrase(f"{NAME}.meanwhile"))
    before = composed(turn.context, told.post).copy
    if copy == before:
        return settled(turn, card.offered(turn, told, Phrase(f"{NAME}.same_words")))
    voided = told.post.approval is not None
    post = approving.withdrawn(told.post).changed(copy=copy, author=turn.address, remark="")
    saves = plan.with_(turn.context, told.session, post)
    audit = noted(turn, "promo.reworded", f"session/{told.session.id}")
    said = Phrase(f"{NAME}.reworded", {"voided": voided})
    shown = card.offered(turn, replace(told, post=post), said)
    return settled(turn, merge(Outcome(saves=(*saves, audit)), shown))
