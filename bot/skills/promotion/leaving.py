"""Texts are handed over to whoever puts them out: at their time, or when somebody asks."""

from dataclasses import replace

from bot.context import Context, Turn, merge
from bot.errors import Refusal
from bot.model.outbox import Letter, Sending
from bot.model.outcome import Outcome
from bot.model.people import Place
from bot.model.promotion import Channel, Post, PostState
from bot.model.words import Phrase
from bot.planning.changes import must_be_open
from bot.posts import Note, by_mail, to_person, to_space
from bot.promoting import approving, handing, plan
from bot.promoting.naming import called
from bot.promoting.rendering import rendered
from bot.promoting.sealing import facts_in
from bot.promoting.telling import person
from bot.skills.promotion import card
from bot.skills.promotion.asking import must_be_ready
from bot.skills.promotion.card import Reader
from bot.skills.promotion.choosing import NAME, Told, meant, of_card


def send_said(turn: Turn) -> Outcome:
    """What was asked to go out: handed over if it is approved; what is ours waits for a press."""
    told = meant(turn, lambda post: post.state in approving.AGREED)
    if isinstance(told, Outcome):
        return told
    must_be_open(turn.context, told.session)
    if told.post.state not in approving.AGREED:
        said = Phrase(f"{NAME}.not_approved") if told.post.state in NOT_YET else None
        return card.offered(turn, told, said)
    if plan.is_ours(turn.context, told.post):
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
        sends = (_with_files(context, post, to_person(context, post.poster, note)),)
        return Outcome(saves=(*saves, kept), sends=sends), post
    return merge(Outcome(saves=saves), _to_spaces(context, Told(told.session, post), note)), post


def _to_spaces(context: Context, told: Told, note: Note) -> Outcome:
    """The text with its card to each of the team's spaces: whoever posts it presses there."""
    readers = [Reader(place=each) for each in context.team.spaces]
    shown = [card.shown(context, told, each) for each in readers]
    sends = (
        each
        for one, reader in zip(shown, readers, strict=True)
        for each in to_space(context, replace(note, shown=one))
        if reader.place == Place(each.door, each.to)
    )
    return Outcome(saves=tuple(each.card for each in shown), sends=tuple(sends))


def _to_office(context: Context, post: Post, note: Note) -> tuple[Sending, ...]:
    """The director's mail, not sent yet, as a file to their office; or else to the director."""
    return (_with_files(context, post, by_mail(context, _office(context, post), note)),)


def _with_files(context: Context, post: Post, sending: Sending) -> Sending:
    """A letter with the files of the post; in chat they are behind the links of its card."""
    letter = sending.content
    if not isinstance(letter, Letter):
        return sending
    return replace(sending, content=replace(letter, files=handing.files_of(context, post)))


def _office(context: Context, post: Post) -> str:
    habits = plan.habits(context)
    return habits.office or post.poster or context.team.director


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


def must_be_handed(post: Post) -> None:
    """Nothing; raises Refusal where the post was not given to anyone yet."""
    if post.state not in (PostState.HANDED, PostState.OUT):
        raise Refusal(f"{NAME}.not_handed", called=called(post))
