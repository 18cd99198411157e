"""The pages of a MediaWiki by its API, with a bot password; mwclient holds the conversation.

Everything here waits for the wiki: it runs in a thread of its own.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

import mwclient
from mwclient.page import Page

from bot.errors import TryLater
from bot.model.wiki import Late
from bot.services.wiki.answers import LoggedOutError, in_our_words, refused

T = TypeVar("T")
AGENT = "Circuit/0.1 (bot of an organising team)"
PATIENCE = (10.0, 30.0)
"""Seconds until a connection stands, and between two pieces of an answer."""
MOST_LAG = "5"

# It would write what it is answered into the log.
logging.getLogger("mwclient").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Found:
    """A page as it is on the wiki; ``text`` is None where there is none.

    ``read`` is the wiki's own time at which it was read; ``by`` who wrote the last version.
    """

    title: str
    text: str | None
    revision: int
    read: str
    address: str
    by: str = ""


class MediaWiki:
    """One account of one wiki, logged in when it is first needed and whenever it was forgotten."""

    def __init__(self, url: str, user: str, password: str) -> None:
        """``url`` is where api.php stands; ``user`` is that of a bot password, ``Name@bot``."""
        self._url, self._user, self._password = url, user, password
        self._site: mwclient.Site | None = None

    def read(self, title: str) -> Found:
        """The page as it is now. Raises TryLater or Refusal."""
        return self._done(lambda site: _found(site, title))

    def write(self, over: Found, text: str, summary: str) -> str:
        """The address of the page, written over what was read.

        Raises ChangedMeanwhileError where it is no longer as it was read, TryLater, Refusal.
        """
        how = {"starttimestamp": over.read}
        if over.text is None:
            how |= {"createonly": "1"}
        else:
            how |= {"nocreate": "1", "baserevid": str(over.revision)}

        def write(site: mwclient.Site) -> str:
            page = Page(site, over.title, info={"title": over.title})
            page.edit(text, summary, maxlag=MOST_LAG, assertuser=site.username, **how)
            return over.address

        return self._done(write)

    def account(self) -> str:
        """The name of the account. Raises TryLater or Refusal."""
        return self._done(lambda site: str(site.username))

    def close(self) -> None:
        """Let go of connections."""
        if self._site is not None:
            self._site.connection.close()
            self._site = None

    def _done(self, act: Callable[[mwclient.Site], T]) -> T:
        """What comes of it, errors in our words; where it was logged out, it logs in once more."""
        for _ in range(2):
            try:
                return in_our_words(lambda: act(self._logged_in()))
            except LoggedOutError:
                self.close()
        raise TryLater(Late.LOGGED_OUT)

    def _logged_in(self) -> mwclient.Site:
        if self._site is None:
            where = urlsplit(self._url)
            site = mwclient.Site(
                where.netloc,
                path=f"{where.path}/",
                scheme=where.scheme,
                clients_useragent=AGENT,
                max_retries=0,
                do_init=False,
                # A redirect would lead the password astray.
                connection_options={"timeout": PATIENCE, "allow_redirects": False},
            )
            site.login(self._user, self._password)
            self._site = site
        return self._site


def _found(site: mwclient.Site, title: str) -> Found:
    answer = site.get(
        "query",
        titles=title,
        prop="info|revisions",
        inprop="url",
        rvprop="ids|content|user",
        rvslots="main",
        curtimestamp="1",
        formatversion="2",
    )
    if "anon" in answer["query"]["userinfo"]:
        raise LoggedOutError
    page: dict[str, Any] = answer["query"]["pages"][0]
    if "invalid" in page:
        raise refused(str(page.get("invalidreason", "")))
    version: dict[str, Any] = next(iter(page.get("revisions", ())), {})
    return Found(
        title=title,
        text=version["slots"]["main"]["content"] if version else None,
        revision=int(version.get("revid", 0)),
        read=str(answer["curtimestamp"]),
        address=str(page.get("canonicalurl") or page["fullurl"]),
        by=str(version.get("user", "")),
    )
