"""What a post looks like in both languages, and what keeps it from going out."""

from dataclasses import replace
from typing import Any

import pytest

from bot import texts
from bot.model.description import Description, Half
from bot.model.outreach import RelatedSession
from bot.model.promotion import Copy, PostState
from bot.model.record import Record
from bot.model.words import LANGUAGES, Both
from bot.promoting.naming import called
from bot.promoting.rendering import Rendered, rendered
from tests.promoting.house import (
    DESCRIPTION,
    NAMES,
    NOW,
    RECORDS,
    SESSION,
    SETUP,
    SPEAKERS,
    context,
    post,
    titled,
)

LONG_WORDS = "sécurité " * 30


def shown(name: str, *changed: Record, **fields: Any) -> Rendered:
    """The post as it goes out, where these records stand instead of those of the house."""
    return rendered(context(*RECORDS, *changed), post(name, **fields))


def amiss(said: Rendered) -> list[str]:
    """What is amiss, in English."""
    return [texts.render(each, "en") for each in said.problems]


def own(english: str, french: str) -> Copy:
    """Words of the team's own."""
    return Copy(body=Both(english, french))


@pytest.mark.parametrize("name", NAMES)
def test_every_usual_post_is_ready_once_a_session_is_described(name: str) -> None:
    said = shown(name)
    assert amiss(said) == []
    for language in LANGUAGES:
        side = said.sides[language]
        assert not side.limit or 0 < side.count <= side.limit
        assert "((" not in side.subject + side.text


def test_the_wire_has_a_text_of_140_characters_in_each_language() -> None:
    sides = shown("wire").sides
    assert {language: (side.text, side.count, side.limit) for language, side in sides.items()} == {
        "en": (
            (
                "Mini discussion “Digital credentials and privacy”, February 25, 1\u00a0p.m. (ET). "
                "Register: https://circuit.example.org/r/1?from=wire-en"
            ),
            131,
            140,
        ),
        "fr": (
            (
                "Mini-discussion «\u00a0Titres numériques et vie privée\u00a0», 25 février, "
                "13\u00a0h (HE). Inscription\u00a0: https://circuit.example.org/r/1?from=wire-fr"
            ),
            134,
            140,
        ),
    }


def test_a_wire_that_takes_250_characters_gets_more_to_say() -> None:
    wide = replace(SETUP, wire_limit=250)
    side = rendered(context(*RECORDS, setup=wide), post("wire")).sides["en"]
    assert (side.count, side.limit) == (202, 250)
    assert side.text.startswith("What does a digital credential say about you, and to whom? Join")


def test_x_counts_the_address_of_a_page_as_23_and_is_told_twice() -> None:
    first, again = shown("x").sides["fr"], shown("x-2").sides["fr"]
    assert (first.count, first.limit, first.unit) == (243, 280, "weighted")
    assert again.text == (
        "C’est pour bientôt\u00a0: le 25 février, 13\u00a0h (HE), parlons de «\u00a0Titres "
        "numériques et vie privée\u00a0» avec Sam Lee et Maya Côté. Apportez vos questions\u00a0: "
        "vous pouvez encore vous inscrire.\n\n"
        "https://circuit.example.org/r/1?from=x-2-fr #GCnumérique"
    )


def test_the_form_on_gccollab_is_filled_in_field_by_field() -> None:
    said = shown("event")
    assert said.link == "https://gccollab.ca/event_calendar/add"
    assert said.whole.split("\n")[:10] == [
        "Title (English): / Titre (anglais)\u00a0: Digital credentials and privacy",
        "Title (French): / Titre (français)\u00a0: Titres numériques et vie privée",
        "Venue: / Lieu\u00a0: Online / En ligne",
        "Tags: / Mots-clés\u00a0: On the Circuit, En circuit",
        "Start: / Début\u00a0: 2027-02-25 13:00",
        "End: / Fin\u00a0: 2027-02-25 13:45",
        "Fees: / Frais\u00a0: Free / Gratuit",
        "Contact: / Personne-ressource\u00a0: circuit@example.org",
        "Organizer: / Organisation\u00a0: On the Circuit / En circuit",
        "Long description (English): / Description détaillée (anglais)\u00a0:",
    ]


