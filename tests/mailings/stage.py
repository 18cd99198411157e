"""A stage for talks with other ways out beside mail, and with mail that comes in.

GC Notify and the flow listen on loopback; what the bot is told by mail is read from whole messages.
"""

import hashlib
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot import app, settings
from bot.assistant import Assistant
from bot.assistant.receipts import Receipt
from bot.channels.terminal.stage import CHANNEL, DirectStage, Ears
from bot.channels.terminal.talk import Line, Step
from bot.documents.returned import identity, read
from bot.model.conversation import Delivery, Incoming, Sender
from bot.model.outbox import Sending, letter_mark
from bot.model.outcome import Outcome
from bot.model.people import Place
from bot.model.setup import MAILBOX, MOST_BY_NOTIFY, Pace
from bot.services.flow import Flow
from bot.services.notify import Notify
from bot.services.notify.api import NotifyApi
from tests.flow import trigger
from tests.notify import service
from tests.returned.samples import dsn, reply

from .house import registration

PACES = {"mail": Pace(rate=0.5, daily=10_000), "notify": Pace(most=MOST_BY_NOTIFY), "flow": MAILBOX}


@dataclass
class Mails(Ears):
    """What left the bot; of letters also by which Message-ID somebody answers them."""

    ids: dict[str, str] = field(default_factory=dict)

    async def send(self, sending: Sending) -> Mapping[str, str]:
        """Take the sending in."""
        self.ids[sending.to] = f"<{letter_mark(sending.key)}@example.org>"
        return await super().send(sending)


@dataclass(frozen=True)
class Outside:
    """The two services that listen."""

    notify: service.Service
    flow: trigger.Trigger


class MassStage(DirectStage):
    """The people of a talk, and what befalls letters to many.

    ``Crowd: 30000 at session 1`` lets so many take a place. ``Notify: gone`` and ``Flow: gone`` cut off the next call after it was taken; ``Notify: 1 left
    today`` leaves that much room; ``Flow: 2 a day`` is all a mailbox may send; ``Notify: tom@…
    bounced`` is what it reports. ``Mailbox: tom@… bounced`` brings a mail server's report about the
    last letter there, ``Mailbox: tom@… writes …`` an answer to it.
    """

    def __init__(self, stage: DirectStage, outside: Outside) -> None:
        """The same house with two doors more."""
        house, self._outside = stage._assistant.house, outside
        self._mails = Mails(CHANNEL, stage._ears.names)
        api = NotifyApi(outside.notify.url, service.KEY, house.time)
        self._flow = Flow(outside.flow.url)
        self._doors = (Notify(api), self._flow)
        doors = {CHANNEL: self._mails, "mail": self._mails}
        setup = replace(house.setup, ways=PACES)
        named = {**doors, **{each.name: each for each in self._doors}}
        super().__init__(Assistant(replace(house, doors=named, setup=setup)), self._mails, app.CAST)
        self._told, self._posted, self._read = dict[str, int](), 0, 0

    async def act(self, step: Step) -> None:
        """Do what the step says; what befalls letters is not said to the bot."""
        befalls = {
            "Crowd": self._crowded,
            "Notify": self._notified,
            "Flow": self._flowed,
            "Mailbox": self._came,
        }
        if step.who in befalls:
            await befalls[step.who](step.text)
            await self._assistant.settle()
        else:
            await super().act(step)

    def heard(self) -> list[Line]:
        """What left the bot since the last call, by whichever way."""
        return [*super().heard(), *self._by_notify(), *self._by_flow()]

    async def close(self) -> None:
        """Let go of connections."""
        for each in self._doors:
            await each.close()
        await super().close()

    async def _crowded(self, text: str) -> None:
        many, number = text.split(" at session ")
        for start in range(0, int(many), 1000):
            numbers = range(start, min(int(many), start + 1000))
            people = tuple(registration(each, session=number) for each in numbers)
            await self._assistant.house.store.run(Outcome(saves=people).regardless)

    async def _notified(self, text: str) -> None:
        notify, (first, *more) = self._outside.notify, text.split()
        if first == "gone":
            notify.problems.append(first)
        elif more == ["bounced"]:
            batch = notify.mails[first][-1].reference
            await self._assistant.receipts.take(Receipt(batch, first, "bounced"))
            await self._assistant.receipts.file()
        else:
            assert more == ["left", "today"], text
            notify.remaining = int(first)

    async def _flowed(self, text: str) -> None:
        first, *more = text.split()
        if first == "gone":
            self._outside.flow.answers.append(first)
        else:
            assert more == ["a", "day"], text
            self._flow.daily = int(first)

    async def _came(self, text: str) -> None:
        address, what, *rest = text.split(" ", 2)
        letter = self._mails.ids[address]
        if what == "bounced":
            content = dsn(recipient=f"rfc822;{address}", letter=f"Message-ID: {letter}\n\n")
        else:
            assert what == "writes", text
            content = reply(rest[0], sender=address, letter=letter)
        self._read += 1
        number = hashlib.sha256(f"{self._read}{identity(content)}".encode()).hexdigest()
        await self._assistant.hear(
            Incoming(
                id=number,
                place=Place("mailbox", number),
                sender=Sender(""),
                private=False,
                at=self._assistant.house.time.now(),
                delivery=Delivery("returned", {"id": number, "mail": read(content)}),
            )
        )

    def _by_notify(self) -> Iterator[Line]:
        for to, mails in self._outside.notify.mails.items():
            for mail in mails[self._told.get(to, 0) :]:
                yield Line(to, f"{mail.subject} by GC Notify")
            self._told[to] = len(mails)

    def _by_flow(self) -> Iterator[Line]:
        posted = self._outside.flow.posted[self._posted :]
        self._posted += len(posted)
        for each in posted:
            subjects = dict.fromkeys(filter(None, each["subject"].values()))
            yield from (Line(to, f"{' | '.join(subjects)} by the flow") for to in each["to"])


@asynccontextmanager
async def staged(start: datetime) -> AsyncIterator[MassStage]:
    """The cast of local mode around a bot in memory that has three ways out."""
    plain = await app.stage(settings.read({}), start)
    async with service.served() as notify, trigger.listening() as flow:
        stage = MassStage(plain, Outside(notify, flow))
        try:
            yield stage
        finally:
            await stage.close()
