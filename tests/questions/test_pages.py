"""What the pages take, and what they show to anybody and to the speakers."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.channels.pages import asking as page_asking
from bot.model.question import (
    VIEW,
    QuestionKey,
    QuestionState,
    UpVote,
)
from bot.questions import standing
from tests.pages.programme import path
from tests.pages.site import NOW, Site
from tests.pages.tree import read

from .desk import (
    DEVICE,
    KIM,
    NEXT,
    OTHER,
    THANKS,
    asked,
    file,
    on_site,
    put,
    question,
    said,
    want,
)


def test_what_is_put_from_the_page_waits_and_is_kept_once(tmp_path: Path) -> None:
    async def scene(site: Site) -> Any:
        first = await put(site, "Who owns it?", **DEVICE)
        again = await put(site, "Who owns it?", **DEVICE)
        page = await site.get(f"{path('before')}?lang=en")
        return first, again[0], asked(site), "Who owns it?" in page.text

    (status, page), again, kept, shown = on_site(tmp_path, scene)
    box = page.one("section", id="ask").one("div", **{"class": "notice"})
    assert (status, again, kept, shown) == (200, 200, [("1", "Who owns it?", "")], False)
    assert [each.text for each in box.all("p")] == [THANKS]


@pytest.mark.parametrize(
    ("words", "status", "problem"),
    [
        ("", 422, "public.ask_empty"),
        ("x" * 501, 422, "public.ask_long"),
        ("🚀🚀", 422, "questions.empty"),
    ],
)
def test_what_cannot_be_put_to_anybody_is_said(
    tmp_path: Path, words: str, status: int, problem: str
) -> None:
    async def scene(site: Site) -> Any:
        return await put(site, words), asked(site)

    (found, page), kept = on_site(tmp_path, scene)
    assert (found, page.one(role="alert").text, kept) == (status, said(problem), [])


@pytest.mark.parametrize(
    ("where", "fields", "status"),
    [
        ("before", {"words": "why?", "to": "ana"}, 400),
        ("before", {"words": "why?", "to": "speakers", "by": KIM}, 400),
        ("cancelled", {"words": "why?", "to": "speakers"}, 409),
        ("over", {"words": "why?", "to": "speakers"}, 409),
        ("draft", {"words": "why?", "to": "speakers"}, 404),
    ],
)
def test_no_other_page_takes_a_question(
    tmp_path: Path, where: str, fields: dict[str, str], status: int
) -> None:
    async def scene(site: Site) -> Any:
        sent = await site.post(f"{path(where)}/ask?lang=en", data=fields)
        return sent.status, asked(site)

    assert on_site(tmp_path, scene) == (status, [])


def test_a_page_of_somebody_else_puts_no_question(tmp_path: Path) -> None:
    async def scene(site: Site) -> Any:
        return (await put(site, "why?", Origin="https://evil.example"))[0], asked(site)

    assert on_site(tmp_path, scene) == (403, [])


def test_a_hundred_who_ask_the_same_are_one_question_that_still_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Near duplicates are held, and none is shown by itself."""
    monkeypatch.setattr(page_asking, "QUESTIONS", 1_000)

    async def scene(site: Site) -> Any:
        for number in range(100):
            mark = {"Cookie": f"voter={number:032d}"}
            site_words = "Who owns the data" + "?" * (number % 50 + 1) + " " * (number // 50)
            await put(site, site_words + ("!" if number >= 50 else ""), **mark)
        leads = standing.those(site.view, NEXT.id, *QuestionState)
        return [(each.state, standing.wanted(site.view, each)) for each in leads]

    assert on_site(tmp_path, scene) == [(QuestionState.WAITING, 100)]


def test_one_device_wants_a_question_once_and_none_without_a_mark(tmp_path: Path) -> None:
    async def scene(site: Site) -> Any:
        key = QuestionKey(session=NEXT.id, key="k", until=NOW + timedelta(days=60))
        await file(site, key, question(state=QuestionState.APPROVED))
        return [await want(site, "1", **headers) for headers in (DEVICE, DEVICE, OTHER, {}, DEVICE)]

    counted = "Noted: {} want{} an answer to “What of part 1?”."
    one, two = counted.format("1 person", "s"), counted.format("2 people", "")
    nobody = said("questions.nobody")
    assert on_site(tmp_path, scene) == [
        (200, one),
        (200, one),
        (200, two),
        (422, nobody),
        (200, one),
    ]


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (QuestionState.WAITING, 409),
        (QuestionState.HIDDEN, 409),
        (QuestionState.DEFERRED, 409),
        (QuestionState.ANSWERED, 422),
    ],
)
def test_nobody_wants_what_nobody_may_read_or_what_is_answered(
    tmp_path: Path, state: QuestionState, status: int
) -> None:
    async def scene(site: Site) -> Any:
        key = QuestionKey(session=NEXT.id, key="k", until=NOW + timedelta(days=60))
        await file(site, key, question(state=state))
        found = await want(site, "1", **DEVICE)
        return found[0], site.view.count(UpVote, "question", "1")

    assert on_site(tmp_path, scene) == (status, 0)


