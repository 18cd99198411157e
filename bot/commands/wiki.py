"""What ``circuit doctor`` says of the wiki: whether it is there, and lets the bot in."""

import asyncio

from bot.commands.finding import Finding
from bot.errors import Refusal, TryLater
from bot.services.wiki.site import MediaWiki
from bot.settings import Settings

TO_DO = {
    "wiki.not_let_in": "it does not know the bot password; make a new one (docs/gcwiki.md)",
    "wiki.no_wiki": "there is no api.php at that address; check CIRCUIT_WIKI_URL",
}


async def wiki(chosen: Settings) -> Finding:
    """Whether the bot can log in; it writes nothing."""
    if chosen.local and not chosen.wiki_user:
        return Finding(
            "wiki pages stay on the local page; set CIRCUIT_WIKI_USER and CIRCUIT_WIKI_PASSWORD"
        )
    if not chosen.wiki_user:
        return Finding(
            "wiki pages are handed over as text to paste; set CIRCUIT_WIKI_USER and "
            "CIRCUIT_WIKI_PASSWORD to have them written"
        )
    what = f"wiki {chosen.wiki_url}"
    site = MediaWiki(chosen.wiki_url, chosen.wiki_user, chosen.wiki_password)
    try:
        account = await asyncio.to_thread(site.account)
    except TryLater as problem:
        return Finding(what, f"{problem}; check CIRCUIT_WIKI_URL, the proxy and the network")
    except Refusal as problem:
        return Finding(what, TO_DO.get(problem.key, f"it says: {problem.facts.get('said', '')}"))
    finally:
        site.close()
    return Finding(f"{what}: the bot writes as {account}")
