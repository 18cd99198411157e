"""``circuit run``: serve until told to stop."""

import asyncio
import logging
import signal
import sys

from bot import app, control, settings
from bot.commands import backup, chat, doctor
from bot.control import Call

log = logging.getLogger(__name__)
MINUTE = 60.0


def main() -> int:
    """The exit code, once the bot has stopped: 0 if it was told to, 1 if it could not go on."""
    logging.basicConfig(
        level=logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
        stream=sys.stderr,
    )
    logging.getLogger("aiohttp.access").setLevel(logging.WARNING)
    return asyncio.run(_serve(settings.read()))


async def _serve(chosen: settings.Settings) -> int:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with app.opened(chosen) as house:
        await house.assistant.outbox.recover()
        server = await control.serve(chosen.data, _commands(house))
        runner = await app.serve_pages(house)
        work = [
            asyncio.create_task(house.assistant.outbox.run()),
            asyncio.create_task(_tick(house)),
        ]
        stopped = asyncio.create_task(stop.wait())
        if chosen.local:
            print(f"Circuit is at {chosen.public_url} (Ctrl+C stops it)", flush=True)
        code = await _until_stopped(stopped, work, house.broken)
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)
        server.close()
        await runner.cleanup()
    return code


async def _until_stopped(
    stopped: asyncio.Task[bool], work: list[asyncio.Task[None]], broken: asyncio.Event
) -> int:
    """0 once told to stop, 1 once the store or the work broke."""
    unfit = asyncio.create_task(broken.wait())
    endless = work
    done, _ = await asyncio.wait({stopped, unfit, *endless}, return_when=asyncio.FIRST_COMPLETED)
    unfit.cancel()
    if stopped in done:
        return 0
    for task in endless:
        if task in done and not task.cancelled() and task.exception():
            log.error("the bot cannot go on", exc_info=task.exception())
    return 1


async def _tick(house: app.Opened) -> None:
    """Ask what is due, each minute."""
    while True:
        await house.assistant.tick()
        second = house.assistant.house.time.now().second
        await asyncio.sleep(MINUTE - second)


def _commands(house: app.Opened) -> dict[str, control.Command]:
    async def chatting(call: Call) -> int:
        return await chat.chat(house, call)

    async def backing_up(call: Call) -> int:
        return await backup.backup(house, call)

    async def examining(call: Call) -> int:
        return await doctor.examine(house.settings, call.out, running=house)

    return {"chat": chatting, "backup": backing_up, "doctor": examining}
