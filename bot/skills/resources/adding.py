"""A link put on the list of a session, with its title in both languages; and taken off it."""

from dataclasses import replace

from bot import resources, sessions
from bot.context import Turn, merge, undoable
from bot.errors import Refusal
from bot.model.outcome import Outcome
from bot.model.people import Role
from bot.model.resource import Resource
from bot.model.session import Phase, Session
from bot.model.speaking import Reply, Speaking, speaking_key
from bot.model.words import Both
from bot.planning.drafts import noted
from bot.planning.links import is_link
from bot.planning.sequels import placed
from bot.planning.titles import second_title, titled

SECOND_TITLE = "second_title"
MOST = 30
"""So many resources fit into one message to a room."""


def add(turn: Turn) -> Outcome:
    """The link on the list of its session; or the question for what is missing."""
    if turn.filled == SECOND_TITLE:
        return _second_title(turn)
    session = sessions.meant(placed(turn))
    if isinstance(session, Outcome):
        return session
    _may_add(turn, session)
    link = str(turn.slots.get("url", "")).strip()
    if not link:
        return replace(turn, slots={**turn.slots, "session": session.id}).ask(
            "url", "resources.which_link", session=session
        )
    if not is_link(link):
        raise Refusal("resources.no_such_link", link=link[:200])
    return _with_link(turn, session, link)


def _may_add(turn: Turn, session: Session) -> None:
    """Nothing; raises Refusal for a cancelled session, and for one they do not speak at."""
    if session.phase is Phase.CANCELLED:
        raise Refusal("session.wrong_phase", id=session.id, phase=session.phase.value)
    if turn.role is Role.ORGANISER:
        return
    speaking = turn.context.view.get(Speaking, speaking_key(session.id, turn.address))
    if speaking is None or speaking.reply is Reply.NO:
        raise Refusal("resources.not_yours", session=session)


def _with_link(turn: Turn, session: Session, link: str) -> Outcome:
    """The link with a title; one that is on the list already is only shown."""
    listed = resources.resources_of(turn.context, session)
    known = next((each for each in listed if each.link == link), None)
    if known:
        return turn.say("resources.known", resource=known)
    if len(listed) >= MOST:
        raise Refusal("resources.too_many", most=MOST)
    words = str(turn.slots.get("called") or turn.slots.get("title") or "").strip()
    if not words:
        known_slots = {**turn.slots, "session": session.id}
        return replace(turn, slots=known_slots).ask("title", "resources.which_title", link=link)
    return _kept(turn, session, link, titled(turn, words))


def _kept(turn: Turn, session: Session, link: str, title: Both) -> Outcome:
    counter = turn.context.next("resource")
    before = Resource(
        id=str(counter.last),
        session=session.id,
        title=title,
        link=link,
        added=turn.context.now,
        added_by=turn.address,
        gone=True,
    )
    now = before.changed(gone=False)
    undo = undoable(turn, turn.words("resources.undo_added", resource=now), (before, now))
    saves = (counter, now, undo, noted(turn, "resource.added", f"session/{session.id}"))
    return merge(Outcome(saves=saves), _said(turn, session, now))


def _said(turn: Turn, session: Session, resource: Resource) -> Outcome:
    """What was noted, and the question for the title that is missing, or when it goes out."""
    missing = resource.title.missing
    if missing:
        waiting = replace(turn, intent="resource.add", slots={"resource": resource.id})
        return waiting.ask(
            SECOND_TITLE, "resources.other_title", resource=resource, missing=missing
        )
    handout = resources.handout_of(turn.context, session)
    late = resources.is_out(turn.context, session)
    facts = {"resource": resource, "session": session, "at": resources.handed_out_at(session)}
    return turn.say("resources.added", late=late, by_itself=handout.by_itself, **facts)


def _second_title(turn: Turn) -> Outcome:
    """The title in the language that was missing."""
    before = turn.context.view.get(Resource, str(turn.slots["resource"]))
    missing = before.title.missing if before and not before.gone else None
    if before is None or missing is None:
        return turn.say("turn.not_understood")
    title = second_title(turn, before.title, missing, str(turn.slots[SECOND_TITLE]))
    now = before.changed(title=title)
    session = sessions.of_card(turn.context, now.session)
    undo = undoable(turn, turn.words("resources.undo_title", resource=now), (before, now))
    return merge(Outcome(saves=(now, undo)), _said(turn, session, now))


def remove(turn: Turn) -> Outcome:
    """The resource off the list; it can be taken back."""
    named = str(turn.slots.get("theme", "")).strip()
    if not named:
        return turn.ask("theme", "resources.which")
    known = turn.context.view.get(Resource, named.lstrip("#"))
    if known is None or known.gone:
        raise Refusal("resources.unknown", named=named[:100])
    now = known.changed(gone=True)
    undo = undoable(turn, turn.words("resources.undo_removed", resource=known), (known, now))
    audit = noted(turn, "handout.removed", f"session/{known.session}")
    saves = (now, undo, audit)
    return merge(Outcome(saves=saves), turn.say("resources.removed", resource=known))
