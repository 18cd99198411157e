"""A colleague is asked to translate: “ask kim@… to translate the description into French”.

« demande à kim@… de traduire la description en anglais ». They answer on a card, in chat or behind
a signed link; their text becomes that half, as a draft. Two working days later they are reminded,
once.
"""

from dataclasses import replace
from datetime import datetime

from bot import sessions
from bot.context import ORGANISERS, VOUCHED_FOR, Context, Heard, Skill, Turn, merge
from bot.describing import awaiting, replied, showing, translating
from bot.describing.checking import checked
from bot.describing.facts import description_of
from bot.describing.translating import SKILL as NAME
from bot.describing.translating import Task
from bot.errors import Refusal
from bot.model.description import Description, Half, HalfState
from bot.model.outbox import Person
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.translation import Translation
from bot.model.words import LANGUAGES, Language, Phrase, other
from bot.planning.changes import must_be_open
from bot.planning.drafts import noted
from bot.planning.sequels import placed
from bot.posts import Note, to_person
from bot.speakers import person

UNREAD = frozenset({HalfState.MISSING, HalfState.STALE})


def ask(turn: Turn) -> Outcome:
    """The request goes out, once it is clear to whom and into which language."""
    session = sessions.meant(placed(turn))
    if isinstance(session, Outcome):
        return session
    must_be_open(turn.context, session)
    description = description_of(turn.context, session)
    language = _language(turn, description)
    if not description.half(other(language)).text:
        raise Refusal(f"{NAME}.nothing_yet", session=session, side=language)
    known = {"person": turn.slots.get("translator", ""), **turn.slots}
    who = person(replace(turn, slots=known))
    if isinstance(who, Outcome):
        return who
    return _asked(turn, session, who, language)


def _language(turn: Turn, description: Description) -> Language:
    """The language that was named, or else that of the half which is missing or stale."""
    named = turn.slots.get("language")
    if named in LANGUAGES:
        return "en" if named == "en" else "fr"
    behind = [each for each in LANGUAGES if description.state(each) in UNREAD]
    return behind[0] if len(behind) == 1 else other(turn.language)


def _asked(turn: Turn, session: Session, who: Person, language: Language) -> Outcome:
    context, description = turn.context, description_of(turn.context, session)
    before = translating.waiting(context, session, language)
    if any(each.address == who.address for each in before):
        return turn.say(f"{NAME}.asked_before", session=session, who=before[0])
    request = Translation(
        id=context.id_for(NAME),
        session=session.id,
        language=language,
        address=who.address,
        name=who.name,
        asked_by=turn.address,
        asked=context.now,
        edition=description.half(other(language)).edition,
        card=context.id_for(f"card/{NAME}"),
    )
    ended = tuple(each.changed(ended=context.now) for each in before)
    saves = (request, *ended, noted(turn, "translation.asked", f"session/{session.id}"))
    told = translating.told(context, Task(session, request, description), "asks")
    by_mail = not context.contact(who.address).places
    facts = {"session": session, "who": request, "side": language, "by_mail": by_mail}
    said = turn.say(f"{NAME}.sent", **facts, instead=[each.called for each in before])
    return merge(Outcome(saves=saves), told, said)


def hand_in(turn: Turn) -> Outcome:
    """The text becomes that half, as a draft; who asked for it is told."""
    task = _of_card(turn)
    if task.request.ended:
        return turn.say(f"{NAME}.over", session=task.session)
    must_be_open(turn.context, task.session)
    typed = turn.press.fields.get("translated", "")
    if not typed:
        return turn.say(f"{NAME}.empty")
    after, facts = _put(turn, task, typed)
    return merge(
        Outcome(saves=(after,)),
        _ended(turn, task, "handed_in", facts),
        turn.say(f"{NAME}.thanks", **facts),
    )


def _put(turn: Turn, task: Task, typed: str) -> tuple[Description, dict[str, object]]:
    """The description with their text as a draft, and what is said of it; raises Refusal."""
    language, context = task.request.language, turn.context
    half = Half(
        text=checked(typed, language),
        written="translation",
        by=task.request.address,
        at=context.now,
        beside=int(turn.shown_card.facts["edition"]),
    )
    after = task.description.put(language, half)
    return after, {
        "session": task.session,
        "side": language,
        "who": task.request,
        "changed": after.state(language) is HalfState.STALE,
        "measure": showing.measured(half.text, language),
        "differ": showing.to_check(context, task.session, after),
    }


