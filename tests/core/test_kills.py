"""The whole assistant, killed again and again while everything it heard is said to it again."""

import asyncio
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random  # noqa: TID251 - seeded

import pytest

from bot.model.conversation import Seen
from bot.model.outbox import Sending, State
from bot.model.record import View
from bot.model.session import Session
from bot.model.speaking import Speaking

from .house import on_disk

MESSAGES = 60
ROUNDS_IN_A_FOLDER = 5
FOLDERS = 20 if os.environ.get("CIRCUIT_PROVE") == "1" else 1
ROOT = Path(__file__).parents[2]
AIMED = (("chat", "after"), ("mail", "after"), ("chat", "before"), ("mail", "before"))


def begun(folder: Path, *deadly: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "tests.core.child", str(folder), str(MESSAGES), *deadly]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)


def killed(folder: Path, number: int, random: Random) -> None:
    """Let the assistant work until it is killed: at a delivery, or at no particular moment."""
    if number % 2:
        with begun(folder, *AIMED[number // 2 % 4], str(random.randint(1, 12))) as child:
            assert child.stdout is not None
            child.stdout.read()
        assert child.returncode in (-9, 0)
        return
    with begun(folder) as child:
        assert child.stdout is not None
        for _ in range(random.randint(1, 60)):
            child.stdout.readline()
        child.kill()


def finished(folder: Path) -> None:
    """Let the assistant come to the end of its work."""
    with begun(folder) as child:
        child.communicate()
    assert child.returncode == 0


def delivered(folder: Path, door: str) -> Counter[str]:
    """How often each sending was delivered by a door."""
    return Counter((folder / door).read_text().splitlines())


def effects(view: View) -> dict[str, list[str]]:
    """All that the messages brought about."""
    sessions = view.between(Session, "starts", None, None)
    return {
        "sessions": sorted(each.title.en for each in sessions),
        "invited": sorted(each.address for each in view.find(Speaking, "session", "1")),
        "heard": sorted(each.id for each in view.between(Seen, "at", None, None)),
    }


def wanted() -> dict[str, list[str]]:
    """All that the messages should bring about, each once."""
    numbers = range(MESSAGES)
    return {
        "sessions": sorted(f"wallets {n}" for n in numbers if n % 3 == 0),
        "invited": sorted(f"guest{n}@example.com" for n in numbers if n % 3),
        "heard": sorted(f"chat/message/{n}" for n in numbers),
    }


def sendings(view: View) -> dict[str, Sending]:
    """Every sending there is, by key."""
    return {each.key: each for state in State for each in view.find(Sending, "status", state)}


def check_deliveries(folder: Path, found: dict[str, Sending]) -> None:
    """Each left at least once, or is listed; a letter, which is known by its key, surely."""
    chat, mail = delivered(folder, "chat"), delivered(folder, "mail")
    assert set(chat) | set(mail) <= set(found)
    for key, sending in found.items():
        count = (chat if sending.door == "chat" else mail)[key]
        assert sending.state in (State.SENT, State.UNCERTAIN), key
        assert count >= 1 or sending.state is State.UNCERTAIN, key
        assert sending.door == "chat" or sending.state is State.SENT, key
    assert set(mail) == {key for key, each in found.items() if each.door == "mail"}
    assert max(chat.values()) <= 2


@pytest.mark.slow
def test_every_message_has_its_effect_once_and_everything_leaves_or_is_listed(
    tmp_path: Path,
) -> None:
    random = Random(7)

    async def look(folder: Path) -> None:
        async with on_disk(folder / "store") as store:
            found = sendings(store.view())
            assert effects(store.view()) == wanted()
            answers = {f"answer/chat/message/{n}" for n in range(MESSAGES)}
            letters = [key for key in found if key.endswith("/mail")]
            assert answers <= set(found)
            assert len(letters) == len(wanted()["invited"])
            check_deliveries(folder, found)

    for number in range(FOLDERS):
        folder = tmp_path / str(number)
        folder.mkdir()
        for step in range(ROUNDS_IN_A_FOLDER):
            killed(folder, number * ROUNDS_IN_A_FOLDER + step, random)
        finished(folder)
        asyncio.run(look(folder))
