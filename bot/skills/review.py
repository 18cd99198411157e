"""A named person reviews: “ask kim@… to review the French description of session 2”.

« demande à kim@… de réviser la description en anglais ». They answer on a card, in chat or behind a
signed link: it is fine, or what to change. Two working days later they are reminded, once.
"""

from dataclasses import replace
from datetime import datetime

from bot import sessions
from bot.context import ORGANISERS, VOUCHED_FOR, Context, Heard, Skill, Turn, merge
from bot.describing import awaiting, reviewed, showing
from bot.describing.facts import description_of
from bot.describing.reviewed import LONGEST_WISH, Task, side_of
from bot.describing.reviewed import SKILL as NAME
from bot.errors import Refusal
from bot.model.description import Description, HalfState
from bot.model.outbox import Person
from bot.model.outcome import Outcome
from bot.model.record import Record
from bot.model.review import Review
from bot.model.session import Session
from bot.model.words import LANGUAGES, Language, Phrase
from bot.planning.changes import must_be_open
from bot.planning.drafts import noted
from bot.planning.sequels import placed
from bot.posts import Note, to_person
from bot.speakers import person


def ask(turn: Turn) -> Outcome:
    """The request goes out, once it is clear to whom and about which halves."""
    session = sessions.meant(placed(turn))
    if isinstance(session, Outcome):
        return session
    must_be_open(turn.context, session)
    known = {"person": turn.slots.get("translator", ""), **turn.slots}
    who = person(replace(turn, slots=known))
    if isinstance(who, Outcome):
        return who
    return _asked(turn, session, who)


def _asked(turn: Turn, session: Session, who: Person) -> Outcome:
    context, description = turn.context, description_of(turn.context, session)
    halves = _halves(turn, session, who)
    before = [each for each in reviewed.waiting(context, session) if {*each.halves} & {*halves}]
    same = [each for each in before if each.address == who.address and each.halves == halves]
    if same:
        return turn.say(f"{NAME}.asked_before", session=session, who=same[0])
    request = Review(
        id=context.id_for(NAME),
        session=session.id,
        halves=halves,
        address=who.address,
        name=who.name,
        asked_by=turn.address,
        asked=context.now,
        card=context.id_for(f"card/{NAME}"),
    )
    ended = tuple(each.changed(ended=context.now) for each in before)
    saves = (request, *ended, noted(turn, "review.asked", f"session/{session.id}"))
    told = reviewed.told(context, Task(session, request, description), "asks")
    by_mail = not context.contact(who.address).places
    instead = [each.called for each in before if each.address != who.address]
    facts = {"session": session, "who": request, "side": side_of(halves), "by_mail": by_mail}
    return merge(Outcome(saves=saves), told, turn.say(f"{NAME}.sent", **facts, instead=instead))


def _halves(turn: Turn, session: Session, who: Person) -> tuple[Language, ...]:
    """The halves that this person can review; raises Refusal where there are none."""
    description = description_of(turn.context, session)
    named = str(turn.slots.get("language", ""))
    wanted = [each for each in LANGUAGES if named in ("", each)]
    written = [each for each in wanted if description.state(each) is not HalfState.MISSING]
    if not written:
        raise Refusal("description.nothing_to_review", session=session)
    fresh = [each for each in written if description.state(each) is not HalfState.REVIEWED]
    if not fresh:
        by = showing.called(turn.context, description.half(written[0]).reviewed_by)
        raise Refusal("description.reviewed_before", session=session, by=by)
    others = tuple(each for each in fresh if description.half(each).by != who.address)
    if not others:
        name = who.name or who.address
        raise Refusal(f"{NAME}.theirs", who=name, side=side_of(tuple(fresh)), session=session)
    return others


def fine(turn: Turn) -> Outcome:
    """The halves that were shown are reviewed by this person; who asked is told."""
    task = _of_card(turn)
    if task.request.ended or not task.open_halves:
        return _over(turn, task)
    must_be_open(turn.context, task.session)
    if turn.press.fields.get("wish", "").strip():
        raise Refusal(f"{NAME}.fine_and_wish")
    if turn.shown_card.facts["shown"] != task.mark:
        shown = _shown(turn, task, Phrase(f"{NAME}.changed"))
        return merge(Outcome(saves=(reviewed.record(task),)), shown)
    after = _found_fine(turn, task)
    facts = {
        "all": after.is_reviewed,
        "public": task.session.public,
        "differ": showing.to_check(turn.context, task.session, after),
    }
    return _answered(turn, task, "found_fine", facts, (after,))


