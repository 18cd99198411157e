"""``circuit run``: serve until told to stop."""

import asyncio
import logging
import signal
from collections.abc import Coroutine, Mapping
from importlib import import_module
from typing import Any, cast

from bot import app, control
from bot.commands import mailbox, passing
from bot.commands.beside import Carried
from bot.commands.start import begin
from bot.control import Call
from bot.errors import Misconfigured
from bot.settings import Settings
from storage import KeptStore

log = logging.getLogger(__name__)
MINUTE = 60.0


def main() -> int:
    """The exit code, once the bot has stopped: 0 if it was told to, 1 if it could not go on."""
    return asyncio.run(_serve(begin(logging.INFO)))


async def _serve(chosen: Settings) -> int:
    stop = told_to_stop()
    async with app.opened(chosen) as house, control.serving(chosen.data, commands(house)):
        passing.clear(chosen.data)
        runner = await app.serve_pages(house)
        try:
            async with app.present(chosen, house.assistant.house.store) as lead:
                log.info("listening on %s, port %d", chosen.host, chosen.port)
                if chosen.local:
                    print(f"Circuit is at {chosen.public_url} (Ctrl+C stops it)", flush=True)
                return await at_work(house, lead, stop)
        finally:
            await runner.cleanup()


def told_to_stop() -> asyncio.Event:
    """What says that this process was told to stop; errors that nobody waits for are logged."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    loop.set_exception_handler(_log_unheard)
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    return stop


async def at_work(house: app.Opened, lead: app.Lead, stop: asyncio.Event) -> int:
    """0 once told to stop, 1 once the store or the work broke."""
    house.watch.tells, house.watch.leaderless = house.leads.is_set, lead.leaderless
    house.assistant.outbox.may_send = lead.surely
    busy = (_in_turn(house, lead), house.watch.run(), _file_receipts(house))
    work = [asyncio.create_task(each) for each in busy]
    stopped = asyncio.create_task(stop.wait())
    unfit = asyncio.create_task(house.broken.wait())
    done, _ = await asyncio.wait({stopped, unfit, *work}, return_when=asyncio.FIRST_COMPLETED)
    for task in (stopped, unfit, *work):
        task.cancel()
    ended = await asyncio.gather(*work, return_exceptions=True)
    if stopped in done and unfit not in done:
        return 0
    for problem in ended:
        if isinstance(problem, Misconfigured):
            raise problem
        if isinstance(problem, Exception):
            log.error("the work broke", exc_info=problem)
    log.critical("the bot cannot go on: free some disk space if it is full, and start it again")
    return 1


def _log_unheard(_: asyncio.AbstractEventLoop, context: Mapping[str, Any]) -> None:
    """Log what nobody waited for; the words of its error are left to the log's own rules."""
    log.error("%s", context["message"], exc_info=context.get("exception"))


async def _in_turn(house: app.Opened, lead: app.Lead) -> None:
    """Lead whenever it is this process's turn: of several on one store, one does."""
    while True:
        async with lead.leading() as lost:
            house.leads.set()
            try:
                await _until(lost, _lead(house))
            finally:
                house.leads.clear()


async def _until(event: asyncio.Event, work: Coroutine[Any, Any, None]) -> None:
    """Do the work until the event; what it is at comes to an end."""
    tasks = [asyncio.create_task(work), asyncio.create_task(event.wait())]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
    if not tasks[0].cancelled():
        tasks[0].result()


async def _lead(house: app.Opened) -> None:
    """What one process does for all: be connected to Webex, send, ask what is due."""
    assistant, folder = house.assistant, house.settings.mail_in
    await assistant.outbox.recover()
    watching = (mailbox.watch(house, folder),) if folder else ()
    async with app.connected(house), asyncio.TaskGroup() as work:
        for each in (assistant.outbox.run(), assistant.mailings.run(), _tick(house), *watching):
            work.create_task(each)


async def _tick(house: app.Opened) -> None:
    """Ask what is due, each minute."""
    while True:
        await house.assistant.tick()
        second = house.assistant.house.time.now().second
        await asyncio.sleep(MINUTE - second)


async def _file_receipts(house: app.Opened) -> None:
    """Have counted, each minute, what was reported to this process."""
    while True:
        await asyncio.sleep(MINUTE)
        await house.assistant.receipts.file()


LOADED = {
    "chat": "chat.chat",
    "import registrations": "importing.register",
    "import list": "lists.take_in",
    "import report": "reports.take_in",
    "import transcript": "transcripts.take_in",
    "export registrations": "exporting.export",
    "mailbox": "mailbox.look",
    "outbox": "outbox.show",
    "misses": "misses.tell",
    "poll results": "polls.tell",
    "report": "pilot.tell",
    "dossier": "dossier.pack",
    "promotion": "promotion.tell",
}
"""What carries out a command on the house: its function, loaded when it is asked for."""


def commands(house: app.Opened) -> control.Commands:
    """What other commands may ask of the bot that runs."""

    async def backing_up(call: Call) -> int:
        from bot.commands import backup

        store = house.assistant.house.store
        return await backup.backup(cast("KeptStore", store), call)

    async def examining(call: Call) -> int:
        from bot.commands import doctor

        return await doctor.examine(house.settings, call.out, running=house)

    def carried_out(named: str) -> control.Command:
        async def carry_out(call: Call) -> int:
            module, _, function = named.partition(".")
            command: Carried = getattr(import_module(f"bot.commands.{module}"), function)
            return await command(house, call)

        return carry_out

    loaded = {name: carried_out(named) for name, named in LOADED.items()}
    return {**loaded, "backup": backing_up, "doctor": examining}
