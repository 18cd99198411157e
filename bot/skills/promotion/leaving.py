"""Posts leave: handed over to whoever puts them out, or sent by us after a press; never by itself.

A post of ours has one key for each press, so that it goes out once.
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
from bot.posts import MAIL, Note, by_mail, to_person, to_space
from bot.promoting import approving, plan
from bot.promoting.naming import called
from bot.promoting.rendering import rendered
from bot.promoting.sealing import facts_in
from bot.skills.promotion import card
from bot.skills.promotion.asking import must_be_ready
from bot.skills.promotion.card import Reader
from bot.skills.promotion.choosing import NAME, Told, is_ours, meant, of_card, person

WEBHOOK = "teams_channel"
"""The door to a channel of Teams."""


def send_said(turn: Turn) -> Outcome:
    """What was asked to go out: handed over if it is approved; what is ours waits for a press."""
    told = meant(turn, lambda post: post.state in approving.AGREED)
    if isinstance(told, Outcome):
        return told
    must_be_open(turn.context, told.session)
    if told.post.state not in approving.AGREED:
        said = Phrase(f"{NAME}.not_approved") if told.post.state in NOT_YET else None
        return card.offered(turn, told, said)
    if is_ours(turn.context, told.post):
        return card.offered(turn, told, Phrase(f"{NAME}.press_to_send"))
    return _handed_by(turn, told)


NOT_YET = frozenset({PostState.DRAFT, PostState.REVIEWED})


def hand_over(turn: Turn) -> Outcome:
    """The text to whoever puts it out, now; a second time for who lost it."""
    told = of_card(turn.context, turn.card)
    must_be_open(turn.context, told.session)
    if told.post.state not in (*approving.AGREED, PostState.HANDED):
        return card.state(turn, told)
    return _handed_by(turn, told)


def _handed_by(turn: Turn, told: Told) -> Outcome:
    must_be_ready(turn.context, told.post)
    if told.post.channel is Channel.DIRECTOR:
        return _to_their_office(turn, told)
    to = told.post.poster or turn.address
    outcome, post = handed(turn.context, replace(told, post=replace(told.post, poster=to)))
    if to == turn.address:
        outcome = replace(outcome, sends=())
        return merge(outcome, _shown_here(turn, Told(told.session, post)))
    said = turn.reply(f"{NAME}.handed_to", who=person(turn.context, to), called=called(post))
    ref = turn.card.ref if turn.card else ""
    return merge(outcome, Outcome(answer=replace(said, replaces=ref)))


def _to_their_office(turn: Turn, told: Told) -> Outcome:
    outcome, post = handed(turn.context, told)
    facts = {"who": person(turn.context, _office(turn.context, post)), "called": called(post)}
    said = turn.reply(f"{NAME}.handed_to", **facts)
    ref = turn.card.ref if turn.card else ""
    return merge(outcome, Outcome(answer=replace(said, replaces=ref)))


def _shown_here(turn: Turn, told: Told) -> Outcome:
    """The text as the answer, for who asked and posts it as well."""
    note = handover(turn.context, told)
    kept = card.record(turn.context, told, Reader(turn.address))
    drawn = card.drawn(turn.context, told, Reader(turn.address), turn.languages, kept.ref)
    return turn.offer(kept, drawn, note.words)


def handed(context: Context, told: Told) -> tuple[Outcome, Post]:
    """The text on its way to whoever puts it out, and the post as it then is."""
    post = told.post.changed(
        state=PostState.HANDED, handed=context.now, facts=facts_in(context, told.post), trouble=""
    )
    note = handover(context, Told(told.session, post))
    saves = plan.with_(context, told.session, post)
    if post.channel is Channel.DIRECTOR:
        return Outcome(saves=saves, sends=_to_office(context, post, note)), post
    if post.poster:
        kept = card.record(context, Told(told.session, post), Reader(post.poster))
        sends: tuple[Sending, ...] = (to_person(context, post.poster, note),)
        return Outcome(saves=(*saves, kept), sends=sends), post
    return Outcome(saves=saves, sends=to_space(context, note)), post


def _to_office(context: Context, post: Post, note: Note) -> tuple[Sending, ...]:
    """The director's mail, not sent yet, as a file to their office; or else to the director."""
    letter = by_mail(context, _office(context, post), note)
    assert isinstance(letter.content, Letter)
    files = rendered(context, post).files
    return (replace(letter, content=replace(letter.content, files=files)),)


