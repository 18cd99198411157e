"""A poll made ahead or on the spot: “post poll: Tea or coffee? / tea / coffee”.

« publie un sondage : Thé ou café? / thé / café ». Each poll is asked in both languages.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import cards
from bot import sessions
from bot.context import CARD_LIFE, Turn, merge
from bot.errors import Refusal
from bot.model.conversation import Card
from bot.model.outcome import Outcome
from bot.model.poll import SKILL, Poll, PollKind, PollState
from bot.model.record import View
from bot.model.session import Session
from bot.model.words import Both, Phrase, other
from bot.planning.drafts import noted
from bot.polling import reading
from bot.skills.polls import desk

OTHER_SIDE = "other_side"
INPUTS = ("question_en", "options_en", "question_fr", "options_fr", "kind", "named", "live")
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
"""Letters of codes: no vowels, so that no word comes about, and nothing that looks like a digit."""
CODE_LENGTH = 5


def create(turn: Turn) -> Outcome:
    """The poll as it would be posted; asked for in the other language, or on a card, if need be."""
    if turn.filled == OTHER_SIDE:
        return _with_other_side(turn, reading.side(str(turn.slots[OTHER_SIDE])))
    written = _written(turn)
    if not written.options:
        return form(turn, _values(turn, written), Phrase("polls.form"))
    doubled = [Both(each, each) for each in written.options]
    reading.must_be_whole(PollKind.SINGLE, Both(written.question, written.question), doubled)
    if reading.same_in_both(written):
        return _with_other_side(turn, written)
    slots = {**turn.slots, "question": written.question, "options": list(written.options)}
    facts = {"missing": other(turn.language), "options": len(written.options)}
    return replace(turn, slots=slots).ask(OTHER_SIDE, "polls.other_side", **facts)


def on_the_spot(turn: Turn) -> bool:
    """Whether the words have a question and options behind a colon, or complete such words."""
    return turn.filled == OTHER_SIDE or bool(_behind_colon(turn).options)


def _behind_colon(turn: Turn) -> reading.Side:
    typed = turn.incoming.text.partition(":")[2]
    return reading.side(typed) if typed.strip() else reading.Side("", ())


def _written(turn: Turn) -> reading.Side:
    """The question and the options in the words: those found in them, or behind a colon."""
    question, options = turn.slots.get("question"), turn.slots.get("options")
    if question and options:
        return reading.Side(str(question), tuple(map(str, options)))
    typed = _behind_colon(turn)
    return typed if typed.options else reading.Side(str(question or typed.question), ())


def _with_other_side(turn: Turn, second: reading.Side) -> Outcome:
    first = _written(turn)
    question, options = reading.sides(first, second, turn.language)
    reading.must_be_whole(PollKind.SINGLE, question, options)
    return _drafted(turn, replace(_new(turn, question), options=tuple(options)))


def _new(turn: Turn, question: Both) -> Poll:
    """A poll with the next number; its session is the one that is named, or the next."""
    number = str(turn.context.next("poll").last)
    session = _session(turn)
    return Poll(
        id=number,
        code=_code(turn.context.view, number),
        question=question,
        created=turn.context.now,
        created_by=turn.address,
        session=session.id if session else "",
    )


def _session(turn: Turn) -> Session | None:
    if turn.slots.get("session"):
        found = sessions.candidates(turn)
        if len(found) != 1:
            raise Refusal("sessions.unknown", named=turn.slots["session"])
        return found[0]
    return next(iter(sessions.upcoming(turn)), None)


def _code(view: View, number: str) -> str:
    """A code that no other poll has."""
    for attempt in range(1000):
        seed = hashlib.sha256(f"{number}/{attempt}".encode()).digest()
        code = "".join(LETTERS[byte % len(LETTERS)] for byte in seed[:CODE_LENGTH])
        if not view.find(Poll, "code", code):
            return code
    raise RuntimeError("there is no code left")


def _drafted(turn: Turn, poll: Poll) -> Outcome:
    """The new poll, shown to whoever wrote it."""
    saves = (turn.context.next("poll"), noted(turn, "poll.created", f"poll/{poll.id}"))
    return merge(Outcome(saves=saves), desk.shown(turn, poll))


def form(turn: Turn, values: Mapping[str, str], said: Phrase, poll: str = "") -> Outcome:
    """The card on which a poll is written."""
    shown = Card(
        ref=turn.context.id_for("card/poll"),
        skill=SKILL,
        buttons=("save",),
        inputs=INPUTS,
        person=turn.address,
        facts={"poll": poll, "session": str(turn.slots.get("session", ""))},
        until=turn.context.now + CARD_LIFE,
    )
    facts = {"said": turn.words(said.key, **said.facts), "values": values}
    return turn.offer(shown, cards.render("poll_form", shown.ref, turn.languages, facts), said)


def _values(turn: Turn, written: reading.Side) -> dict[str, str]:
    values = dict.fromkeys(INPUTS, "") | {"kind": "single", "named": "no", "live": "no"}
    return {
        **values,
        f"question_{turn.language}": written.question,
        f"options_{turn.language}": "\n".join(written.options),
    }


def change(turn: Turn) -> Outcome:
    """The card with the poll as it is, to be changed."""
    poll = desk.of_card(turn)
    if poll.state is not PollState.DRAFT:
        return desk.shown(turn, poll)
    own = poll.kind is not PollKind.RATING
    values = {
        "question_en": poll.question.en,
        "question_fr": poll.question.fr,
        "options_en": "\n".join(each.en for each in poll.options) if own else "",
        "options_fr": "\n".join(each.fr for each in poll.options) if own else "",
        "kind": poll.kind.value,
        "named": "yes" if poll.named else "no",
        "live": "yes" if poll.live else "no",
    }
    return form(turn, values, Phrase("polls.form_change", {"poll": poll}), poll.id)


def save(turn: Turn) -> Outcome:
    """The poll as it was written; what is wrong is said on the card, which keeps what was typed."""
    fields = turn.press.fields
    typed = {name: fields.get(name, "").strip() for name in INPUTS}
    assert turn.card is not None
    number = str(turn.card.facts["poll"])
    try:
        told = _told(typed)
    except Refusal as refusal:
        return form(turn, typed, Phrase(refusal.key, refusal.facts), number)
    known = turn.context.view.get(Poll, number) if number else None
    if known is None and turn.card.done:
        return turn.say("planning.answered")
    done = Outcome(saves=(replace(turn.card, done="save"),))
    if known is None:
        placed = replace(turn, slots={"session": turn.card.facts["session"]})
        return merge(done, _drafted(turn, replace(_new(placed, told["question"]), **told)))
    if known.state is not PollState.DRAFT:
        return desk.shown(turn, known)
    return merge(done, desk.shown(turn, known.changed(**told)))


def _told(typed: Mapping[str, str]) -> dict[str, Any]:
    """What the card says of the poll; raises Refusal for what cannot be asked like this."""
    kind = PollKind(typed["kind"]) if typed["kind"] in [*PollKind] else PollKind.SINGLE
    sides = [
        reading.Side(" ".join(typed[f"question_{each}"].split()), _lines(typed[f"options_{each}"]))
        for each in ("en", "fr")
    ]
    if kind is PollKind.RATING:
        sides = [replace(each, options=tuple(o.en for o in reading.scale())) for each in sides]
    if kind is PollKind.WORDS:
        sides = [replace(each, options=()) for each in sides]
    question, options = reading.sides(sides[0], sides[1], "en")
    reading.must_be_whole(kind, question, options)
    return {
        "kind": kind,
        "question": question,
        "options": options,
        "named": typed["named"] == "yes",
        "live": typed["live"] == "yes",
    }


def _lines(text: str) -> tuple[str, ...]:
    return tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())
