"""A half found to be right by somebody of the team who did not write it.

“mark the French description of session 2 as reviewed”
« marque la description en français de la séance 2 comme révisée »
"""

from bot import sessions
from bot.context import Handler, Turn, merge, undoable
from bot.describing import showing
from bot.describing.facts import description_of
from bot.errors import Refusal
from bot.model.description import Description, HalfState
from bot.model.outcome import Outcome
from bot.model.session import Session
from bot.model.words import LANGUAGES, Language
from bot.planning.drafts import noted
from bot.planning.sequels import placed
from bot.skills.description import card


def review(turn: Turn) -> Outcome:
    """The half that is named is reviewed; without a language, both that are written."""
    session = sessions.meant(placed(turn))
    if isinstance(session, Outcome):
        return session
    named = str(turn.slots.get("language", ""))
    return _reviewed(turn, session, [each for each in LANGUAGES if named in ("", each)])


def pressed(language: Language) -> Handler:
    """The handler of the button by which a half is found right."""

    def handle(turn: Turn) -> Outcome:
        """The half as the card showed it; another text is to be read first."""
        session, shown = card.session_on(turn), turn.shown_card
        description = description_of(turn.context, session)
        if description.half(language).text != shown.facts[language]:
            return card.halves(turn, session, description)
        return _reviewed(turn, session, [language])

    return handle


def _reviewed(turn: Turn, session: Session, languages: list[Language]) -> Outcome:
    """Each half of these that somebody else wrote is reviewed; nobody reviews their own."""
    before = description_of(turn.context, session)
    written = [each for each in languages if before.state(each) is not HalfState.MISSING]
    if not written:
        return turn.say(f"{card.SKILL}.nothing_to_review", session=session)
    fresh = [each for each in written if before.state(each) is not HalfState.REVIEWED]
    if not fresh:
        by = showing.called(turn.context, before.half(written[0]).reviewed_by)
        return turn.say(f"{card.SKILL}.reviewed_before", session=session, by=by)
    own = [each for each in fresh if before.half(each).by == turn.address]
    if own == fresh:
        raise Refusal(f"{card.SKILL}.own", session=session, side=_side(own))
    after = before
    for language in fresh:
        if language not in own:
            after = after.reviewed(language, turn.address)
    return _said(turn, session, (before, after.at_version(before.version + 1)), own)


def _side(languages: list[Language]) -> str:
    return languages[0] if len(languages) == 1 else "both"


def _said(
    turn: Turn, session: Session, change: tuple[Description, Description], own: list[Language]
) -> Outcome:
    """What was reviewed, by whom; what still differs; whether the page shows it."""
    before, after = change
    fresh = [each for each in LANGUAGES if before.half(each) != after.half(each)]
    facts = {
        "session": session,
        "side": _side(fresh),
        "by": turn.incoming.sender.name or turn.address,
        "own": own,
        "all": after.is_reviewed,
        "public": session.public,
        "differ": showing.to_check(turn.context, session, after),
    }
    undo = undoable(turn, turn.words(f"{card.SKILL}.undo_review", session=session), change)
    saves = (after, undo, noted(turn, "description.reviewed", f"session/{session.id}"))
    return merge(Outcome(saves=saves), turn.say(f"{card.SKILL}.reviewed", **facts))
