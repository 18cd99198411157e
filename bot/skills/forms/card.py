"""The card that asks what a form is for: which session, and what each of its questions asks."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import cards
from bot import texts
from bot.context import Context, Languages
from bot.documents.answers import Field, recognised
from bot.documents.answers.titles import given
from bot.documents.answers.values import language_of
from bot.documents.lines import cut, one_line
from bot.documents.tables import Row
from bot.model.conversation import Card
from bot.model.forms import EACH, Form, Response
from bot.model.origin import origin_of
from bot.model.outbox import Sending
from bot.model.session import Session
from bot.model.words import Both, Phrase
from bot.posts import Note, Shown, to_person, to_space
from bot.skills.forms.filing import SESSION, is_open

SKILL = "forms"
KEPT = timedelta(days=400)
MOST_QUESTIONS = 9
MOST_SESSIONS = 6
LOOKED_AT = 50
"""Responses by which questions are recognised."""
LONGEST_EXAMPLE = 40
LONGEST_TITLE = 60
AN_ADDRESS = re.compile(r"([^\s@;,<])[^\s@;,<]*@([^\s@;,>]+)")
CHOICES = ("address", "name", "first_name", "last_name", "language", "department", "needs",
           "consent", "question", "origin", SESSION, "aside")  # fmt: skip
"""What the team may say that a question asks."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, by its key, with an answer to it, shortened, and what it seems to ask."""

    name: str
    key: str
    example: str
    guess: str


def ref_of(form: Form) -> str:
    """What the card of a form is called."""
    return f"{SKILL}-{form.number}"


def of_form(form: Form) -> Card:
    """The card of a form; who may press it is a matter of roles."""
    names = tuple(f"q{n}" for n in range(1, MOST_QUESTIONS + 1))
    return Card(
        ref=ref_of(form),
        skill=SKILL,
        buttons=("save",),
        inputs=(SESSION, "language", *names),
        about=f"form/{form.number}",
        version=form.version,
        facts={"form": form.id},
        until=form.seen + KEPT,
    )


def standing(context: Context, ref: str) -> Card | None:
    """The card of a form, as the team may press it now."""
    found = context.view.find(Form, "number", ref.partition("-")[2])
    return of_form(found[0]) if found else None


def waiting_for(context: Context, form: Form) -> list[Response]:
    """The first responses that wait."""
    waiting = context.view.oldest(Response, "form", form.id)
    return [each for each, _ in zip(waiting, range(LOOKED_AT), strict=False)]


def guessed(form: Form, responses: Sequence[Response]) -> dict[str, str]:
    """What each key seems to stand for: as it was learnt, by its title, or by what is answered."""
    keys = tuple(dict.fromkeys(key for each in responses for key in each.told))
    rows = [Row(0, tuple(each.told.get(key, "") for key in keys)) for each in responses]
    found = {key: what for what, key in recognised(keys, rows).titles.items()}
    for key in keys:
        for what, is_that in BY_ANSWERS.items():
            if key not in found and what not in found.values() and is_that(key, responses):
                found[key] = what
    return {**found, **{key: what for key, what in form.fields.items() if key in keys}}


def _is_language(key: str, responses: Sequence[Response]) -> bool:
    said = [each.told[key] for each in responses if each.told.get(key)]
    return bool(said) and all(len(each) < LONGEST_EXAMPLE and language_of(each) for each in said)


def _is_origin(key: str, responses: Sequence[Response]) -> bool:
    said = [each.told[key] for each in responses if each.told.get(key)]
    return bool(said) and all(map(origin_of, said))


BY_ANSWERS: dict[Field, Callable[[str, Sequence[Response]], bool]] = {
    "language": _is_language,
    "origin": _is_origin,
}
"""What a question seems to ask, where its answers alone tell."""


def questions(form: Form, responses: Sequence[Response]) -> list[Question]:
    """The questions that a card asks about, in the order of the form."""
    guesses = guessed(form, responses)
    keys = dict.fromkeys(key for each in responses for key in each.told)
    asked = [key for key in keys if given(key) is None][:MOST_QUESTIONS]
    return [
        Question(f"q{n}", key, _example(key, responses), guesses.get(key, "aside"))
        for n, key in enumerate(asked, 1)
    ]


def _example(key: str, responses: Sequence[Response]) -> str:
    """An answer that tells the team what was asked, and not who answered."""
    said = next((each.told[key] for each in responses if each.told.get(key)), "")
    return AN_ADDRESS.sub(r"\1…@\2", cut(one_line(said), LONGEST_EXAMPLE))


def coming(context: Context) -> list[Session]:
    """The sessions that a form may be for, soonest first."""
    found = context.view.between(Session, "upcoming", context.now - timedelta(hours=3), None)
    return [each for each in found if is_open(context, each)][:MOST_SESSIONS]


def words(context: Context, form: Form) -> Phrase:
    """What is asked, and how many wait for the answer: one at least."""
    held = max(1, context.view.count(Response, "form", form.id))
    return Phrase(f"{SKILL}.asks", {"form": form, "held": held})


def rendered(
    context: Context, form: Form, waiting: Sequence[Response], languages: Languages
) -> cards.Rendered:
    """The card as it stands, with examples out of the responses that wait."""
    said = texts.render_in(words(context, form), languages)
    sessions = coming(context)
    options = [(each.id, _titled(each, languages)) for each in sessions]
    facts = {
        "said": said,
        "sessions": [*options, (EACH, _said("each", languages))],
        "session": sessions[0].id if len(sessions) == 1 else "",
        "spoken": form.language or "",
        "questions": [
            (each.name, _label(each, languages), each.guess) for each in questions(form, waiting)
        ],
        "choices": [(name, _said(f"is_{name}", languages)) for name in CHOICES],
    }
    return cards.render("form", ref_of(form), languages, facts)


def label(what: str) -> Both:
    """What a question asks, in words."""
    return texts.both(Phrase(f"{SKILL}.is_{what}"))


def _said(name: str, languages: Languages, **facts: object) -> str:
    return texts.render_in(Phrase(f"{SKILL}.{name}", facts), languages)


def _label(question: Question, languages: Languages) -> str:
    return _said("asked_with", languages, number=question.name[1:], example=question.example)


def _titled(session: Session, languages: Languages) -> str:
    titles = dict.fromkeys(session.title.in_(language) for language in languages)
    return f"{session.id} · {session.wall[:10]} · {cut(' / '.join(titles), LONGEST_TITLE)}"


def asks(context: Context, form: Form, waiting: Sequence[Response]) -> tuple[Sending, ...]:
    """The card, once each time, to the team's spaces; without a space, to each organiser."""
    said, shown = words(context, form), of_form(form)
    note = Note(
        key=f"{ref_of(form)}/{form.asked}",
        words=said,
        subject=Phrase(f"{SKILL}.subject", {"form": form}),
        letter=Phrase(f"{SKILL}.letter", {"said": texts.both(said), "team": context.team}),
        about=f"form/{form.number}",
        shown=Shown(shown, lambda languages: rendered(context, form, waiting, languages)),
    )
    if context.team.spaces:
        return to_space(context, note)
    return tuple(to_person(context, each, note) for each in sorted(context.organisers))


def fields_of(form: Form, responses: Sequence[Response], said: Mapping[str, str]) -> dict[str, str]:
    """What stands under each key, as the team says on the card, or as it was guessed."""
    chosen = {each.key: said.get(each.name) or each.guess for each in questions(form, responses)}
    guesses = guessed(form, responses)
    rest = {key: what for key, what in guesses.items() if what not in chosen.values()}
    return {key: what for key, what in {**rest, **chosen}.items() if what != "aside"}
