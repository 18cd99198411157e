"""What a post is called: the place it stands in, as people of the team say it."""

from bot import texts
from bot.model.promotion import Channel, Post
from bot.model.words import Both, Phrase
from bot.promoting.words import kind_of

NAMED_BY_TARGET = frozenset({Channel.GROUP, Channel.OTHER})
"""The places that are told apart by what the team calls them."""


def called(post: Post) -> Both:
    """The name of the place, with the group or the other place in it."""
    kind = kind_of(post) if post.channel is Channel.X else post.channel.value
    target = post.target if post.channel in NAMED_BY_TARGET else ""
    return texts.both(Phrase(f"promotion_names.{kind}", {"target": target}))
