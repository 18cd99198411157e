"""What a setting's words mean; nothing, where they mean nothing."""

import re
from datetime import UTC, datetime
from urllib.parse import SplitResult, parse_qsl, urlsplit

YEARS = range(2000, 2200)
DOMAIN = re.compile(r"@?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}", re.IGNORECASE)
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
NOTIFY_KEY = re.compile(r"gcntfy-.+(-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}){2}")
SCHEMA = re.compile(r"(?!pg_)[a-z_][a-z0-9_]{0,62}")
FLOW_HOSTS = (".logic.azure.com", ".environment.api.powerplatform.com")
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
UNFIT_IN_A_PAGE = re.compile(
    r"[#<>\[\]{}|_\x00-\x1f]|~~~|//|^[:/]|[:/]$|%[0-9a-fA-F]{2}|&\w+;|\s\s|(^|/)\.{1,2}(/|$)"
)
LONGEST_PAGE = 120
"""Bytes of the name of a page below which others are put, of the 255 that these may have."""
HOST = re.compile(r"[\w.-]+|[0-9a-f:.]+(%\w+)?", re.IGNORECASE | re.ASCII)


def parts(text: str) -> list[str]:
    """What stands between commas."""
    return [part.strip() for part in text.split(",") if part.strip()]


def sides(text: str) -> tuple[str, ...]:
    """What stands before a bar and after it; nothing where nothing stands."""
    return tuple(side.strip() for side in text.split("|")) if text else ()


def mailbox(text: str) -> str:
    """The one address these words are, in lower case; empty for anything else."""
    if not text:
        return ""
    # The package takes 30 ms to import; a laptop without settings does not need it.
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError:
        return ""
    return (found.ascii_email or "").lower()


def address(url: str) -> SplitResult | None:
    """The parts of a URL that names a server; None if it does not, or is not a URL."""
    try:
        split = urlsplit(url)
        named = split.hostname and split.port != 0
    except ValueError:
        return None
    return split if named and not split.fragment and not re.search(r"\s", url) else None


def is_database(text: str) -> bool:
    """Whether this names a PostgreSQL database, and at most one schema of a plain name."""
    try:
        split = urlsplit(text)
        schemas = [value for name, value in parse_qsl(split.query) if name == "schema"]
    except ValueError:
        return False
    plain = all(SCHEMA.fullmatch(each) for each in schemas) and len(schemas) < 2
    return split.scheme in ("postgresql", "postgres") and split.path not in ("", "/") and plain


def instant(text: str) -> datetime | None:
    """The instant these words are, in UTC if they name no zone; None for anything else."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    if found.year not in YEARS:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def is_domain(text: str) -> bool:
    """Whether it is a mail domain, with or without the @."""
    return DOMAIN.fullmatch(text) is not None


def is_host(text: str) -> bool:
    """Whether it could be a name or an address of this machine."""
    return HOST.fullmatch(text) is not None


def is_port(text: str) -> bool:
    """Whether one can listen there, and others can know it beforehand."""
    return text.isdecimal() and len(text) < 6 and 0 < int(text) < 65536


def is_percent(text: str) -> bool:
    """Whether it is a part of a hundred, and not nothing."""
    return text.isascii() and text.isdecimal() and len(text) < 4 and 0 < int(text) <= 100


def is_count(text: str) -> bool:
    """Whether it is a number of things or days, one at least."""
    return text.isascii() and text.isdecimal() and len(text) < 7 and int(text) > 0


def is_web_address(text: str) -> bool:
    """Whether paths can be put behind it."""
    split = address(text)
    return split is not None and split.scheme in ("http", "https") and not split.query


def is_service(text: str) -> bool:
    """Whether it is a place to ask a service: https, or plain http on this machine."""
    split = address(text)
    return split is not None and (split.scheme == "https" or is_loopback(text))


def is_loopback(text: str) -> bool:
    """Whether it is plain http on this machine."""
    split = address(text)
    return split is not None and split.scheme == "http" and split.hostname in LOOPBACK


def is_notify_key(text: str) -> bool:
    """Whether it is a whole key of GC Notify: a name, the id of the service, the secret."""
    return NOTIFY_KEY.fullmatch(text) is not None


def is_flow(text: str) -> bool:
    """Whether it is the address of a flow's trigger at Microsoft, its signature in it.

    On this machine it may be any address.
    """
    split = address(text)
    if split is None or is_loopback(text):
        return split is not None
    host = (split.hostname or "").lower()
    signed = bool(dict(parse_qsl(split.query)).get("sig"))
    return split.scheme == "https" and host.endswith(FLOW_HOSTS) and signed


def is_bot_user(text: str) -> bool:
    """Whether it is the user of a bot password of MediaWiki: an account, and a name of the bot."""
    account, _, name = text.rpartition("@")
    return bool(account and name) and not UNFIT_IN_A_PAGE.search(account)


def are_pages(text: str) -> bool:
    """Whether it names one page of a wiki in English and one in French, and not the same."""
    named = sides(text)
    fine = all(each and len(each.encode()) <= LONGEST_PAGE for each in named)
    return fine and len({*named}) == 2 and not any(UNFIT_IN_A_PAGE.search(each) for each in named)


def is_grant(text: str) -> bool:
    """Whether it is what a Webex token is renewed with: an id, a secret and a token."""
    named = text.split(":")
    return len(named) == 3 and all(part and not re.search(r"\s", part) for part in named)


def is_site(text: str) -> bool:
    """Whether it names a Webex site, and a host perhaps: ``example.webex.com?host=ana@…``."""
    site, named, host = text.lower().removeprefix("https://").rstrip("/").partition("?host=")
    return is_domain(site) and "@" not in site and (not named or bool(mailbox(host)))


def is_guid(text: str) -> bool:
    """Whether it is an id as Microsoft Entra writes them."""
    return GUID.fullmatch(text) is not None


def is_mail_server(text: str) -> bool:
    """Whether it says how to speak with which server."""
    split = address(text)
    return split is not None and split.scheme in ("smtp", "smtp+starttls", "smtps")
