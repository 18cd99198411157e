"""Whose erasure is asked for, by whom; and the press that has it done."""

from dataclasses import replace
from datetime import timedelta

from bot.context import Turn, merge
from bot.errors import Refusal
from bot.invites.card import kept_sessions
from bot.model.erasure import Erasure, Step
from bot.model.outcome import Answer, Outcome
from bot.model.people import Role
from bot.skills.erasure import card
from bot.speakers import person

A_DAY = timedelta(days=1)


def ask(turn: Turn) -> Outcome:
    """The promise to look; what is found follows by itself, in the same place."""
    if not turn.incoming.private:
        raise Refusal("erasure.in_private")
    address = _whose(turn)
    if isinstance(address, Outcome):
        return address
    _must_not_be_of_the_team(turn, address)
    context = turn.context
    counter = context.next("erasures")
    erasure = Erasure(
        id=str(counter.last),
        address=address,
        by=turn.address,
        own=address == turn.address,
        place=turn.incoming.place,
        languages=turn.languages,
        created=context.now,
        until=context.now + A_DAY,
    )
    looking = Outcome(saves=(erasure, counter), sends=(card.errand(context, erasure, "count"),))
    return merge(looking, turn.say("erasure.looking"))


def erase(turn: Turn) -> Outcome:
    """It is under way; whoever asked for themselves hears no more of it."""
    erasure = _of_card(turn)
    if erasure.step is not Step.SHOWN:
        return turn.say("erasure.under_way", erasure=erasure)
    _must_not_be_of_the_team(turn, erasure.address)
    now = erasure.changed(step=Step.ERASING)
    assert turn.card is not None
    done = replace(turn.card, done="erase", waits_with=None)
    key = "erasing_own" if erasure.own else "erasing"
    said = turn.say(
        f"erasure.{key}", erasure=erasure, kept=kept_sessions(turn.context, erasure.address)
    )
    under_way = Outcome(saves=(now, done), sends=(card.errand(turn.context, now, "erase"),))
    return merge(under_way, said)


def stop(turn: Turn) -> Outcome:
    """Nothing is erased, and the wish itself is forgotten."""
    erasure = _of_card(turn)
    if erasure.step is not Step.SHOWN:
        return turn.say("erasure.under_way", erasure=erasure)
    assert turn.card is not None
    done = replace(turn.card, done="stop", waits_with=None)
    return merge(Outcome(saves=(done,), removes=(erasure,)), turn.say("erasure.stopped"))


def show(turn: Turn) -> Outcome:
    """The card as it stands."""
    erasure = _of_card(turn)
    if erasure.step is not Step.SHOWN:
        return turn.say("erasure.under_way", erasure=erasure)
    return Outcome(answer=Answer(card=card.rendered(turn.context, erasure, turn.languages)))


def _whose(turn: Turn) -> str | Outcome:
    """The address of whoever is to be erased; the team alone may name somebody else."""
    if turn.slots.get("own"):
        return turn.address
    if turn.role is not Role.ORGANISER:
        named = str(turn.slots.get("person", "")).casefold()
        if named and named != turn.address:
            raise Refusal("erasure.of_others")
        return turn.address
    who = person(turn)
    return who if isinstance(who, Outcome) else who.address


def _must_not_be_of_the_team(turn: Turn, address: str) -> None:
    """Raises Refusal for somebody who organises: the team settles that first."""
    team, organisers = turn.context.team, turn.context.organisers
    if address in organisers or address in (*team.approvers, team.director):
        raise Refusal("erasure.of_team")


def _of_card(turn: Turn) -> Erasure:
    return turn.of_card(Erasure, "erasure")
