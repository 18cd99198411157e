"""Pages of ours, drawn from ``templates/*.html.j2``; every value is escaped where it is put in.

In a template ``say("file.entry", blank=value)`` is a text of ours and ``show(value)`` somebody's
words, both in the languages of the reader, each marked with its own; ``word`` is a text of ours
where no mark-up can stand, ``number`` a count with its thousands apart, as ``between`` parts them.
"""

import re
from collections.abc import Callable, Collection, Iterable
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from bot import texts
from bot.model.words import Both, Language, Phrase, other

NAMES: dict[Language, str] = {"en": "English", "fr": "Français"}
KIND = "text/html"
SPACE = re.compile(r"(\s+|[,;](?=\s))")
"""What parts words; it is kept."""
Languages = tuple[Language, ...]
Said = tuple[Markup, Language]


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader(__package__, "templates"),
        undefined=StrictUndefined,
        autoescape=True,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _template(name: str) -> Template:
    return _environment().get_template(f"{name}.html.j2")


def page(name: str, languages: Languages, path: str, **facts: object) -> str:
    """The page; ``path`` is where it is read again in another language, empty for where it is.

    ``besides``, if given, is what its query says besides the language.
    """
    return _template(name).render(
        {"besides": "", **facts},
        language=languages[0],
        others={each: NAMES[each] for each in _others(languages)},
        path=path,
        say=_saying(languages),
        show=_showing(languages),
        word=lambda key: word(key, languages),
        number=lambda value: texts.number(value, languages),
        between=texts.between(languages),
    )


def word(key: str, languages: Languages) -> str:
    """A text of ours in the languages of the reader, without mark-up."""
    return texts.render_in(Phrase(key), languages)


def linked(words: str, addresses: Collection[str]) -> Markup:
    """The words; those of them that are one of these addresses lead there, no others do."""
    link = Markup('<a href="{0}" rel="noopener noreferrer">{0}</a>')
    parts = SPACE.split(words)
    return Markup().join(link.format(each) if each in addresses else each for each in parts)


def _others(languages: Languages) -> Languages:
    """The languages in which the page could be read instead."""
    return languages if len(languages) > 1 else (other(languages[0]),)


def _saying(languages: Languages) -> Callable[..., Markup]:
    def say(key: str, **facts: object) -> Markup:
        phrase = Phrase(key, facts)
        said = ((escape(texts.render(phrase, each)), each) for each in languages)
        return _marked(said, languages[0])

    return say


def _showing(languages: Languages) -> Callable[[Both], Markup]:
    def show(value: Both) -> Markup:
        return _marked((_side(value, each) for each in languages), languages[0])

    return show


def _side(value: Both, language: Language) -> Said:
    """The words on this side, or on the other where this one is not written yet.

    What people wrote may run from right to left: it does not turn what stands around it.
    """
    written = other(language) if value.missing == language else language
    return Markup("<bdi>{}</bdi>").format(value.in_(language)), written


def _marked(said: Iterable[Said], read: Language) -> Markup:
    """The texts, each once, with a mark where one is not in the language of the page."""
    once: dict[Markup, Language] = {}
    for text, language in said:
        once.setdefault(text, language)
    return Markup(" ").join(
        text
        if language == read
        else Markup('<span class="other" lang="{}-CA">{}</span>').format(language, text)
        for text, language in once.items()
    )
