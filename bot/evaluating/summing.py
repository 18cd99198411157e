"""What all answers about a session come to, question by question.

The form in one language and the form in the other are one where they ask for the same things in the
same order: their questions are counted together.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.attending.groups import FEWEST
from bot.documents.answers.titles import key
from bot.evaluating.interval import mean_within
from bot.evaluating.scales import SAME, choices, is_overall, kind_of, level, scale_of
from bot.model.evaluation import Asked
from bot.model.words import Both, Language
from bot.questions.across import side_of

LONGEST_TITLE = 200
KEYED = "r"
A_KEY = 33
"""Letters of a question's key where a flow names it: ``r`` and 32 digits."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one person answered: to which form, in the order of its questions."""

    form: str
    language: Language | None
    answers: tuple[str, ...]


@dataclass(slots=True)
class Question:
    """A question as it is asked in each language, and all that was answered to it."""

    titles: dict[Language, str] = field(default_factory=dict)
    answers: list[tuple[str, Language | None]] = field(default_factory=list)

    @property
    def words(self) -> tuple[str, ...]:
        """The answers alone."""
        return tuple(words for words, _ in self.answers)

    @property
    def rates(self) -> bool | None:
        """Whether it asks for a rating; None if nobody answered."""
        if not self.answers:
            return None
        return kind_of([*self.titles.values()], self.words) == "rating"


def questions(forms: dict[str, tuple[str, ...]], said: Iterable[Said]) -> list[Question]:
    """The questions of all forms of a session, with what was answered to them."""
    by_form = {each: _of_form(titles) for each, titles in forms.items()}
    for each in said:
        for question, words in zip(by_form[each.form], each.answers, strict=False):
            if words:
                question.answers.append((words, each.language))
    found: list[list[Question]] = []
    for asked in sorted(by_form.values(), key=_named, reverse=True):
        same = next((other for other in found if _ask_the_same(other, asked)), None)
        if same is None:
            found.append(asked)
        else:
            _together(same, asked)
    return [question for asked in found for question in asked]


def _of_form(titles: Sequence[str]) -> list[Question]:
    language = side_of(" ".join(titles)) or "en"
    return [Question({} if _is_key(each) else {language: each}) for each in titles]


def _is_key(title: str) -> bool:
    return len(title) == A_KEY and title.startswith(KEYED) and title.isalnum()


def _named(asked: Sequence[Question]) -> int:
    return sum(bool(each.titles) for each in asked)


def _ask_the_same(one: Sequence[Question], other: Sequence[Question]) -> bool:
    """Whether two forms are one in both languages, or one that is known by keys as well."""
    if len(one) != len(other) or any(_clash(*pair) for pair in zip(one, other, strict=True)):
        return False
    pairs = [(a.rates, b.rates) for a, b in zip(one, other, strict=True)]
    return all(a == b or a is None or b is None for a, b in pairs)


def _clash(one: Question, other: Question) -> bool:
    """Whether both have a title in one language, and not the same."""
    shared = one.titles.keys() & other.titles.keys()
    return any(key(one.titles[each]) != key(other.titles[each]) for each in shared)


def _together(one: Sequence[Question], other: Sequence[Question]) -> None:
    for mine, theirs in zip(one, other, strict=True):
        mine.titles = {**theirs.titles, **mine.titles}
        mine.answers += theirs.answers


def asked(found: Sequence[Question]) -> tuple[Asked, ...]:
    """What each question came to; of the ratings, one stands for the session as a whole."""
    summed = [_summed(each) for each in found if each.answers]
    ratings = [place for place, each in enumerate(summed) if each.kind == "rating"]
    whole = [
        place for place in ratings if is_overall((summed[place].title.en, summed[place].title.fr))
    ]
    for place in (whole or ratings)[:1]:
        summed[place] = replace(summed[place], overall=True)
    return tuple(summed)


def _summed(question: Question) -> Asked:
    titles = [*question.titles.values()]
    kind = kind_of(titles, question.words)
    title = Both(*(question.titles.get(each, "")[:LONGEST_TITLE] for each in ("en", "fr")))
    plain = Asked(title, kind, len(question.answers))
    if kind == "rating":
        return _rated(plain, titles, Counter(_levels(question.words)))
    if kind == "choice":
        return replace(plain, counts=_chosen(question.words))
    return plain


def _levels(words: Iterable[str]) -> Iterator[int]:
    for each in words:
        found = level(each)
        assert found is not None
        yield found


def _rated(plain: Asked, titles: Sequence[str], counts: Counter[int]) -> Asked:
    counted = {str(value): counts[value] for value in sorted(counts)}
    scale = scale_of(titles, max(counts))
    if counts.total() < FEWEST:
        return replace(plain, counts=counted, scale=scale)
    mean, low, high = mean_within(counts)
    low, high = max(low, float(min(1, *counts))), min(high, float(scale))
    return replace(plain, counts=counted, scale=scale, mean=mean, low=low, high=high)


def _chosen(words: Iterable[str]) -> dict[str, int]:
    """How many chose each option, the most chosen first; as it was written the first time."""
    counted: defaultdict[str, int] = defaultdict(int)
    written: dict[str, str] = {}
    for each in words:
        for part in {key(part): part for part in choices(each)}.items():
            option = SAME.get(part[0], part[0])
            written.setdefault(option, part[1])
            counted[option] += 1
    order = sorted(counted, key=lambda option: (-counted[option], option))
    return {written[option]: counted[option] for option in order}
