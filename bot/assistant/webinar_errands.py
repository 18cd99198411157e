"""The door to the webinars: what is to be done there comes as errands, what came of it goes back.

A receipt tells the skill what was found, as JSON under ``found``; what needs a person is told as
``refused``, the key of a text, with its facts.
"""

import uuid
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

import orjson

from bot.assistant.bringing import Assistant, Counts, Load, filed
from bot.assistant.doors import Again
from bot.assistant.webinars import Webinars
from bot.errors import Refusal, Rejected
from bot.model.addresses import mailbox
from bot.model.conversation import Delivery, Incoming, Sender
from bot.model.outbox import Errand, Sending
from bot.model.people import Place
from bot.model.registration import Registration
from bot.model.webinar import SKILL, WEBINARS, Registrant
from bot.registering.request import Request

Facts = Mapping[str, Any]
T = TypeVar("T")
A_PIECE = 50
MOST_GONE = 20
LONGEST_AGO = timedelta(days=360)
"""How far back those who registered are looked for: four times as far as one call may span."""


@dataclass
class _Read:
    """What one reading of a list came to."""

    counts: Counts = field(default_factory=Counts)
    decisions: Counter[str] = field(default_factory=Counter)
    unfit: int = 0
    present: set[str] = field(default_factory=set)
    turned_down: list[str] = field(default_factory=list)

    def take(self, registrant: Registrant) -> Request | None:
        """The wish of somebody who was let in."""
        try:
            address = mailbox(registrant.address)
        except Refusal:
            self.unfit += 1
            return None
        self.decisions[registrant.status] += 1
        if registrant.status == "rejected":
            self.turned_down.append(address)
            return None
        self.present.add(address)
        if registrant.status == "pending":
            return None
        return Request(address=address, name=registrant.name, came="webinar", at=registrant.at)


class WebinarErrands:
    """Finds a webinar and brings in those who registered there.

    ``to`` of a sending is the session, so that one thing about it follows the other.
    """

    name = WEBINARS
    rate = 20.0
    again: Again = "resend"

    def __init__(self, webinars: Webinars, assistant: Assistant) -> None:
        """Where the webinars are, and who hears of the people in them."""
        self._webinars, self._assistant = webinars, assistant
        self._verbs: Mapping[str, Callable[[str, Facts], Coroutine[Any, Any, Facts]]] = {
            "registrants": self._registrants,
        }

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """What was found; raises as a door does."""
        errand = sending.content
        if not isinstance(errand, Errand):
            raise Rejected("not an errand")
        try:
            found = await self._verbs[errand.verb](sending.to, errand.facts)
        except Refusal as refusal:
            found = {"refused": refusal.key, "facts": refusal.facts}
        return {"found": orjson.dumps(found).decode()}

    async def close(self) -> None:
        """Let go of connections."""
        await self._webinars.close()

    async def _registrants(self, session: str, facts: Facts) -> Facts:
        """Those who registered, heard as those in a file are; and those who are there no more.

        Done again, it changes nothing more.
        """
        meeting = str(facts["meeting"]) or (await self._webinars.found(str(facts["link"]))).id
        now = self._assistant.house.time.now()
        whole = facts["since"] is None
        since = now - LONGEST_AGO if whole else datetime.fromisoformat(str(facts["since"]))
        read = _Read()
        async for page in self._webinars.registrants(meeting, since, now):
            wishes = [wish for each in page if (wish := read.take(each))]
            await self._bring(session, wishes, read.counts)
        missing, vanished = self._missing(session, read) if whole else ([], 0)
        left = await self._let_go(session, [*read.turned_down, *missing])
        return {
            "meeting": meeting,
            "until": now.isoformat(),
            "whole": whole,
            "counts": read.counts,
            "pending": read.decisions["pending"],
            "rejected": read.decisions["rejected"],
            "unfit": read.unfit,
            "left": left,
            "vanished": vanished,
        }

    async def _bring(self, session: str, wishes: Sequence[Request], counts: Counts) -> None:
        try:
            async for piece in filed(
                self._assistant, Load("registration", {"session": session}, _pieces(wishes))
            ):
                counts.update(piece)
        except Rejected:
            raise Refusal("webinar.not_open") from None

    def _missing(self, session: str, read: _Read) -> tuple[list[str], int]:
        """Who came by the webinar and is in its list no more; or how many, if it is too many.

        A list that lost so many was not emptied by people one by one.
        """
        view = self._assistant.house.store.view()
        known = [each.address for each in view.find(Registration, "webinar_in", session)]
        gone = [each for each in known if each not in read.present]
        if len(gone) > max(MOST_GONE, len(known) // 10):
            return [], len(gone)
        return gone, 0

    async def _let_go(self, session: str, addresses: Sequence[str]) -> int:
        """How many places were given up, of those that were given up in Webex."""
        run, left = uuid.uuid4().hex, 0
        at = self._assistant.house.time.now()
        for number, piece in enumerate(_pieces(addresses)):
            answer = await self._assistant.hear(
                Incoming(
                    id=f"{run}/{number}",
                    place=Place(WEBINARS, run),
                    sender=Sender(""),
                    private=False,
                    at=at,
                    delivery=Delivery(SKILL, {"session": session, "gone": piece}),
                )
            )
            left += int(answer.facts.get("left", 0))
        return left


def _pieces(all_: Sequence[T]) -> list[Sequence[T]]:
    return [all_[n : n + A_PIECE] for n in range(0, len(all_), A_PIECE)]
