"""Long texts in pieces that a chat takes, cut between lines."""

from collections.abc import Iterator


def pieces(text: str, most: int) -> list[str]:
    """The text in pieces of at most ``most`` bytes of UTF-8; nothing but line breaks is lost.

    A line that is longer by itself is cut between words, or else between characters.
    """
    if len(text.encode()) <= most:
        return [text]
    found: list[str] = []
    for line in _lines(text, most):
        joined = f"{found[-1]}\n{line}" if found else line
        if found and len(joined.encode()) <= most:
            found[-1] = joined
        else:
            found.append(line)
    return found


def _lines(text: str, most: int) -> Iterator[str]:
    for line in text.split("\n"):
        rest = line
        while len(rest.encode()) > most:
            first = rest.encode()[:most].decode("utf-8", "ignore")
            at = first.rfind(" ")
            cut = at if at > most // 2 else len(first)
            yield rest[:cut]
            rest = rest[cut:].removeprefix(" ")
        yield rest
