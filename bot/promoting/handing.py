"""The files of a post, for whoever puts it out: each behind a signed link of its own.

What is behind them is meant for the public and was said yes to: opening a link takes the file.
"""

from collections.abc import Iterator

from bot import texts
from bot.context import Context, Languages
from bot.model.outbox import File
from bot.model.promotion import Channel, Post, PostState
from bot.model.session import Session
from bot.model.words import Phrase
from bot.promoting import approving, plan
from bot.promoting.rendering import rendered

FILE = "file-"
"""What the references of these links begin with; then follow the kind, the session, the post."""
HANDED_OVER = frozenset({Channel.NEWSLETTER, Channel.DIRECTOR, Channel.COMMUNICATIONS})
READY = frozenset(
    {PostState.APPROVED, PostState.SCHEDULED, PostState.HANDED, PostState.OUT},
)
LABELS = {
    "html": "promotion.file_html",
    "md": "promotion.file_md",
    "txt": "promotion.file_txt",
    "eml": "promotion.file_eml",
}


def files_of(context: Context, post: Post) -> tuple[File, ...]:
    """The files that whoever puts the post out may have; none before there is a yes."""
    handed = post.channel in HANDED_OVER and post.state in READY
    return rendered(context, post).files if handed else ()


def links(context: Context, post: Post, languages: Languages) -> Iterator[tuple[str, str]]:
    """What each file of the post is, in words, and the link that gives it."""
    for file in files_of(context, post):
        kind = file.name.rpartition(".")[2]
        label = texts.render_in(Phrase(LABELS[kind]), languages)
        yield label, context.link(f"{FILE}{kind}-{post.session}-{post.name}")


def file_of(context: Context, ref: str) -> File | None:
    """The file behind the link with this reference, as it is now; None if there is none."""
    kind, _, rest = ref.removeprefix(FILE).partition("-")
    number, _, name = rest.partition("-")
    session = context.view.get(Session, number)
    posts = plan.posts(context, session) if session else ()
    for post in (approving.current(context, session, each) for each in posts if session):
        if post.name == name:
            found = (e for e in files_of(context, post) if e.name.endswith(f".{kind}"))
            return next(found, None)
    return None
