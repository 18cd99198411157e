"""What a post is called: the place it stands in, as people of the team say it."""

from bot import texts
from bot.context import Context
from bot.model.promotion import Channel, Post
from bot.model.session import Session
from bot.model.words import Both, Phrase
from bot.promoting.words import kind_of

NAMED_BY_TARGET = frozenset({Channel.GROUP, Channel.OTHER})
"""The places that are told apart by what the team calls them."""
USUAL = {
    **{each.value: (each, "") for each in Channel if each is not Channel.GROUP},
    "x-2": (Channel.X, ""),
    "group-digital": (Channel.GROUP, "Digital - Numérique"),
    "group-open-government": (Channel.GROUP, "Open Government"),
}
"""The posts that a session usually has: where each stands, by its name."""


def known(context: Context, session: Session) -> dict[str, Both]:
    """What the posts of a session are called, by their names: the usual ones, and the team's."""
    usual = [_usual(session, name, *each) for name, each in USUAL.items()]
    kept = context.view.find(Post, "session", session.id)
    return {each.name: called(each) for each in (*usual, *kept)}


def _usual(session: Session, name: str, channel: Channel, target: str) -> Post:
    return Post(
        session=session.id,
        name=name,
        channel=channel,
        step="",
        due=session.starts,
        target=target,
    )


def called(post: Post) -> Both:
    """The name of the place, with the group or the other place in it."""
    kind = kind_of(post) if post.channel is Channel.X else post.channel.value
    target = post.target if post.channel in NAMED_BY_TARGET else ""
    return texts.both(Phrase(f"promotion_names.{kind}", {"target": target}))
