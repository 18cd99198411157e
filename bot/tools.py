"""The tools of a session as people reach them: links by language, ids as they are read out."""

from dataclasses import dataclass, field

from bot import texts
from bot.context import Context
from bot.model.registration import Registration
from bot.model.session import Phase, Session
from bot.model.tools import MIRO_PEOPLE, VEVOX_PEOPLE, Tools
from bot.model.words import LANGUAGES, Both, Phrase

WORDLY_LINK = "https://attend.wordly.ai/frame/{id}?lang={language}"
"""Where Wordly shows a session in one language: no document says so, public pages lead there."""
VEVOX_LINK = "https://vevox.app/#/m/{id}"
"""Where one joins a session of Vevox (help.vevox.com)."""


@dataclass(frozen=True, slots=True)
class Reached:
    """How people reach the tools of a session; empty where there is none.

    ``full`` says that more people have registered than Vevox takes, ``view_only`` that too many
    have for all to write on the board.
    """

    wordly: Both = field(default_factory=Both)
    vevox: str = ""
    vevox_link: str = ""
    full: bool = False
    board: str = ""
    view_only: bool = False

    @property
    def any(self) -> bool:
        """Whether there is anything to reach."""
        return bool(self.wordly.en or self.wordly.fr or self.vevox or self.board)

    @property
    def facts(self) -> dict[str, object]:
        """The same, as what texts say of it."""
        return {
            "wordly": self.wordly,
            "vevox": self.vevox,
            "vevox_link": self.vevox_link,
            "full": self.full,
            "most": VEVOX_PEOPLE,
            "board": self.board,
            "view_only": self.view_only,
        }


def tools_of(context: Context, session: Session) -> Tools:
    """The tools of the session, set up or not."""
    return context.view.get(Tools, session.id) or Tools(session=session.id)


def registered(context: Context, session: Session) -> int:
    """How many people have a place."""
    return context.view.count(Registration, "standing_in", f"{session.id}/registered")


def reached(context: Context, session: Session) -> Reached:
    """How people reach the tools; nothing once the session is over or cancelled."""
    if session.phase is Phase.CANCELLED or session.ends <= context.now:
        return Reached()
    return shown(tools_of(context, session), registered(context, session))


def shown(tools: Tools, people: int) -> Reached:
    """How people reach these tools, when so many have a place."""
    return Reached(
        wordly=_wordly(tools),
        vevox=spaced(tools.vevox),
        vevox_link=VEVOX_LINK.format(id=tools.vevox) if tools.vevox else "",
        full=people > VEVOX_PEOPLE,
        board=tools.board,
        view_only=people > MIRO_PEOPLE,
    )


def lines(reach: Reached) -> Both:
    """The tools in words, a line each, the reader's own language first; empty if there are none."""
    return texts.both(Phrase("tools.lines", reach.facts)) if reach.any else Both()


def below(reach: Reached) -> Both:
    """The same on lines below a text; empty if there are none."""
    said = lines(reach)
    return Both(f"\n{said.en}", f"\n{said.fr}") if reach.any else said


def spaced(vevox: str) -> str:
    """The id as Vevox shows it: ``195-061-937``."""
    return "-".join(filter(None, (vevox[:3], vevox[3:6], vevox[6:])))


def _wordly(tools: Tools) -> Both:
    """The link for each language: the one that was pasted, or that of the session's id."""
    own = {each: getattr(tools.wordly_links, each) for each in LANGUAGES}
    if tools.wordly:
        made = {each: WORDLY_LINK.format(id=tools.wordly, language=each) for each in LANGUAGES}
        return Both(**{each: own[each] or made[each] for each in LANGUAGES})
    return Both(**own)
