"""``add a partner``, ``our partners``, ``remove the partner lee@example.org``.

``ajoute un partenaire``, ``nos partenaires``, ``retire le partenaire lee@example.org``
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import cards
from bot.context import CARD_LIFE, ORGANISERS, Context, Heard, Skill, Turn, merge, undoable
from bot.errors import Refusal
from bot.model.addresses import mailbox
from bot.model.conversation import Card
from bot.model.outcome import Answer, Outcome
from bot.model.outreach import Partner
from bot.model.words import LANGUAGES, Language, Phrase
from bot.planning.choosing import card_of
from bot.planning.drafts import noted
from bot.registering.request import Request

NAME = "partners"
INPUTS = ("organisation", "contact", "address", "language")
LONGEST = 150
BOTH = "both"


def add(turn: Turn) -> Outcome:
    """The card to fill in; for an address on the list, with what is known."""
    written = str(turn.slots.get("person", ""))
    address = mailbox(written) if "@" in written else ""
    known = turn.context.view.get(Partner, address) if address else None
    return _form(turn, _values(known, address), Phrase(f"{NAME}.form"))


def _values(known: Partner | None, address: str) -> dict[str, str]:
    if known is None:
        return {"organisation": "", "contact": "", "address": address, "language": BOTH}
    return {
        "organisation": known.organisation,
        "contact": known.contact,
        "address": known.address,
        "language": known.language or BOTH,
    }


def _form(turn: Turn, values: dict[str, str], said: Phrase) -> Outcome:
    card = Card(
        ref=turn.context.id_for("card/partner"),
        skill=NAME,
        buttons=("save",),
        inputs=INPUTS,
        person=turn.address,
        until=turn.context.now + CARD_LIFE,
    )
    choices = [(each, turn.words(f"{NAME}.language", spoken=each)) for each in (BOTH, *LANGUAGES)]
    facts = {**values, "said": turn.words(said.key, **said.facts), "choices": choices}
    return turn.offer(card, cards.render("partner", card.ref, turn.languages, facts), said)


def save(turn: Turn) -> Outcome:
    """The partner as filled in; what is wrong is said on the card, which keeps what was typed."""
    fields = turn.press.fields
    typed = {name: " ".join(fields.get(name, "").split())[:LONGEST] for name in INPUTS}
    if not typed["organisation"]:
        return _form(turn, typed, Phrase(f"{NAME}.no_organisation"))
    try:
        address = mailbox(typed["address"])
    except Refusal as refusal:
        return _form(turn, typed, Phrase(refusal.key, refusal.facts))
    return _kept(turn, {**typed, "address": address})


def _kept(turn: Turn, typed: dict[str, str]) -> Outcome:
    language = typed["language"] if typed["language"] in LANGUAGES else None
    told = _Told(typed["organisation"], typed["contact"], language)
    now = _with(turn.context, typed["address"], told)
    audit = noted(turn, "partner.saved", f"partner/{now.address}")
    return merge(
        Outcome(saves=(now, audit)),
        turn.say(f"{NAME}.saved", partner=now),
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """What somebody says of a partner."""

    organisation: str
    contact: str
    language: Language | None


def _with(context: Context, address: str, told: _Told) -> Partner:
    """The partner on the list, with what is told; the one that was there if nothing is new."""
    known = context.view.get(Partner, address)
    if known is None:
        return Partner(address=address, added=context.now, **asdict(told))
    same = all(getattr(known, name) == value for name, value in asdict(told).items())
    return known if same and not known.gone else known.changed(**asdict(told), gone=False)


def deliver(turn: Turn) -> Outcome:
    """What became of each partner of a list, counted; the department is the organisation."""
    delivery = turn.incoming.delivery
    assert delivery is not None
    requests: Sequence[Request] = delivery.facts["requests"]
    counted, saves = Counter[str](), []
    for each in requests:
        known = turn.context.view.get(Partner, each.address)
        now = _with(turn.context, each.address, _brought(known, each))
        counted["new" if known is None else "same" if now == known else "changed"] += 1
        saves += [now] if now != known else []
    said = {name: counted[name] for name in ("new", "changed", "same")}
    words = turn.words(f"{NAME}.brought", **said)
    return Outcome(saves=tuple(saves), answer=Answer(words, facts=counted))


def _brought(known: Partner | None, request: Request) -> _Told:
    """What a row says; what it leaves open stays. Without a name, the domain names it."""
    before = known or _Told("", "", None)
    domain = request.address.rpartition("@")[2]
    return _Told(
        request.department or before.organisation or domain,
        request.name or before.contact,
        request.language or before.language,
    )


def show(turn: Turn) -> Outcome:
    """That the card is for a partner; its list says how things stand."""
    card_of(turn)
    return list_all(turn)


def list_all(turn: Turn) -> Outcome:
    """The partners by name, when each was last written to."""
    found = turn.context.view.find(Partner, "listed", "partner")
    partners = sorted(found, key=lambda each: each.organisation.casefold())
    return turn.say(f"{NAME}.list", partners=partners)


def remove(turn: Turn) -> Outcome:
    """The partner off the list; it can be taken back."""
    partner = _meant(turn)
    now = partner.changed(gone=True)
    undo = undoable(turn, turn.words(f"{NAME}.undo", partner=partner), (partner, now))
    return merge(Outcome(saves=(now, undo)), turn.say(f"{NAME}.removed", partner=partner))


def _meant(turn: Turn) -> Partner:
    """The partner that the words name, by the address, the contact or the organisation."""
    named = str(turn.slots.get("person", "")).strip()
    partners = turn.context.view.find(Partner, "listed", "partner")
    folded = named.casefold()
    found = [
        each
        for each in partners
        if folded in (each.address, each.contact.casefold(), each.organisation.casefold())
    ]
    if len(found) != 1:
        raise Refusal(f"{NAME}.unknown", named=named, several=len(found) > 1)
    return found[0]


SKILL = Skill(
    NAME,
    hears={
        "partner.add": Heard(add, ORGANISERS),
        "info.partners": Heard(list_all, ORGANISERS),
        "partner.remove": Heard(remove, ORGANISERS),
    },
    presses={"save": Heard(save, ORGANISERS)},
    show=show,
    delivered=deliver,
)
