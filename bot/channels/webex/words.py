"""What was written in Webex, as plain words: without the mention of the bot, line by line."""

import html
import re
from collections.abc import Mapping

MENTION = re.compile(
    r'<spark-mention[^>]*data-object-id="([^"]*)"[^>]*>(.*?)</spark-mention>',
    re.IGNORECASE | re.DOTALL,
)
BREAK = re.compile(r"<br\s*/?>|</(?:p|div|li|h[1-6]|blockquote|pre)>", re.IGNORECASE)
TAG = re.compile(r"<[^>]*>")
SPACES = re.compile(r"[^\S\n]+")


def mentioned(marked_up: str) -> tuple[str, ...]:
    """The ids of all who are mentioned in the marked-up text of a message."""
    return tuple(dict.fromkeys(found[1] for found in MENTION.finditer(marked_up)))


def words(marked_up: str, bot: str, addresses: Mapping[str, str]) -> str:
    """The words of a marked-up message to ``bot``, people who are mentioned by their addresses.

    The first mention of the bot is left out. A mention is found by its id: people shorten names,
    and may say the bot's in what they write.
    """
    once = iter((" ",))

    def shown(found: re.Match[str]) -> str:
        name = next(once, found[2]) if found[1] == bot else found[2]
        return html.escape(addresses.get(found[1], "")) or name

    text = html.unescape(TAG.sub("", BREAK.sub("\n", MENTION.sub(shown, marked_up))))
    lines = (SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(lines).strip()


def unmentioned(text: str, name: str) -> str:
    """The plain text of a message without mentions, but for the bot's name at its beginning."""
    said = text.strip()
    rest = said.removeprefix(name) if name else said
    return rest.strip() if rest != said and not rest[:1].isalnum() else said
