"""A post as it goes out: its text in each language, how long it is, what is amiss, what it takes.

Nothing is ever cut: what is too long is said, by how much.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.context import Context
from bot.documents import headers
from bot.documents.posts import newsletter, unsent, workflow
from bot.documents.posts.layout import Item, plain
from bot.model.outbox import File
from bot.model.promotion import Channel, Copy, Post
from bot.model.words import LANGUAGES, Language, Phrase
from bot.promoting import checking
from bot.promoting.composing import Composed, composed
from bot.promoting.places import event_form, link


@dataclass(frozen=True, slots=True)
class Side:
    """A post in one language; ``count`` and ``limit`` are in ``unit``, 0 is no limit.

    What is filled for each person stands as an example.
    """

    language: Language
    subject: str
    text: str
    count: int
    limit: int
    unit: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A post as it goes out in both languages.

    ``copy`` are its words with their blanks. While there are ``problems`` it is not to go out;
    ``notes`` are worth a look. ``files`` go with it, ``link`` is the page where it is pasted, empty
    where there is none. ``whole`` is what is handed over, in one piece.
    """

    copy: Copy
    sides: Mapping[Language, Side]
    problems: tuple[Phrase, ...]
    notes: tuple[Phrase, ...]
    files: tuple[File, ...]
    link: str
    whole: str


def rendered(context: Context, post: Post) -> Rendered:
    """The post as it would go out now."""
    said = composed(context, post)
    items = tuple(_item(said, language) for language in LANGUAGES)
    make = FILES.get(post.channel)
    return Rendered(
        copy=said.copy,
        sides={each: _side(said, each) for each in LANGUAGES},
        problems=tuple(checking.problems(said)),
        notes=tuple(checking.notes(said)),
        files=make(post, items) if make else (),
        link=link(post),
        whole=_whole(context, post, items),
    )


def _side(said: Composed, language: Language) -> Side:
    side, limit = said.sides[language], said.limit
    return Side(language, side.subject, side.text, side.count, limit.most, limit.unit)


def _item(said: Composed, language: Language) -> Item:
    return Item(language, said.sides[language].subject, said.sides[language].text)


def _whole(context: Context, post: Post, items: tuple[Item, ...]) -> str:
    if post.channel is Channel.EVENT_PAGE:
        return event_form(context, post, items)
    return plain(items)


def _newsletter(post: Post, items: tuple[Item, ...]) -> tuple[File, ...]:
    return (
        File(f"{_named(post)}.html", "text/html", newsletter.page(items)),
        File(f"{_named(post)}.md", "text/markdown", newsletter.markdown(items)),
        File(f"{_named(post)}.txt", "text/plain", plain(items)),
    )


def _draft(post: Post, items: tuple[Item, ...]) -> tuple[File, ...]:
    to = (post.target,) if headers.ADDRESS.fullmatch(post.target) else ()
    return (File(f"{_named(post)}.eml", "message/rfc822", unsent.draft(items, to).decode("ascii")),)


def _card(post: Post, items: tuple[Item, ...]) -> tuple[File, ...]:
    text = json.dumps(workflow.message(items), ensure_ascii=False, indent=1)
    return (File(f"{_named(post)}.json", "application/json", text),)


def _pack(post: Post, items: tuple[Item, ...]) -> tuple[File, ...]:
    return (
        File(f"{_named(post)}.html", "text/html", newsletter.page(items)),
        File(f"{_named(post)}.txt", "text/plain", plain(items)),
    )


def _named(post: Post) -> str:
    return f"session-{post.session}-{post.name}"


FILES: Mapping[Channel, Callable[[Post, tuple[Item, ...]], tuple[File, ...]]] = {
    Channel.NEWSLETTER: _newsletter,
    Channel.DIRECTOR: _draft,
    Channel.COMMUNICATIONS: _pack,
    Channel.TEAMS: _card,
}