def _found_fine(turn: Turn, task: Task) -> Description:
    """The description with their review; raises Refusal where the words are their own."""
    before = after = task.description
    others = [each for each in task.open_halves if before.half(each).by != turn.address]
    if not others:
        raise Refusal("description.own", session=task.session, side=side_of(task.open_halves))
    for language in others:
        after = after.reviewed(language, turn.address)
    return after.at_version(before.version + 1)


def change(turn: Turn) -> Outcome:
    """What is to be changed goes to who asked; the halves stay as they are."""
    task = _of_card(turn)
    if task.request.ended:
        return _over(turn, task)
    wish = turn.press.fields.get("wish", "").strip()
    if not wish:
        raise Refusal(f"{NAME}.which_change")
    if len(wish) > LONGEST_WISH:
        raise Refusal(f"{NAME}.wish_long", count=len(wish), most=LONGEST_WISH)
    return _answered(turn, task, "to_change", {"wish": wish})


def _answered(
    turn: Turn, task: Task, name: str, more: dict[str, object], saves: tuple[Record, ...] = ()
) -> Outcome:
    """The request is over and its card settled; who asked hears what came of it."""
    context, request, session = turn.context, task.request, task.session
    who = {"who": request, "session": session, "side": side_of(request.halves)}
    facts = {**who, **more}
    note = Note(
        key=f"{NAME}/{request.id}/{name}",
        words=Phrase(f"{NAME}.{name}_told", facts),
        subject=Phrase(f"{NAME}.subject_answer", facts),
        letter=Phrase(f"{NAME}.{name}_told", facts),
        about=f"session/{session.id}",
    )
    done = replace(turn.shown_card, done=turn.press.button, waits_with=None)
    audit = noted(turn, f"review.{name}", f"session/{session.id}")
    kept = (*saves, request.changed(ended=context.now), done, audit)
    sends = (to_person(context, request.asked_by, note),)
    return merge(Outcome(saves=kept, sends=sends), turn.say(f"{NAME}.{name}", **facts))


def _over(turn: Turn, task: Task) -> Outcome:
    return turn.say(f"{NAME}.over", session=task.session)


def _of_card(turn: Turn) -> Task:
    request = turn.of_card(Review, "request")
    session = sessions.of_card(turn.context, request.session)
    return Task(session, request, description_of(turn.context, session))


def show(turn: Turn) -> Outcome:
    """Both halves as they are now, or that there is nothing left to do."""
    task = _of_card(turn)
    if task.request.ended or not task.open_halves:
        return _over(turn, task)
    return _shown(turn, task)


def _shown(turn: Turn, task: Task, said: Phrase | None = None) -> Outcome:
    """The card with the texts as they are now, in the place of the one that was pressed."""
    rendered = reviewed.rendered(turn.context, task, turn.languages, said)
    words = said or Phrase(f"{NAME}.heading", reviewed.facts_of(turn.context, task))
    return Outcome(answer=replace(turn.reply(words.key, **words.facts), card=rendered))


def waits(turn: Turn) -> bool:
    """Whether the review is still awaited, by this card."""
    task = _of_card(turn)
    open_still = task.request.ended is None and bool(task.open_halves)
    return open_still and task.request.card == turn.shown_card.ref


def due(context: Context) -> Outcome:
    """The reminders owed by now: one, two working days after somebody was asked."""
    return merge(*(_reminded(context, *each) for each in awaiting.to_remind(context, Review)))


def _reminded(context: Context, request: Review, session: Session, expires: datetime) -> Outcome:
    again = request.changed(reminded=True)
    task = Task(session, again, description_of(context, session))
    if not task.open_halves:
        return Outcome()
    return merge(Outcome(saves=(again,)), reviewed.told(context, task, "reminds", expires))


SKILL = Skill(
    NAME,
    hears={"description.ask_review": Heard(ask, ORGANISERS)},
    presses={"fine": Heard(fine, VOUCHED_FOR), "change_this": Heard(change, VOUCHED_FOR)},
    show=show,
    waits=waits,
    due=due,
)
