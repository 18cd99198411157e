"""The door to the webinars: what is to be done there comes as errands, what came of it goes back.

A receipt tells the skill what was found, as JSON under ``found``; what needs a person is told as
``refused``, the key of a text, with its facts.
"""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import orjson

from bot.assistant.bringing import Assistant
from bot.assistant.doors import Again
from bot.assistant.tries import UNCERTAIN
from bot.assistant.webinars import Webinars
from bot.assistant.webinars.entering import entered
from bot.assistant.webinars.reading import read
from bot.errors import Gone, Refusal, Rejected, TryLater
from bot.model.outbox import Errand, Sending
from bot.model.webinar import WEBINARS, Kind, Meeting, Plan

Facts = Mapping[str, Any]
PAST = {
    "look": "looked",
    "make": "made",
    "change": "changed",
    "cancel": "cancelled",
    "sources": "sourced",
    "registrants": "listed",
    "enter": "entered",
}
"""What a text says was not done, for each verb."""
SETTLES = 60.0
"""Seconds after which a webinar that was made is surely to be found by its marker."""


@dataclass(frozen=True, slots=True)
class _Task:
    """An errand about a session; ``doubted`` where it may have been done already."""

    session: str
    facts: Facts
    doubted: bool


class WebinarErrands:
    """Does what is to be done about webinars.

    ``to`` of a sending is the session, so that one thing about it follows the other. All of it may
    be done again: what makes something looks first whether it is there.
    """

    name = WEBINARS
    rate = 20.0
    again: Again = "resend"

    def __init__(self, webinars: Webinars, assistant: Assistant) -> None:
        """Where the webinars are, and who hears of the people in them."""
        self._webinars, self._assistant = webinars, assistant
        self._verbs: Mapping[str, Callable[[_Task], Coroutine[Any, Any, Facts]]] = {
            "look": self._look,
            "make": self._make,
            "change": self._change,
            "cancel": self._cancel,
            "sources": self._sources,
            "registrants": self._registrants,
            "enter": self._enter,
        }

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """What was found; raises as a door does."""
        errand = sending.content
        if not isinstance(errand, Errand):
            raise Rejected("not an errand")
        task = _Task(sending.to, errand.facts, sending.problem == UNCERTAIN)
        try:
            found = await self._verbs[errand.verb](task)
        except Refusal as refusal:
            found = {"refused": refusal.key, "facts": refusal.facts}
        except Gone:
            found = {"refused": "webinar.gone", "facts": {}}
        except Rejected as problem:
            said = {"said": str(problem)}
            found = {"refused": f"webinar.not_{PAST[errand.verb]}", "facts": said}
        return {"found": orjson.dumps(found).decode()}

    async def close(self) -> None:
        """Let go of connections."""
        await self._webinars.close()

    async def _look(self, task: _Task) -> Facts:
        """The session types there are, and the webinar if it was made already."""
        meetings = self._webinars.meetings
        there = await meetings.marked(str(task.facts["marker"]))
        types = [] if there else await meetings.types()
        return {"types": [asdict(each) for each in types], **_made(there[0] if there else None)}

    async def _make(self, task: _Task) -> Facts:
        """The webinar, made unless it is there.

        If it may have been made a moment ago, it is given time to show before it is made again.
        """
        plan, kind = Plan.of(task.facts["plan"]), Kind.of(task.facts["kind"])
        there = await self._webinars.meetings.marked(plan.marker)
        if task.doubted and not there:
            raise TryLater("the webinar is not to be seen yet", after=SETTLES)
        made = there[0] if there else await self._webinars.meetings.make(plan, kind)
        return {**_made(made), "doubles": max(0, len(there) - 1)}

    async def _change(self, task: _Task) -> Facts:
        plan, former = Plan.of(task.facts["plan"]), task.facts["former"]
        await self._webinars.meetings.change(str(task.facts["meeting"]), plan, former)
        return {}

    async def _cancel(self, task: _Task) -> Facts:
        await self._webinars.meetings.cancel(str(task.facts["meeting"]))
        return {}

    async def _sources(self, task: _Task) -> Facts:
        facts = task.facts
        links = await self._webinars.meetings.sources(
            str(facts["meeting"]), facts["channels"], str(facts["address"])
        )
        return {"sources": dict(links)}

    async def _registrants(self, task: _Task) -> Facts:
        return await read(self._webinars, self._assistant, task.session, task.facts)

    async def _enter(self, task: _Task) -> Facts:
        meeting = str(task.facts["meeting"])
        return await entered(self._webinars.lists, self._assistant, task.session, meeting)


def _made(meeting: Meeting | None) -> Facts:
    return {"made": asdict(meeting) if meeting else None}
