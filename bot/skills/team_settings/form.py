"""The card with what the team may settle at once; people and periods are settled in words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import cards
from bot.context import CARD_LIFE, Turn
from bot.errors import Refusal
from bot.model.addresses import mailbox
from bot.model.conversation import Card
from bot.model.outcome import Answer, Outcome
from bot.model.people import Contact, Team
from bot.model.words import Both, Phrase
from bot.planning.choosing import card_of
from bot.texts.moments import POSITIONS

NAME = "team_settings"
WEEKDAY = re.compile(r"(-1|[1-4])?(MO|TU|WE|TH|FR)")
HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
SAID_OF = {
    "director": "director",
    "weekday": "default_day",
    "hour": "default_hour",
    "quiet_from": "quiet_hours",
    "quiet_until": "quiet_hours",
    "name_en": "name",
    "name_fr": "name",
    "signature_en": "signature",
    "signature_fr": "signature",
}
"""Each field of the card, and the setting it belongs to."""


def offered(turn: Turn, said: Phrase) -> Outcome:
    """These words with the card as things stand; where they ask for a value, it may be typed."""
    was = _values_of(turn.context.team)
    card = Card(
        ref=turn.context.id_for("card/settings"),
        skill=NAME,
        buttons=("save",),
        inputs=tuple(SAID_OF),
        person=turn.address,
        facts={"was": was},
        until=turn.context.now + CARD_LIFE,
    )
    days = [(each, turn.words(f"{NAME}.day", day=each)) for each in _days(was["weekday"])]
    facts = {**was, "days": days, "said": turn.words(said.key, **said.facts)}
    rendered = cards.render("settings", card.ref, turn.languages, facts)
    if turn.intent == "team.set":
        return turn.offer(card, rendered, said, "value")
    return Outcome(saves=(card,), answer=Answer(turn.words(said.key, **said.facts), rendered))


def _days(now: str) -> list[str]:
    """Every day that may be the usual one, today's choice among them."""
    positions = [each for each in POSITIONS if each]
    days = [f"{position}{day}" for position in positions for day in ("MO", "TU", "WE", "TH", "FR")]
    return days if now in days else [now, *days]


def _values_of(team: Team) -> dict[str, str]:
    """What the card shows, by field."""
    return {
        "director": team.director,
        "weekday": team.weekday,
        "hour": team.hour,
        "quiet_from": team.quiet_from,
        "quiet_until": team.quiet_until,
        "name_en": team.name.en,
        "name_fr": team.name.fr,
        "signature_en": team.signature.en,
        "signature_fr": team.signature.fr,
    }


@dataclass(frozen=True, slots=True)
class Filled:
    """The team as it was filled in, the settings that changed, and whether others did meanwhile."""

    team: Team
    changed: Sequence[str]
    overtaken: bool


def filled_in(turn: Turn) -> Filled:
    """What was changed on the card.

    What is left empty, or as the card showed it, stays as it is. Raises Refusal for what is no day
    or no hour.
    """
    was, now = card_of(turn).facts["was"], _values_of(turn.context.team)
    typed = {name: " ".join(value.split()) for name, value in turn.press.fields.items()}
    wanted = {name: value for name, value in typed.items() if value and value != was[name]}
    _check(wanted)
    values = {**now, **wanted}
    team = replace(
        turn.context.team,
        director=_director(turn, values["director"]),
        weekday=values["weekday"],
        hour=values["hour"],
        quiet_from=values["quiet_from"],
        quiet_until=values["quiet_until"],
        name=Both(values["name_en"], values["name_fr"]),
        signature=Both(values["signature_en"], values["signature_fr"]),
    )
    changed = list(dict.fromkeys(SAID_OF[name] for name in SAID_OF if name in wanted))
    overtaken = any(now[name] not in (was[name], value) for name, value in wanted.items())
    return Filled(team, changed, overtaken)


def _director(turn: Turn, typed: str) -> str:
    same = typed == turn.context.team.director
    return typed if same else address_of(turn, typed)


def address_of(turn: Turn, value: str) -> str:
    """The address that is given, or that of the one person of that name; raises Refusal."""
    if "@" in value:
        return mailbox(value)
    known = turn.context.view.find(Contact, "folded", value.casefold())
    if len(known) != 1:
        raise Refusal("mail.not_an_address", written=value)
    return known[0].address


def called(turn: Turn, address: str) -> str:
    """The person's name, or their address; empty for nobody."""
    return turn.context.contact(address).name or address if address else ""


def _check(wanted: Mapping[str, str]) -> None:
    patterns = {"weekday": WEEKDAY, "hour": HOUR, "quiet_from": HOUR, "quiet_until": HOUR}
    for name, pattern in patterns.items():
        if name in wanted and not pattern.fullmatch(wanted[name]):
            raise Refusal(f"{NAME}.which_{SAID_OF[name]}")
