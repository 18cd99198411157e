"""The moderators' card of a session: what waits first, one press for each decision."""

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice

import cards
from bot import texts
from bot.context import Context, Languages, Turn
from bot.model.conversation import Card
from bot.model.outcome import Outcome
from bot.model.question import (
    DESK,
    OPEN,
    SKILL,
    AudienceQuestion,
    QuestionDesk,
    QuestionState,
)
from bot.model.registration import Registration
from bot.model.session import Session
from bot.model.words import Phrase
from bot.posts import Redrawn, redrawn
from bot.questions import standing
from bot.questions.after import After
from bot.questions.bringing import New, kept

BUTTONS = tuple(f"question_{each}" for each in ("approve", "answer", "defer", "redact", "hide"))
INPUTS = ("question", "words")
SHOWN_AT_ONCE = 5
"""As many are shown, each in full: nobody decides on what they have not read."""
FROM_FORMS = 100
"""The most that are taken over from registrations at a time."""
LIFE = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Line:
    """A question on the card: how many want it, and how others asked the same."""

    question: AudienceQuestion
    wanted: int
    alike: tuple[AudienceQuestion, ...]


def of_desk(session: Session) -> Card:
    """The card by which the team decides on the questions of a session."""
    return Card(
        ref=f"{DESK}{session.id}",
        skill=SKILL,
        buttons=BUTTONS,
        inputs=INPUTS,
        about=f"session/{session.id}",
        facts={"session": session.id},
        until=session.ends + LIFE,
    )


def how_it_stands(context: Context, session: Session) -> Phrase:
    """How the questions of a session stand, in words for the team.

    Those that wait come first, the most wanted and newest at the top.
    """
    view = context.view
    open_ = standing.those(view, session.id, *OPEN)
    counts = {
        state.value: view.count(AudienceQuestion, "stands_in", f"{session.id}/{state}")
        for state in QuestionState
    }
    facts = {
        "session": session,
        "lines": [
            Line(each, standing.wanted(view, each), standing.alike(view, each))
            for each in open_[:SHOWN_AT_ONCE]
        ],
        "more": max(0, len(open_) - SHOWN_AT_ONCE),
        "counts": counts,
    }
    return Phrase("questions.desk", facts)


def rendered(session: Session, stands: Phrase, languages: Languages) -> cards.Rendered:
    """The card; without open questions it has no buttons."""
    shown = stands.facts["lines"]
    assert isinstance(shown, list)
    names = BUTTONS if shown else ()
    facts = {
        "said": texts.render_in(Phrase("questions.desk_head", stands.facts), languages),
        "lines": texts.render_in(Phrase("questions.desk_lines", stands.facts), languages[:1]),
        "choices": [(each.question.id, _short(each.question)) for each in shown],
        "buttons": [(n, texts.render_in(Phrase(f"buttons.{n}"), languages)) for n in names],
    }
    return cards.render("questions", f"{DESK}{session.id}", languages, facts)


def _short(question: AudienceQuestion) -> str:
    words = question.words
    return f"{question.id}: {words if len(words) <= 60 else f'{words[:59]}…'}"


def shown(turn: Turn, session: Session) -> Outcome:
    """The card here, and from now on up to date; registrations' questions are taken over first."""
    taken = from_forms(turn.context, session)
    desk = turn.context.view.get(QuestionDesk, session.id) or QuestionDesk(session=session.id)
    here = turn.incoming.place
    if here not in desk.places:
        desk = replace(desk, places=(*desk.places, here))
    outcome = answered(turn, session, taken)
    return replace(outcome, saves=(*outcome.saves, desk))


def answered(turn: Turn, session: Session, outcome: Outcome) -> Outcome:
    """The outcome, answered with the card as it stands after it, in the place of the card."""
    context = replace(turn.context, view=After(turn.context.view, outcome))
    phrase, card = how_it_stands(context, session), of_desk(session)
    drawn = rendered(session, phrase, turn.languages)
    offered = turn.offer(card, drawn, phrase)
    answer = replace(offered.answer, replaces=card.ref)
    return replace(outcome, saves=(*outcome.saves, *offered.saves), answer=answer)


def told(context: Context, session: Session, outcome: Outcome) -> Outcome:
    """The outcome, and the card as it stands after it wherever it is shown."""
    desk = context.view.get(QuestionDesk, session.id)
    if desk is None:
        return outcome
    now = replace(desk, version=desk.version + 1)
    after = replace(context, view=After(context.view, outcome))
    phrase = how_it_stands(after, session)

    def draw(languages: Languages) -> tuple[str, cards.Rendered]:
        return texts.render_in(phrase, languages), rendered(session, phrase, languages)

    card = Redrawn(f"{DESK}{session.id}", now.version, f"session/{session.id}", draw)
    sends = (*outcome.sends, *redrawn(after, card, now.places))
    return replace(outcome, saves=(*outcome.saves, now), sends=sends)


def from_forms(context: Context, session: Session) -> Outcome:
    """The questions that came with registrations and were not taken over yet."""
    asked = context.view.oldest(Registration, "asks_in", session.id)
    fresh = (e for e in asked if not context.view.count(AudienceQuestion, "source", e.ref))
    news = [
        New(" ".join(each.question.split()), each.address, each.address, "form", each.ref)
        for each in islice(fresh, FROM_FORMS)
    ]
    return Outcome(saves=kept(context, session, news).saves)
