"""What an approval covers: words, and not the facts in their blanks."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.model.description import Half
from bot.model.promotion import Approval, Copy
from bot.model.record import Record
from bot.model.words import Both
from bot.promoting.rendering import rendered
from bot.promoting.sealing import Difference, differences, facts_in, seal
from tests.promoting.house import (
    DESCRIPTION,
    NAMES,
    NOW,
    RECORDS,
    SESSION,
    STARTS,
    context,
    post,
    speaking,
    titled,
)

LATER = replace(SESSION, starts=STARTS + timedelta(hours=1), wall="2027-02-25T14:00")
FACTS: tuple[Record, ...] = (LATER, speaking("Noor Haddad", 3), replace(SESSION, language="en"))


def sealed(name: str, *changed: Record, **fields: Any) -> str:
    """The seal of a post where these records stand instead of those of the house."""
    return seal(context(*RECORDS, *changed), post(name, **fields))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("changed", FACTS, ids=["time", "speaker", "language"])
def test_a_fact_leaves_the_seal_whole(name: str, changed: Record) -> None:
    assert sealed(name, changed) == sealed(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_title_breaks_the_seal(name: str) -> None:
    assert sealed(name, titled("Digital credentials", "Titres numériques et vie privée")) != sealed(
        name
    )


def test_words_break_the_seal_in_either_language() -> None:
    first = Copy(body=Both("Join us: ((register))", "Joignez-vous à nous\u00a0: ((register))"))
    english = replace(first, body=first.body.with_("Come: ((register))", "en"))
    french = replace(first, body=first.body.with_("Venez\u00a0: ((register))", "fr"))
    seals = {sealed("x", copy=each) for each in (Copy(), first, english, french)}
    assert len(seals) == 4


def test_a_description_breaks_the_seal_of_posts_that_have_it_and_of_no_other() -> None:
    changed = replace(DESCRIPTION, fr=Half("Tout autre chose. Oui.", "person", "", NOW, 2, 2, ""))
    broken = {name for name in NAMES if sealed(name, changed) != sealed(name)}
    assert {*NAMES} - broken == {"wire", "x-2", "gcmessage"}


def test_words_of_a_post_in_the_pack_break_its_seal() -> None:
    words = Copy(body=Both("Come: ((register))", "Venez\u00a0: ((register))"))
    assert sealed("communications", post("x", copy=words)) != sealed("communications")
    assert sealed("communications", post("teams", copy=words)) == sealed("communications")


def test_words_that_were_approved_stay_the_words_whatever_else_would_serve() -> None:
    now = context(*RECORDS)
    approved = post("newsletter", copy=rendered(now, post("newsletter")).copy)
    assert seal(now, approved) == sealed("newsletter")


def test_what_changed_since_an_approval_is_told_with_what_stood_there() -> None:
    before, now = context(*RECORDS), context(*RECORDS, *FACTS[:2])
    about = post("teams")
    approval = Approval(
        by="ben@example.org", at=NOW, seal=seal(before, about), facts=facts_in(before, about)
    )
    assert differences(approval, facts_in(before, about)) == ()
    assert differences(approval, facts_in(now, about)) == (
        Difference(
            "time",
            Both("1\u00a0p.m. (ET)", "13\u00a0h (HE)"),
            Both("2\u00a0p.m. (ET)", "14\u00a0h (HE)"),
        ),
        Difference(
            "speakers",
            Both("Sam Lee and Maya Côté", "Sam Lee et Maya Côté"),
            Both("Sam Lee, Maya Côté and Noor Haddad", "Sam Lee, Maya Côté et Noor Haddad"),
        ),
    )


def test_the_facts_of_a_letter_to_many_hold_nothing_of_a_person() -> None:
    facts = facts_in(context(*RECORDS), post("attendees"))
    assert {*facts["en"]} == {
        "across", "captions", "date", "day", "languages", "minutes", "register", "signature",
        "speakers", "time",
    }  # fmt: skip


def test_a_speaker_in_a_description_is_a_fact_that_can_be_told() -> None:
    text = Half("Hear ((speakers)). Oui.", "person", "", NOW, 1, 1)
    described = replace(DESCRIPTION, en=text, fr=text)
    before, now = context(*RECORDS, described), context(*RECORDS, described, FACTS[1])
    about = post("x", copy=Copy(body=Both("((description))", "((description))")))
    assert seal(before, about) == seal(now, about)
    approval = Approval(by="", at=NOW, seal="", facts=facts_in(before, about))
    told = differences(approval, facts_in(now, about))
    assert [(each.name, each.now.en) for each in told] == [
        ("speakers", "Sam Lee, Maya Côté and Noor Haddad")
    ]
