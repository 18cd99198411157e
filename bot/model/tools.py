"""What is used in a session beside its webinar: Wordly, Vevox, a Miro board."""

from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from bot.model.record import Record, Table
from bot.model.words import Both

SKILL = "tools"
"""The skill that hears what came of errands about tools."""
BOARDS = "boards"
"""The door of errands that make a board in Miro."""
VEVOX_PEOPLE = 500
"""How many people our licence of Vevox takes at once."""
MIRO_PEOPLE = 200
"""How many people may write on a board of Miro at once before it slows down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools(Record):
    """The tools of a session, as the team set them up.

    ``wordly`` is the id of its session (``ABCD-1234``), ``wordly_links`` the links by language that
    were pasted instead. ``vevox`` is the id of its session, nine digits. ``board`` is the link of a
    Miro board. ``warned`` names the tools of which the team has heard that too many may come.
    """

    table: ClassVar[Table] = Table("tools", key="session")
    session: str
    wordly: str = ""
    wordly_links: Both = field(default_factory=Both)
    vevox: str = ""
    board: str = ""
    warned: tuple[str, ...] = ()
    version: int = 1

    def changed(self, **fields: Any) -> "Tools":
        """The same with other values, one version on."""
        return replace(self, version=self.version + 1, **fields)
