"""The desk: who may ask how much, who is answered, what a press decides."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.model.outbox import Letter, Message, Sending
from bot.model.question import (
    AudienceQuestion,
    QuestionKey,
    QuestionState,
    UpVote,
)
from bot.model.registration import Registration
from bot.questions import standing
from bot.skills.questions import asking
from tests.pages.site import NOW, Site

from .desk import DEVICE, KIM, NEXT, OVER, asked, file, on_site, put, question, said, want


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
        site.house.assistant.house.time.move(standing.until(NEXT) - timedelta(minutes=9))
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
