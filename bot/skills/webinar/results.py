"""What came of reading the list of those who registered in Webex."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot import answering
from bot.context import Context, Turn, merge
from bot.model.outbox import PROGRESS, Errand, Sending
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.webinar import SKILL, Webinar
from bot.model.words import Phrase
from bot.posts import Note, to_space
from bot.skills.webinar import done

FOR_THE_TEAM = frozenset({f"{SKILL}.token_gone", f"{SKILL}.not_allowed", f"{SKILL}.vanished"})
"""Problems that the team hears of unasked, each once: somebody has to do something."""
Facts = Mapping[str, Any]


def heard(turn: Turn) -> Outcome:
    """What is known now, and word to whoever asked, or to the space of a new problem."""
    context = turn.context
    sending = context.view.get(Sending, turn.result.key)
    webinar = context.view.get(Webinar, sending.to) if sending else None
    session = context.view.get(Session, sending.to) if sending else None
    if sending is None or webinar is None or session is None:
        return Outcome()
    assert isinstance(sending.content, Errand)
    if sending.content.verb != "registrants":
        found = _found(turn, sending.content.verb)
        return done.after(done.Done(context, session, webinar, sending, found))
    number, tell = int(sending.content.facts["number"]), sending.content.facts["tell"]
    found = _found(turn, sending.content.verb)
    said = _said(session, found)
    told = answering.answered(context, sending, said, tell) if tell else Outcome()
    if number < webinar.asked:
        return told
    after = _known(webinar, found, number, said)
    alarm = not tell and said.key in FOR_THE_TEAM and said.key != webinar.problem
    word = _to_space(context, webinar, said) if alarm else ()
    return merge(told, Outcome(saves=(after,), sends=word))


def _found(turn: Turn, verb: str) -> Facts:
    """What was found; without a receipt, Webex could not be asked for too long."""
    if "found" in turn.result.facts:
        found: Facts = json.loads(turn.result.facts["found"])
        return found
    name = {"registrants": "unreachable", "make": "unreachable_made"}.get(verb, "unreachable_now")
    return {"refused": f"{SKILL}.{name}", "facts": {}}


def _said(session: Session, found: Facts) -> Phrase:
    if "refused" in found:
        return Phrase(str(found["refused"]), {"session": session, **found["facts"]})
    facts = {name: found[name] for name in ("pending", "rejected", "unfit", "left", "vanished")}
    counts = {name: found["counts"].get(name, 0) for name in ("new", "waiting", "changed", "same")}
    counts["new"] += counts["waiting"]
    key = f"{SKILL}.vanished" if found["vanished"] else f"{SKILL}.read"
    return Phrase(key, {"session": session, **facts, **counts})


def _known(webinar: Webinar, found: Facts, number: int, said: Phrase) -> Webinar:
    """The webinar after this reading."""
    if "refused" in found:
        # A webinar that is gone is looked for once more by its link.
        meeting = "" if said.key == f"{SKILL}.gone" else webinar.meeting
        return webinar.changed(answered=number, meeting=meeting, problem=said.key)
    until = datetime.fromisoformat(found["until"])
    return webinar.changed(
        answered=number,
        meeting=found["meeting"],
        read_at=until,
        listed_at=until if found["whole"] else webinar.listed_at,
        problem=said.key if found["vanished"] else "",
        came_by=found["sources"] if found["whole"] else webinar.came_by,
    )


def _to_space(context: Context, webinar: Webinar, said: Phrase) -> tuple[Sending, ...]:
    key = f"{PROGRESS}{SKILL}-{webinar.session}/problem/{webinar.asked}"
    return to_space(context, Note(key, said, said, said, f"session/{webinar.session}"))
