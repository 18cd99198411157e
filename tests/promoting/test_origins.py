"""Which links brought people, as the team sees it."""

from dataclasses import replace
from typing import Any

from bot.model.origin import Origin, origin_of, tagged
from bot.model.registration import Registration, Standing
from bot.skills.registration.counts import facts_of, said
from tests.promoting.house import NOW, RECORDS, SESSION, context, post


def came(number: int, origin: str, **fields: Any) -> Registration:
    """Somebody who followed a link."""
    address = f"person{number}@example.org"
    return Registration(
        session="1", address=address, origin=origin, at=NOW, changed_at=NOW, **fields
    )


def test_the_numbers_of_a_session_say_which_links_brought_people() -> None:
    links = ("wire-en", "wire-fr", "wire-fr", "x-2-en", "group-digital-fr", "", "no-such-post-en")
    people = [came(number, link) for number, link in enumerate(links)]
    gone = came(50, "wire-en", standing=Standing.CANCELLED)
    bulletin = replace(post("other", target="Le Bulletin"), name="bulletin")
    now = context(*RECORDS, *people, gone, bulletin, came(51, "bulletin-en"))
    lines = [
        each
        for each in said(("en", "fr"), facts_of(now, SESSION)).split("\n")
        if "Wire" in each or "Fil" in each
    ]
    assert lines == [
        (
            "• Brought by: The Wire (GCcollab) 3, X, reminder 1, group on GCcollab: Digital - Numérique 1, "
            "Le Bulletin 1"
        ),
        (
            "• Grâce à\u00a0: Le Fil (GCcollab) 3, X, rappel 1, groupe sur GCcollab\u00a0: "
            "Digital - Numérique 1, Le Bulletin 1"
        ),
    ]


def test_a_session_nobody_came_to_by_a_link_says_nothing_of_links() -> None:
    now = context(*RECORDS, came(1, ""))
    assert "Brought" not in said(("en",), facts_of(now, SESSION))


def test_a_link_is_read_as_it_was_written() -> None:
    origin = Origin("group-open-government", "fr")
    address = tagged("https://circuit.example.org/r/1", origin)
    assert address == "https://circuit.example.org/r/1?from=group-open-government-fr"
    assert origin_of(address.partition("from=")[2]) == origin
    odd = (
        "",
        "-en",
        "wire",
        "wire-de",
        "Wire-en",
        "wire--en",
        "a" * 60 + "-en",
        "wire-en\n",
        "é-fr",
    )
    assert [each for each in odd if origin_of(each)] == []
