"""What of a session is still to be written in one language, of all that is public of it.

Each source looks at one kind of thing; what else becomes public adds its own to ``SOURCES``.
"""

from collections.abc import Callable, Iterator

from bot.context import Context
from bot.describing.facts import description_of
from bot.model.description import HalfState
from bot.model.promotion import Post, PostState
from bot.model.session import Session
from bot.model.words import Both, Language, Phrase, other

Source = Callable[[Context, Session, Language], Iterator[Phrase]]


def missing(context: Context, session: Session, language: Language) -> list[Phrase]:
    """Each thing that is not written in this language yet, or not brought up to date."""
    return [each for source in SOURCES for each in source(context, session, language)]


def _title(_: Context, session: Session, language: Language) -> Iterator[Phrase]:
    if session.title.missing == language:
        yield Phrase("missing.title")


def _description(context: Context, session: Session, language: Language) -> Iterator[Phrase]:
    state = description_of(context, session).state(language)
    if state is HalfState.MISSING:
        yield Phrase("missing.description")
    if state is HalfState.STALE:
        yield Phrase("missing.description_stale")


def _posts(context: Context, session: Session, language: Language) -> Iterator[Phrase]:
    """Posts that have words of their own in the other language only."""
    for post in context.view.find(Post, "session", session.id):
        sides = (post.copy.subject, post.copy.body)
        if post.state is not PostState.DROPPED and any(_lacks(each, language) for each in sides):
            yield Phrase("missing.post", {"name": post.name})


def _lacks(side: Both, language: Language) -> bool:
    return bool(getattr(side, other(language))) and not getattr(side, language)


SOURCES: tuple[Source, ...] = (_title, _description, _posts)
