"""Words are put before an approver: in chat, or on a signed page for whoever is outside."""

from dataclasses import replace

from bot import texts
from bot.context import Context, Turn, merge
from bot.errors import Refusal
from bot.model.outbox import Sending
from bot.model.outcome import Outcome
from bot.model.people import Place
from bot.model.promotion import Asked, Channel, Post, PostState
from bot.model.words import Phrase
from bot.planning.drafts import noted
from bot.posts import Note, to_person, to_space
from bot.promoting import approving, plan
from bot.promoting.naming import called
from bot.promoting.rendering import rendered
from bot.promoting.telling import person
from bot.skills.promotion import card
from bot.skills.promotion.card import Reader
from bot.skills.promotion.choosing import NAME, Told, of_card

ASKABLE = frozenset({PostState.DRAFT, PostState.REVIEWED})


def ask(turn: Turn) -> Outcome:
    """The words before the first who may say yes to them; refused while something is amiss."""
    told = of_card(turn.context, turn.card)
    if told.post.state is not PostState.DRAFT:
        return card.state(turn, told)
    must_be_ready(turn.context, told.post)
    outcome, asked = put_before(turn.context, told, turn.address)
    audit = noted(turn, "promo.asked", f"session/{told.session.id}")
    facts = {"who": person(turn.context, _to(asked)), "called": called(asked), "post": asked}
    answer = turn.reply(f"{NAME}.asked", **facts)
    answer = replace(answer, replaces=turn.card.ref if turn.card else "")
    return merge(outcome, Outcome(saves=(audit,), answer=answer))


def must_be_ready(context: Context, post: Post) -> None:
    """Nothing; raises Refusal while something keeps the words from going out."""
    problems = rendered(context, post).problems
    if problems:
        raise Refusal(f"{NAME}.not_ready", problems=[texts.both(each) for each in problems])
    if post.channel is Channel.DIRECTOR and not approving.chain(context, post):
        raise Refusal(f"{NAME}.no_director")


def put_before(
    context: Context, told: Told, by: str, to: str | None = None
) -> tuple[Outcome, Post]:
    """The card for whoever is asked, the first unless one is named; the post as it then is."""
    post = replace(told.post, asked=Asked(by=by, to="", at=context.now))
    if to is None:
        to = next(iter(approving.chain(context, post)), "")
    mark = approving.mark(rendered(context, post))
    asked = told.post.changed(
        state=PostState.REVIEWED, asked=Asked(by, to, context.now, mark), remark=""
    )
    saves = plan.with_(context, told.session, asked)
    asking = _asking(context, Told(told.session, asked), to)
    return merge(Outcome(saves=saves), asking), asked


def _asking(context: Context, told: Told, to: str) -> Outcome:
    if to:
        return ask_person(context, told, to)
    places = context.team.spaces
    shown = [card.shown(context, told, Reader(place=each)) for each in places]
    sends = [
        _to_place(context, place, _note(context, told, Reader(place=place))) for place in places
    ]
    return Outcome(saves=tuple(each.card for each in shown), sends=tuple(sends))


def ask_person(context: Context, told: Told, to: str) -> Outcome:
    """The card with its two answers to one person, by chat or by a letter with a signed link."""
    reader = Reader(to, outside=True)
    kept = card.record(context, told, reader)
    note = _note(context, told, reader)
    return Outcome(saves=(kept,), sends=(to_person(context, to, note),))


def _note(context: Context, told: Told, reader: Reader) -> Note:
    shown, post = card.shown(context, told, reader), told.post
    by = person(context, post.asked.by) if post.asked else ""
    facts = {
        **card.facts_of(context, told),
        "by": by,
        "asked": person(context, reader.person),
        "ask": post.asked,
        "link": context.link(shown.card.ref),
        "team": context.team,
    }
    return Note(
        key=f"{NAME}/ask/{post.key}/{post.version}/{reader.person}",
        words=Phrase(f"{NAME}.ask", facts),
        subject=Phrase(f"{NAME}.ask_subject", facts),
        letter=Phrase(f"{NAME}.ask_letter", facts),
        about=f"session/{post.session}",
        shown=shown,
        expires=told.session.starts,
    )


def _to_place(context: Context, place: Place, note: Note) -> Sending:
    every = to_space(context, note)
    return next(each for each in every if (each.door, each.to) == (place.channel, place.room))


def _to(post: Post) -> str:
    return post.asked.to if post.asked else ""
