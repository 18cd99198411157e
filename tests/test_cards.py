"""Every card the bot shows is one that Webex and Teams take, whatever words stand on it.

The limits: Webex draws Adaptive Cards 1.3 with at most five buttons, and no card over some 20 KB is
known to pass; Teams takes 1.5 and refuses messages over 28 KB where they come by a connector.
"""

import ast
import json
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft6Validator

import cards
from bot import skills, texts, understanding
from bot.channels.terminal import form
from tests.beside import specification
from tests.gallery.play import Audience, Shown, cards_of
from tests.words import usage

Node = Mapping[str, Any]
WORDS = {
    "ordinary": "Données ouvertes & confiance",
    "none": "",
    "long": "Wolfeschlegelsteinhausenbergerdorff " * 150,
    "script": "<script>alert(1)</script>",
    "template": "{{7*7}} {% for x in y %} {0.__class__}",
    "dollar": "${x} `${1+1}` $(id)",
    "json": '"}],"actions":[{"type":"Action.OpenUrl","url":"http://evil"}] \\',
    "markdown": "[click](http://evil) **bold** # title\n- point\n1. one",
    "mention": "<at>all</at> @all <@all>",
    "right to left": "محمد \u202e txt.exe \u200f العربية",
    "emoji": "🧑🏽‍🚀👩‍👩‍👧" * 600,
}
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("cards")]
WEBEX_BUTTONS = 5
WEBEX_BYTES = 20_000
TEAMS_BYTES = 28 * 1024
SHOWN_BY = {
    "session_create": "keep other_1 other_2 other_3 save",
    "session_edit": "go other_1 other_2 other_3 save stop",
    "session_cancel": "go stop",
    "series": "go go_suggested stop",
    "erasure": "erase stop",
    "forms": "save",
    "description": "reviewed_en reviewed_fr save",
    "summary": "go reviewed_en reviewed_fr save stop",
    "translation": "cannot hand_in leave_translation use_translation",
    "review": "change_this fine",
    "registration": "leave register save",
    "registration_export": "download",
    "dossier": "download",
    "report": "report_page_en report_page_fr report_word_en report_word_fr",
    "registration_file": "go look_again stop",
    "attendance": "go match stop",
    "evaluation": "go stop",
    "briefing": "go stop",
    "lessons_round": "save",
    "thanks": "approve go halt resume stop",
    "reminders": "again approve by_flow by_mail by_notify correct go halt resume save stop",
    "promotion": (
        "approve_words ask_approval change_this drop_post hand_over hold_back not_out posted refuse_words"
        " replan reword save schedule send_now"
    ),
    "access": "access_answer access_booked access_close access_read access_take access_unavailable",
    "themes": "save",
    "polls": "choice_1 choice_2 choice_3 choice_4 choice_5 download download_csv poll_change poll_close poll_drop poll_post save vote",
    "questions": "go question_answer question_approve question_defer question_hide question_redact stop",
    "host": "host_block host_captions host_french host_sound host_speaker",
    "digest": "tick_1 tick_2 tick_3 tick_4 tick_5",
    "plan": "go plan_day plan_done plan_month plan_more plan_spread stop",
    "platform_test": "test_failed test_more test_passed test_rest",
    "partners": "save",
    "related": "save",
    "resources": "by_hand by_itself share_now",
    "team_settings": "save",
    "tools": "download download_csv",
    "retention": "dispose keep_for_now",
    "returned": "done give_up resend",
    "searching": "download",
    "wiki": "keep_theirs overwrite publish stop",
    "webinar": "go save stop",
    "speaker_answer": "change no other_time question save yes",
    "speaker_desk": "done keep no readdress reply yes",
}
"""The skills that show cards, and every button each of them offers."""
ON_PAGES = frozenset({"question_ask", "question_wanted"})
"""Buttons that stand on no card: the page of a session draws them itself."""

PLAYS: tuple[tuple[Audience, str], ...] = (
    ("en", "ordinary"),
    ("fr", "ordinary"),
    *(("both", name) for name in WORDS),
)
QUICK = ("ordinary", "script")
"""The plays of the quick loop; the others are as long and differ in words only."""


@pytest.fixture(
    params=[
        pytest.param(play, id="-".join(play), marks=[] if play[1] in QUICK else [pytest.mark.slow])
        for play in PLAYS
    ]
)
def seen(request: pytest.FixtureRequest) -> tuple[Shown, ...]:
    """Every card of one play."""
    audience, name = request.param
    return cards_of(audience, WORDS[name])


@cache
def validator(version: str) -> Draft6Validator:
    """The published schema."""
    file = specification(f"adaptive-card-{version}.json")
    return Draft6Validator(json.loads(file.read_text("utf-8")))


def elements(node: Any) -> Iterator[Node]:
    """Everything on a card that has a type."""
    if isinstance(node, Mapping):
        if "type" in node:
            yield node
        for value in node.values():
            yield from elements(value)
    elif isinstance(node, list):
        for value in node:
            yield from elements(value)


def inputs(shown: Shown) -> list[Node]:
    return [each for each in elements(shown.card) if each["type"].startswith("Input.")]


def size(shown: Shown) -> int:
    """Bytes of the card as it travels."""
    return len(json.dumps(shown.card, ensure_ascii=False, separators=(",", ":")).encode())


def faults(version: str, card: Node) -> set[str]:
    """What the published schema finds fault with."""
    return {each.message for each in validator(version).iter_errors(card)}


