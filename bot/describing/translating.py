"""A half that a colleague is asked to translate: the card they answer with, what they are told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import cards
from bot import texts
from bot.context import Context, Languages, merge
from bot.describing.checking import LONGEST
from bot.describing.parity import uses
from bot.describing.showing import glossary
from bot.model.conversation import Card
from bot.model.description import Description
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.translation import Translation
from bot.model.words import Both, Language, Phrase, other
from bot.posts import Note, Shown, to_person

SKILL = "translation"
BUTTONS = ("hand_in", "cannot")
KEPT = timedelta(days=30)
MOST_TERMS = 12
Why = Literal["asks", "changed", "reminds"]


@dataclass(frozen=True, slots=True)
class Task:
    """A request with what it is about: the session, and the description as it is now."""

    session: Session
    request: Translation
    description: Description

    @property
    def original(self) -> str:
        """The text to be translated."""
        return self.description.half(other(self.request.language)).text


def waiting(context: Context, session: Session, language: Language) -> list[Translation]:
    """The requests into this language that have no answer yet."""
    found = context.view.find(Translation, "session", session.id)
    return [each for each in found if each.language == language and each.ended is None]


def followed(context: Context, session: Session, now: Description, changed: Language) -> Outcome:
    """Those who translate this half are shown it as it is now, on a new card."""
    tasks = [
        Task(session, _renewed(context, each, now.half(changed).edition), now)
        for each in waiting(context, session, other(changed))
    ]
    saved = Outcome(saves=tuple(task.request for task in tasks))
    return merge(saved, *(told(context, task, "changed") for task in tasks))


def _renewed(context: Context, request: Translation, edition: int) -> Translation:
    card = context.id_for(f"card/{SKILL}/{request.id}")
    return request.changed(edition=edition, card=card)


def told(context: Context, task: Task, why: Why, expires: datetime | None = None) -> Outcome:
    """The task with its card, to the chat where the person was last met, or by mail."""
    request, session = task.request, task.session
    shown = Shown(record(task), lambda languages: rendered(context, task, languages))
    facts = facts_of(context, task)
    letter = {"words": texts.both(Phrase(f"{SKILL}.{why}", facts)), "team": context.team}
    note = Note(
        key=f"{SKILL}/{request.id}/{request.version}",
        words=Phrase(f"{SKILL}.{why}", facts),
        subject=Phrase(f"{SKILL}.subject", facts),
        letter=Phrase(f"{SKILL}.letter", {**facts, **letter, "link": context.link(request.card)}),
        about=f"session/{session.id}",
        shown=shown,
        expires=expires or session.ends,
    )
    return Outcome(saves=(shown.card,), sends=(to_person(context, request.address, note),))


def facts_of(context: Context, task: Task) -> dict[str, object]:
    """What a request says: the session, the languages, the text, the pairs that it uses."""
    source = other(task.request.language)
    terms = [term for term in glossary(context).terms if uses(task.original, getattr(term, source))]
    return {
        "session": task.session,
        "side": task.request.language,
        "by": context.contact(task.request.asked_by).name or task.request.asked_by,
        "original": task.original,
        "terms": [_pair(term, source) for term in terms[:MOST_TERMS]],
    }


def _pair(term: Both, source: Language) -> str:
    return f"{getattr(term, source)} = {getattr(term, other(source))}"


def record(task: Task) -> Card:
    """The card, for this person alone, with the edition of the text that it shows."""
    request = task.request
    return Card(
        ref=request.card,
        skill=SKILL,
        buttons=BUTTONS,
        inputs=("translated",),
        person=request.address,
        about=f"session/{task.session.id}",
        version=request.version,
        facts={"request": request.id, "edition": request.edition},
        until=task.session.ends + KEPT,
        waits_with=request.address,
        names=(task.session.id,),
    )


def rendered(context: Context, task: Task, languages: Languages) -> cards.Rendered:
    """The card as it is drawn."""
    said = texts.render_in(Phrase(f"{SKILL}.card", facts_of(context, task)), languages)
    label = texts.render_in(Phrase(f"{SKILL}.field_{task.request.language}"), languages)
    facts = {
        "said": said,
        "fields": [("translated", label, "")],
        "most": LONGEST,
        "buttons": BUTTONS,
    }
    return cards.render("description", task.request.card, languages, facts)
