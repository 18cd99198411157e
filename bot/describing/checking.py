"""What a text must be to be kept."""

from bot.describing.facts import BLANKS, unknown_blanks
from bot.describing.typography import typeset
from bot.errors import Refusal
from bot.model.words import Language

LONGEST = 1_800
"""Characters of one half, some 280 words; both fit on a card."""


def checked(typed: str, language: Language) -> str:
    """The text as its language is set; raises Refusal if it is too long or has unknown blanks."""
    text = typeset(typed.strip(), language)
    if len(text) > LONGEST:
        raise Refusal("description.too_long", count=len(text), most=LONGEST)
    unknown = unknown_blanks(text)
    if unknown:
        known = [f"(({name}))" for name in sorted(BLANKS)]
        raise Refusal("description.blanks", unknown=[f"(({e}))" for e in unknown], known=known)
    return text
