"""What an approval covers: the words, and not the facts that are put into their blanks."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.context import Context
from bot.model.promotion import Approval, Post
from bot.model.words import LANGUAGES, Both, Language
from bot.promoting.composing import Composed, composed, written
from bot.promoting.facts import PERSONAL

NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact that is not what it was when somebody approved the words."""

    name: str
    before: Both
    now: Both


def seal(context: Context, post: Post) -> str:
    """The hash of the words with their blanks, and of what people wrote that stands in these.

    It changes with the words, the title or the description as far as they are used; not with a
    speaker, a link or a time.
    """
    covered = json.dumps(_covered(composed(context, post)))
    return hashlib.sha256(covered.encode()).hexdigest()


def facts_in(context: Context, post: Post) -> dict[str, dict[str, str]]:
    """What stands in the blanks now, by language, but for the words: for ``Approval.facts``."""
    said = composed(context, post)
    return {language: _facts(said, language) for language in LANGUAGES}


def differences(approval: Approval, now: Mapping[str, Mapping[str, str]]) -> tuple[Difference, ...]:
    """The facts that changed since; ``now`` is what ``facts_in`` gives today."""
    names = dict.fromkeys(
        name for side in (*approval.facts.values(), *now.values()) for name in side
    )
    pairs = ((name, _both(approval.facts, name), _both(now, name)) for name in names)
    return tuple(Difference(*pair) for pair in pairs if pair[1] != pair[2])


def _both(facts: Mapping[str, Mapping[str, str]], name: str) -> Both:
    return Both(*(facts.get(language, NOTHING).get(name, "") for language in LANGUAGES))


def _covered(said: Composed) -> list[Any]:
    """All words of the post, and of the posts that stand in it."""
    own = [[*written(said.copy, each), *_words_in(said, each)] for each in LANGUAGES]
    used = {name for each in LANGUAGES for name in said.used(each)}
    return [own, *(_covered(said.within[name]) for name in sorted(used & said.within.keys()))]


def _words_in(said: Composed, language: Language) -> list[tuple[str, str]]:
    words = said.words[language]
    return [(name, words[name]) for name in said.used(language) if name in words]


def _facts(said: Composed, language: Language) -> dict[str, str]:
    """The facts of the post, and those of the posts that stand in it, each once."""
    used, facts = said.used(language), said.facts[language]
    own = facts.keys() - said.words[language].keys() - PERSONAL - said.within.keys()
    inside = [_facts(said.within[name], language) for name in used if name in said.within]
    found = {name: facts[name] for name in used if name in own}
    return {name: value for each in (*inside, found) for name, value in each.items()}