def use(turn: Turn) -> Outcome:
    """What came by mail becomes that half, as a draft; who wrote it is thanked."""
    task, context = _of_card(turn), turn.context
    if task.request.ended:
        return _closed(turn, turn.say(f"{NAME}.replied_late", who=task.request))
    must_be_open(context, task.session)
    after, facts = _put(turn, task, str(turn.shown_card.facts[replied.REPLY]))
    thanks = Phrase(f"{NAME}.thanks", facts)
    note = Note(
        key=f"{NAME}/{task.request.id}/thanks",
        words=thanks,
        subject=Phrase(f"{NAME}.subject_answer", facts),
        letter=thanks,
        about=f"session/{task.session.id}",
    )
    ended = task.request.changed(ended=context.now)
    kept = Outcome(saves=(after, ended), sends=(to_person(context, task.request.address, note),))
    return merge(kept, _closed(turn, turn.say(f"{NAME}.handed_in", **facts)))


def leave(turn: Turn) -> Outcome:
    """What came by mail is no translation: the answer is still awaited."""
    task = _of_card(turn)
    key = "replied_late" if task.request.ended else "replied_left"
    return _closed(turn, turn.say(f"{NAME}.{key}", who=task.request))


def _closed(turn: Turn, said: Outcome) -> Outcome:
    """The answer, and the card of the mail settled."""
    done = replace(turn.shown_card, done=turn.press.button, waits_with=None)
    return merge(Outcome(saves=(done,)), said)


def cannot(turn: Turn) -> Outcome:
    """They can't this time; who asked is told."""
    task = _of_card(turn)
    if task.request.ended:
        return turn.say(f"{NAME}.over", session=task.session)
    facts: dict[str, object] = {
        "session": task.session,
        "side": task.request.language,
        "who": task.request,
    }
    return merge(_ended(turn, task, "declined", facts), turn.say(f"{NAME}.understood"))


def _ended(turn: Turn, task: Task, name: str, facts: dict[str, object]) -> Outcome:
    """The request is over and its card settled; who asked hears what came of it."""
    context, request = turn.context, task.request
    done = replace(turn.shown_card, done=turn.press.button, waits_with=None)
    words = Phrase(f"{NAME}.{name}", facts)
    note = Note(
        key=f"{NAME}/{request.id}/{name}",
        words=words,
        subject=Phrase(f"{NAME}.subject_answer", facts),
        letter=words,
        about=f"session/{task.session.id}",
    )
    saves = (request.changed(ended=context.now), done)
    return Outcome(saves=saves, sends=(to_person(context, request.asked_by, note),))


def _of_card(turn: Turn) -> Task:
    request = turn.of_card(Translation, "request")
    session = sessions.of_card(turn.context, request.session)
    return Task(session, request, description_of(turn.context, session))


def show(turn: Turn) -> Outcome:
    """The text to translate as it is now, or that there is nothing left to do."""
    task = _of_card(turn)
    if replied.REPLY in turn.shown_card.facts:
        return _shown_mail(turn, task)
    if task.request.ended:
        return turn.say(f"{NAME}.over", session=task.session)
    rendered = translating.rendered(turn.context, task, turn.languages)
    said = turn.say(f"{NAME}.card", **translating.facts_of(turn.context, task))
    return replace(said, answer=replace(said.answer, card=rendered))


def _shown_mail(turn: Turn, task: Task) -> Outcome:
    """What came by mail, to use or not; or that it was decided."""
    card = turn.shown_card
    if card.done or task.request.ended:
        return turn.say(f"{NAME}.replied_late", who=task.request)
    said = replied.words_of(task.request, task.session, str(card.facts[replied.REPLY]))
    shown = turn.say(said.key, **said.facts)
    return replace(
        shown, answer=replace(shown.answer, card=replied.drawn(card, said, turn.languages))
    )


def waits(turn: Turn) -> bool:
    """Whether the translation is still awaited, by this card."""
    task = _of_card(turn)
    if replied.REPLY in turn.shown_card.facts:
        return task.request.ended is None and not turn.shown_card.done
    return task.request.ended is None and task.request.card == turn.shown_card.ref


def due(context: Context) -> Outcome:
    """The reminders owed by now: one, two working days after somebody was asked."""
    return merge(*(_reminded(context, *each) for each in awaiting.to_remind(context, Translation)))


def _reminded(
    context: Context, request: Translation, session: Session, expires: datetime
) -> Outcome:
    again = request.changed(reminded=True)
    task = Task(session, again, description_of(context, session))
    return merge(Outcome(saves=(again,)), translating.told(context, task, "reminds", expires))


SKILL = Skill(
    NAME,
    hears={"description.translate": Heard(ask, ORGANISERS)},
    presses={
        "hand_in": Heard(hand_in, VOUCHED_FOR),
        "cannot": Heard(cannot, VOUCHED_FOR),
        "use_translation": Heard(use, ORGANISERS),
        "leave_translation": Heard(leave, ORGANISERS),
    },
    show=show,
    waits=waits,
    due=due,
)
