"""What we put out ourselves: after a yes and a press, never by itself.

Each press has a key of its own, so that nothing goes out twice by one.
"""

from dataclasses import replace

from bot.context import Context, Turn, merge
from bot.errors import Refusal
from bot.model.outbox import OPEN, Errand, Letter, Sending
from bot.model.outcome import Outcome
from bot.model.promotion import Channel, Post, PostState
from bot.model.words import LANGUAGES, Phrase
from bot.planning.changes import must_be_open
from bot.planning.drafts import noted
from bot.posts import MAIL
from bot.promoting import approving, plan
from bot.promoting.naming import called
from bot.promoting.rendering import rendered
from bot.promoting.sealing import facts_in
from bot.skills.promotion import card, mailing
from bot.skills.promotion.asking import must_be_ready
from bot.skills.promotion.choosing import NAME, Told, of_card

WEBHOOK = "teams_channel"
"""The door to a channel of Teams."""


def schedule(turn: Turn) -> Outcome:
    """It leaves at its time: the press that it waited for."""
    told = of_card(turn.context, turn.card)
    must_be_open(turn.context, told.session)
    if told.post.state is not PostState.APPROVED or not plan.is_ours(turn.context, told.post):
        return card.state(turn, told)
    if told.post.due <= turn.context.now:
        return send_now(turn)
    post = told.post.changed(state=PostState.SCHEDULED)
    return _kept(turn, Told(told.session, post), "scheduled")


def hold_back(turn: Turn) -> Outcome:
    """It waits for another press."""
    told = of_card(turn.context, turn.card)
    if told.post.state is PostState.HANDED and told.post.channel in plan.LISTED:
        return mailing.stop(turn, told)
    if told.post.state is not PostState.SCHEDULED:
        return card.state(turn, told)
    return _kept(turn, Told(told.session, told.post.changed(state=PostState.APPROVED)), "held_back")


def _kept(turn: Turn, told: Told, name: str) -> Outcome:
    audit = noted(turn, f"promo.{name}", f"session/{told.session.id}")
    saves = (*plan.with_(turn.context, told.session, told.post), audit)
    facts = {"called": called(told.post), "post": told.post}
    return merge(Outcome(saves=saves), card.state(turn, told, Phrase(f"{NAME}.{name}", facts)))


def send_now(turn: Turn) -> Outcome:
    """It leaves by us, now; letters that were stopped go on."""
    told = of_card(turn.context, turn.card)
    must_be_open(turn.context, told.session)
    if told.post.state is PostState.HANDED and told.post.channel in plan.LISTED:
        return mailing.resume(turn, told)
    if told.post.state not in approving.AGREED or not plan.is_ours(turn.context, told.post):
        return card.state(turn, told)
    must_be_ready(turn.context, told.post)
    outcome, post = left(turn.context, told, turn.address)
    audit = noted(turn, "promo.sent", f"session/{told.session.id}")
    said = Phrase(f"{NAME}.on_its_way", {"called": called(post), "post": post})
    return merge(outcome, Outcome(saves=(audit,)), card.state(turn, Told(told.session, post), said))


def left(context: Context, told: Told, by: str = "") -> tuple[Outcome, Post]:
    """The post on its way by us, and as it then is; what came of it is heard later."""
    if told.post.channel in plan.LISTED:
        return mailing.send(context, told, by)
    post = told.post.changed(
        state=PostState.HANDED, handed=context.now, facts=facts_in(context, told.post), trouble=""
    )
    saves = plan.with_(context, told.session, post)
    sends = (
        (_by_webhook(context, told, post),)
        if post.channel is Channel.TEAMS
        else _by_our_mail(context, told, post)
    )
    return Outcome(saves=saves, sends=sends), post


def _by_webhook(context: Context, told: Told, post: Post) -> Sending:
    (message,) = rendered(context, post).files
    return Sending(
        key=f"{_key(post)}/webhook",
        door=WEBHOOK,
        to=post.name,
        content=Errand("post", {"message": message.text}),
        created=context.now,
        about=f"session/{post.session}",
        expires=told.session.starts,
        then=NAME,
    )


def _by_our_mail(context: Context, told: Told, post: Post) -> tuple[Sending, ...]:
    sides = rendered(context, post).sides
    letter = Letter(
        subject=" | ".join(dict.fromkeys(sides[each].subject for each in LANGUAGES)),
        body="\n\n---\n\n".join(sides[each].text for each in LANGUAGES),
        languages=LANGUAGES,
    )
    return tuple(
        Sending(
            key=f"{NAME}/out/{post.key}/mail/{address}",
            door=MAIL,
            to=address,
            content=letter,
            created=context.now,
            about=f"session/{post.session}",
            expires=told.session.starts,
            then=NAME,
        )
        for address in plan.habits(context).by_us
    )


def _key(post: Post) -> str:
    """What all that leaves by one press has in common."""
    return f"{NAME}/out/{post.key}/{post.version}"


def ended(turn: Turn) -> Outcome:
    """A post of ours that is out, or did not get there: what came of its sendings."""
    context, result = turn.context, turn.result
    parts = result.key.split("/")
    post = context.view.get(Post, "/".join(parts[2:4]))
    if post is None or post.state is not PostState.HANDED:
        return Outcome()
    if not result.problem:
        return Outcome(saves=(post.changed(state=PostState.OUT, out=context.now, trouble=""),))
    back = PostState.APPROVED if post.channel is Channel.TEAMS else PostState.HANDED
    return Outcome(saves=(post.changed(state=back, trouble=result.problem),))


def not_out(turn: Turn) -> Outcome:
    """What nobody knows of did not get there: it waits for another press."""
    told = of_card(turn.context, turn.card)
    post = told.post
    if post.state is not PostState.HANDED or not plan.is_ours(turn.context, post):
        return card.state(turn, told)
    sending = turn.context.view.get(Sending, f"{_key(post)}/webhook")
    if sending is not None and sending.state in OPEN:
        raise Refusal(f"{NAME}.still_trying", called=called(post))
    return _kept(turn, replace(told, post=post.changed(state=PostState.APPROVED)), "not_there")