def test_both_groups_that_are_known_have_words_of_their_own() -> None:
    digital, open_government = shown("group-digital"), shown("group-open-government")
    assert digital.sides["en"].subject == (
        "Let’s talk on February 25: Digital credentials and privacy"
    )
    assert open_government.sides["fr"].subject == (
        "Gouvernement ouvert et «\u00a0Titres numériques et vie privée\u00a0»\u00a0: "
        "parlons-en le 25 février"
    )
    assert shown("group-other").link == "https://gccollab.ca/discussion/add/4567"


def test_what_is_too_long_is_told_with_the_count_and_never_cut() -> None:
    said = shown("wire", copy=own(LONG_WORDS, "Inscrivez-vous."))
    assert said.sides["en"].text == LONG_WORDS.strip()
    assert amiss(said) == [
        (
            "The English text has 269 characters, and 140 fit: 129 too many. "
            "Nothing is cut; please shorten the text."
        )
    ]


def test_a_title_that_is_too_long_for_every_text_is_told_in_both_languages() -> None:
    said = shown("wire", titled(LONG_WORDS, LONG_WORDS))
    counts = [(each.facts["side"], each.facts["over"]) for each in said.problems]
    assert counts == [("en", 191), ("fr", 193)]


def test_an_item_of_a_newsletter_has_60_words_and_a_headline_of_60_characters() -> None:
    said = shown("newsletter", titled("A title that goes on " * 4, "Titres"))
    assert amiss(said) == [
        (
            "The English headline has 83 characters, and 60 fit: 23 too many. "
            "Nothing is cut; please shorten it."
        )
    ]


def test_nothing_goes_out_in_one_language() -> None:
    assert amiss(shown("x", copy=own("Join us: ((register))", ""))) == [
        "The French text is not written yet. Nothing goes out in one language only."
    ]
    headed = Copy(subject=Both("", "Bonjour"))
    assert amiss(shown("director", copy=headed)) == [
        "The English headline is not written yet. Nothing goes out in one language only."
    ]
    half = replace(DESCRIPTION, fr=Half())
    assert amiss(shown("event", half)) == [
        "The French description is not written yet, and this text needs it."
    ]
    assert amiss(shown("gcmessage", titled("Privacy", ""))) == [
        "The session has no French title yet."
    ]


def test_an_unknown_blank_keeps_a_post_from_going_out() -> None:
    said = shown("x", copy=own("Join us ((at))", "Joignez-vous à nous ((date))"))
    assert amiss(said) == ["In the English text, I cannot fill ((at)): no such thing is known."]


def test_a_post_without_speakers_says_the_same_without_them() -> None:
    bare = [each for each in RECORDS if each not in SPEAKERS]
    said = rendered(context(*bare), post("x-2"))
    assert said.sides["en"].text.split("\n")[0] == (
        "It is almost time: on February 25, 1\u00a0p.m. (ET), we talk about “Digital credentials "
        "and privacy”. Bring your questions: you can still register."
    )
    event = rendered(context(*bare), post("event"))
    assert [texts.render(each, "fr") for each in event.notes] == [
        f"Dans le texte {language}, la ligne sur les personnes qui parlent est omise pour "
        "l’instant\u00a0: on n’en sait encore rien."
        for language in ("anglais", "français")
    ]


def test_words_of_the_team_about_speakers_wait_for_them() -> None:
    bare = [each for each in RECORDS if each not in SPEAKERS]
    copy = own(
        "Come and hear ((speakers)): ((register))", "Venez écouter ((speakers))\u00a0: ((register))"
    )
    said = rendered(context(*bare), post("x", copy=copy))
    assert [each.key for each in said.problems] == ["promotion_problems.no_value"] * 2


def test_what_people_typed_is_put_in_once_and_stays_what_it_is() -> None:
    hostile = "((register)) {{7*7}} ((own)) ((((title))))"
    said = shown("gcmessage", titled(hostile, hostile))
    assert said.sides["en"].text == (
        f"Hello! Our next conversation is “{hostile}”, a mini discussion of 45 minutes, online, on "
        "Thursday, February 25, 2027, 1\u00a0p.m. (ET). Come with your questions: "
        "https://circuit.example.org/r/1?from=gcmessage-en"
    )


