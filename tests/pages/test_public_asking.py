"""The box to ask in: it tells what anybody may know, does nothing, and keeps nothing."""

import asyncio
from pathlib import Path

import pytest

from bot import texts
from bot.channels.pages import asking, frame, pace
from bot.model.outcome import Outcome
from bot.model.resource import Resource
from bot.model.words import LANGUAGES, Both, Language, Phrase

from .programme import JOIN, SESSIONS, path, played
from .site import NOW, Said, Site
from .tree import Element, headings, read

BEFORE, OVER = path("before"), path("over")
ACROSS = (
    "Across Canada: 11 a.m. St. John’s / 10:30 a.m. Halifax / 9:30 a.m. Ottawa, Winnipeg / "
    "8:30 a.m. Regina, Edmonton / 7:30 a.m. Vancouver, Whitehorse."
)


def said(key: str, *languages: Language) -> str:
    """A text of ours, as one line."""
    return " ".join(texts.render_in(Phrase(key), languages or ("en",)).split())


async def asked(site: Site, where: str, words: str) -> Said:
    """What is said to a question."""
    page, _, query = where.partition("?")
    return await site.post(f"{page}/ask?{query}", data={"words": words})


def answer(page: Element) -> str:
    """The answer, as it stands on the page below its heading."""
    box = page.one("section", id="ask").one("div", **{"class": "notice"})
    return " ".join(each.text for each in box.all("p"))


@pytest.mark.parametrize(
    ("where", "words", "told"),
    [
        (f"{BEFORE}?lang=en", "who is speaking?", (
            "At “biometrics”, February 25: • Sam Lee: Reads faces. Writes about it. "
            "• Noé Roy: Cartographe."
        )),
        (f"{BEFORE}?lang=fr", "who is speaking?", (
            "À « la biométrie », le 25 février : • Sam Lee : Lit les visages. En écrit. "
            "• Noé Roy : Cartographe."
        )),
        (f"{BEFORE}?lang=fr", "est-ce en français?", (
            "« la biométrie » se tient en français et en anglais, avec sous-titres. Vous pouvez "
            "participer dans l’une ou l’autre langue."
        )),
        (f"{path('few')}?lang=en", "is it in English?", (
            f"“{SESSIONS['few'].title.en}” is held in French, with captions. You may take part in "
            "either language."
        )),
        (f"{path('near')}?lang=en", "how do I join?", (
            "“The session near” is on Tuesday, January 12, 2027, 9:30 a.m. (ET). To take part, "
            f"register: the link to join comes by e-mail. {ACROSS}"
        )),
        (f"{OVER}?lang=en", "where is the link?", (
            "“The session over” is over: it was on Sunday, December 13, 2026, 9 a.m. (ET)."
        )),
        (f"{OVER}?lang=en", "was it recorded?", (
            "“The session over” can be watched here: https://video.example.org/4"
        )),
        (f"{BEFORE}?lang=en", "will it be recorded?", (
            "“biometrics” is still to come, Thursday, February 25, 2027, 1 p.m. (ET). If it is "
            "recorded, the link will be here a few days after."
        )),
        (f"{BEFORE}?lang=en", "add it to my calendar", (
            "Open this link to add “biometrics”, Thursday, February 25, 2027, 1 p.m. (ET), to your "
            "calendar: http://127.0.0.1:3978/calendar/1.ics"
        )),
        (f"{BEFORE}?lang=en", f"who speaks at session {SESSIONS['on'].id}?", (
            "Nobody has confirmed yet for “The session on”, January 12. Ask me again in a few days."
        )),
    ],
)  # fmt: skip
def test_what_anybody_may_know_is_told(tmp_path: Path, where: str, words: str, told: str) -> None:
    async def scene() -> Said:
        async with played(tmp_path) as site:
            return await asked(site, where, words)

    found = asyncio.run(scene())
    page = read(found.text)
    assert (found.status, answer(page)) == (200, told)
    assert JOIN not in found.text
    assert page.one("textarea", id="words").text == words
    (focused,) = page.having("autofocus")
    assert focused.text in ("Answer", "Réponse")


@pytest.mark.parametrize(
    "words",
    [
        "cancel session 1", "announce session 8", "register eve@example.org for session 1",
        "am I registered?", "cancel my registration", "list sessions", "show session 1", "help",
        "hello", "undo", "speak French to me", "vote for theme 1", "what is due?",
        "who registered?", "export registrations", "asdf", "🚀", "<script>alert(1)</script>",
        "{{7*7}}", "don't send reminders yet", "\u202egnp.exe", "who speaks at session 8?",
        "who speaks at session 10?", "who speaks at session 999?", "yes", "1",
    ],
)  # fmt: skip
def test_all_else_is_answered_with_what_can_be_asked_and_does_nothing(
    tmp_path: Path, words: str
) -> None:
    async def scene() -> tuple[Said, bool]:
        async with played(tmp_path) as site:
            before = files(tmp_path)
            found = await asked(site, f"{BEFORE}?lang=en", words)
            await site.delivered()
            return found, files(tmp_path) == before

    found, same = asyncio.run(scene())
    assert (found.status, same) == (200, True)
    assert answer(read(found.text)) == said("turn.visitor")


