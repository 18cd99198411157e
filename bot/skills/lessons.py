"""What the team learnt: “note a lesson: …”, “show the lessons”, “add lesson 3 to the plan”.

« note une leçon : … », « montre les leçons », « ajoute la leçon 3 au plan de la séance 4 ». A
lesson is kept in both languages, with the session it comes from; it can become a thing to do.
"""

from dataclasses import replace

from bot import sessions
from bot.context import ORGANISERS, Heard, Skill, Turn, merge, undoable
from bot.errors import Refusal
from bot.hosting import plan
from bot.model.lesson import TeamLesson
from bot.model.outcome import Outcome
from bot.model.plan import Item, Lead
from bot.model.session import Session
from bot.planning.changes import must_be_open
from bot.planning.drafts import noted
from bot.planning.titles import second_title, titled

NAME = "lessons"
SECOND = "second_words"
MOST_SHOWN = 30
MOST_IN_PLAN = 80
USUAL = Lead("days", -3)
"""When a lesson is looked at that became a thing to do: three working days before."""


def add(turn: Turn) -> Outcome:
    """The lesson with its number; what is missing of its words is asked for."""
    if turn.filled == SECOND:
        return _second(turn)
    words = str(turn.slots.get("text") or "").strip()
    if not words:
        return turn.ask("text", f"{NAME}.what")
    session = _of(turn)
    if isinstance(session, Outcome):
        return session
    counter = turn.context.next("lesson")
    before = TeamLesson(
        id=str(counter.last),
        words=titled(turn, words),
        session=session.id if session else "",
        at=turn.context.now,
        by=turn.address,
        gone=True,
    )
    now = before.changed(gone=False)
    undo = undoable(turn, turn.words(f"{NAME}.undo", lesson=now), (before, now))
    saves = (counter, now, undo, noted(turn, "lesson.added", f"lesson/{now.id}"))
    return merge(Outcome(saves=saves), _said(turn, now))


def _of(turn: Turn) -> Session | Outcome | None:
    """The session that is named, else the last one that is over, if there is one."""
    if turn.slots.get("session"):
        return sessions.meant(turn)
    past = sessions.past(turn)
    return past[0] if past else None


def _said(turn: Turn, lesson: TeamLesson) -> Outcome:
    """What was noted, and the question for the other language."""
    missing = lesson.words.missing
    session = turn.context.view.get(Session, lesson.session)
    if missing:
        waiting = replace(turn, intent="lesson.add", slots={"lesson": lesson.id})
        return waiting.ask(SECOND, f"{NAME}.other", lesson=lesson, missing=missing)
    return turn.say(f"{NAME}.noted", lesson=lesson, session=session)


def _second(turn: Turn) -> Outcome:
    lesson = turn.context.view.get(TeamLesson, str(turn.slots.get("lesson", "")))
    missing = lesson.words.missing if lesson and not lesson.gone else None
    if lesson is None or missing is None:
        return turn.say("turn.not_understood")
    words = second_title(turn, lesson.words, missing, str(turn.slots[SECOND]))
    now = lesson.changed(words=words)
    undo = undoable(turn, turn.words(f"{NAME}.undo", lesson=now), (lesson, now))
    return merge(Outcome(saves=(now, undo)), _said(turn, now))


def list_all(turn: Turn) -> Outcome:
    """The lessons, newest first; of one session, if it is named."""
    view = turn.context.view
    if turn.slots.get("session"):
        session = sessions.meant(turn)
        if isinstance(session, Outcome):
            return session
        found = view.find(TeamLesson, "of_session", session.id)
    else:
        found = view.find(TeamLesson, "listed", "lesson")
    if not found:
        return turn.say(f"{NAME}.none")
    newest = found[::-1]
    more = max(0, len(newest) - MOST_SHOWN)
    return turn.say(f"{NAME}.list", lessons=newest[:MOST_SHOWN], more=more)


def to_plan(turn: Turn) -> Outcome:
    """The lesson as a thing to do in the plan of a session; once in each."""
    lesson = _named(turn)
    if isinstance(lesson, Outcome):
        return lesson
    session = sessions.meant(turn)
    if isinstance(session, Outcome):
        return session
    must_be_open(turn.context, session)
    if session.id in lesson.planned:
        return turn.say(f"{NAME}.planned_before", lesson=lesson, session=session)
    before = plan.plan_of(turn.context, session)
    if len(before.items) >= MOST_IN_PLAN:
        raise Refusal("plan.full", most=MOST_IN_PLAN)
    after = before.added(Item(id="", words=lesson.words, lead=USUAL))
    now = lesson.changed(planned=(*lesson.planned, session.id))
    said = turn.words(f"{NAME}.undo_planned", lesson=lesson, session=session)
    undo = undoable(turn, said, (before, after), (lesson, now))
    due = plan.moment(turn.context.team, session, USUAL)
    facts = {"lesson": lesson, "session": session, "due": due, "item": after.items[-1]}
    return merge(Outcome(saves=(after, now, undo)), turn.say(f"{NAME}.planned", **facts))


def remove(turn: Turn) -> Outcome:
    """The lesson off the list; it can be taken back."""
    lesson = _named(turn)
    if isinstance(lesson, Outcome):
        return lesson
    now = lesson.changed(gone=True)
    undo = undoable(turn, turn.words(f"{NAME}.undo_removed", lesson=lesson), (lesson, now))
    return merge(Outcome(saves=(now, undo)), turn.say(f"{NAME}.removed", lesson=lesson))


def _named(turn: Turn) -> TeamLesson | Outcome:
    number = str(turn.slots.get("lesson") or "").strip(" #.")
    if not number:
        return turn.ask("lesson", f"{NAME}.which")
    found = turn.context.view.get(TeamLesson, number)
    if found is None or found.gone:
        raise Refusal(f"{NAME}.unknown", named=number[:60])
    return found


SKILL = Skill(
    NAME,
    hears={
        "lesson.add": Heard(add, ORGANISERS),
        "info.lessons": Heard(list_all, ORGANISERS),
        "lesson.plan": Heard(to_plan, ORGANISERS),
        "lesson.remove": Heard(remove, ORGANISERS),
    },
)
