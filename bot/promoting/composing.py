"""The words that serve a post today, and the values that go into their blanks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot import sessions
from bot.context import Context
from bot.documents.posts import counting
from bot.model.description import Description, HalfState
from bot.model.promotion import Channel, Copy, Post
from bot.model.session import Session
from bot.model.words import LANGUAGES, Both, Language
from bot.promoting.facts import Facts, facts_of, words_of
from bot.promoting.limits import Limit, limit_of
from bot.promoting.packing import packed, schedule
from bot.promoting.words import blanks_of, filled, kept, lacking, left_out, ways


@dataclass(frozen=True, slots=True)
class Filled:
    """Words in one language as they go out, with what is amiss with them.

    ``subject`` is the title or headline, empty where there is none. ``lacking`` are the blanks
    without a value that are needed, ``left_out`` those whose lines are left out. ``over`` and
    ``headline_over`` say by how much the text and the headline are too long.
    """

    subject: str
    text: str
    lacking: frozenset[str]
    left_out: frozenset[str]
    count: int
    over: int
    headline_over: int


@dataclass(frozen=True, slots=True)
class Composed:
    """Words with their blanks, what fills these, and the words filled in, by language.

    ``words`` are those of the session that stand in the blanks, with blanks of their own. ``doubt``
    says what keeps a half of the description from being told to anybody (``stale``, ``unread``).
    ``within`` are the posts that stand in this one, by the name of their blank.
    """

    copy: Copy
    words: Facts
    facts: Facts
    limit: Limit
    sides: Mapping[Language, Filled]
    within: Mapping[str, "Composed"]
    doubt: Mapping[Language, str]

    def used(self, language: Language) -> tuple[str, ...]:
        """The names of all blanks, in the post and in what people wrote that stands in it."""
        own = blanks_of("\n".join(written(self.copy, language)))
        words = self.words[language]
        inside = (name for each in own if each in words for name in blanks_of(words[each]))
        return tuple(dict.fromkeys((*own, *inside)))

    def whole(self, language: Language) -> str:
        """The headline and the text."""
        side = self.sides[language]
        return "\n".join(filter(None, (side.subject, side.text)))

    def pattern(self, language: Language) -> tuple[str, str]:
        """The headline and the text with their blanks, but for lines that have no value yet."""
        subject, body = written(self.copy, language)
        return kept(subject, self.facts[language]), kept(body, self.facts[language])


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
    copy, sides = _best(ways(post), facts, limit)
    return Composed(
        copy=copy,
        words=words_of(context, session),
        facts=facts,
        limit=limit,
        sides=sides,
        within=within,
        doubt={each: _doubt(context, session, each) for each in LANGUAGES},
    )


def _doubt(context: Context, session: Session, language: Language) -> str:
    """What is to be settled about the half of the description in this language."""
    description = context.view.get(Description, session.id) or Description(session=session.id)
    state = description.state(language)
    if state is HalfState.STALE:
        return "stale"
    by_model = description.half(language).written == "model"
    return "unread" if by_model and state is HalfState.DRAFT else ""


Tried = tuple[Copy, Mapping[Language, Filled]]


def _best(ways: Iterable[Copy], facts: Facts, limit: Limit) -> Tried:
    """The first way to say it without a flaw; if all have some, that with the fewest."""
    tried = list[Tried]()
    for copy in ways:
        sides = {each: _filled(written(copy, each), facts[each], limit) for each in LANGUAGES}
        tried.append((copy, sides))
        if not any(_flaws(sides)):
            break
    return min(tried, key=lambda each: _flaws(each[1]))


def _filled(words: tuple[str, str], values: Mapping[str, str], limit: Limit) -> Filled:
    subject, text = (filled(each, values) for each in words)
    all_words = "\n".join(words)
    count, headline = limit.counted(text), counting.characters(subject)
    return Filled(
        subject=subject,
        text=text,
        lacking=frozenset(lacking(all_words, values)),
        left_out=frozenset(left_out(all_words, values)),
        count=count,
        over=max(0, count - limit.most) if limit.most else 0,
        headline_over=max(0, headline - limit.headline) if limit.headline else 0,
    )


def _with_posts(facts: Facts, within: Mapping[str, Composed], when: Both) -> Facts:
    return {
        language: {
            **facts[language],
            **{name: each.whole(language) for name, each in within.items()},
            "deadlines": when.in_(language),
        }
        for language in LANGUAGES
    }


def _flaws(sides: Mapping[Language, Filled]) -> tuple[int, int, int]:
    """What tells one way to say it from another, the worst kind of flaw first."""
    each = sides.values()
    return (
        sum(len(side.lacking) for side in each),
        sum(side.over + side.headline_over for side in each),
        sum(len(side.left_out) for side in each),
    )
