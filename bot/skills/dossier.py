"""“the file of session 3” / « le dossier de la séance 3 ».

All that is filed of a session, as one zip file behind a link that is good for an hour.
"""

from bot import downloads, sessions
from bot.context import ORGANISERS, Heard, Skill, Turn, merge
from bot.errors import Refusal
from bot.model.outcome import Outcome
from bot.model.session import Phase
from bot.planning.drafts import noted

NAME = "dossier"
ENDINGS = {"download": ".zip"}


def asked(turn: Turn) -> Outcome:
    """The link to the file."""
    if not turn.incoming.private:
        raise Refusal(f"{NAME}.in_private")
    session = sessions.meant(turn)
    if isinstance(session, Outcome):
        return session
    wanted = downloads.Wanted(f"{NAME}/{session.id}", {"session": session.id}, ENDINGS)
    card = downloads.behind(turn, NAME, wanted)
    over = session.phase in (Phase.HELD, Phase.CANCELLED)
    link = turn.context.link(card.ref)
    said = turn.say(f"{NAME}.link", session=session, link=link, over=over)
    return merge(Outcome(saves=(card,)), said)


def show(turn: Turn) -> Outcome:
    """The page behind the link."""
    assert turn.card is not None
    session = sessions.of_card(turn.context, str(turn.card.facts["session"]))
    return downloads.page(turn, turn.words(f"{NAME}.ready", session=session))


def download(turn: Turn) -> Outcome:
    """That the file may be handed over; noted each time."""
    assert turn.card is not None
    audit = noted(turn, "dossier.packed", f"session/{turn.card.facts['session']}")
    return merge(Outcome(saves=(audit,)), downloads.handed_over(turn))


SKILL = Skill(
    NAME,
    hears={"dossier.make": Heard(asked, ORGANISERS)},
    presses={name: Heard(download, ORGANISERS) for name in ENDINGS},
    show=show,
)
