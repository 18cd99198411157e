"""Intents that resemble what was written: offered, never acted upon."""

from functools import cache

from bot.model.words import LANGUAGES, Language
from bot.understanding.cleaning import fold
from bot.understanding.notation import grammar

MOST = 3
NEAR = 64
LONGEST = 120


@cache
def _sentences() -> tuple[tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...]]:
    """The examples, folded, and beside them the intent each stands for and who says it."""
    rows = [
        (fold(example.sentences[language]), (intent.name, intent.who))
        for intent in grammar().intents
        for example in intent.examples
        for language in LANGUAGES
    ]
    return tuple(text for text, _ in rows), tuple(meant for _, meant in rows)


def resembling(bare: str, role: str) -> tuple[str, ...]:
    """Up to three intents with an example much like this, the nearest first."""
    if not 4 <= len(bare) <= LONGEST:
        return ()
    from rapidfuzz import fuzz, process

    sentences, meanings = _sentences()
    near = process.extract(
        bare, sentences, scorer=fuzz.token_sort_ratio, score_cutoff=NEAR, limit=4 * MOST
    )
    meant = [meanings[place] for _, _, place in near]
    return tuple(dict.fromkeys(name for name, who in meant if not who or role in who))[:MOST]


def example(intent: str, language: Language) -> str:
    """A sentence that says this, to show as help; empty if there is none."""
    examples = [e for i in grammar().intents if i.name == intent for e in i.examples]
    shown = next((each for each in examples if each.help), None) or next(iter(examples), None)
    return shown.sentences[language] if shown else ""
