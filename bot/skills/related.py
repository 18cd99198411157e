"""``add a related session``, ``related sessions``, ``remove related session 2``.

``ajoute une séance connexe``, ``séances connexes``, ``retire la séance connexe 2``

Sessions of the Digital Academy and of ISDB that the director's e-mail speaks of beside ours.
"""

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlsplit

import cards
from bot.context import CARD_LIFE, ORGANISERS, Heard, Skill, Turn, merge, undoable
from bot.errors import Refusal
from bot.model.conversation import Card
from bot.model.outcome import Outcome
from bot.model.outreach import RelatedSession
from bot.model.words import Both, Phrase
from bot.planning.choosing import card_of
from bot.planning.drafts import noted
from bot.planning.titles import checked
from bot.texts.moments import local

NAME = "related"
INPUTS = ("title_en", "title_fr", "day", "address")


@dataclass(frozen=True, slots=True)
class _Filled:
    title: Both
    day: str
    address: str


def add(turn: Turn) -> Outcome:
    """The card to fill in."""
    return _form(turn, dict.fromkeys(INPUTS, ""), Phrase(f"{NAME}.form"))


def _form(turn: Turn, values: dict[str, str], said: Phrase) -> Outcome:
    card = Card(
        ref=turn.context.id_for("card/related"),
        skill=NAME,
        buttons=("save",),
        inputs=INPUTS,
        person=turn.address,
        until=turn.context.now + CARD_LIFE,
    )
    facts = {**values, "said": turn.words(said.key, **said.facts)}
    return turn.offer(card, cards.render("related", card.ref, turn.languages, facts), said)


def save(turn: Turn) -> Outcome:
    """The session as filled in; what is wrong is said on the card, which keeps what was typed."""
    fields = turn.press.fields
    typed = {name: " ".join(fields.get(name, "").split()) for name in INPUTS}
    try:
        filled = _Filled(_title(typed), _day(turn, typed["day"]), _page(typed["address"]))
    except Refusal as refusal:
        return _form(turn, typed, Phrase(refusal.key, refusal.facts))
    return _kept(turn, filled)


def _title(typed: dict[str, str]) -> Both:
    """Both titles: the director's e-mail never goes out in one language."""
    title = Both(checked(typed["title_en"]), checked(typed["title_fr"]))
    if title.missing or not title.en:
        raise Refusal(f"{NAME}.both_titles")
    return title


def _day(turn: Turn, typed: str) -> str:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        raise Refusal(f"{NAME}.which_day") from None
    if day < local(turn.context.now).date():
        raise Refusal(f"{NAME}.past", day=day)
    return day.isoformat()


def _page(typed: str) -> str:
    try:
        parts = urlsplit(typed)
    except ValueError:
        raise Refusal(f"{NAME}.no_page") from None
    if typed and (parts.scheme not in ("https", "http") or not parts.hostname):
        raise Refusal(f"{NAME}.no_page")
    return typed


def _kept(turn: Turn, filled: _Filled) -> Outcome:
    """The session on the list, once, however often the card is sent."""
    for known in _listed(turn):
        if (known.title, known.day) == (filled.title, filled.day):
            now = replace(known, address=filled.address, version=known.version + 1)
            return merge(Outcome(saves=(now,)), turn.say(f"{NAME}.saved", related=now))
    counter = turn.context.next("related")
    now = RelatedSession(
        id=str(counter.last),
        title=filled.title,
        day=filled.day,
        address=filled.address,
        added=turn.context.now,
    )
    saves = (counter, now, noted(turn, "related.added", f"related/{now.id}"))
    return merge(Outcome(saves=saves), turn.say(f"{NAME}.saved", related=now))


def show(turn: Turn) -> Outcome:
    """How the list stands, changing nothing."""
    card_of(turn)
    return list_all(turn)


def list_all(turn: Turn) -> Outcome:
    """Those to come, the next first."""
    today = local(turn.context.now).date().isoformat()
    coming = [each for each in _listed(turn) if each.day >= today]
    return turn.say(f"{NAME}.list", coming=sorted(coming, key=lambda each: each.day))


def remove(turn: Turn) -> Outcome:
    """The session off the list; it can be taken back."""
    named = str(turn.slots.get("theme", "")).strip()
    known = turn.context.view.get(RelatedSession, named)
    if known is None or known.gone:
        raise Refusal(f"{NAME}.unknown", named=named)
    now = known.changed(gone=True)
    undo = undoable(turn, turn.words(f"{NAME}.undo", related=known), (known, now))
    return merge(Outcome(saves=(now, undo)), turn.say(f"{NAME}.removed", related=known))


def _listed(turn: Turn) -> tuple[RelatedSession, ...]:
    return tuple(turn.context.view.find(RelatedSession, "listed", "related"))


SKILL = Skill(
    NAME,
    hears={
        "related.add": Heard(add, ORGANISERS),
        "info.related": Heard(list_all, ORGANISERS),
        "related.remove": Heard(remove, ORGANISERS),
    },
    presses={"save": Heard(save, ORGANISERS)},
    show=show,
)
