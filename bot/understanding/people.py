"""Who a message speaks of: an address, or a name."""

from collections.abc import Iterator, Sequence

from bot.understanding.sentence import Sentence, Token
from bot.understanding.vocabulary import Vocabulary

PARTICLES = frozenset("de du des la le van von der den el al bin ben di da do st san mac o".split())
COURTESY = frozenset("mr mrs ms miss dr prof m mme mlle monsieur madame docteur professeur".split())


def name_runs(sentence: Sentence, vocabulary: Vocabulary, taken: set[int]) -> list[list[int]]:
    """The tokens of each name: capital letters, and no word of ours; ``taken`` are spoken for."""
    shouted = sentence.text.isupper()
    starts = [
        place not in taken and not shouted and _is_name(token, vocabulary)
        for place, token in enumerate(sentence.tokens)
    ]
    runs: list[list[int]] = []
    for place, begins in enumerate(starts):
        if begins and runs and _joined(runs[-1][-1], place, sentence.tokens):
            runs[-1] += range(runs[-1][-1] + 1, place + 1)
        elif begins:
            runs.append([place])
    return [_lengthened(run, sentence.tokens, taken) for run in runs]


def _is_name(token: Token, vocabulary: Vocabulary) -> bool:
    known = vocabulary.meant(token.word) in vocabulary.known or token.word in COURTESY
    return token.kind == "word" and token.typed[0].isupper() and not known


def _joined(last: int, place: int, tokens: Sequence[Token]) -> bool:
    """Whether only particles, initials, hyphens or nothing stand between two parts of a name."""
    gap = tokens[last + 1 : place]
    return len(gap) <= 2 and all(
        token.word in PARTICLES
        or (token.word == "." and tokens[last].end - tokens[last].start == 1)
        for token in gap
    )


def _lengthened(run: list[int], tokens: Sequence[Token], taken: set[int]) -> list[int]:
    """The name with capitalised neighbours that happen to be words of ours ("Mark Chen")."""
    start, end = run[0], run[-1]
    if start > 0 and start - 1 not in taken and _is_capital(tokens[start - 1]):
        after_stop = start - 1 == 0 or tokens[start - 2].kind == "stop"
        start -= not after_stop
    if end + 1 < len(tokens) and end + 1 not in taken and _is_capital(tokens[end + 1]):
        end += 1
    return list(range(start, end + 1))


def _is_capital(token: Token) -> bool:
    return (
        token.kind == "word"
        and token.typed[0].isupper()
        and len(token.typed) > 1
        and token.word not in COURTESY
    )


def without_courtesy(words: str) -> str:
    """The name without Mr, Mme and their like before it."""
    parts = words.split()
    while parts and parts[0].lower().rstrip(".") in COURTESY:
        parts = parts[1:]
    return " ".join(parts)


def names(sentence: Sentence, runs: Sequence[Sequence[int]]) -> Iterator[str]:
    """The names as typed."""
    for run in runs:
        first, last = sentence.tokens[run[0]], sentence.tokens[run[-1]]
        yield without_courtesy(sentence.text[first.start : last.end])