def files(folder: Path) -> dict[str, bytes]:
    """Everything that is kept."""
    return {str(each): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


@pytest.mark.parametrize("words", ["who is speaking?", "qui parle?", "comment me joindre?"])
def test_a_question_that_is_answered_is_not_kept_either(tmp_path: Path, words: str) -> None:
    async def scene() -> tuple[bool, int]:
        async with played(tmp_path) as site:
            before = files(tmp_path)
            for _ in range(3):
                await asked(site, f"{BEFORE}?lang=fr", words)
            return files(tmp_path) == before, len(await site.history())

    assert asyncio.run(scene()) == (True, 0)


@pytest.mark.parametrize(
    ("words", "languages"),
    [("who is speaking to us?", ("en",)), ("aide", ("fr",)), ("🚀", LANGUAGES)],
)
def test_on_a_page_in_both_languages_the_answer_is_in_that_of_the_question(
    tmp_path: Path, words: str, languages: tuple[Language, ...]
) -> None:
    async def scene() -> Said:
        async with played(tmp_path) as site:
            return await asked(site, path("full"), words)

    told = answer(read(asyncio.run(scene()).text))
    nobody = texts.render(
        Phrase("info.speakers", {"session": SESSIONS["full"], "speakers": []}), "en"
    )
    assert told == (nobody if "speaking" in words else said("turn.visitor", *languages))


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("", "public.ask_empty"), (" \r\n ", "public.ask_empty"),
        ("a" * 501, "public.ask_long"), ("é" * 4_000, "public.ask_long"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_said_beside_the_field(
    tmp_path: Path, words: str, problem: str
) -> None:
    async def scene() -> Said:
        async with played(tmp_path) as site:
            return await asked(site, f"{BEFORE}?lang=fr", words)

    found = asyncio.run(scene())
    page = read(found.text)
    box, alert = page.one("textarea", id="words"), page.one(role="alert")
    assert (found.status, alert.text) == (422, said(problem, "fr"))
    assert box.attributes["aria-describedby"].split()[0] == alert.attributes["id"]
    assert box.text == words.strip()
    assert page.one("title").text == "À vérifier – la biométrie"


def test_five_hundred_characters_are_read_whatever_a_browser_makes_of_its_lines(
    tmp_path: Path,
) -> None:
    async def scene() -> int:
        async with played(tmp_path) as site:
            return (await asked(site, f"{BEFORE}?lang=en", "a\r\n" * 249 + "aa")).status

    assert asyncio.run(scene()) == 200


@pytest.mark.parametrize(
    "form",
    [{}, {"words": "a" * 4_001}, {"words": "help", "as": "ana@example.org"}, {"word": "help"}],
)
def test_what_the_box_would_not_send_is_refused(tmp_path: Path, form: dict[str, str]) -> None:
    async def scene() -> int:
        async with played(tmp_path) as site:
            return (await site.post(f"{BEFORE}/ask", data=form)).status

    assert asyncio.run(scene()) == 400


def test_of_a_cancelled_session_nothing_can_be_asked(tmp_path: Path) -> None:
    async def scene() -> tuple[Said, str]:
        async with played(tmp_path) as site:
            found = await asked(site, f"{path('cancelled')}?lang=en", "who is speaking?")
            return found, (await site.get(f"{path('cancelled')}?lang=en")).text

    found, page = asyncio.run(scene())
    assert found == Said(409, page)


def test_an_answer_that_is_read_again_leads_back_to_the_page(tmp_path: Path) -> None:
    async def scene() -> Element:
        async with played(tmp_path) as site:
            return read((await site.get(f"{BEFORE}/ask?lang=fr")).text)

    assert headings(asyncio.run(scene()))[0] == "1 la biométrie"


def test_whoever_asks_at_the_busiest_moment_is_told_to_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "QUESTIONS", 1)
    monkeypatch.setattr(pace, "WINDOW", 3_600.0)

    async def scene() -> tuple[Said, Said]:
        async with played(tmp_path) as site:
            first = await asked(site, f"{BEFORE}?lang=en", "qui parle?")
            return first, await asked(site, f"{BEFORE}?lang=en", "who is speaking?")

    first, second = asyncio.run(scene())
    page = read(second.text)
    assert (first.status, second.status) == (200, 429)
    assert page.one(role="alert").text == said("public.busy")
    assert page.one("textarea", id="words").text == "who is speaking?"


@pytest.mark.parametrize(
    ("language", "words", "told"),
    [
        ("en", "what was that link?", "“The session on”, January 12: • Guide: LINK"),
        ("fr", "c'était quoi le lien?", "« La séance on », 12 janvier : • Guide : LINK"),
    ],
)
def test_a_link_that_was_handed_out_can_be_followed_in_the_answer(
    tmp_path: Path, language: str, words: str, told: str
) -> None:
    link = "https://example.org/guide?a=1&b=2"
    handed = Resource(
        id="1",
        session=SESSIONS["on"].id,
        title=Both("Guide", "Guide"),
        link=link,
        added=NOW,
        shared=NOW,
    )

    async def scene() -> tuple[str, list[str]]:
        async with played(tmp_path) as site:
            store = site.house.assistant.house.store
            await store.run(Outcome(saves=(handed,)).regardless)
            page = read((await asked(site, f"{path('on')}?lang={language}", words)).text)
            box = page.one("section", id="ask").one("div", **{"class": "notice"})
            return answer(page), [each.attributes["href"] for each in box.all("a")]

    said_, links = asyncio.run(scene())
    assert (said_.replace("\u00a0", " ").replace(link, "LINK"), links) == (told, [link])


def test_no_other_address_can_be_followed() -> None:
    known = frozenset({"https://example.org/a"})
    words = "see https://example.org/a, https://example.org/a<b> javascript:x https://example.org/b"
    assert frame.linked(words, known) == (
        'see <a href="https://example.org/a" rel="noopener noreferrer">https://example.org/a</a>, '
        "https://example.org/a&lt;b&gt; javascript:x https://example.org/b"
    )
