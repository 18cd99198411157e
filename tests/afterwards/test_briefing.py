"""Half a page and the digest: their numbers are those of the records, and nobody is named."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.afterwards import briefing
from bot.context import Context
from bot.model.attendance import Turnout
from bot.model.briefing import Briefing, Informed
from bot.model.evaluation import Asked, CommentTheme, Evaluation
from bot.model.lesson import TeamLesson
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.suppression import Suppressed
from bot.model.words import Both
from bot.skills.briefing import card
from storage import MemoryStore
from tests.promoting.house import NOW

from .pilot import rows
from .test_pilot import SETUP, TURNOUT

WHOLE = Asked(Both("Overall?"), "rating", 20, {"4": 12, "5": 8}, 5, 4.4, 4.16, 4.64, overall=True)
RATED = Evaluation(
    session="1",
    at=NOW,
    answers=20,
    comments=9,
    asked=(WHOLE,),
    themes=(CommentTheme(Both("captions", "sous-titres"), 7, ("Kim Roy said so",)),),
)


def context(*more: Turnout | Evaluation | TeamLesson | Informed | Suppressed) -> Context:
    store = MemoryStore()
    asyncio.run(store.run(Outcome(saves=(*rows(2, 100), *more)).regardless))
    return Context(store.view(), NOW, SETUP, "briefing")


def session(found: Context, number: str = "1") -> Session:
    known = found.view.get(Session, number)
    assert known is not None
    return known


def test_half_a_page_has_the_numbers_of_the_records() -> None:
    lesson = TeamLesson(
        id="9", words=Both("Start on time", "Commencer à l’heure"), session="1", at=NOW
    )
    found = context(TURNOUT, RATED, lesson)
    said = briefing.half_page(found, session(found))
    assert said.en.splitlines()[1:] == [
        "• 90 people registered, 40 of them came (44%)",
        "• Rated 4.4 out of 5 by 20 people, 50% of those who came (95% interval: 4.2 to 4.6)",
        "• 10 votes in 1 poll; 6 questions asked, fewer than 5 answered",
        "• In their comments people speak of: captions (7)",
        "",
        "What the team learnt:",
        "• Start on time",
        "",
        "The page of the session: https://x.example/s/1",
    ]
    assert said.fr.replace("\u00a0", " ").splitlines()[1:5] == [
        "• 90 personnes inscrites, dont 40 sont venues (44 %)",
        (
            "• Note moyenne : 4,4 sur 5, donnée par 20 personnes, soit 50 % des personnes venues"
            " (intervalle à 95 % : de 4,2 à 4,6)"
        ),
        "• 10 votes dans 1 sondage; 6 questions posées, moins de 5 avec une réponse",
        "• Dans leurs commentaires, les gens parlent de : sous-titres (7)",
    ]
    assert "Kim" not in said.en + said.fr


def test_fewer_than_five_are_not_told() -> None:
    few = replace(RATED, answers=4, asked=(replace(WHOLE, answers=4),))
    found = context(replace(TURNOUT, came=3), few)
    said = briefing.half_page(found, session(found)).en
    assert "• 90 people registered, fewer than 5 of them came\n" in said
    assert "Rated" not in said
    assert "captions" not in said


def test_who_wants_no_letters_reads_no_digest() -> None:
    addresses = ("ems@example.org", "isdb@example.org", "left@example.org")
    listed = [Informed(address=each, rhythm="monthly", since=NOW) for each in addresses]
    gone = Suppressed(address="left@example.org").now("unsubscribed", NOW)
    found = context(*listed, replace(listed[0], address="old@example.org", gone=True), gone)
    drafted = Briefing(id="digest.1", kind="digest", created=NOW, rhythm="monthly")
    assert card.readers(found, drafted) == list(addresses[:2])
    assert card.readers(found, replace(drafted, rhythm="weekly")) == []


def test_the_digest_tells_of_each_session_and_what_comes() -> None:
    found = context(TURNOUT)
    coming = replace(session(found, "2"), id="7", starts=NOW + timedelta(days=9))
    said = briefing.digest(found, [session(found), session(found, "2")], [coming]).en
    assert said.count("The page of the session: https://x.example/s/") == 2
    assert said.splitlines()[-2] == "Coming next:"
    assert said.endswith(": https://x.example/s/7")


def test_nobody_is_named_in_what_the_team_learnt() -> None:
    words = Both("We asked Kim Roy for captions", "Demander les sous-titres à Kim Roy")
    found = context(RATED, TeamLesson(id="9", words=words, session="1", at=NOW))
    first = session(found)
    whole = briefing.half_page(found, first), briefing.digest(found, [first], [])
    assert all("Kim" not in each.en + each.fr and "Roy" not in each.en + each.fr for each in whole)
    assert "• We asked […] for captions" in whole[0].en


def test_the_digest_has_themes_and_lessons_too() -> None:
    words = Both("Start on time", "Commencer à l’heure")
    found = context(RATED, TeamLesson(id="9", words=words, session="1", at=NOW))
    said = briefing.digest(found, [session(found)], [])
    assert said.en.splitlines()[-3:-1] == [
        "• In their comments people speak of: captions (7)",
        "• What the team learnt: Start on time",
    ]
    assert "• Ce que l’équipe a appris\u00a0: Commencer à l’heure" in said.fr.splitlines()


def test_where_nothing_was_asked_or_voted_on_that_is_said_in_words() -> None:
    store = MemoryStore()
    only = next(each for each in rows(1, 10) if isinstance(each, Session))
    asyncio.run(store.run(Outcome(saves=(only,)).regardless))
    found = Context(store.view(), NOW, SETUP, "briefing")
    said = briefing.half_page(found, only)
    assert "• no poll; no question asked" in said.en.splitlines()
    assert "• aucun sondage; aucune question posée" in said.fr.splitlines()
