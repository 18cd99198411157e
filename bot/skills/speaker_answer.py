"""A speaker answers, in words or on the card: yes, no, another time, a question; then details.

"Yes, happy to present!" / « Oui, avec plaisir » from the speaker; "Sam Lee said yes for session 2"
/ « Sam Lee a accepté pour la séance 2 » from an organiser. Moderators and hosts answer likewise.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.context import SPEAKERS, Handler, Heard, Skill, Turn, undoable
from bot.errors import Refusal
from bot.invites import answers, card, details
from bot.invites.card import Asking
from bot.invites.noting import noted_no, noted_yes
from bot.invites.showing import answered, showing, state
from bot.model.conversation import Card
from bot.model.outcome import Outcome
from bot.model.people import Noted, Role
from bot.model.session import Session
from bot.model.speaking import Reply, Speaking
from bot.speakers import noted, own
from bot.understanding import dates

Decided = Callable[[Turn, Asking], Outcome]
CONFLICTING = frozenset({"yes", "no", "other_time"})
"""The answers that are to the time a card shows, and to no other."""


def _yes(turn: Turn, asking: Asking) -> Outcome:
    """A yes; after a no it is for the team to say whether it still fits."""
    reply = asking.speaking.reply
    if reply in (Reply.YES, Reply.RETURNING):
        return state(turn, asking)
    if reply is Reply.NO:
        return answered(turn, asking, answers.returning(turn.context, asking), "returning")
    outcome = answers.confirmed(turn.context, asking)
    return answered(turn, asking, outcome, f"yes_{asking.speaking.part}")


def _no(turn: Turn, asking: Asking) -> Outcome:
    if asking.speaking.reply is Reply.NO:
        return state(turn, asking)
    key = "no_longer" if asking.speaking.holds else "no"
    return answered(turn, asking, answers.declined(turn.context, asking), key)


def _other_time(turn: Turn, asking: Asking) -> Outcome:
    """Another time, passed on in the speaker's own words; asked for if there are none."""
    words = _words(turn)
    if not words:
        return _asking_for(turn, asking, "speaker.propose", "when")
    start = turn.when.start if turn.when else dates.read(words, turn.context.now).start
    at = start if isinstance(start, datetime) else None
    return answered(turn, asking, answers.proposed(turn.context, asking, words, at), "other_time")


def _question(turn: Turn, asking: Asking) -> Outcome:
    words = _words(turn)
    if not words or _only_announces(turn):
        return _asking_for(turn, asking, "speaker.question", "text")
    return answered(turn, asking, answers.questioned(turn.context, asking, words), "question")


def _only_announces(turn: Turn) -> bool:
    """Whether a message says that there is a question, and not which."""
    asked = turn.slots.get("text") or "?" in turn.incoming.text
    return turn.incoming.press is None and not asked


def _save(turn: Turn, asking: Asking) -> Outcome:
    """The details as far as they are filled in; the rest can be given later."""
    before = asking.speaking
    if before.reply is not Reply.YES:
        return state(turn, asking)
    after = details.filled(before, turn.press.fields)
    key = "complete" if after.complete else "saved"
    if after is before:
        return showing(turn, asking, key)
    edit = turn.words("speaker_answer.edit", session=asking.session)
    outcome = Outcome(saves=(after, undoable(turn, edit, (before, after))))
    if after.complete and not before.complete:
        outcome = replace(outcome, saves=(*outcome.saves, _for_the_digest(turn, asking)))
    return answered(turn, asking, outcome, key)


def _change(turn: Turn, asking: Asking) -> Outcome:
    return showing(turn, asking, "change", "answers")


def _details(turn: Turn, asking: Asking) -> Outcome:
    if asking.speaking.reply is not Reply.YES:
        return state(turn, asking)
    return showing(turn, asking, "details")


def _for_the_digest(turn: Turn, asking: Asking) -> Noted:
    return Noted(
        id=turn.context.id_for("noted"),
        at=turn.context.now,
        who=turn.address,
        what="speaker.details",
        about=f"session/{asking.session.id}",
    )


