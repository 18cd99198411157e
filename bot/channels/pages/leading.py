"""Where the one address that is published for registering leads: to another form, or to ours."""

import re
from urllib.parse import parse_qsl, quote, urlsplit

from bot.channels.pages.session_page import Visit
from bot.model.words import Language
from bot.registering.public import PublicSession

BLANK = re.compile(r"(?:\(|%28){2}from(?:\)|%29){2}", re.IGNORECASE)
SECURE = "https://"
WRITTEN = "".join(map(chr, range(ord("!"), ord("~") + 1)))
"""What may stand in an address as it is (RFC 3986); all else is percent-encoded."""
MICROSOFT = frozenset({"forms.office.com", "forms.cloud.microsoft"})
SPOKEN: dict[Language, str] = {"en": "en-ca", "fr": "fr-ca"}
"""What Microsoft Forms calls the languages of a form that has several."""


def form_elsewhere(known: PublicSession, visit: Visit) -> str:
    """The address of the form the team uses, in the reader's language; empty if it is ours.

    Once nobody can register any more, there is none either. Where the address has an answer that is
    filled in beforehand with ``((from))``, that is filled with the link that led here. Microsoft
    Forms takes the language of a form from ``lang`` (seen in the addresses it hands out; not
    documented).
    """
    form = known.session.form
    if not known.takes_people or not form.startswith(SECURE) or not form.isprintable():
        return ""
    address = BLANK.sub(visit.origin, quote(form, safe=WRITTEN))
    languages = visit.languages
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    chosen = "lang" in dict(parse_qsl(parts.query, keep_blank_values=True))
    if parts.hostname not in MICROSOFT or chosen or len(languages) > 1:
        return address
    query = f"{parts.query}&" if parts.query else ""
    return parts._replace(query=f"{query}lang={SPOKEN[languages[0]]}").geturl()
