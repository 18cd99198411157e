"""What the pack for Communications holds besides its own words: other posts, and when they go."""

from bot import texts
from bot.context import Context
from bot.model.promotion import Channel, Post, PostState
from bot.model.session import Session
from bot.model.words import Both, Phrase
from bot.promoting import plan
from bot.promoting.naming import called

HELD = {
    "x": ("x", Channel.X),
    "x_again": ("x-2", Channel.X),
    "newsletter": ("newsletter", Channel.NEWSLETTER),
    "line": ("wire", Channel.WIRE),
}
"""The blanks in which whole posts stand: the name and the place of each post."""
PUBLISHED_BY_THEM = frozenset({Channel.X, Channel.NEWSLETTER})


def packed(context: Context, session: Session) -> dict[str, Post]:
    """The posts that stand in the pack, by the names of their blanks."""
    return {blank: _post(context, session, *each) for blank, each in HELD.items()}


def _post(context: Context, session: Session, name: str, channel: Channel) -> Post:
    """The post as the team keeps it, or as it usually is."""
    usual = Post(session=session.id, name=name, channel=channel, step="", due=session.starts)
    return context.view.get(Post, usual.key) or usual


def schedule(context: Context, session: Session) -> Both:
    """When Communications is to publish what, by the plan as it is kept, or as it usually is."""
    posts = sorted(plan.posts(context, session), key=lambda post: post.due)
    theirs = [
        (called(post), post.due)
        for post in posts
        if post.channel in PUBLISHED_BY_THEM and post.state is not PostState.DROPPED
    ]
    return texts.both(Phrase("promotion_facts.deadlines", {"posts": theirs})) if theirs else Both()