@pytest.mark.parametrize("version", ["1.3.0", "1.5.0"])
def test_cards_are_as_the_published_schema_says(seen: tuple[Shown, ...], version: str) -> None:
    assert set().union(*(faults(version, shown.card) for shown in seen)) == set()


@pytest.mark.parametrize("version", ["1.3.0", "1.5.0"])
@pytest.mark.parametrize(
    ("part", "sound", "broken"),
    [
        ("body", {"type": "TextBlock", "text": "a"}, {"type": "TextBlock", "spacing": "hug"}),
        ("actions", {"type": "Action.Submit", "title": "a"}, {"type": "Action.Submt"}),
    ],
)
def test_a_fault_in_one_piece_is_found(
    version: str, part: str, sound: dict[str, str], broken: dict[str, str]
) -> None:
    card = {"type": "AdaptiveCard", "version": "1.3", "body": [{"type": "TextBlock", "text": "a"}]}
    assert faults(version, {**card, part: [sound]}) == set()
    assert faults(version, {**card, part: [sound, broken]}) != set()


def test_every_button_of_every_skill_comes_up(seen: tuple[Shown, ...]) -> None:
    offered: dict[str, set[str]] = {}
    for shown in seen:
        if shown.record and shown.record.skill:
            offered.setdefault(shown.record.skill, set()).update(shown.buttons)
    assert {skill: " ".join(sorted(names)) for skill, names in offered.items()} == SHOWN_BY
    heard = {
        each.name: " ".join(sorted(each.presses.keys() - ON_PAGES)) for each in skills.load().all
    }
    assert {name: presses for name, presses in heard.items() if presses} == SHOWN_BY


def test_a_card_says_its_language_and_what_it_is(seen: tuple[Shown, ...]) -> None:
    for shown in seen:
        assert shown.card["lang"] in ("en", "fr")
        assert shown.card["version"] == "1.3"
        assert shown.card["fallbackText"].strip()
        assert "speak" not in shown.card


def test_every_field_has_a_label(seen: tuple[Shown, ...]) -> None:
    for shown in seen:
        for each in inputs(shown):
            assert each["label"].strip(), each
            assert each.get("errorMessage", "").strip() or not each.get("isRequired"), each


def test_fields_and_buttons_are_those_of_the_record(seen: tuple[Shown, ...]) -> None:
    """What a card offers, its record allows; what is pressed, its skill hears."""
    for shown in seen:
        if shown.record is None:
            assert (shown.buttons, inputs(shown)) == ((), [])
            continue
        assert set(shown.buttons) <= set(shown.record.buttons)
        fields = {each["id"].removeprefix("in_") for each in inputs(shown)}
        assert fields <= set(shown.record.inputs)
        assert {each["data"]["card"] for each in shown.card["actions"]} == {shown.record.ref}
        assert set(shown.buttons) <= texts.entries("buttons").keys()
        named = skills.load().named
        heard = named[shown.record.skill].presses.keys() if shown.record.skill else {"save"}
        assert set(shown.buttons) <= heard


def test_a_typed_word_names_one_button_of_a_card(seen: tuple[Shown, ...]) -> None:
    entries = texts.entries("buttons")
    for shown in seen:
        for one, other in combinations(shown.buttons, 2):
            assert set(entries[one]["words"]) & set(entries[other]["words"]) == set()


def test_cards_are_no_larger_than_platforms_take(seen: tuple[Shown, ...]) -> None:
    for shown in seen:
        assert len(shown.buttons) <= WEBEX_BUTTONS
        assert shown.on_page or size(shown) <= min(WEBEX_BYTES, TEAMS_BYTES), shown.buttons


@pytest.mark.parametrize(
    "name",
    [pytest.param(each, marks=[] if each in QUICK else [pytest.mark.slow]) for each in WORDS],
)
def test_words_of_people_stand_on_the_card_as_they_wrote_them(name: str) -> None:
    """A speaker reads the title of the session, whatever a renderer would make of it."""
    invitations = [each for each in cards_of("en", WORDS[name]) if "other_time" in each.buttons]
    titles = {each.card["body"][1]["facts"][0]["value"] for each in invitations}
    written = understanding.plain(WORDS[name][:150] or "Maps").strip()
    assert {" ".join(form.plain(title).split()) for title in titles} == {" ".join(written.split())}


def test_every_template_is_drawn_by_the_code() -> None:
    files = (Path(cards.__file__).parent).glob("*.json.j2")
    drawn = {
        call.args[0].value
        for module in usage.modules().values()
        for call in ast.walk(module.tree)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) == "cards.render"
        and isinstance(call.args[0], ast.Constant)
    }
    assert {file.name.partition(".")[0] for file in files} == drawn


def test_lines_of_a_text_stay_lines_on_a_card() -> None:
    said = "one\ntwo\n\n• three\n"
    card = cards.render("question", "ref", ("en",), {"said": said, "slot": "title", "choices": ()})
    blocks = [each for each in card["body"] if each["type"] == "TextBlock"]
    assert [(each["text"], each["spacing"]) for each in blocks] == [
        ("one", "Medium"),
        ("two", "Small"),
        ("• three", "Medium"),
    ]


def test_thousands_of_lines_do_not_make_a_card_too_large() -> None:
    said = "a\n" * 5_000
    card = cards.render("question", "ref", ("en",), {"said": said, "slot": "title", "choices": ()})
    assert len(json.dumps(card, ensure_ascii=False, separators=(",", ":"))) <= WEBEX_BYTES
    assert [each["text"] for each in card["body"] if each["type"] == "TextBlock"][-1] == "…"
