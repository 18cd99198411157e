"""A post in words: how far it has got, who posts and approves it, what changed in it."""

from typing import Any

from bot import texts
from bot.context import Context
from bot.model.outbox import Sending, State
from bot.model.promotion import Channel, Post, PostState
from bot.model.words import Both, Phrase
from bot.promoting import approving, plan
from bot.promoting.naming import called
from bot.promoting.sealing import Difference

NAME = "promotion"
"""The file of the texts."""


def state_of(context: Context, post: Post) -> Both:
    """How far it has got."""
    return texts.both(Phrase(f"{NAME}.state", {"state": _standing(context, post)}))


def _standing(context: Context, post: Post) -> str:
    """The state by its name; a post that the bot posts itself leaves, or was perhaps there."""
    ours = post.channel is Channel.TEAMS and plan.is_ours(context, post)
    if post.state is not PostState.HANDED or not ours:
        return post.state.value
    sending = context.view.get(Sending, webhook_key(post))
    return "unsure" if sending and sending.state is State.UNCERTAIN else "leaving"


def webhook_key(post: Post) -> str:
    """The key under which a post leaves for a channel of Teams: one for each press."""
    return f"{NAME}/out/{post.key}/{post.version}/webhook"


def people(context: Context, post: Post) -> Both:
    """Who posts it, and who approves it."""
    facts = {
        "poster": person(context, post.poster),
        "approver": _approver(context, post),
        "way": _way(context, post),
        "director": post.channel is Channel.DIRECTOR,
    }
    return texts.both(Phrase(f"{NAME}.people", facts))


def _way(context: Context, post: Post) -> str:
    """Who brings it out where nobody was named: we do, the director's office, or nobody yet."""
    if plan.is_ours(context, post):
        return "us"
    return "office" if post.channel is Channel.DIRECTOR else "hand"


def _approver(context: Context, post: Post) -> str:
    """Who said yes, or is asked to, or would be; empty for anyone of the team."""
    if post.approval is not None:
        return person(context, post.approval.by)
    if post.asked is not None and post.state is PostState.REVIEWED:
        return person(context, post.asked.to)
    return person(context, next(iter(approving.chain(context, post)), ""))


def person(context: Context, address: str) -> str:
    """The person's name, or their address; empty for nobody."""
    return context.contact(address).name or address if address else ""


def in_words(difference: Difference) -> Both:
    """One fact that changed: its name, before, now."""
    facts = {"name": difference.name, "before": difference.before, "now": difference.now}
    return texts.both(Phrase(f"{NAME}.changed", _sided(facts)))


def _sided(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts, where a side is empty in both, as empty."""
    return {name: "" if value == Both() else value for name, value in facts.items()}


def row(context: Context, post: Post) -> Both:
    """One post as a line of a plan."""
    return texts.both(Phrase(f"{NAME}.row", facts_of(context, post)))


def facts_of(context: Context, post: Post) -> dict[str, object]:
    """What is said of a post in a line."""
    return {
        "post": post,
        "called": called(post),
        "state": state_of(context, post),
        "people": people(context, post),
        "poster": person(context, post.poster),
        "approver": person(context, post.approver),
    }
