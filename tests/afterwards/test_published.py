"""The summary as anybody reads it: all of it, once both halves of its key points were reviewed."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.afterwards.published import in_words, published
from bot.context import Context
from bot.model.attendance import Turnout
from bot.model.halves import Half
from bot.model.outcome import Outcome
from bot.model.poll import Count, Poll, PollKind, PollState
from bot.model.question import AudienceQuestion, QuestionState
from bot.model.record import Record
from bot.model.resource import Resource
from bot.model.session import Phase
from bot.model.setup import Setup
from bot.model.summary import Summary
from bot.model.words import Both
from storage import MemoryStore
from tests.core.house import NOW, SESSION
from tests.mailings.house import registration

HELD = replace(SESSION, id="1", phase=Phase.HELD, starts=NOW - timedelta(hours=2))
POINTS = Both(
    "• 0:40, Sam Lee: “Templates are kept for two years.”",
    "• 0:40, Sam Lee\u00a0: «\u00a0Les gabarits sont gardés deux ans.\u00a0»",
)


def summary(*reviewed: str) -> Summary:
    """The summary of the session, found right in these languages."""
    found = Summary(session="1")
    found = found.put("en", Half(text=POINTS.en, by="ana@example.org"))
    found = found.put("fr", Half(text=POINTS.fr, by="ana@example.org"))
    for language in reviewed:
        found = found.reviewed("en" if language == "en" else "fr", "ben@example.org")
    return found


def poll(number: str, count: Count | None, kind: PollKind = PollKind.SINGLE) -> Poll:
    """A poll of the session, closed where it was counted."""
    options = () if kind is PollKind.WORDS else (Both("Yes", "Oui"), Both("No", "Non"))
    return Poll(
        id=number,
        code=f"abcd{number}",
        question=Both(f"Ready {number}?", f"Prêts {number}?"),
        options=options,
        kind=kind,
        session="1",
        live=True,
        state=PollState.CLOSED if count else PollState.OPEN,
        created=NOW,
        created_by="ana@example.org",
        count=count,
    )


def question(number: str, words: str, state: QuestionState, answer: str = "") -> AudienceQuestion:
    """A question of somebody who came."""
    return AudienceQuestion(
        id=number, session="1", words=words, at=NOW, state=state, answer=answer, by="t@example.org"
    )


RECORDS: tuple[Record, ...] = (
    Turnout(session="1", at=NOW, registered=9, came=6, guests=1),
    poll("1", Count(voters=8, votes=(6, 2))),
    poll("2", Count(voters=4, votes=(3, 1))),
    poll("3", Count(voters=6, words=("Sam Lee is late", "x", "x", "x", "x", "x")), PollKind.WORDS),
    poll("4", None),
    question("1", "Who keeps\nthe templates?", QuestionState.ANSWERED, "The department."),
    question("2", "Combien de temps?", QuestionState.APPROVED),
    question("3", "Why is Kim so slow?", QuestionState.WAITING),
    question("4", "Hidden?", QuestionState.HIDDEN),
    Resource(
        id="1", session="1", title=Both("Slides", "Diapos"), link="https://a.example", added=NOW
    ),
)


def told(*records: Record) -> Both:
    """The summary that is published, in words."""
    store = MemoryStore()
    asyncio.run(store.run(Outcome(saves=(HELD, *records)).regardless))
    context = Context(store.view(), NOW, Setup(), "seed")
    return in_words(published(context, HELD))


def test_all_of_it_is_told_in_both_languages() -> None:
    assert told(summary("en", "fr"), *RECORDS) == Both(
        "In figures\n• Came: 7\n\n"
        f"Key points\n{POINTS.en}\n\n"
        "Polls\n• Ready 1? – Yes: 6 (75%); No: 2 (25%) – 8 answers\n• Ready 3? – 6 answers\n\n"
        "Questions answered\n• Who keeps the templates? Answer: The department.\n\n"
        "Questions still open\n• Combien de temps?\n\n"
        "Resources\n• Slides: https://a.example",
        "En chiffres\n• Présences\u00a0: 7\n\n"
        f"Points clés\n{POINTS.fr}\n\n"
        "Sondages\n• Prêts 1? – Oui\u00a0: 6 (75\u00a0%); Non\u00a0: 2 (25\u00a0%) – 8 réponses"
        "\n• Prêts 3? – 6 réponses\n\n"
        "Questions ayant reçu une réponse\n• Who keeps the templates? Réponse\u00a0: The department.\n\n"
        "Questions encore ouvertes\n• Combien de temps?\n\n"
        "Ressources\n• Diapos\u00a0: https://a.example",
    )


def test_nothing_is_told_until_both_halves_are_right() -> None:
    assert told(summary("en"), *RECORDS) == told(*RECORDS) == Both()


def test_so_few_that_somebody_could_be_recognised_are_no_number() -> None:
    few = Turnout(session="1", at=NOW, came=3)
    assert told(summary("en", "fr"), few).en == (
        f"In figures\n• Came: fewer than 5\n\nKey points\n{POINTS.en}"
    )


def test_a_poll_with_names_that_few_answered_is_left_out_as_well() -> None:
    few = replace(poll("1", Count(voters=4, votes=(3, 1))), named=True)
    assert told(summary("en", "fr"), few).en == f"Key points\n{POINTS.en}"


def test_who_registered_is_counted_though_nobody_brought_who_came() -> None:
    people = [registration(number) for number in range(5)]
    assert told(summary("en", "fr"), *people).en == (
        f"In figures\n• Registered: 5\n\nKey points\n{POINTS.en}"
    )


def test_a_question_that_is_hidden_later_is_gone() -> None:
    asked = question("1", "Who keeps them?", QuestionState.APPROVED)
    hidden = replace(asked, state=QuestionState.HIDDEN)
    assert told(summary("en", "fr"), hidden).en == f"Key points\n{POINTS.en}"
