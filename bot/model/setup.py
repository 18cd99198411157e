"""What the people who installed the bot have settled; a skill may read it, never change it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Setup:
    """The facts of this installation that bear on what is said and who may do what.

    ``domains`` empty means everyone is a participant, which only local mode allows.
    """

    organisers: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    local: bool = False
    public_url: str = ""
    mail_from: str = ""
