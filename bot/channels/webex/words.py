"""What was written in Webex, as plain words: without the mention of the bot, line by line."""

import html
import re

MENTION = r'<spark-mention[^>]*data-object-id="{}"[^>]*>.*?</spark-mention>'
BREAK = re.compile(r"<br\s*/?>|</(?:p|div|li|h[1-6]|blockquote|pre)>", re.IGNORECASE)
TAG = re.compile(r"<[^>]*>")
SPACES = re.compile(r"[^\S\n]+")


def words(text: str, marked_up: str, bot: str, name: str) -> str:
    """The words of a message to ``bot``, who is called ``name``.

    A mention is found by the id of the bot in the marked-up text: people shorten the name, and may
    say it in what they write. Without such a mention, the plain text is taken as it is, but for the
    name at its beginning.
    """
    mention = re.compile(MENTION.format(re.escape(bot)), re.IGNORECASE | re.DOTALL)
    if bot and mention.search(marked_up):
        return _plain(mention.sub(" ", marked_up, count=1))
    said = text.strip()
    rest = said.removeprefix(name) if name else said
    return rest.strip() if rest != said and not rest[:1].isalnum() else said


def _plain(marked_up: str) -> str:
    text = html.unescape(TAG.sub("", BREAK.sub("\n", marked_up)))
    lines = (SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(lines).strip()
