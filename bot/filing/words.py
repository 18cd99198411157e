"""The final words of a session: texts, pages, posts and letters as files, in each language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.afterwards.published import in_words, published
from bot.context import Context
from bot.describing import facts as describing
from bot.model.mailing import Mailing
from bot.model.promotion import Post, PostState
from bot.model.session import Session
from bot.model.wiki import WikiPages
from bot.model.words import LANGUAGES, Both, Language
from bot.promoting import words
from bot.promoting.composing import composed, written

FINAL = frozenset({PostState.APPROVED, PostState.SCHEDULED, PostState.HANDED, PostState.OUT})
"""What somebody said yes to; a draft is no record of what was told."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text for the files: the name of its file, what kind it is, its words.

    ``about`` is the post or mailing that it belongs to.
    """

    file: str
    kind: str
    language: Language
    words: str
    about: str = ""


def texts_of(context: Context, session: Session) -> tuple[Text, ...]:
    """All final texts that are not empty."""
    found = (*_own(context, session), *_pages(context, session), *_posts(context, session),
             *_letters(context, session))  # fmt: skip
    return tuple(each for each in found if each.words.strip())


def posts_of(context: Context, session: Session) -> tuple[Post, ...]:
    """The posts that somebody said yes to, in the order in which they are due."""
    kept = context.view.find(Post, "session", session.id)
    return tuple(sorted((e for e in kept if e.state in FINAL), key=lambda e: (e.due, e.name)))


def _own(context: Context, session: Session) -> Iterator[Text]:
    halves = {
        "description": describing.public_text(context, session),
        "summary": in_words(published(context, session)),
    }
    for kind, both in halves.items():
        for language in LANGUAGES:
            yield Text(f"texts/{kind}-{language}.txt", kind, language, _side(both, language))


def _side(both: Both, language: Language) -> str:
    return both.en if language == "en" else both.fr


def _pages(context: Context, session: Session) -> Iterator[Text]:
    pages = context.view.get(WikiPages, session.id)
    for language in LANGUAGES if pages else ():
        assert pages is not None
        block = pages.page(language).block
        yield Text(f"pages/wiki-{language}.txt", "wiki", language, block)


def _posts(context: Context, session: Session) -> Iterator[Text]:
    for post in posts_of(context, session):
        said = composed(context, post)
        for language in LANGUAGES:
            values = {**said.facts[language], **_kept(post, language)}
            filled = (words.filled(each, values) for each in written(said.copy, language))
            text = "\n\n".join(filter(None, filled))
            yield Text(f"posts/{post.name}-{language}.txt", "post", language, text, post.name)


def _kept(post: Post, language: Language) -> Mapping[str, str]:
    """What stood in the blanks when it left, or when somebody said yes to it."""
    given = post.approval.facts if post.approval else {}
    return post.facts.get(language) or given.get(language) or {}


def _letters(context: Context, session: Session) -> Iterator[Text]:
    """The words of letters to many as they were agreed to, with blanks for what is personal."""
    for each in context.view.find(Mailing, "about", f"session/{session.id}"):
        if each.frozen is None:
            continue
        for group, wording in sorted(each.wordings.items()):
            for language in LANGUAGES:
                name = f"letters/{each.id.replace('/', '-')}-{group}-{language}.txt"
                subject, body = (_side(half, language) for half in (wording.subject, wording.body))
                yield Text(name, "letter", language, f"{subject}\n\n{body}", each.kind)
