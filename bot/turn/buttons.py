"""Which button of a card typed words name."""

import unicodedata

from bot import texts


def button_named(text: str, buttons: tuple[str, ...]) -> str | None:
    """The button that the typed words name, if they name one of these."""
    said = _folded(text)
    entries = texts.entries("buttons")
    for button in buttons:
        entry = entries[button]
        if said in {*entry.get("words", ()), _folded(entry["en"]), _folded(entry["fr"])}:
            return button
    return None


def _folded(text: str) -> str:
    """The words in lower case, without accents, stops or curly apostrophes."""
    flat = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    return "".join(c for c in flat if not unicodedata.combining(c)).strip(" .!?\n\t")