def test_the_pack_for_communications_holds_the_other_posts_and_when_they_go() -> None:
    words = own("A post of ours ((register))", "Une annonce à nous ((register))")
    kept = post("x", copy=words)
    dropped = post("x-2", state=PostState.DROPPED)
    text = shown("communications", kept, dropped).sides["fr"].text
    assert (
        "POUR X, PREMIÈRE ANNONCE\nUne annonce à nous https://circuit.example.org/r/1?from=x-fr\n"
        in text
    )
    assert text.partition("QUAND PUBLIER")[2].split("\n")[:3] == [
        "",
        "• X, annonce\u00a0: le jeudi 18 février 2027 à 13\u00a0h (HE)",
        "",
    ]


def test_a_pack_is_not_ready_while_a_post_in_it_is_too_long() -> None:
    said = shown("communications", post("x", copy=own("a" * 281, "a")))
    assert amiss(said) == [
        (
            "The English text has 281 characters as X counts them, and 280 fit: 1 too many. "
            "Nothing is cut; please shorten the text."
        )
    ]


def test_posts_are_called_as_the_team_calls_the_places() -> None:
    assert called(post("x-2")) == Both("X, reminder", "X, rappel")
    assert called(post("group-digital")) == Both(
        "group on GCcollab: Digital - Numérique", "groupe sur GCcollab\u00a0: Digital - Numérique"
    )
    assert called(post("other", target="Le Bulletin")) == Both("Le Bulletin", "Le Bulletin")


def test_a_session_nobody_described_yet_says_what_is_missing() -> None:
    bare = [each for each in RECORDS if not isinstance(each, Description)]
    said = rendered(context(*bare), post("director"))
    assert amiss(said) == [
        "The English description is not written yet, and this text needs it.",
        "The French description is not written yet, and this text needs it.",
    ]
    assert amiss(rendered(context(SESSION), post("wire"))) == []


def test_a_description_has_blanks_of_its_own_and_says_that_speakers_are_to_come() -> None:
    english = Half("Hear ((speakers)) on ((title)), ((when)).", "person", "", NOW, 1, 1)
    french = Half("Écoutez ((speakers)) : ((title)), ((when)).", "person", "", NOW, 1, 1)
    described = Description(session="1", en=english, fr=french)
    assert shown("other", described).sides["en"].text.split("\n")[0] == (
        "Hear Sam Lee and Maya Côté on Digital credentials and privacy, "
        "Thursday, February 25, 2027, 1\u00a0p.m. (ET)."
    )
    bare = [each for each in RECORDS if each not in SPEAKERS]
    alone = rendered(context(*bare, described), post("teams"))
    assert alone.sides["fr"].text.split("\n")[0] == (
        "Écoutez à confirmer : Titres numériques et vie privée, le jeudi 25 février 2027 "
        "à 13\u00a0h (HE)."
    )


def test_a_half_that_is_out_of_date_or_that_nobody_read_goes_nowhere() -> None:
    stale = replace(DESCRIPTION, en=replace(DESCRIPTION.en, edition=2))
    assert amiss(shown("event", stale)) == [
        (
            "The French description has not followed a change in the other language yet. "
            "Bring it up to date, or have it reviewed."
        )
    ]
    assert amiss(shown("wire", stale)) == []
    drafted = replace(DESCRIPTION, fr=replace(DESCRIPTION.fr, written="model", reviewed_by=""))
    assert amiss(shown("x", drafted)) == [
        "The French description was drafted by a model, and nobody has reviewed it yet."
    ]


def related(number: int, day: str, address: str = "") -> RelatedSession:
    """A session of others on the team's list."""
    title = Both(f"Talk {number}", f"Causerie {number}")
    return RelatedSession(id=str(number), title=title, day=day, address=address, added=NOW)


def test_the_directors_mail_tells_of_related_sessions_on_the_list_until_their_day() -> None:
    listed = [related(1, "2027-01-11"), related(2, "2027-03-02")]
    listed += [related(3, "2027-01-12", "https://example.org/1")]
    listed += [replace(related(4, "2027-03-03"), gone=True)]
    text = shown("director", *listed).sides["fr"].text
    assert text.partition("intéresser\u00a0:\n")[2].split("\n")[:4] == [
        (
            "• Le langage clair, le jeudi 25 mars 2027 à 14\u00a0h (HE)\u00a0: "
            "https://circuit.example.org/s/2?from=director-fr"
        ),
        "• Causerie 3, le mardi 12 janvier 2027\u00a0: https://example.org/1",
        "• Causerie 2, le mardi 2 mars 2027",
        "",
    ]
