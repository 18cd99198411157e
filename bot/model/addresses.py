"""One mail address, as people write it."""

from functools import lru_cache

from bot.errors import Refusal

LONGEST = 254


@lru_cache(maxsize=4096)
def mailbox(text: str) -> str:
    """The one address these words are, in lower case, with its domain in ASCII.

    Raises ``Refusal`` for anything else: a list, a display name, a line break, a domain that could
    not exist. Nothing is asked of the network.
    """
    from email_validator import EmailNotValidError, validate_email

    written = text.strip().strip("<>").removeprefix("mailto:")
    try:
        found = validate_email(written, check_deliverability=False, test_environment=True)
    except EmailNotValidError as problem:
        raise Refusal("mail.not_an_address", written=written[:80]) from problem
    address = (found.ascii_email or "").lower()
    if not address or len(address) > LONGEST:
        raise Refusal("mail.not_an_address", written=written[:80])
    return address
