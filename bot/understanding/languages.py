"""Which of the two languages a message is written in."""

import re

from bot.model.words import Language
from bot.understanding.notation import grammar
from bot.understanding.sentence import Sentence
from bot.understanding.vocabulary import stem

FRENCH_LETTERS = re.compile("[àâçèéêëîïôùûœ]")


def written_in(sentence: Sentence, longest: int = 400) -> Language | None:
    """The language of most words; None where they tell nothing or as much for each."""
    known = grammar().vocabulary.known
    score = {"en": 0.0, "fr": 0.0}
    for token in sentence.tokens[:longest]:
        if token.kind != "word":
            continue
        spoken = known.get(stem(token.word), [])
        if len(spoken) == 1:
            score[spoken[0]] += 1
        elif FRENCH_LETTERS.search(token.typed.lower()):
            score["fr"] += 0.5
    if score["en"] == score["fr"]:
        return None
    return "en" if score["en"] > score["fr"] else "fr"
