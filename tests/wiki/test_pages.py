"""What stands on the pages: words that were reviewed and agreed to, and facts as they are now."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.context import Context
from bot.documents.wikitext import plain, wikitext
from bot.model.conversation import Press
from bot.model.description import Description, Half
from bot.model.outcome import Outcome
from bot.model.people import Team
from bot.model.question import AudienceQuestion, QuestionState
from bot.model.record import Record
from bot.model.resource import Resource
from bot.model.session import Phase, Session
from bot.model.setup import Setup, Wiki
from bot.model.speaking import Part, Reply, Speaking
from bot.model.summary import Summary
from bot.model.wiki import WikiPages, Words
from bot.model.words import Both
from bot.skills.wiki.pages import names, of_list, of_session, words_now
from storage import MemoryStore
from tests.core.house import ANA, BEN, NOW, SESSION, TEAM, Home

from .child import ANNOUNCED, at_home
from .fake import MemoryWiki, Unhurried

SETUP = Setup(public_url="https://circuit.example.org", wiki=Wiki(index=Both("Talks", "Causeries")))
REVIEWED = Half("Not shown.", "person", edition=1, beside=1, reviewed_by="ben@example.org")
TEXTS = Both(
    "What faces say, ((when)).\n\n- first\n• second, by ((speakers))",
    "Ce que disent les visages : ((title)).",
)
DESCRIBED = Description(session="1", en=REVIEWED, fr=REVIEWED, shown=TEXTS)


def context(*records: Record, at: timedelta = timedelta()) -> Context:
    """What a skill sees of these records."""
    store = MemoryStore()
    asyncio.run(store.run(Outcome(saves=records).regardless))
    return Context(store.view(), NOW + at, SETUP, "seed")


def shown(*records: Record, at: timedelta = timedelta()) -> Mapping[str, list[str]]:
    """Both pages of session 1, line by line."""
    seen = context(*records, at=at)
    session = next(each for each in records if isinstance(each, Session))
    words = words_now(seen, session)
    called = names(seen, WikiPages(session="1"), words)
    return {
        language: plain(page).split("\n")
        for language, page in of_session(seen, session, words, called).items()
    }


def speaking(name: str, reply: Reply = Reply.YES, part: Part = Part.SPEAKER) -> Speaking:
    address = f"{name.lower() or 'nobody'}@example.org"
    return Speaking(session="1", address=address, name=name, reply=reply, part=part, asked=NOW)


BEFORE = [
    "Français",
    "biometrics",
    "A mini discussion of On the Circuit",
    "• When: Thursday, February 25, 2027, 1\u00a0p.m. (ET), 45 minutes, online",
    "• Across Canada: 2:30\u00a0p.m. St. John’s / 2\u00a0p.m. Halifax / 1\u00a0p.m. Ottawa, Winnipeg / noon Regina, Edmonton / 11\u00a0a.m. Vancouver, Whitehorse",
    "• Languages: English and French, with captions",
    "Register for this session (https://circuit.example.org/r/1)",
    "If you need an accommodation, such as sign language interpretation, tell us when you register.",
]


def test_without_a_description_the_page_has_the_facts() -> None:
    assert shown(ANNOUNCED)["en"] == BEFORE


def test_a_description_reviewed_in_both_languages_follows_with_the_facts_of_today() -> None:
    pages = shown(ANNOUNCED, DESCRIBED)
    when = "Thursday, February 25, 2027, 1\u00a0p.m. (ET)"
    about = [f"What faces say, {when}.", "• first", "• second, by to be announced"]
    assert pages["en"] == [*BEFORE, "What it is about", *about]
    assert pages["fr"][-2:] == ["De quoi il s’agit", "Ce que disent les visages : la biométrie."]


def test_nothing_goes_out_of_a_description_that_was_never_reviewed_in_both_languages() -> None:
    assert shown(ANNOUNCED, replace(DESCRIBED, shown=Both()))["en"] == BEFORE


def test_a_title_nobody_agreed_to_stands_nowhere_on_the_page() -> None:
    renamed = replace(ANNOUNCED, title=Both("Faces", "Visages"))
    seen = context(renamed, DESCRIBED)
    agreed = Words(ANNOUNCED.title, TEXTS)
    page = plain(of_session(seen, renamed, agreed, Both("a", "b"))["fr"])
    assert "Visages" not in page
    assert page.endswith("la biométrie.")


def test_only_those_who_said_yes_and_have_a_name_are_named_and_no_address_is() -> None:
    people = [
        speaking("Sam"),
        speaking("Kim"),
        speaking("Lou", Reply.ASKED),
        speaking("Max", part=Part.HOST),
        speaking(""),
    ]
    page = shown(ANNOUNCED, *people)
    assert page["en"][5] == "• Speaking: Sam and Kim"
    assert "@" not in "\n".join([*page["en"], *page["fr"]])


def test_once_it_is_over_the_page_leads_to_what_is_left_of_it() -> None:
    over = replace(ANNOUNCED, recording="https://video.example.org/1")
    assert shown(over, speaking("Sam"), at=timedelta(days=60))["en"] == [
        "Français",
        "biometrics",
        "A mini discussion of On the Circuit",
        "• It was held on Thursday, February 25, 2027, 1\u00a0p.m. (ET).",
        "• With Sam",
        "To watch and read",
        "• Watch the recording (https://video.example.org/1)",
        "• The page of this session (https://circuit.example.org/s/1)",
    ]


SHARED = Resource(
    id="1", session="1", title=Both("Checklist", "Liste de contrôle"), link="https://example.org/c",
    added=NOW, shared=NOW,
)  # fmt: skip
KEPT_BACK = replace(SHARED, id="2", title=Both("Slides", "Diapositives"), shared=None)


def test_what_is_shared_of_its_resources_stands_below_the_facts() -> None:
    pages = shown(ANNOUNCED, DESCRIBED, SHARED, KEPT_BACK)
    heading = pages["en"].index("Resources")
    assert pages["en"][: heading + 2] == [
        *BEFORE, "Resources", "• Checklist (https://example.org/c)",
    ]  # fmt: skip
    assert "• Liste de contrôle (https://example.org/c)" in pages["fr"]
    assert [line for line in pages["en"] if "Slides" in line] == []


def test_once_it_is_over_all_its_resources_stand_by_the_recording() -> None:
    page = shown(ANNOUNCED, SHARED, KEPT_BACK, at=timedelta(days=60))["fr"]
    assert page[-4:] == [
        "À voir et à lire",
        "• Liste de contrôle (https://example.org/c)",
        "• Diapositives (https://example.org/c)",
        "• La page de cette séance (https://circuit.example.org/s/1)",
    ]


def test_a_session_that_is_cancelled_hands_nothing_out() -> None:
    page = shown(replace(ANNOUNCED, phase=Phase.CANCELLED), SHARED)["en"]
    assert page[-1].startswith("This session is cancelled.")


def test_a_recording_that_is_no_address_is_no_link() -> None:
    over = replace(ANNOUNCED, recording="javascript:alert(1)")
    assert [line for line in shown(over, at=timedelta(days=60))["en"] if "Watch" in line] == []


def test_a_session_that_is_cancelled_says_so() -> None:
    called_off = replace(ANNOUNCED, phase=Phase.CANCELLED)
    assert shown(called_off)["fr"][3:] == [
        "Cette séance est annulée. Elle était prévue le jeudi 25 février 2027 à 13\u00a0h (HE)."
    ]


def test_a_page_keeps_its_name_whatever_becomes_of_the_title() -> None:
    seen = context(ANNOUNCED)
    first = names(seen, WikiPages(session="1"), Words(ANNOUNCED.title))
    assert first == Both("Talks/biometrics (session 1)", "Causeries/la biométrie (séance 1)")
    record = WikiPages(session="1")
    for language in ("en", "fr"):
        record = record.with_(language, replace(record.en, title=first.in_(language)))
    assert names(seen, record, Words(Both("Faces", "Visages"))) == first


def test_the_list_has_what_is_to_come_first_and_what_is_over_latest_first() -> None:
    days = [
        replace(ANNOUNCED, id=str(n), starts=NOW + timedelta(days=n - 10), wall="")
        for n in (1, 4, 12, 15)
    ]
    days[3] = replace(days[3], phase=Phase.CANCELLED)
    out = [
        WikiPages(session=each.id, words=Words(Both(f"T{each.id}", f"S{each.id}"))) for each in days
    ]
    listed = plain(of_list(context(*days, *out))["en"]).split("\n")
    assert listed[2:] == [
        "Coming up",
        "• Thursday, January 14, 2027: T12",
        "• Sunday, January 17, 2027: T15 (cancelled)",
        "So far",
        "• Wednesday, January 6, 2027: T4",
        "• Sunday, January 3, 2027: T1",
    ]


@given(st.text(max_size=60), st.text(max_size=200), st.text(max_size=40))
def test_whatever_people_write_the_page_has_our_markup_only(
    title: str, text: str, name: str
) -> None:
    session = replace(ANNOUNCED, title=Both(title or "x", title or "x"))
    seen = context(
        session,
        replace(DESCRIBED, shown=Both(text, text)),
        speaking(name),
        Team(name=Both(title, title)),
        replace(SHARED, title=Both(title or "x", title or "x")),
    )
    words = words_now(seen, session)
    called = names(seen, WikiPages(session="1"), words)
    page = wikitext(of_session(seen, session, words, called)["en"])
    assert page.count("[[") == page.count("]]") == 1
    assert page.count("<") == 2
    assert "{{" not in page
    assert "~~~" not in page
    assert "''" not in page.replace(called.fr, "")


async def reworded() -> tuple[WikiPages, WikiPages, list[Any]]:
    """A description is reviewed after the pages went out with their facts only."""
    wiki = MemoryWiki()
    door = Unhurried(wiki)
    home: Home = at_home(MemoryStore(), door, Both("Talks", "Causeries"))
    first = WikiPages(session="1", asked=Words(SESSION.title), by=ANA.address)
    await home.file(ANNOUNCED, TEAM, first)
    await home.assistant.hear(home.heard(BEN, press=Press("wiki-1", "publish", {})))
    await home.assistant.settle()
    await home.file(DESCRIBED)
    await home.assistant.move_clock(home.clock.now() + timedelta(minutes=2))
    asked = home.store.view().get(WikiPages, "1")
    for who in (ANA, BEN):
        await home.assistant.hear(home.heard(who, press=Press("wiki-1", "publish", {})))
    await home.assistant.settle()
    agreed = home.store.view().get(WikiPages, "1")
    await door.close()
    assert asked is not None
    assert agreed is not None
    return asked, agreed, wiki.pages["Talks/biometrics (session 1)"]


def test_a_description_that_comes_later_is_asked_about_and_goes_out_when_two_have_agreed() -> None:
    asked, agreed, versions = asyncio.run(reworded())
    described = Words(SESSION.title, TEXTS)
    assert (asked.words, asked.asked, asked.by) == (Words(SESSION.title), described, "")
    assert (agreed.words, agreed.asked, agreed.by, agreed.approved_by) == (
        described,
        None,
        ANA.address,
        BEN.address,
    )
    assert ["faces" in each for each in versions] == [False, True]


def test_a_resource_that_is_shared_later_goes_on_the_page_by_itself() -> None:
    async def scene() -> list[bool]:
        wiki = MemoryWiki()
        door = Unhurried(wiki)
        home = at_home(MemoryStore(), door, Both("Talks", "Causeries"))
        await home.file(
            ANNOUNCED, TEAM, WikiPages(session="1", asked=Words(SESSION.title), by=ANA.address)
        )
        await home.assistant.hear(home.heard(BEN, press=Press("wiki-1", "publish", {})))
        await home.assistant.settle()
        await home.file(SHARED, KEPT_BACK)
        await home.assistant.move_clock(home.clock.now() + timedelta(minutes=2))
        await door.close()
        page = wiki.pages["Talks/biometrics (session 1)"]
        return ["https://example.org/c" in each for each in page]

    assert asyncio.run(scene()) == [False, True]


def test_what_was_said_stands_part_by_part_and_the_resources_once() -> None:
    held = replace(ANNOUNCED, phase=Phase.HELD, starts=NOW - timedelta(days=1))
    summary = Summary(session="1", en=REVIEWED, fr=REVIEWED, shown=Both("• Faces.", "• Visages."))
    asked = AudienceQuestion(
        id="1", session="1", words="Who?", at=NOW, state=QuestionState.APPROVED
    )
    slides = Resource(
        id="1", session="1", title=Both("Slides", "Diapos"), link="https://a.example", added=NOW
    )
    found = shown(held, summary, asked, slides)
    assert found["en"][4:] == [
        "To watch and read",
        "• Slides (https://a.example)",
        "• The page of this session (https://circuit.example.org/s/1)",
        "Key points",
        "• Faces.",
        "Questions still open",
        "• Who?",
    ]
    assert found["fr"][-4:] == ["Points clés", "• Visages.", "Questions encore ouvertes", "• Who?"]
