"""The words that serve a post today, and the values that go into their blanks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot import sessions
from bot.context import Context
from bot.documents.posts import counting
from bot.model.promotion import Channel, Copy, Post
from bot.model.words import LANGUAGES, Both, Language
from bot.promoting.facts import Facts, facts_of
from bot.promoting.packing import packed, schedule
from bot.promoting.words import filled, kept, lacking, left_out, ways

X_LIMIT = 280
"""Weighted characters (twitter-text, config/v3.json)."""
HEADLINE, ITEM = 60, 60
"""The most characters of a newsletter's headline, and the most words below it."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How the text for a place is counted, and how much it takes; 0 for no limit."""

    unit: str
    counted: Callable[[str], int]
    most: int = 0
    headline: int = 0


@dataclass(frozen=True, slots=True)
class Composed:
    """Words with their blanks, what fills these, and how the place counts.

    ``within`` are the posts that stand in this one, by the name of their blank.
    """

    copy: Copy
    facts: Facts
    limit: Limit
    within: Mapping[str, "Composed"] = field(default_factory=dict)

    def subject(self, language: Language) -> str:
        """The title or headline as it goes out; empty where there is none."""
        return filled(written(self.copy, language)[0], self.facts[language])

    def text(self, language: Language) -> str:
        """The text as it goes out."""
        return filled(written(self.copy, language)[1], self.facts[language])

    def whole(self, language: Language) -> str:
        """The headline and the text."""
        return "\n".join(filter(None, (self.subject(language), self.text(language))))

    def pattern(self, language: Language) -> tuple[str, str]:
        """The headline and the text with their blanks, but for lines that have no value yet."""
        subject, body = written(self.copy, language)
        return kept(subject, self.facts[language]), kept(body, self.facts[language])

    def lacking(self, language: Language) -> set[str]:
        """The blanks without a value that are needed."""
        return lacking("\n".join(written(self.copy, language)), self.facts[language])

    def left_out(self, language: Language) -> set[str]:
        """The blanks without a value whose lines are left out."""
        return left_out("\n".join(written(self.copy, language)), self.facts[language])

    def over(self, language: Language) -> int:
        """By how much the text is too long."""
        most = self.limit.most
        return max(0, self.limit.counted(self.text(language)) - most) if most else 0

    def headline_over(self, language: Language) -> int:
        """By how many characters the headline is too long."""
        most = self.limit.headline
        return max(0, counting.characters(self.subject(language)) - most) if most else 0


def written(copy: Copy, language: Language) -> tuple[str, str]:
    """The subject and the body in this language alone; a side that is not written is empty."""
    if language == "en":
        return copy.subject.en, copy.body.en
    return copy.subject.fr, copy.body.fr


def composed(context: Context, post: Post) -> Composed:
    """The words that serve best: all blanks have their values, all fits, said in full."""
    session = sessions.of_card(context, post.session)
    facts = facts_of(context, session, post.name)
    within = dict[str, Composed]()
    if post.channel is Channel.COMMUNICATIONS:
        within = {name: composed(context, each) for name, each in packed(context, session).items()}
        facts = _with_posts(facts, within, schedule(context, session))
    limit = limit_of(context, post.channel)
    return min((Composed(copy, facts, limit, within) for copy in ways(post)), key=_flaws)


def _with_posts(facts: Facts, within: Mapping[str, Composed], when: Both) -> Facts:
    return {
        language: {
            **facts[language],
            **{name: each.whole(language) for name, each in within.items()},
            "deadlines": when.in_(language),
        }
        for language in LANGUAGES
    }


def _flaws(each: Composed) -> tuple[int, int, int]:
    """What tells one way to say it from another, the worst kind of flaw first."""
    over = sum(each.over(language) + each.headline_over(language) for language in LANGUAGES)
    lacking, without = (
        sum(map(len, map(found, LANGUAGES))) for found in (each.lacking, each.left_out)
    )
    return lacking, over, without


def limit_of(context: Context, channel: Channel) -> Limit:
    """How a place counts, and how much it takes."""
    if channel is Channel.WIRE:
        return Limit("characters", counting.posted, context.setup.wire_limit)
    if channel is Channel.X:
        return Limit("weighted", counting.weighted, X_LIMIT)
    if channel is Channel.NEWSLETTER:
        return Limit("words", item_words, ITEM, HEADLINE)
    return Limit("characters", counting.characters)


def item_words(text: str) -> int:
    """How many words an item has, without the line that is its link."""
    return counting.words("\n".join(line for line in text.split("\n") if "://" not in line))
