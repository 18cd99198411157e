"""What comments are about: gathered by what their words mean, in both languages together.

Words that mean the same are known from the lexicon by which questions are gathered, so “captions”
and « sous-titres » are one theme. Nothing is made up: a theme is a word of people, and what stands
under it are their own sentences. What fewer than five people speak of is not shown.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.attending.groups import FEWEST
from bot.documents.answers.titles import key
from bot.documents.lines import cut
from bot.evaluating.quoting import GONE, unnamed
from bot.model.evaluation import CommentTheme
from bot.model.words import LANGUAGES, Both, Language
from bot.questions.across import Pairs, Told, side_of
from bot.questions.alike import near, telling
from bot.understanding.cleaning import fold

MOST_THEMES, MOST_QUOTES, LOOKED_AT = 8, 2, 60
SHORTEST_QUOTE, LONGEST_QUOTE, MOST_GONE = 15, 220, 2
STEM, SHORTEST = 6, 4
PRAISE = "praise"
PRAISING = frozenset(
    "great excellent good thank thanks wonderful amazing awesome fantastic love loved enjoyed"
    " perfect super merci bravo excellente genial adore aime parfait formidable interesting"
    " interessant interessante well done bien".split()
)
NOTHING_SAID = frozenset(
    "|n a|na|nil|none|nothing|no|nope|no comment|no comments|x|non|rien|aucun|aucune"
    "|aucun commentaire|s o|sans objet|neant|ras".split("|")
)
"""Comments that are none, as ``key`` makes them."""
SAYS_LITTLE = frozenset(
    "you they more less only also all some other same really good best bad new want know see people"
    " everyone need make receive send session use find possible big small again now always never"
    " already without work open start time free help like would very much many most think felt feel"
    " liked loved tres trop peu beaucoup etait comme cette encore avoir etre fait faire peut aurait"
    " aime where what when why whose there because parce then than even just could should pendant"
    " plus moins toujours jamais bien".split()
) | {"there is", "how", "how many", "how long"}
"""What a theme is not named by."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment without names, the language it is in, and what it speaks of, with its words."""

    words: str
    language: Language | None
    about: dict[str, str]


def comments(
    said: Iterable[tuple[str, Language | None]], pairs: Pairs, names: frozenset[str]
) -> Iterator[Comment]:
    """The comments that say anything, ready to be gathered."""
    for words, spoken in said:
        if key(words) not in NOTHING_SAID:
            bare = unnamed(words, names)
            language = side_of(bare) or spoken
            yield Comment(bare, language, _about(pairs, bare, language))


def themes(found: Sequence[Comment]) -> tuple[CommentTheme, ...]:
    """What at least five comments are about, the largest theme first; each comment in one."""
    left = [each for each in found if each.about]
    gathered: list[tuple[str, list[Comment]]] = []
    while len(gathered) < MOST_THEMES:
        counted = Counter(about for each in left for about in each.about if about != PRAISE)
        name, many = max(counted.items(), key=lambda each: (each[1], each[0]), default=("", 0))
        if many < FEWEST:
            break
        gathered.append((name, [each for each in left if name in each.about]))
        left = [each for each in left if name not in each.about]
    praise = [each for each in left if PRAISE in each.about]
    gathered += [(PRAISE, praise)] if len(praise) >= FEWEST else []
    spoken = Counter(each.language for each in found)
    return tuple(_theme(name, those, spoken) for name, those in gathered)


def _about(pairs: Pairs, words: str, language: Language | None) -> dict[str, str]:
    """What a comment speaks of, by its meaning; and the word by which it does."""
    read = [pairs.told(words, side) for side in ((language,) if language else LANGUAGES)]
    found = {about: word for each in read for about, word in _meanings(each)}
    praising = {word for each in read for told in each.words for word in told.split()} & PRAISING
    return found | ({PRAISE: ""} if praising else {})


def _meanings(told: Told) -> Iterator[tuple[str, str]]:
    for word, meanings in zip(told.words, told.meanings, strict=True):
        for each in meanings or _stem(word):
            if each not in SAYS_LITTLE and word not in SAYS_LITTLE | PRAISING:
                yield each, word


def _stem(word: str) -> frozenset[str]:
    """How a word begins that is in no lexicon: related words of both languages often share it."""
    long = len(word) >= SHORTEST and word.isalpha()
    return frozenset({word[:STEM].removesuffix("s")}) if long else frozenset()


def _theme(name: str, those: Sequence[Comment], spoken: Counter[Language | None]) -> CommentTheme:
    """A theme; the words of a language in which fewer than five people wrote are not shown."""
    english, french = (
        _quotes([each for each in those if each.language == language])
        if spoken[language] >= FEWEST
        else ()
        for language in LANGUAGES
    )
    return CommentTheme(_named(name, those), len(those), english, french)


def _named(name: str, those: Sequence[Comment]) -> Both:
    """The words by which most speak of it, as they are written there; empty for praise."""
    if name == PRAISE:
        return Both()
    sides = []
    for language in LANGUAGES:
        words = Counter(each.about[name] for each in those if each.language == language)
        sides.append(max(words.items(), key=lambda each: (each[1], each[0]))[0] if words else "")
    return Both(*(_spelt(each, those) for each in sides))


def _spelt(plain: str, those: Sequence[Comment]) -> str:
    """A word with its accents, as somebody wrote it."""
    return next(filter(None, (_found(plain, each.words) for each in those)), plain)


def _quotes(those: Sequence[Comment]) -> tuple[str, ...]:
    """The comments that say most of what others say too, none of them twice."""
    fit = [each for each in those if len(each.words) >= SHORTEST_QUOTE
           and each.words.count(GONE) <= MOST_GONE]  # fmt: skip
    common = Counter(about for each in those for about in each.about)
    ranked = sorted(fit, key=lambda each: (-_weight(each, common), each.words))
    chosen: list[str] = []
    for each in ranked[:LOOKED_AT]:
        words = telling(each.words)
        if len(chosen) < MOST_QUOTES and not any(near(words, telling(one)) for one in chosen):
            chosen.append(each.words)
    return tuple(cut(each, LONGEST_QUOTE) for each in chosen)


def _weight(comment: Comment, common: Counter[str]) -> float:
    """How much of what others say it says, for its length."""
    long = max(len(comment.words), 60)
    return sum(common[each] for each in comment.about) / (
        long if long > LONGEST_QUOTE else 60 + long
    )


def _found(plain: str, words: str) -> str:
    pattern = r"[\W_]+".join(map(re.escape, plain.split()))
    found = re.search(rf"\b{pattern}\b", fold(words))
    return words[found.start() : found.end()].lower() if found else ""
