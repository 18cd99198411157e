"""What the bot says, in both languages: one TOML file a subject, rendered by Jinja2.

An entry has exactly ``en`` and ``fr``, with the same blanks. Values put into the blanks are data:
they are shown as they are and never read as a template.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, StrictUndefined, Template, pass_context
from jinja2.runtime import Context

from bot.model.words import LANGUAGES, Both, Language, Phrase
from bot.texts import moments

GROUPED_FROM = 10_000
SPACES: Mapping[Language, str] = {"en": ",", "fr": "\u00a0"}
"""What parts groups of three digits; numbers of four have none (The Canadian Style, 5.09)."""


@pass_context
def _shown(context: Context, value: object) -> object:
    language: Language = context["language"]
    if isinstance(value, Both):
        return value.in_(language)
    return number(value, (language,)) if type(value) is int else value


def number(value: int, languages: tuple[Language, ...]) -> str:
    """A whole number with its thousands apart."""
    return f"{value:,}".replace(",", between(languages)) if value >= GROUPED_FROM else str(value)


def between(languages: tuple[Language, ...]) -> str:
    """What parts the groups of a large number; for readers of both languages, a space.

    Either language may write a space (The Canadian Style, 5.09; Le guide du rédacteur, 2.3.1).
    """
    return SPACES[languages[0]] if len(languages) == 1 else SPACES["fr"]


def _environment() -> Environment:
    environment = Environment(
        undefined=StrictUndefined,
        finalize=_shown,
        autoescape=False,  # noqa: S701 - plain text; every door escapes for its own system
    )
    environment.filters |= moments.FILTERS
    return environment


ENVIRONMENT = _environment()


@cache
def entries(subject: str) -> Mapping[str, Mapping[str, Any]]:
    """The entries of one file of texts, by name."""
    source = resources.files(__package__).joinpath(f"{subject}.toml").read_text("utf-8")
    return tomllib.loads(source)


def subjects() -> tuple[str, ...]:
    """The names of all files of texts."""
    files = resources.files(__package__).iterdir()
    return tuple(sorted(f.name.removesuffix(".toml") for f in files if f.name.endswith(".toml")))


@cache
def _template(key: str, language: Language) -> Template | str:
    """The template of an entry; the text itself where it has no blanks."""
    subject, _, name = key.partition(".")
    source: str = entries(subject)[name][language]
    if "{" not in source:
        return source.strip()
    template = ENVIRONMENT.from_string(source)
    # Our texts use none, and copying them costs as much as the rest of a short text.
    template.globals = {}
    return template


def render(phrase: Phrase, language: Language) -> str:
    """The phrase in one language."""
    template = _template(phrase.key, language)
    if isinstance(template, str):
        return template
    return template.render(**phrase.facts, language=language).strip()


def render_in(phrase: Phrase, languages: tuple[Language, ...]) -> str:
    """The phrase in one language, or in both: side by side if short, else one under the other."""
    texts = list(dict.fromkeys(render(phrase, language) for language in languages))
    return join(texts)


def join(texts: list[str]) -> str:
    """Texts that say the same thing, put together for people of both languages."""
    long = any("\n" in text or text.startswith("•") for text in texts)
    return ("\n\n" if long else " / ").join(texts)


def both(phrase: Phrase) -> Both:
    """The phrase as a value in both languages, to be put into another one."""
    return Both(*(render(phrase, language) for language in LANGUAGES))
