"""Who says yes to a post, who is asked next, and what a yes still covers.

Nobody approves what they wrote; of words that nobody wrote, whoever put them before the others.
"""

import hashlib

from bot.context import Context
from bot.errors import Refusal
from bot.model.promotion import Channel, Post, PostState, PromotionHabits
from bot.model.session import Session
from bot.promoting import plan
from bot.promoting.rendering import Rendered
from bot.promoting.sealing import seal

AGREED = frozenset({PostState.APPROVED, PostState.SCHEDULED})


def chain(context: Context, post: Post) -> tuple[str, ...]:
    """Those who may be asked, in their order, the stand-ins of the absent in their place.

    Empty means anyone of the team; for the director's e-mail it means that nobody can be asked.
    """
    habits = plan.habits(context)
    named = _named(context, post)
    here = (_here(context, habits, each) for each in named)
    asked = [each for each in dict.fromkeys(here) if each and each not in writers(post)]
    if post.channel is Channel.DIRECTOR and not asked:
        return named
    return tuple(asked)


def _named(context: Context, post: Post) -> tuple[str, ...]:
    if post.channel is Channel.DIRECTOR:
        signs = post.approver or context.team.director
        return (signs,) if signs else ()
    first = (post.approver,) if post.approver else ()
    return (*first, *context.team.approvers)


def _here(context: Context, habits: PromotionHabits, address: str) -> str:
    """The person, or who stands in while they are away; empty if nobody does."""
    away = [e for e in habits.absences if e.who == address and e.until > context.now]
    return away[-1].stand_in if away else address


def writers(post: Post) -> frozenset[str]:
    """Those who cannot say yes to it."""
    by = post.author or (post.asked.by if post.asked else "")
    return frozenset({by}) if by else frozenset()


def next_of(context: Context, post: Post) -> str:
    """Who is asked after the one that was; empty if nobody is left."""
    people = chain(context, post)
    if post.asked is None or not post.asked.to:
        return ""
    later = people[people.index(post.asked.to) + 1 :] if post.asked.to in people else people
    return later[0] if later else ""


def must_be_allowed(context: Context, post: Post, person: str, *, of_team: bool) -> None:
    """Nothing; raises Refusal if this person cannot say yes to the post."""
    if person in writers(post):
        raise Refusal("promotion.own_words")
    people = chain(context, post)
    asked = post.asked.to if post.asked else ""
    anyone = not people and of_team and post.channel is not Channel.DIRECTOR
    if not anyone and person not in (*people, asked):
        who = people[0] if people else asked
        raise Refusal("promotion.not_approver", who=context.contact(who).name or who)


def is_manager(context: Context, person: str) -> bool:
    """Whether this person may say yes in the place of an approver, once, with a reason."""
    return person in plan.habits(context).managers


def is_void(context: Context, post: Post) -> bool:
    """Whether the words are no longer those that somebody said yes to."""
    given = post.approval
    return post.state in AGREED and given is not None and given.seal != seal(context, post)


def current(context: Context, session: Session, post: Post) -> Post:
    """The post as it is now: with the moment that its session gives, without a yes that is void."""
    post = plan.replanned(context, session, post)
    return withdrawn(post) if is_void(context, post) else post


def withdrawn(post: Post) -> Post:
    """The post back at its draft, with no yes."""
    return post.changed(state=PostState.DRAFT, approval=None, asked=None)


def mark(shown: Rendered) -> str:
    """What tells one way a post goes out from any other: changed by a letter, it differs."""
    sides = [(each.subject, each.text) for each in shown.sides.values()]
    return hashlib.sha256(repr((sides, shown.whole)).encode()).hexdigest()[:32]
