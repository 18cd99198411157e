"""Links as people paste them."""

from urllib.parse import urlsplit

LONGEST = 2_000


def is_link(text: str) -> bool:
    """Whether people can be led there: ``https://`` and a host, no name before an @, no spaces."""
    try:
        split = urlsplit(text)
    except ValueError:
        return False
    named = split.scheme == "https" and bool(split.hostname) and "@" not in split.netloc
    return named and len(text) <= LONGEST and not any(each.isspace() for each in text)
