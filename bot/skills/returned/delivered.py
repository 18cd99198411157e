"""What follows from a message: often nothing, sometimes an address left out, or a card."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from bot import understanding
from bot.access.opening import KINDS, New, acknowledgement, opened
from bot.context import Context, Turn, merge
from bot.describing.replied import proposed, request_of
from bot.documents.returned import Failure, Reply, Report
from bot.errors import Refusal
from bot.invites.unreached import unreached
from bot.model.access import Kind
from bot.model.addresses import domain_of
from bot.model.outcome import Answer, Outcome
from bot.model.people import Role
from bot.model.registration import Registration, Standing, registration_key
from bot.model.returned import MailReply, Result, Returned, Wish
from bot.model.session import Session
from bot.model.speaking import Speaking
from bot.planning.drafts import noted
from bot.registering.posted import letter_of, mailing_of, sessions_of
from bot.skills.returned import card
from bot.suppression import added

WISHES: dict[str, Wish] = {"registration.cancel": "leave", "info.join": "link"}
SENTENCE = re.compile(r"(?<=[.!?,;])\s+|\n+")
MOST_SENTENCES = 12
Came = tuple[Result, Outcome]


def deliver(turn: Turn) -> Outcome:
    """What came of a message, once; read again it is answered as before."""
    delivery = turn.incoming.delivery
    assert delivery is not None
    number, mail = str(delivery.facts["id"]), delivery.facts["mail"]
    known = turn.context.view.get(Returned, number)
    if known is not None:
        return Outcome(answer=Answer(facts={"result": known.result}))
    result, outcome = _came(turn, number, mail)
    read = Returned(id=number, result=result, at=turn.context.now)
    return replace(outcome, saves=(read, *outcome.saves), answer=Answer(facts={"result": result}))


def _came(turn: Turn, number: str, mail: object) -> Came:
    match mail:
        case Report():
            return _reported(turn.context, mail)
        case Reply():
            return _translated(turn.context, mail) or _replied(turn, number, mail)
        case None:
            return "unreadable", Outcome()
        case _:
            return "automatic", Outcome()


def _reported(context: Context, report: Report) -> Came:
    """Whoever cannot be reached for good is left out of letters to many from now on.

    Only a report that names a letter of ours to that address is believed: anybody can write one.
    """
    written = [(each, _written_to(context, each, report.letters)) for each in report.failures]
    gone = [address for each, address in written if address and each.permanent]
    if gone:
        return "bounced", merge(*(_gone(context, each, report.letters) for each in gone))
    return "delayed" if any(address for _, address in written) else "unknown", Outcome()


def _gone(context: Context, address: str, letters: tuple[str, ...]) -> Outcome:
    """What follows the first time that mail to an address comes back for good."""
    letter = letter_of(context, address, letters)
    part = unreached(context, letter) if letter else Outcome()
    listed = merge(added(context, address, "bounced"), part)
    mailing = mailing_of(context, address, letters) if listed.saves else None
    if mailing is None:
        return listed
    tally = replace(mailing.tally, bounced=mailing.tally.bounced + 1)
    counted = mailing.come_back({domain_of(address): 1}).changed(tally=tally)
    return merge(listed, Outcome(saves=(counted,)))


def _written_to(context: Context, failure: Failure, letters: Iterable[str]) -> str:
    """The address that a letter of ours was to; empty if there was none to any of these."""
    found = (
        each
        for each in failure.addresses
        if any(find(context, each, letters) for find in (sessions_of, mailing_of, letter_of))
    )
    return next(found, "")


def _translated(context: Context, reply: Reply) -> Came | None:
    """The card for who asked this person to translate; None for any other reply."""
    request = request_of(context, reply.address, reply.letters)
    if request is None or not reply.words or unsubscribes(reply.words, context.now):
        return None
    return "asked", proposed(context, request, reply.words)


def _replied(turn: Turn, number: str, reply: Reply) -> Came:
    """A card for what the team must decide; other replies are counted, and wait in the mailbox."""
    context = turn.context
    if not _is_known(context, reply.address):
        return "unknown", Outcome()
    if unsubscribes(reply.words, context.now):
        return "left", added(context, reply.address, "unsubscribed")
    kind = need_of(reply.words, context.now)
    if kind is not None:
        return "asked", _needed(context, reply, kind)
    wish, about = wish_of(reply.words, context.now), _about(context, reply)
    counted = Outcome(saves=(noted(turn, "mail.replied", ""),))
    if wish is None or not about:
        return "reply", counted
    asked = MailReply(
        id=number[:16],
        address=reply.address,
        name=reply.name,
        registration=about[0].key if len(about) == 1 else "",
        among=tuple(each.key for each in about) if len(about) > 1 else (),
        wish=wish,
        words=reply.words,
        at=context.now,
    )
    if asked.open_in and context.view.count(MailReply, "open_in", asked.open_in):
        return "reply", counted
    return "asked", merge(Outcome(saves=(asked,)), card.ask(context, asked))


def _is_known(context: Context, address: str) -> bool:
    count = context.view.count
    ours = address == context.setup.mail_from
    return not ours and any(count(kind, "address", address) for kind in (Registration, Speaking))


def wish_of(words: str, now: datetime) -> Wish | None:
    """Whether they cannot come, or lack the link; None for all else."""
    meant = (WISHES[intent] for intent in _intents(words, now) if intent in WISHES)
    return next(meant, None)


def unsubscribes(words: str, now: datetime) -> bool:
    """Whether they want no more letters that they did not ask for."""
    return "mail.unsubscribe" in _intents(words, now)


def need_of(words: str, now: datetime) -> Kind | None:
    """Whether they say what they need to take part, or what shut them out; None for all else."""
    return next((KINDS[each] for each in _intents(words, now) if each in KINDS), None)


def _needed(context: Context, reply: Reply, kind: Kind) -> Outcome:
    """A private ticket, and the letter that says what works meanwhile."""
    about = _about(context, reply)
    session = context.view.get(Session, about[0].session) if about else None
    new = New(
        words=reply.words,
        kind=kind,
        by=reply.address,
        session=session,
        brought="mail",
        language=understanding.language_of(reply.words),
    )
    try:
        found = opened(context, new)
    except Refusal:
        return Outcome()
    return merge(found.outcome, acknowledgement(context, found.ticket, session))


def _intents(words: str, now: datetime) -> Iterator[str]:
    """What the words mean as a whole, then each sentence."""
    sentences = SENTENCE.split(words)[:MOST_SENTENCES]
    for said in (words, *sentences):
        yield understanding.understand(said, Role.PARTICIPANT, now).intent


def _about(context: Context, reply: Reply) -> list[Registration]:
    """The place that the reply is about; several if it may be about each of them."""
    told = sessions_of(context, reply.address, reply.letters)
    if told:
        keys = (registration_key(each.id, reply.address) for each in told)
        mine = (context.view.get(Registration, key) for key in keys)
        return [each for each in mine if each and _is_open(context, each)]
    mine_all = context.view.find(Registration, "address", reply.address)
    return [each for each in mine_all if _is_open(context, each)]


def _is_open(context: Context, registration: Registration) -> bool:
    session = context.view.get(Session, registration.session)
    coming = session is not None and bool(session.upcoming) and session.ends > context.now
    return coming and registration.standing is not Standing.CANCELLED