@pytest.mark.parametrize("fields", [{}, {"question": "x"}, {"question": "1", "as": "ana"}])
def test_what_no_button_of_ours_sends_is_refused(tmp_path: Path, fields: dict[str, str]) -> None:
    async def scene(site: Site) -> int:
        return (await site.post(f"{path('before')}/want", data=fields)).status

    assert on_site(tmp_path, scene) == 400


def test_the_page_shows_what_is_approved_or_answered_and_nothing_else(tmp_path: Path) -> None:
    states = {str(number): state for number, state in enumerate(QuestionState, 1)}

    async def scene(site: Site) -> str:
        each = [question(number, state=state) for number, state in states.items()]
        await file(site, *each, question("6", lead="2"), question("7", words="<b>x</b>"))
        await file(site, question("8", words="<b>{{7*7}}</b>", state=QuestionState.APPROVED))
        return (await site.get(f"{path('before')}?lang=en")).text

    page = read(on_site(tmp_path, scene))
    shown = page.one("section", id="questions")
    words = [each.text for each in shown.all("p", **{"class": "asked"})]
    assert words == ["What of part 2?", "<b>{{7*7}}</b>", "What of part 4?"]


def test_the_speakers_see_what_is_approved_behind_their_link_alone(tmp_path: Path) -> None:
    async def scene(site: Site) -> Any:
        link = site.house.assistant.house.link
        token = link(f"{VIEW}{NEXT.id}").rpartition("/")[2]
        await file(site, question("1", state=QuestionState.APPROVED), question("2"))
        pages = [(await site.get(f"/ask/{each}")).status for each in (
            token, token[:-1] + "x", f"{VIEW}{NEXT.id}", link("polls-1").rpartition("/")[2],
            link(f"{VIEW}999").rpartition("/")[2],
        )]  # fmt: skip
        listed = read((await site.get(f"/ask/{token}/list?lang=en")).text)
        return pages, [each.text for each in listed.all("p", **{"class": "asked"})]

    assert on_site(tmp_path, scene) == ([200, 404, 404, 404, 404], ["What of part 1?"])


@pytest.mark.slow
def test_the_speakers_page_is_told_of_a_change_and_of_nothing_else(tmp_path: Path) -> None:
    async def scene(site: Site) -> Any:
        token = site.house.assistant.house.link(f"{VIEW}{NEXT.id}").rpartition("/")[2]
        first = question(state=QuestionState.APPROVED)
        await file(site, first)
        async with site.http.get(f"/ask/{token}/events") as stream:
            lines = (line async for line in stream.content if line.startswith(b"data: "))
            told = [await anext(lines)]
            for fresh in (question("2"), question("3", state=QuestionState.APPROVED)):
                await file(site, fresh)
                told.append(await asyncio.wait_for(anext(lines), 5))
        return [each == told[0] for each in told]

    assert on_site(tmp_path, scene) == [True, True, False]
