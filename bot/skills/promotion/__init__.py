"""How a session is made known: “show the promotion plan of session 1”, “draft the tweet”.

« montre le plan de promotion de la séance 1 », « rédige le gazouillis »

A plan of posts; each is put before somebody other than its author, then handed over or sent.
"""

from bot.context import ORGANISERS, VOUCHED_FOR, Heard, Mails, Skill, Turn
from bot.model.outcome import Outcome
from bot.model.promotion import PostState
from bot.promoting import lists
from bot.skills.promotion import (
    answering,
    asking,
    calendar,
    card,
    changing,
    habits,
    leaving,
    mailing,
    narrowing,
    planning,
    replying,
    returning,
    sending,
    usual,
    watching,
    wording,
)
from bot.skills.promotion.choosing import NAME, of_card

SAVES = {
    "plan": planning.save,
    "words": wording.save,
    "narrow": narrowing.save,
    "settings": habits.save,
    "away": habits.save,
}


def save(turn: Turn) -> Outcome:
    """What was filled in on one of the cards."""
    if turn.card is not None and turn.card.done:
        return show(turn)
    return SAVES[str(turn.card.facts["form"]) if turn.card else ""](turn)


def show(turn: Turn) -> Outcome:
    """How what the card is about stands now."""
    facts = turn.card.facts if turn.card else {}
    if "form" not in facts:
        return card.shown_now(turn, of_card(turn.context, turn.card))
    return turn.say("planning.answered")


def waits(turn: Turn) -> bool:
    """Whether the card still waits for a yes."""
    facts = turn.card.facts if turn.card else {}
    if "form" in facts:
        return False
    return of_card(turn.context, turn.card).post.state is PostState.REVIEWED


SKILL = Skill(
    NAME,
    hears={
        "info.promotion": Heard(planning.show, ORGANISERS),
        "info.outgoing": Heard(calendar.show, ORGANISERS),
        "info.published": Heard(calendar.published, ORGANISERS),
        "info.usual_plan": Heard(usual.show, ORGANISERS),
        "info.approvals": Heard(habits.settings, ORGANISERS),
        "promo.draft": Heard(planning.draft, ORGANISERS),
        "newsletter.draft": Heard(planning.draft, ORGANISERS),
        "promo.approve": Heard(answering.approve_said, ORGANISERS),
        "promo.override": Heard(answering.override, ORGANISERS),
        "promo.send": Heard(leaving.send_said, ORGANISERS),
        "promo.posted": Heard(returning.said, ORGANISERS),
        "promo.add": Heard(planning.add, ORGANISERS),
        "promo.drop": Heard(changing.drop, ORGANISERS),
        "promo.move": Heard(changing.move, ORGANISERS),
        "promo.reword": Heard(wording.reword, ORGANISERS),
        "promo.answered": Heard(replying.answered, ORGANISERS),
        "promo.narrow": Heard(narrowing.narrow, ORGANISERS),
        "promo.poster": Heard(changing.assign, ORGANISERS),
        "promo.approver": Heard(changing.assign_approver, ORGANISERS),
        "promo.usual": Heard(usual.make_usual, ORGANISERS),
        "info.away": Heard(habits.away, ORGANISERS),
    },
    presses={
        "approve_words": Heard(answering.approve, VOUCHED_FOR),
        "refuse_words": Heard(answering.refuse, VOUCHED_FOR),
        "change_this": Heard(answering.change, VOUCHED_FOR),
        "ask_approval": Heard(asking.ask, ORGANISERS),
        "reword": Heard(wording.reword, ORGANISERS),
        "replan": Heard(planning.replan, ORGANISERS),
        "drop_post": Heard(changing.drop, ORGANISERS),
        "hand_over": Heard(leaving.hand_over, ORGANISERS),
        "schedule": Heard(sending.schedule, ORGANISERS),
        "hold_back": Heard(sending.hold_back, ORGANISERS),
        "send_now": Heard(sending.send_now, ORGANISERS),
        "posted": Heard(returning.press, VOUCHED_FOR),
        "not_out": Heard(sending.not_out, ORGANISERS),
        "save": Heard(save, ORGANISERS),
    },
    results=sending.ended,
    due=watching.due,
    show=show,
    waits=waits,
    mails=Mails(
        audience=lists.people,
        addressed=lists.addressed,
        pattern=lists.pattern,
        told=mailing.told,
    ),
)
