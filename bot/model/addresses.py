"""One mail address, as people write it."""

from functools import lru_cache

from bot.errors import Refusal

LONGEST = 254
SHOWN = 80


@lru_cache(maxsize=4096)
def mailbox(text: str) -> str:
    """The one address these words are, in lower case, with its domain in ASCII.

    Raises ``Refusal`` for anything else: a list, a display name, a line break, a domain that could
    not exist, a name outside ASCII, which looks like another person's too easily. Nothing is asked
    of the network.
    """
    # The package takes 30 ms to import; most turns read no address.
    from email_validator import EmailNotValidError, validate_email

    written = text.strip().removeprefix("<").removesuffix(">").removeprefix("mailto:")
    refusal = Refusal("mail.not_an_address", written=" ".join(written[:SHOWN].split()))
    if len(written) > LONGEST:
        raise refusal
    try:
        found = validate_email(
            written,
            check_deliverability=False,
            allow_smtputf8=False,
            strict=True,
        )
    except EmailNotValidError:
        raise refusal from None
    address = (found.ascii_email or "").lower()
    if not address or len(address) > LONGEST:
        raise refusal
    return address


def domain_of(address: str) -> str:
    """What stands behind the @ of an address."""
    return address.rpartition("@")[2]