def _words(turn: Turn) -> str:
    """What the speaker wrote: in the field of the card, or as a message."""
    if turn.incoming.press is not None:
        return turn.press.fields.get("note", "")
    return " ".join(turn.incoming.text.split())


def _asking_for(turn: Turn, asking: Asking, intent: str, slot: str) -> Outcome:
    """The question for what is missing; the answer goes to ``intent``."""
    spoken = replace(turn, intent=intent, slots={"session": asking.session.id})
    return spoken.ask(slot, f"speaker_answer.ask_{slot}")


def _pressed(decide: Decided) -> Handler:
    """The handler of a button, which counts only for the time that its card shows."""

    def handle(turn: Turn) -> Outcome:
        shown, asking = _of_card(turn)
        if card.closed(turn.context, asking.session):
            return state(turn, asking)
        if card.outdated(shown, asking) and turn.press.button in CONFLICTING:
            return showing(turn, asking, "moved_since", "answers")
        return decide(turn, asking)

    return handle


def _spoken(decide: Decided, answer: Reply | None = None) -> Handler:
    """The handler of words about the speaker's own part."""

    def handle(turn: Turn) -> Outcome:
        asking = own(turn, answer)
        if isinstance(asking, Outcome):
            return asking
        if card.closed(turn.context, asking.session):
            return state(turn, asking)
        return decide(turn, _known_by_name(turn, asking))

    return handle


def _said_by_either(decide: Decided, note: Decided, answer: Reply) -> Handler:
    """The handler of words that a speaker says of their part, or an organiser of another's."""
    by_speaker = _spoken(decide, answer)

    def handle(turn: Turn) -> Outcome:
        if not _of_somebody_else(turn):
            if _names_another(turn):
                raise Refusal("turn.not_allowed")
            return by_speaker(turn)
        asking = noted(turn)
        return asking if isinstance(asking, Outcome) else note(turn, asking)

    return handle


def _of_somebody_else(turn: Turn) -> bool:
    """Whether an organiser speaks of another person, or can only be speaking of one."""
    asked_too = turn.context.view.count(Speaking, "address", turn.address)
    return turn.role is Role.ORGANISER and (bool(turn.slots.get("person")) or not asked_too)


def _names_another(turn: Turn) -> bool:
    """Whether an address is written that is not the one of the person who writes."""
    text = turn.incoming.text.casefold()
    return "@" in text and turn.address not in text


def _of_card(turn: Turn) -> tuple[Card, Asking]:
    shown, view = turn.card, turn.context.view
    speaking = view.get(Speaking, shown.facts["speaking"]) if shown else None
    session = view.get(Session, speaking.session) if speaking else None
    if shown is None or speaking is None or session is None:
        raise Refusal("turn.card_unknown")
    return shown, _known_by_name(turn, Asking(session, speaking))


def _known_by_name(turn: Turn, asking: Asking) -> Asking:
    """The part under the name its person goes by, where it was asked by address only."""
    name = asking.speaking.name or " ".join(turn.incoming.sender.name.split())
    return Asking(asking.session, replace(asking.speaking, name=name))


def _show(turn: Turn) -> Outcome:
    return state(turn, _of_card(turn)[1])


SKILL = Skill(
    card.SKILL,
    hears={
        "speaker.confirm": Heard(_said_by_either(_yes, noted_yes, Reply.YES), SPEAKERS),
        "speaker.decline": Heard(_said_by_either(_no, noted_no, Reply.NO), SPEAKERS),
        "speaker.propose": Heard(_spoken(_other_time), SPEAKERS),
        "speaker.question": Heard(_spoken(_question), SPEAKERS),
        "speaker.details": Heard(_spoken(_details), SPEAKERS),
    },
    presses={
        "yes": Heard(_pressed(_yes), SPEAKERS),
        "no": Heard(_pressed(_no), SPEAKERS),
        "other_time": Heard(_pressed(_other_time), SPEAKERS),
        "question": Heard(_pressed(_question), SPEAKERS),
        "save": Heard(_pressed(_save), SPEAKERS),
        "change": Heard(_pressed(_change), SPEAKERS),
    },
    show=_show,
)
