"""What we put out ourselves: after a yes and a press, never by itself.

Each press has a key of its own, so that nothing goes out twice by one.
"""

from dataclasses import replace

from bot.context import Context, Turn, merge
from bot.errors import Refusal
from bot.model.outbox import OPEN, Errand, Letter, Sending, State
from bot.model.outcome import Outcome
from bot.model.promotion import Channel, Post, PostState
from bot.model.session import Session
from bot.model.words import LANGUAGES, Phrase
from bot.planning.changes import must_be_open
from bot.planning.drafts import noted
from bot.posts import MAIL, Note, to_person, to_space
from bot.promoting import approving, plan
from bot.promoting.naming import called
from bot.promoting.rendering import rendered
from bot.promoting.sealing import facts_in
from bot.promoting.telling import webhook_key
from bot.skills.promotion import card, mailing
from bot.skills.promotion.asking import must_be_ready
from bot.skills.promotion.choosing import NAME, Told, of_card

WEBHOOK = "teams_channel"
"""The door to a channel of Teams."""
PRESSED_BY = "by"
PATIENT = 4
"""Tries after which the team hears that the channel takes nothing: some seven minutes."""


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
        (_by_webhook(context, told, post, by),)
        if post.channel is Channel.TEAMS
        else _by_our_mail(context, told, post)
    )
    return Outcome(saves=saves, sends=sends), post


def _by_webhook(context: Context, told: Told, post: Post, by: str) -> Sending:
    (message,) = rendered(context, post).files
    return Sending(
        key=webhook_key(post),
        door=WEBHOOK,
        to=post.name,
        content=Errand("post", {"message": message.text, PRESSED_BY: by}),
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


def ended(turn: Turn) -> Outcome:
    """A post of ours that is out, or did not get there: what came of its sendings."""
    context, result = turn.context, turn.result
    parts = result.key.split("/")
    post = context.view.get(Post, "/".join(parts[2:4]))
    if post is None or post.state is not PostState.HANDED:
        return Outcome()
    if not result.problem:
        out = post.changed(state=PostState.OUT, out=context.now, trouble="")
        return Outcome(saves=(out,), sends=_there(context, result.key, out))
    back = PostState.APPROVED if post.channel is Channel.TEAMS else PostState.HANDED
    return Outcome(saves=(post.changed(state=back, trouble=result.problem),))


def _there(context: Context, key: str, post: Post) -> tuple[Sending, ...]:
    """Word to who pressed that it stands in the channel of Teams; none of what a plan sent."""
    sending = context.view.get(Sending, key)
    content = sending.content if sending else None
    by = str(content.facts.get(PRESSED_BY, "")) if isinstance(content, Errand) else ""
    if not by:
        return ()
    facts = {"called": called(post), "session": context.view.get(Session, post.session)}
    words = Phrase(f"{NAME}.there", facts)
    subject = Phrase(f"{NAME}.told_subject", {**facts, "post": post})
    return (to_person(context, by, Note(f"{key}/there", words, subject, words)),)


def late(context: Context, told: Told) -> Outcome:
    """Word to the team, once, that a post is not there yet: its channel cannot be reached."""
    sending = context.view.get(Sending, webhook_key(told.post))
    if sending is None or sending.state is not State.RETRYING or sending.attempts < PATIENT:
        return Outcome()
    words = Phrase(f"{NAME}.late", {"session": told.session, "called": called(told.post)})
    note = Note(f"{sending.key}/late", words, words, words, sending.about)
    return Outcome(sends=to_space(context, note))


def stopped(context: Context, post: Post) -> Outcome:
    """A post that somebody put out by hand does not leave by itself as well."""
    sending = context.view.get(Sending, webhook_key(post))
    if sending is None or sending.state not in (State.WAITING, State.RETRYING):
        return Outcome()
    return Outcome(saves=(sending.now(State.STOPPED, context.now),))


def not_out(turn: Turn) -> Outcome:
    """What nobody knows of did not get there: it waits for another press."""
    told = of_card(turn.context, turn.card)
    post = told.post
    if post.state is not PostState.HANDED or not plan.is_ours(turn.context, post):
        return card.state(turn, told)
    sending = turn.context.view.get(Sending, webhook_key(post))
    if sending is not None and sending.state in OPEN:
        raise Refusal(f"{NAME}.still_trying", called=called(post))
    return _kept(turn, replace(told, post=post.changed(state=PostState.APPROVED)), "not_there")
