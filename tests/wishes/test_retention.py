"""What is past its time goes on somebody's word alone, nothing on hold does, numbers stay right."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.assistant.disposing import _may_go
from bot.model.attendance import Attended
from bot.model.conversation import Press
from bot.model.erasure import Erasure, Step
from bot.model.mailing import Mailing
from bot.model.outcome import Outcome
from bot.model.people import Noted, Place, Team
from bot.model.question import AudienceQuestion
from bot.model.record import Record, View, kinds
from bot.model.registration import Registration
from bot.model.retention import USUAL, Disposal, Hold, Lot, Retention, Stand
from bot.model.session import Phase, Session
from bot.retaining import kinds as kept
from bot.retaining.terms import Reckoning, session_of, until
from storage import MemoryStore
from tests.mailings.house import ANNOUNCED, registration
from tests.pages.site import Site

from .house import file, news
from .test_erasing import ANA, HELD, KIM, NAME, counts, filled, incoming, last_told, say, traces

SPACE = Place("page", "space")


async def later(site: Site, days: float) -> None:
    """Let days pass, without asking what is due."""
    time = site.house.assistant.house.time
    time.move(time.now() + timedelta(days=days))


async def shown(site: Site) -> Disposal:
    """What is past its time, as it is shown to Ana."""
    await say(site, "what would be disposed of?")
    found = site.view.find(Disposal, "stands", Stand.SHOWN.value)
    return found[-1]


async def press(site: Site, disposal: Disposal, button: str) -> str:
    """The answer to a button of its card; what follows has followed."""
    pressed = Press(f"retention{disposal.id}", button, {})
    answer = await site.house.assistant.hear(incoming(site, ANA, press=pressed))
    await site.delivered()
    return str(answer.text)


async def short_terms(site: Site) -> None:
    """Have everything kept a month only."""
    await file(site, Retention(months=dict.fromkeys(USUAL, 1)))


def sums(lots: tuple[Lot, ...]) -> dict[str, int]:
    """How many of each kind belong to session 7."""
    return {each.kind: each.count for each in lots if each.session == "7"}


def stored(folder: Path, *words: str) -> list[str]:
    """The files of the store in which one of these words stands."""
    return [each for each in traces(folder, *words) if each.startswith("circuit")]


def test_every_kind_of_record_has_a_time_or_a_reason() -> None:
    others = (kept.PASSING, kept.WITH_OTHERS, kept.WISHES, kept.OF_RECORD, kept.NOBODYS)
    named = [*kept.RULES, *(each for some in others for each in some)]
    ours = {each for each in kinds().values() if each.__module__.startswith("bot.")}
    assert len(named) == len(set(named))
    assert set(named) == ours
    assert {rule.kind for rule in kept.RULES.values()} | {"letters"} == set(USUAL)


def test_what_is_past_its_time_goes_once_somebody_says_so_and_counts_stay(tmp_path: Path) -> None:
    async def scene() -> Any:
        async with filled(tmp_path) as site:
            await short_terms(site)
            await say(site, "what would be disposed of?")
            early = sums(_shown_so_far(site.view))
            await later(site, 3)
            before = counts(site.view, "7"), len(site.view.find(Attended, "session", "7"))
            disposal = await shown(site)
            told = last_told(site)
            assert _untouched(site.view)
            said = await press(site, disposal, "dispose")
            after = counts(site.view, "7"), len(site.view.find(Attended, "session", "7"))
            done = last_told(site)
            await say(site, "show the disposal log")
            log = site.house.room.history.entries[-1].text
            gone = site.view.get(Disposal, disposal.id)
            assert gone is not None
            notes = [
                e for e in site.view.between(Noted, "at", None, None) if e.about == "session/7"
            ]
            again = await press(site, disposal, "dispose")
            return (
                early,
                before,
                after,
                sums(disposal.lots),
                sums(gone.gone),
                told,
                said,
                done,
                log,
                notes,
                again,
            )

    early, before, after, due, gone, told, said, done, log, notes, again = asyncio.run(scene())
    assert early == {}
    assert (due["registrations"], due["questions"]) == (4, 3)
    assert gone == due
    assert after == before
    assert "Session 7" not in told
    assert said.startswith("I dispose of them now")
    assert done.endswith("“Show the disposal log” says which.")
    assert KIM not in log
    assert [(each.who, each.what) for each in notes if each.what == "retention.disposed"] == [
        (ANA.address, "retention.disposed")
    ]
    assert again.startswith("Disposal ")


def _shown_so_far(view: View) -> tuple[Lot, ...]:
    return tuple(lot for each in view.find(Disposal, "stands", "shown") for lot in each.lots)


def _untouched(view: View) -> bool:
    return view.get(Registration, f"7/{KIM}") is not None


def test_what_went_is_in_no_file_of_the_store_any_more(tmp_path: Path) -> None:
    async def scene() -> Any:
        async with filled(tmp_path) as site:
            await short_terms(site)
            await later(site, 400)
            await press(site, await shown(site), "dispose")
            left = [
                n
                for n in range(1, 4)
                if site.view.get(Registration, registration(n, session="7").key)
            ]
            asked = site.view.find(AudienceQuestion, "asked_in", "7")
            return (
                left,
                [each.words for each in asked],
                stored(tmp_path, "Kim Tremblay ask", "May Kim"),
            )

    left, words, files = asyncio.run(scene())
    assert (left, set(words), files) == ([], {""}, [])


def test_nothing_on_hold_goes_until_the_hold_is_released(tmp_path: Path) -> None:
    async def scene() -> Any:
        async with filled(tmp_path) as site:
            await short_terms(site)
            await later(site, 3)
            disposal = await shown(site)
            await say(site, "hold session 7: request A-12")
            await press(site, disposal, "dispose")
            held = site.view.get(Disposal, disposal.id)
            assert held is not None
            kept_back = _untouched(site.view), sums(held.gone)
            await say(site, "release the hold on session 7")
            second = await shown(site)
            await press(site, second, "dispose")
            return kept_back, sums(second.lots), _untouched(site.view)

    (there, gone), due, after = asyncio.run(scene())
    assert (there, gone) == (True, {})
    assert due["registrations"] == 4
    assert not after


def test_an_erasure_waits_for_a_hold_and_goes_on_when_it_is_released(tmp_path: Path) -> None:
    async def scene() -> Any:
        async with filled(tmp_path) as site:
            await say(site, "hold session 7: request A-12")
            await say(site, f"erase {KIM}")
            told = last_told(site)
            (erasure,) = site.view.between(Erasure, "open_until", None, None)
            pressed = Press(f"erasure{erasure.id}", "erase", {})
            await site.house.assistant.hear(incoming(site, ANA, press=pressed))
            await later(site, 1 / 1440)
            await site.delivered()
            waits = site.view.get(Erasure, erasure.id)
            assert waits is not None
            stays = waits.step, waits.held, _untouched(site.view)
            await later(site, 40)
            await site.house.assistant.tick()
            await site.delivered()
            still = _untouched(site.view)
            await say(site, "release the hold")
            await later(site, 2 / 1440)
            await site.house.assistant.tick()
            await later(site, 2 / 1440)
            await site.delivered()
            return told, stays, still, traces(tmp_path, KIM, NAME)

    told, stays, still, left = asyncio.run(scene())
    assert "is on hold: what is kept of it may not be destroyed now, so it stays." in told
    assert stays == (Step.KEPT, ("7",), True)
    assert (still, left) == (True, [])


def test_once_a_month_the_team_is_shown_what_is_past_its_time(tmp_path: Path) -> None:
    async def scene() -> Any:
        async with filled(tmp_path) as site:
            team = site.view.get(Team, "team") or Team()
            await file(site, replace(team, spaces=(SPACE,)))
            await short_terms(site)
            told = []
            for days in (3 + 1 / 24, 7, 28):
                await later(site, days)
                await site.house.assistant.tick()
                await site.delivered()
                told.append(len(site.view.find(Disposal, "stands", Stand.SHOWN.value)))
            disposal = site.view.find(Disposal, "stands", Stand.SHOWN.value)[0]
            kept_on = await press(site, disposal, "keep_for_now")
            dropped = site.view.find(Disposal, "stands", Stand.DROPPED.value)
            return told, disposal.by, dropped[:-1], kept_on

    told, by, dropped, kept_on = asyncio.run(scene())
    assert (told, len(dropped)) == ([1, 1, 1], 1)
    assert by == ""
    assert kept_on.startswith("All right: nothing goes now.")


def test_terms_that_changed_since_it_was_counted_are_counted_anew(tmp_path: Path) -> None:
    async def scene() -> Any:
        async with filled(tmp_path) as site:
            await short_terms(site)
            await later(site, 3)
            disposal = await shown(site)
            await say(site, "keep registrations for 12 months")
            return await press(site, disposal, "dispose"), _untouched(site.view)

    said, there = asyncio.run(scene())
    assert said.startswith("How long we keep records was changed since this was counted")
    assert there


def in_store(*records: Record) -> View:
    """A view of these records."""
    store = MemoryStore()
    asyncio.run(store.run(Outcome(saves=records).regardless))
    return store.view()


BEGAN = datetime(2027, 1, 12, 18, tzinfo=UTC)


@given(
    ages=st.lists(st.integers(0, 900), min_size=1, max_size=12),
    months=st.integers(1, 24),
    held=st.sets(st.integers(0, 11)),
)
def test_only_what_is_past_its_time_and_not_held_may_go(
    ages: list[int], months: int, held: set[int]
) -> None:
    sessions = [
        replace(HELD, id=str(n + 1), starts=BEGAN - timedelta(days=age))
        for n, age in enumerate(ages)
    ]
    people = [registration(n, session=each.id) for n, each in enumerate(sessions)]
    holds = [
        Hold(session=str(n + 1), reason="r", by="a@b.ca", at=BEGAN) for n in held if n < len(ages)
    ]
    view = in_store(Retention(months={"registrations": months}), *sessions, *people, *holds)
    now = BEGAN + timedelta(hours=12)
    reckoning = Reckoning(view, now, now + timedelta(days=90))
    reckoning.take(people)
    disposal = Disposal(id="1", created=now, as_of=now, lots=reckoning.due, stand=Stand.APPROVED)
    going = {each.session for each in people if _may_go(view, disposal, each)}
    assert going == {each.id for each in sessions if _so_many_months(each.ends, now) >= months} - {
        each.session for each in holds
    }
    assert sum(each.count for each in reckoning.due) == len(going)


def _so_many_months(then: datetime, now: datetime) -> int:
    """Whole months between, counted on the calendar by hand."""
    months = (now.year - then.year) * 12 + now.month - then.month
    whole = _month_later(then, months) <= now
    return months if whole else months - 1


def _month_later(then: datetime, months: int) -> datetime:
    year, month = divmod(then.year * 12 + then.month - 1 + months, 12)
    for day in range(then.day, 27, -1):
        try:
            return then.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    return then.replace(year=year, month=month + 1)


@pytest.mark.parametrize("phase", [Phase.DRAFT, Phase.ANNOUNCED])
def test_the_time_of_a_session_to_come_does_not_run(phase: Phase) -> None:
    session: Session = replace(ANNOUNCED, phase=phase)
    mine = registration(1, session=session.id)
    view = in_store(session, mine)
    assert (until(view, Retention(), mine), session_of(view, mine)) == (None, session.id)


def test_the_ledger_of_a_mailing_goes_with_its_time() -> None:
    ended = replace(news("1"), about="session/7", ended=BEGAN)
    after = kept.RULES[Mailing].ending(in_store(HELD), ended, "erased-d1-0")
    (saved,) = after.saves
    assert isinstance(saved, Mailing)
    assert (saved.forgotten, until(in_store(HELD), Retention(), saved)) == (True, None)
