"""The words of each thank-you, with blanks for what is known of the session."""

from collections.abc import Iterator
from math import floor

from bot import texts
from bot.attending.groups import FEWEST
from bot.context import Context
from bot.model.attendance import Turnout
from bot.model.mailing import Wording, put_in
from bot.model.poll import Poll
from bot.model.question import AudienceQuestion
from bot.model.registration import Registration, Standing
from bot.model.session import Session
from bot.model.words import LANGUAGES, Both, Language, Phrase
from bot.polling import counting
from bot.resources import public_evaluation, public_resources
from bot.texts import moments

SPEAKERS, CAME, ABSENT, PARTNERS = "speakers", "came", "absent", "partners"
GROUPS = (SPEAKERS, CAME, ABSENT, PARTNERS)
"""Somebody who is in several of them is thanked as one of the first."""
GREETING = "greeting"
OPEN = Both("Hello …,", "Bonjour …,")
EVALUATED_BY = (CAME,)
"""The evaluation is for those who came to listen."""


def ours() -> dict[str, Wording]:
    """The words for each group."""
    return {
        group: Wording(
            subject=texts.both(Phrase(f"thanks_letter.{group}_subject")),
            body=texts.both(Phrase(f"thanks_letter.{group}_body")),
        )
        for group in GROUPS
    }


def facts_in(context: Context, session: Session, group: str, language: Language) -> dict[str, str]:
    """What fills the blanks that are the same for all of a group who read this language."""
    links = "\n".join(texts.render(each, language) for each in _links(context, session, group))
    numbers = [texts.render(each, language) for each in _numbers(context, session, group)]
    return {
        "title": session.title.in_(language),
        "day": moments.day(moments.local(session.starts, session.zone), language),
        "links": links,
        "numbers": "".join(f" {each}" for each in numbers),
        "signature": context.team.signature.in_(language),
    }


def _links(context: Context, session: Session, group: str) -> Iterator[Phrase]:
    evaluation = public_evaluation(context, session)
    if group in EVALUATED_BY and (evaluation.en or evaluation.fr):
        yield Phrase("thanks_letter.evaluation", {"link": evaluation})
    if session.recording:
        yield Phrase("thanks_letter.recording", {"link": session.recording})
    for each in public_resources(context, session):
        yield Phrase("thanks_letter.resource", {"resource": each})
    page = f"{context.setup.public_url}/s/{session.id}"
    yield Phrase("thanks_letter.page", {"page": page, "recording": session.recording})


def _numbers(context: Context, session: Session, group: str) -> Iterator[Phrase]:
    """How many came and how long they stayed, as speakers and partners may repeat it."""
    turnout = context.view.get(Turnout, session.id)
    if turnout is None or turnout.people < FEWEST:
        return
    facts: dict[str, object] = {"people": turnout.people}
    if group == SPEAKERS:
        yield Phrase("thanks_letter.people_came", facts)
        if turnout.came >= FEWEST:
            average = round(turnout.watched / turnout.came)
            facts = {"average": average, "hours": floor(turnout.watched / 60)}
            yield Phrase("thanks_letter.watched", facts)
        yield from _took_part(context, session)
    if group == PARTNERS:
        standing = f"{session.id}/{Standing.REGISTERED}"
        registered = context.view.count(Registration, "standing_in", standing)
        yield Phrase("thanks_letter.registered", {**facts, "registered": registered})


def _took_part(context: Context, session: Session) -> Iterator[Phrase]:
    questions = context.view.count(AudienceQuestion, "asked_in", session.id)
    polls = [each for each in context.view.find(Poll, "session", session.id) if each.posted]
    votes = sum(counting.voters(context.view, each) for each in polls)
    if questions >= FEWEST or votes >= FEWEST:
        facts = {"questions": questions if questions >= FEWEST else 0,
                 "votes": votes if votes >= FEWEST else 0}  # fmt: skip
        yield Phrase("thanks_letter.took_part", facts)


def example(context: Context, session: Session, group: str, wording: Wording) -> Both:
    """The words as they would read today, subject first, to somebody whose name is left open."""
    read = {
        language: put_in(
            f"{wording.subject.in_(language)}\n{wording.body.in_(language)}",
            {**facts_in(context, session, group, language), GREETING: OPEN.in_(language)},
        )
        for language in LANGUAGES
    }
    return Both(**read)