def _office(context: Context, post: Post) -> str:
    habits = plan.habits(context)
    return habits.office or post.poster or habits.director


def handover(context: Context, told: Told) -> Note:
    """What whoever puts a post out is told: the text, the page where it goes, what comes next."""
    post, now = told.post, rendered(context, told.post)
    facts = {
        **card.facts_of(context, told),
        "whole": now.whole,
        "page": now.link,
        "team": context.team,
    }
    shown = card.shown(context, told, Reader(post.poster)) if post.poster else None
    return Note(
        key=f"{NAME}/handed/{post.key}/{post.version}",
        words=Phrase(f"{NAME}.handover", facts),
        subject=Phrase(f"{NAME}.handover_subject", facts),
        letter=Phrase(f"{NAME}.handover_letter", facts),
        about=f"session/{post.session}",
        shown=shown,
        expires=told.session.starts,
    )


def schedule(turn: Turn) -> Outcome:
    """It leaves at its time: the press that it waited for."""
    told = of_card(turn.context, turn.card)
    must_be_open(turn.context, told.session)
    if told.post.state is not PostState.APPROVED or not is_ours(turn.context, told.post):
        return card.state(turn, told)
    if told.post.due <= turn.context.now:
        return send_now(turn)
    post = told.post.changed(state=PostState.SCHEDULED)
    return _kept(turn, Told(told.session, post), "scheduled")


def hold_back(turn: Turn) -> Outcome:
    """It waits for another press."""
    told = of_card(turn.context, turn.card)
    if told.post.state is not PostState.SCHEDULED:
        return card.state(turn, told)
    return _kept(turn, Told(told.session, told.post.changed(state=PostState.APPROVED)), "held_back")


def _kept(turn: Turn, told: Told, name: str) -> Outcome:
    audit = noted(turn, f"promo.{name}", f"session/{told.session.id}")
    saves = (*plan.with_(turn.context, told.session, told.post), audit)
    facts = {"called": called(told.post), "post": told.post}
    return merge(Outcome(saves=saves), card.state(turn, told, Phrase(f"{NAME}.{name}", facts)))


def send_now(turn: Turn) -> Outcome:
    """It leaves by us, now."""
    told = of_card(turn.context, turn.card)
    must_be_open(turn.context, told.session)
    if told.post.state not in approving.AGREED or not is_ours(turn.context, told.post):
        return card.state(turn, told)
    must_be_ready(turn.context, told.post)
    outcome, post = left(turn.context, told)
    audit = noted(turn, "promo.sent", f"session/{told.session.id}")
    said = Phrase(f"{NAME}.on_its_way", {"called": called(post), "post": post})
    return merge(outcome, Outcome(saves=(audit,)), card.state(turn, Told(told.session, post), said))


def left(context: Context, told: Told) -> tuple[Outcome, Post]:
    """The post on its way by us, and as it then is; what came of it is heard later."""
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
    if post.state is not PostState.HANDED or not is_ours(turn.context, post):
        return card.state(turn, told)
    sending = turn.context.view.get(Sending, f"{_key(post)}/webhook")
    if sending is not None and sending.state in OPEN:
        raise Refusal(f"{NAME}.still_trying", called=called(post))
    return _kept(turn, replace(told, post=post.changed(state=PostState.APPROVED)), "not_there")


def must_be_handed(post: Post) -> None:
    """Nothing; raises Refusal where the post was not given to anyone yet."""
    if post.state not in (PostState.HANDED, PostState.OUT):
        raise Refusal(f"{NAME}.not_handed", called=called(post))
