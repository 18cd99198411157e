"""In which language a page is read: the one asked for, the one known, the browser's, or both."""

from collections.abc import Iterator

from aiohttp import web

from bot.model.words import LANGUAGES, Language


def languages_of(request: web.Request, *known: Language) -> tuple[Language, ...]:
    """One language, or both where none shows; ``known`` is what the person showed before."""
    spoken = (request.query.get("lang", ""), *known, *_browsers(request))
    chosen = next((code for each in spoken for code in LANGUAGES if code == each), None)
    return (chosen,) if chosen else LANGUAGES


def _browsers(request: web.Request) -> Iterator[str]:
    """The languages of the browser, the dearest first (RFC 9110, section 12.5.4)."""
    ranges = request.headers.get("Accept-Language", "").split(",")
    weighed = sorted((_weighed(each) for each in ranges), key=lambda pair: -pair[1])
    return (language for language, weight in weighed if weight > 0)


def _weighed(given: str) -> tuple[str, float]:
    """``fr-CA;q=0.8`` as the language and its weight; a weight that is none counts as 0."""
    tag, _, weight = given.partition(";")
    language = tag.strip().lower().partition("-")[0]
    try:
        return language, float(weight.strip().removeprefix("q=") or 1)
    except ValueError:
        return language, 0.0
