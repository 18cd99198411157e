"""Changes of sessions: what people type stays what they typed, and nothing is lost."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from bot import skills
from bot.context import ORGANISERS
from bot.errors import Refusal
from bot.model.outcome import Outcome
from bot.model.session import Phase, Session
from bot.planning.moment import at_instant, at_wall

from .desk import Desk, card_in, session

MOMENT = at_wall(date(2027, 2, 25), time(13))
FIELDS = {"date": "2027-02-25", "time": "13:00", "minutes": "45"}
HOSTILE = (
    "<script>alert(1)</script>",
    '=HYPERLINK("http://evil.example")',
    "{{7*7}}",
    "{0.__class__}",
    "[click](http://evil.example)",
    "@all",
    "l'été, c'est «\u00a0fou\u00a0»",
    "“unbalanced",
    "[[Category:x]]",
)


@pytest.mark.parametrize("title", HOSTILE)
def test_a_title_is_only_a_title(title: str) -> None:
    desk = Desk()
    slots = {"title": title, "when": "2027-02-25T13:00-05:00"}
    outcome = desk.hear("session.create", slots, "create session")
    made = desk.store.view().get(Session, "1")
    assert made is not None
    assert title in (made.title.en, made.title.fr)
    assert title in outcome.answer.text


@pytest.mark.parametrize("title", HOSTILE)
def test_a_title_cannot_change_the_shape_of_a_card(title: str) -> None:
    desk = Desk(session(1, MOMENT))
    desk.hear("session.edit", {"session": "1", "title": title}, "rename session 1")
    shown = desk.hear("session.edit", {"session": "1"}).answer.card
    assert shown is not None
    values = [item.get("value") for item in shown["body"]]
    assert title in values
    assert json.loads(json.dumps(shown)) == shown


def test_a_title_that_is_too_long_changes_nothing() -> None:
    desk = Desk(session(1, MOMENT))
    with pytest.raises(Refusal) as refused:
        desk.hear("session.edit", {"session": "1", "title": "x" * 151})
    assert refused.value.key == "planning.long_title"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"date": "2027-02-31"}, "There is no such day or hour."),
        ({"date": "20270-01-01"}, "There is no such day or hour."),
        ({"time": "25:00"}, "There is no such day or hour."),
        ({"date": "2027-01-01"}, "That moment has gone by."),
        ({"date": "2047-01-01"}, "That is years away."),
        ({"minutes": "0"}, "A session lasts 5 to 480 minutes."),
        ({"minutes": "-5"}, "A session lasts 5 to 480 minutes."),
        ({"join": "javascript:alert(1)"}, "A link to join begins with https://."),
    ],
)
def test_a_card_that_cannot_be_is_refused_with_words(fields: dict[str, str], said: str) -> None:
    desk = Desk(session(1, MOMENT))
    card = card_in(desk.hear("session.edit", {"session": "1"}))
    outcome = desk.press(card, "save", **{**FIELDS, "title_en": "title 1", **fields})
    assert outcome.answer.text.startswith(said)
    assert desk.store.view().get(Session, "1") == session(1, MOMENT)


def test_two_people_who_change_different_fields_both_have_their_way() -> None:
    desk = Desk(session(1, MOMENT))
    cards = [card_in(desk.hear("session.edit", {"session": "1"})) for _ in range(2)]
    desk.press(cards[0], "save", **FIELDS, title_en="one")
    desk.press(cards[1], "save", **FIELDS, title_en="title 1", title_fr="deux")
    now = desk.store.view().get(Session, "1")
    assert now is not None
    assert (now.title.en, now.title.fr, now.version) == ("one", "deux", 3)


def test_the_second_of_two_who_change_a_field_sees_the_difference() -> None:
    desk = Desk(session(1, MOMENT))
    cards = [card_in(desk.hear("session.edit", {"session": "1"})) for _ in range(2)]
    desk.press(cards[0], "save", **FIELDS, title_en="one")
    outcome = desk.press(cards[1], "save", **FIELDS, title_en="two")
    now = desk.store.view().get(Session, "1")
    assert now is not None
    assert now.title.en == "one"
    assert "“title 1” has become “one”" in outcome.answer.text
    assert outcome.answer.card is not None
    fields = {each.get("id"): each.get("value") for each in outcome.answer.card["body"]}
    assert fields["in_title_en"] == "two"


def test_a_session_that_is_over_changes_no_more() -> None:
    over = session(1, at_wall(date(2027, 1, 7), time(13)))
    for intent in ("session.edit", "session.cancel", "session.announce"):
        with pytest.raises(Refusal) as refused:
            Desk(over).hear(intent, {"session": "1"})
        assert refused.value.facts == {"id": "1", "phase": Phase.HELD.value}


def test_a_cancellation_that_was_shown_before_a_move_is_asked_for_anew() -> None:
    desk = Desk(session(1, MOMENT))
    cancel = card_in(desk.hear("session.cancel", {"session": "1"}))
    slots = {"session": "1", "when": "2027-03-04T13:00-05:00"}
    desk.press(card_in(desk.hear("session.edit", slots)), "go")
    again = desk.press(cancel, "go")
    now = desk.store.view().get(Session, "1")
    assert now is not None
    assert now.phase is Phase.DRAFT
    desk.press(card_in(again), "go")
    gone = desk.store.view().get(Session, "1")
    assert gone is not None
    assert (gone.phase, gone.sequence) == (Phase.CANCELLED, 2)


def test_another_moment_pressed_late_is_refused_once_it_has_gone_by() -> None:
    desk = Desk()
    slots = {"title": "open data", "when": "2027-02-15T13:00-05:00"}
    card = card_in(desk.hear("session.create", slots, "create session"))
    stale = replace(card, facts={"others": [at_wall(date(2027, 1, 7), time(13)).row]})
    desk.file(Outcome(saves=(stale,)))
    said = desk.press(stale, "other_1").answer.text
    assert said.startswith("That moment has gone by.")


def test_a_session_made_elsewhere_keeps_its_zone_and_wall_time() -> None:
    desk = Desk()
    slots = {"title": "maps", "when": "2027-03-18T10:00-07:00", "zone": "America/Vancouver"}
    desk.hear("session.create", slots, "create session")
    made = desk.store.view().get(Session, "1")
    assert made is not None
    assert (made.wall, made.zone) == ("2027-03-18T10:00", "America/Vancouver")
    assert made.starts == datetime(2027, 3, 18, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "name", ["session_create", "session_edit", "session_cancel", "session_announce", "series"]
)
def test_only_organisers_plan(name: str) -> None:
    skill = skills.load().named[name]
    reached = [each.who for each in (*skill.hears.values(), *skill.presses.values())]
    assert set(reached) == {ORGANISERS}


def test_a_new_title_does_not_move_a_session_whose_hour_comes_twice() -> None:
    second = at_instant(datetime(2027, 11, 7, 6, 30, tzinfo=UTC))
    desk = Desk(session(1, second))
    card = card_in(desk.hear("session.edit", {"session": "1"}))
    fields = {"date": "2027-11-07", "time": "01:30", "minutes": "45", "title_en": "night"}
    desk.press(card, "save", **fields)
    now = desk.store.view().get(Session, "1")
    assert now is not None
    assert (now.title.en, now.starts, now.version) == ("night", second.starts, 2)
