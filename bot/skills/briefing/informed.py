"""Who is kept informed, on which rhythm, and what was sent to them."""

from bot.context import Question, Turn, merge, undoable
from bot.errors import Refusal
from bot.model.addresses import mailbox
from bot.model.briefing import DIGEST, RHYTHMS, SKILL, Briefing, Informed, Rhythm
from bot.model.outcome import Outcome
from bot.model.words import Phrase
from bot.planning.drafts import noted
from bot.understanding.cleaning import fold

MOST_SHOWN = 10
SAID: dict[str, Rhythm] = {
    "week": "weekly", "weekly": "weekly", "semaine": "weekly", "hebdomadaire": "weekly",
    "month": "monthly", "monthly": "monthly", "mois": "monthly", "mensuel": "monthly",
    "session": "session", "seance": "session",
}  # fmt: skip


def add(turn: Turn) -> Outcome:
    """The address on the list with its rhythm, which is asked for if it was not said."""
    written = str(turn.slots.get("person", ""))
    if "@" not in written:
        return turn.ask("person", f"{SKILL}.which_address")
    address = mailbox(written)
    rhythm = _rhythm(turn)
    if rhythm is None:
        choices = [(each, turn.words(f"{SKILL}.rhythm", rhythm=each)) for each in RHYTHMS]
        asked = Phrase(f"{SKILL}.which_rhythm", {"address": address})
        return turn.pose(Question("rhythm", asked, choices))
    known = turn.context.view.get(Informed, address)
    fresh = Informed(address=address, rhythm=rhythm, since=turn.context.now, gone=True)
    before = known or fresh
    if not before.gone and before.rhythm == rhythm:
        return turn.say(f"{SKILL}.informed_already", informed=before)
    now = before.changed(rhythm=rhythm, since=turn.context.now, gone=False)
    undo = undoable(turn, turn.words(f"{SKILL}.undo_informed", informed=now), (before, now))
    saves = (now, undo, noted(turn, "informed.added", f"informed/{address}"))
    return merge(Outcome(saves=saves), turn.say(f"{SKILL}.informed", informed=now))


def _rhythm(turn: Turn) -> Rhythm | None:
    """The rhythm that was said, by one of its words."""
    said = str(turn.slots.get("rhythm", ""))
    return next((SAID[each] for each in fold(said).replace("’", " ").split() if each in SAID), None)


def list_all(turn: Turn) -> Outcome:
    """Who is kept informed, and the record of what was sent."""
    listed = turn.context.view.find(Informed, "listed", "informed")
    briefings = turn.context.view.find(Briefing, "all", SKILL)
    out = [each for each in briefings if each.sent and each.kind == DIGEST]
    sent = sorted(out, key=lambda each: str(each.sent), reverse=True)[:MOST_SHOWN]
    return turn.say(f"{SKILL}.listed", informed=listed, sent=sent)


def remove(turn: Turn) -> Outcome:
    """The address off the list; it can be taken back."""
    written = str(turn.slots.get("person", ""))
    if "@" not in written:
        return turn.ask("person", f"{SKILL}.which_address")
    known = turn.context.view.get(Informed, mailbox(written))
    if known is None or known.gone:
        raise Refusal(f"{SKILL}.not_informed", address=written[:80])
    now = known.changed(gone=True)
    undo = undoable(turn, turn.words(f"{SKILL}.undo_removed", informed=known), (known, now))
    saves = (now, undo, noted(turn, "informed.removed", f"informed/{now.address}"))
    return merge(Outcome(saves=saves), turn.say(f"{SKILL}.removed", informed=known))
