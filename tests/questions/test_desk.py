"""The desk: who may ask how much, who wants what, who is answered, and what the pages show."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import texts
from bot.channels.pages import asking as page_asking
from bot.model.outbox import Letter, Message, Sending
from bot.model.outcome import Outcome
from bot.model.question import (
    VIEW,
    AudienceQuestion,
    QuestionKey,
    QuestionState,
    UpVote,
)
from bot.model.record import Record
from bot.model.registration import Registration
from bot.model.words import Phrase
from bot.questions import standing
from bot.skills.questions import asking
from tests.pages.programme import SESSIONS, path, played
from tests.pages.site import NOW, Site
from tests.pages.tree import Element, read

NEXT, OVER = SESSIONS["before"], SESSIONS["over"]
KIM = "kim@example.com"
DEVICE, OTHER = ({"Cookie": f"voter={each * 32}"} for each in "01")
THANKS = (
    "Thank you. The team reads every question before the speakers see it. Once it is approved, "
    "your question and what is answered in writing are shown on this page."
)


def on_site(folder: Path, scene: Callable[[Site], Awaitable[Any]]) -> Any:
    """What comes of a scene on a site with the programme."""

    async def play() -> Any:
        async with played(folder) as site:
            return await scene(site)

    return asyncio.run(play())


async def file(site: Site, *records: Record) -> None:
    """File records as they are."""
    await site.house.assistant.house.store.run(Outcome(saves=records).regardless)


async def put(site: Site, words: str, **headers: str) -> tuple[int, Element]:
    """What the page says to a question for the speakers."""
    fields = {"words": words, "to": "speakers"}
    sent = await site.post(f"{path('before')}/ask?lang=en", data=fields, headers=headers)
    return sent.status, read(sent.text)


async def want(site: Site, number: str, **headers: str) -> tuple[int, str]:
    """What the page says to somebody who would like an answer too."""
    fields = {"question": number}
    sent = await site.post(f"{path('before')}/want?lang=en", data=fields, headers=headers)
    found = read(sent.text).all("p", role="status") if sent.status != 400 else []
    return sent.status, found[0].text if found else ""


def asked(site: Site) -> list[tuple[str, str, str]]:
    """What was asked for the next session: the number, the words, what it is gathered under."""
    found = site.view.find(AudienceQuestion, "asked_in", NEXT.id)
    return [(each.id, each.words, each.lead) for each in found]


def question(number: str = "1", **fields: Any) -> AudienceQuestion:
    """A question for the next session."""
    plain: dict[str, Any] = {"words": f"What of part {number}?", "at": NOW, "session": NEXT.id}
    return AudienceQuestion(id=number, **plain | fields)


def said(key: str, **facts: object) -> str:
    """A text of ours in English."""
    return texts.render(Phrase(key, facts), "en")


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


def test_a_hundred_who_ask_the_same_are_one_question_that_still_waits(tmp_path: Path) -> None:
    """Case 54 of bad input: near duplicates are held, and none is shown by itself."""

    async def scene(site: Site) -> Any:
        for number in range(100):
            mark = {"Cookie": f"voter={number:032d}"}
            site_words = "Who owns the data" + "?" * (number % 50 + 1) + " " * (number // 50)
            await put(site, site_words + ("!" if number >= 50 else ""), **mark)
        leads = standing.those(site.view, NEXT.id, *QuestionState)
        return [(each.state, standing.wanted(site.view, each)) for each in leads]

    page_asking_pace = page_asking.QUESTIONS
    page_asking.QUESTIONS = 1_000
    try:
        assert on_site(tmp_path, scene) == [(QuestionState.WAITING, 100)]
    finally:
        page_asking.QUESTIONS = page_asking_pace


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


def test_the_questions_of_registrations_are_taken_over_once(tmp_path: Path) -> None:
    mine = Registration(
        session=NEXT.id, address=KIM, question="Is it\nfree?", at=NOW, changed_at=NOW
    )

    async def scene(site: Site) -> Any:
        await file(site, mine)
        for _ in range(2):
            await site.say("Ana", f"show the questions for session {NEXT.id}")
        kept = asked(site)
        await site.say("Ana", "answer question 1: It is.")
        await site.delivered()
        sent = site.view.find(Sending, "about", f"session/{NEXT.id}")
        return kept, [(each.door, each.to) for each in sent if isinstance(each.content, Letter)]

    assert on_site(tmp_path, scene) == ([("1", "Is it free?", "")], [("mail", KIM)])


def test_all_who_asked_the_same_are_answered_once(tmp_path: Path) -> None:
    async def scene(site: Site) -> Any:
        for who, words in (
            ("Tom", "Who owns the data?"),
            ("Tom", "who owns the datas"),
            ("Sam", "Who owns the data"),
        ):
            await site.say(who, f"question for the speakers of session {NEXT.id}: {words}")
        await site.say("Ana", "answer question 1: The province.")
        await site.delivered()
        sent = site.view.find(Sending, "about", f"session/{NEXT.id}")
        answers = [each for each in sent if each.key.startswith("questions/")]
        return [
            (each.to, each.content.text) for each in answers if isinstance(each.content, Message)
        ]

    told = said(
        "questions.answer", session=NEXT, question=question(words="{}"), answer="The province."
    )
    found = on_site(tmp_path, scene)
    assert found == [
        ("sam@example.org", told.format("Who owns the data")),
        ("tom@example.org", told.format("Who owns the data?")),
    ]


def test_somebody_with_ten_questions_waits_until_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MOST_OF_ONE", 2)

    async def scene(site: Site) -> Any:
        for part in ("one", "two", "three"):
            answer = await site.say("Tom", f"question for session {NEXT.id}: what of part {part}?")
        return said("questions.many", most=2) in answer.text, len(asked(site))

    assert on_site(tmp_path, scene) == (True, 2)


def test_where_too_many_wait_the_next_is_asked_to_come_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MOST_WAITING", 1)

    async def scene(site: Site) -> Any:
        await put(site, "What of part one?")
        status, page = await put(site, "What of part two?")
        return status, page.one(role="alert").text, len(asked(site))

    assert on_site(tmp_path, scene) == (422, said("questions.full"), 1)


def test_the_key_is_destroyed_two_days_after_the_session(tmp_path: Path) -> None:
    key = QuestionKey(session=NEXT.id, key="k", until=standing.until(NEXT))

    async def scene(site: Site) -> Any:
        await file(site, key, question(state=QuestionState.APPROVED))
        await site.house.assistant.move_clock(standing.until(NEXT) - timedelta(minutes=1))
        before = site.view.get(QuestionKey, NEXT.id)
        await site.house.assistant.move_clock(standing.until(NEXT) + timedelta(minutes=2))
        status, _ = await want(site, "1", **DEVICE)
        return (
            before,
            site.view.get(QuestionKey, NEXT.id),
            status,
            site.view.find(UpVote, "question", "1"),
        )

    assert on_site(tmp_path, scene) == (key, None, 409, ())


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


def test_what_was_hidden_is_not_shown_by_a_press_on_an_old_card(tmp_path: Path) -> None:
    async def scene(site: Site) -> Any:
        await file(site, question(state=QuestionState.HIDDEN))
        ref = f"questions-desk-{NEXT.id}"
        await site.say("Ana", f"show the questions for session {NEXT.id}")
        await site.press("Ana", ref, "question_approve", fields={"in_question": "1"})
        refused = await site.press("Tom", ref, "question_approve", fields={"in_question": "1"})
        found = site.view.get(AudienceQuestion, "1")
        return found.state if found else None, "approved" in refused.text

    assert on_site(tmp_path, scene) == (QuestionState.HIDDEN, False)


def test_a_question_of_another_session_is_not_decided_on_by_this_card(tmp_path: Path) -> None:
    async def scene(site: Site) -> Any:
        await file(site, replace(question(), session=OVER.id))
        ref = f"questions-desk-{NEXT.id}"
        await site.press("Ana", ref, "question_approve", fields={"in_question": "1"})
        found = site.view.get(AudienceQuestion, "1")
        return found.state if found else None

    assert on_site(tmp_path, scene) == QuestionState.WAITING
